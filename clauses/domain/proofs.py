"""What kind of document is a file, judged by its content and never by its name?"""

MAX_SIZE = 10 * 1000 * 1000
_HEAD = 1024  # a PDF may carry a few bytes before its mark

SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def media_type(content: bytes) -> str | None:
    """The media type of a PDF, a JPEG or a PNG; None for anything else, whatever it is called."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if b"%PDF-" in content[:_HEAD] and not content.startswith((b"MZ", b"\x7fELF", b"PK")):
        return "application/pdf"
    return None
