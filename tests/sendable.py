"""Which files does a test send? Sound ones of each kind, small, and as their programs write them."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from docx import Document
from openpyxl import Workbook
from PIL import Image

CSV = b"Structure;Heures\nCoup d'Main;12,5\nAtelier;-\n"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page, with other objects added to it."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R>>",
        *objects,
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R" + trailer + b">>\nstartxref\n0\n%%EOF\n"


def stream(words: bytes, content: bytes, *, packed: bool = True) -> bytes:
    """A stream of a PDF with its dictionary."""
    if packed:
        words, content = words + b"/Filter/FlateDecode", zlib.compress(content)
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (words, len(content), content)


def photograph(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A picture that is red on its left and blue on its right."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    kept = BytesIO()
    picture.save(kept, kind, **options)
    return kept.getvalue()


def workbook() -> bytes:
    made, kept = Workbook(), BytesIO()
    made.active.append(("Structure", "Heures"))
    made.save(kept)
    return kept.getvalue()


def text_document() -> bytes:
    made, kept = Document(), BytesIO()
    made.add_paragraph("Compte rendu de la réunion de chantier")
    made.save(kept)
    return kept.getvalue()


def open_document(*added: tuple[str, bytes], manifest: bytes = b"", content: bytes = b"") -> bytes:
    """A text document of LibreOffice, its kind written first and bare."""
    space = b'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    head = b'<?xml version="1.0" encoding="UTF-8"?>'
    kept = BytesIO()
    with ZipFile(kept, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text", ZIP_STORED)
        made.writestr("content.xml", head + b"<document>" + content + b"</document>", ZIP_DEFLATED)
        made.writestr(
            "META-INF/manifest.xml",
            head + b"<manifest:manifest " + space + b">" + manifest + b"</manifest:manifest>",
        )
        for name, data in added:
            made.writestr(name, data)
    return kept.getvalue()


def rebuilt(
    content: bytes, *, replace: dict[str, bytes] | None = None, add: dict[str, bytes] | None = None
) -> bytes:
    """The same archive with some parts changed and others added."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says to be so wide and so high, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
