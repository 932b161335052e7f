"""Does an address that came with a request lead to a page of this site?"""

from urllib.parse import urlsplit


def safe_path(target: str | None) -> str | None:
    """A path of this site, or nothing: no scheme, no host, no trick with slashes or control characters."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(c) < 32 or c == "\\" for c in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
