"""Which files are sent to cost the portal its time and its memory? Each made here from a few words, small on the wire."""

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

from tests.sendable import (
    open_document,
    part,
    pdf,
    photograph,
    png_of,
    rebuilt,
    stream,
    text_document,
    workbook,
)

SHEET, STRINGS, TYPES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"
MOST = 9_900_000  # bytes: the largest that a form takes in


def sheet_of(rows: bytes, *, strings: bytes = b"", dimension: bytes = b"") -> bytes:
    """A workbook whose sheet holds these rows."""
    made = workbook()
    xml = part(made, SHEET)
    begin, end = xml.index(b"<sheetData>"), xml.index(b"</sheetData>")
    if dimension:
        xml = xml.replace(b'ref="A1:B1"', b'ref="' + dimension + b'"')
        assert dimension in xml
        begin, end = xml.index(b"<sheetData>"), xml.index(b"</sheetData>")
    changed = {SHEET: xml[: begin + 11] + rows + xml[end:]}
    added = {}
    if strings:
        rels = "xl/_rels/workbook.xml.rels"
        changed[rels] = part(made, rels).replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        added[STRINGS] = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + strings
        added[STRINGS] += b"</sst>"
    return rebuilt(made, replace=changed, add=added)


def varied(words: bytes, count: int) -> bytes:
    """The same words again and again with a figure that changes, so that they pack only ten times smaller."""
    return b"".join(b"%s%x" % (words, NOISE.randrange(1 << 24)) for _ in range(count))


def letters(column: int) -> bytes:
    """The name of a column counted from 1."""
    name = b""
    while column:
        column, rest = divmod(column - 1, 26)
        name = bytes([65 + rest]) + name
    return name


def many_sheets(count: int) -> bytes:
    made = workbook()
    book = part(made, "xl/workbook.xml")
    end = book.index(b"</sheets>")
    ids = b"".join(b'<sheet name="f%d" sheetId="%d" r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/'
                   b'officeDocument/2006/relationships"/>' % (n, n) for n in range(2, count))  # fmt: skip
    return rebuilt(made, replace={"xl/workbook.xml": book[:end] + ids + book[end:]})


def archive_in_archive(depth: int) -> bytes:
    """Forty megabytes of nothing, packed again and again."""
    made = b"\0" * 40_000_000
    for level in range(depth):
        kept = BytesIO()
        with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
            archive.writestr(f"{level}.zip", made)
        made = kept.getvalue()
    return rebuilt(workbook(), add={"xl/media/a.bin": made})


def overlapping(count: int) -> bytes:
    """Names by the hundred for one and the same packed part (a bomb that is not nested)."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a", b"a" * 29_000_000)
    whole = kept.getvalue()
    begin = whole.index(b"PK\x01\x02")
    local, entry = whole[:begin], whole[begin : whole.index(b"PK\x05\x06")]
    entries = b"".join(entry[:46] + bytes([97 + n % 26]) for n in range(count))
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(entries), len(local), 0)
    return local + entries + end


def billion_laughs() -> bytes:
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    body += b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    return body + b"]><Types>&a9;</Types>"


def drawn(width: int, height: int, mode: int = 2, depth: int = 8, channels: int = 3) -> bytes:
    """A PNG that really holds so many pixels, all alike."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    row = b"\0" + b"\x55" * ((width * channels * depth + 7) // 8)
    engine = zlib.compressobj(9)
    packed = b"".join(engine.compress(row) for _ in range(height)) + engine.flush()
    head = struct.pack("!IIBBBBB", width, height, depth, mode, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def words_in_a_drawing(count: int) -> bytes:
    """A PNG of one pixel followed by words that are packed a thousand times smaller."""
    made = png_of(1, 1)
    packed = b"Comment\0\0" + zlib.compress(b" " * 1_000_000, 9)
    one = struct.pack("!I", len(packed)) + b"zTXt" + packed + struct.pack("!I", zlib.crc32(b"zTXt" + packed))
    return made[:33] + one * count + made[33:]


def jpeg(width: int, height: int, **options: object) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (width, height), "grey").save(kept, "JPEG", quality=30, **options)
    return kept.getvalue()


def larger_than_it_is(width: int, height: int, **options: object) -> bytes:
    """A JPEG of a few pixels that says to be so wide and so high."""
    made = bytearray(jpeg(64, 64, **options))
    at = next(i for mark in (b"\xff\xc0", b"\xff\xc2") if (i := made.find(mark)) > 0)
    made[at + 5 : at + 9] = struct.pack("!HH", height, width)
    return bytes(made)


def passes_without_end(count: int) -> bytes:
    """A JPEG in successive passes whose last one is written again and again."""
    made = larger_than_it_is(4_000, 4_000, progressive=True)
    last = made.rindex(b"\xff\xda")
    return made[:last] + made[last:-2] * count + made[-2:]


NOISE = random.Random(5)
ROW = b"".join(b'<c r="%s1"><v>1</v></c>' % letters(n) for n in range(1, 16_385))


ATTACKS: dict[str, Callable[[], bytes]] = {
    "a part of forty megabytes of nothing": lambda: rebuilt(workbook(), add={"xl/media/a.bin": b"\0" * 40_000_000}),
    "parts that weigh fifty megabytes together": lambda: rebuilt(workbook(), add={f"xl/media/{n}.bin": NOISE.randbytes(10_000) * 400 for n in range(13)}),
    "archives in archives": lambda: archive_in_archive(4),
    "one part under many names": lambda: overlapping(26),
    "a billion laughs in the types": lambda: rebuilt(workbook(), replace={TYPES: billion_laughs()}),
    "a billion laughs in the sheet": lambda: rebuilt(workbook(), replace={SHEET: billion_laughs()}),
    "a billion laughs in a text": lambda: rebuilt(text_document(), replace={"word/document.xml": billion_laughs()}),
    "two million shared texts of nothing": lambda: sheet_of(b'<row><c t="s"><v>1</v></c></row>', strings=b"<si><t/></si>" * 2_000_000),
    "shared texts by the million": lambda: sheet_of(
        b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=varied(b"</t></si><si><t>", 1_200_000).removeprefix(b"</t></si>") + b"</t></si>"),
    "one long shared text read a hundred thousand times": lambda: sheet_of(
        b"".join(b'<row r="%d">' % n + b"".join(b'<c r="%s%d" t="s"><v>0</v></c>' % (letters(m), n) for m in range(1, 61)) + b"</row>" for n in range(1, 4_900)),
        strings=b"<si><t>" + varied(b"texte ", 60_000) + b"</t></si>"),
    "a text of twenty-nine megabytes": lambda: sheet_of(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=b"<si><t>" + varied(b"un texte ", 1_900_000) + b"</t></si>"),
    "a sheet that says to be without end": lambda: sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row>', dimension=b"A1:XFD1048576"),
    "a cell at the very end": lambda: sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a cell far below": lambda: sheet_of(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="BL1048576"><v>1</v></c></row>'),
    "as many columns as there may be": lambda: sheet_of(b"".join(b'<row r="%d">' % n + ROW.replace(b'1">', b'%d">' % n) + b"</row>" for n in range(1, 60))),
    "a million filled cells": lambda: sheet_of(b"".join(b'<row r="%d">' % n + b"<c><v>1.5</v></c>" * 60 + b"</row>" for n in range(1, 16_000))),
    "attributes by the hundred thousand": lambda: sheet_of(b"<row " + b"".join(b'a%d="1" ' % n for n in range(150_000)) + b"><c><v>1</v></c></row>"),
    "elements one inside the other": lambda: sheet_of(b"<row><c>" + varied(b"</is><is a='", 1) + varied(b"'><is a='", 1_000_000)),
    "elements one inside the other in the types": lambda: rebuilt(workbook(), replace={TYPES: b"<Types>" + b"".join(b"<a%x>" % NOISE.randrange(4096) for _ in range(160_000))}),
    "sheets by the thousand": lambda: many_sheets(20_000),
    "styles of twenty-nine megabytes": lambda: rebuilt(workbook(), replace={"xl/styles.xml": part(workbook(), "xl/styles.xml").replace(b"</cellXfs>", varied(b"<xf/>", 2_000_000) + b"</cellXfs>")}),
    "fields that begin and never end": lambda: rebuilt(text_document(), add={"word/a.xml": b"<a>" + varied(b"<w:instrText", 1_500_000)}),
    "pictures that begin and never end": lambda: open_document(content=varied(b"<draw:image ", 1_500_000)),
    "a text of twenty-nine megabytes in a document": lambda: open_document(content=varied(b"<text:p>a</text:p>", 1_200_000)),
    "a stream of a PDF without end": lambda: pdf(stream(b"/Type/ObjStm/N 1/First 4", b"7 0 " + b" " * 60_000_000)),
    "streams of a PDF by the hundred": lambda: pdf(*[stream(b"/Type/ObjStm/N 1/First 4", b"7 0 " + b"/a" * 500_000)] * 60),
    "names of a PDF by the million": lambda: pdf(b"/a" * (MOST // 2 - 500)),
    "other names of a PDF by the million": lambda: pdf(b"".join(b"/%x" % n for n in range(1_300_000))),
    "escaped names of a PDF by the million": lambda: pdf(b"/#61#62" * (MOST // 7 - 100)),
    "packed names of a PDF by the million": lambda: pdf(*[stream(b"/Type/ObjStm/N 1/First 4", b"7 0 " + b"".join(b"/%x" % n for n in range(2_700_000)))]),
    "lists of a PDF one inside the other": lambda: pdf(b"[" * (MOST - 500)),
    "streams of a PDF that begin and never end": lambda: pdf(b"stream\n" * (MOST // 7 - 100)),
    "streams of a PDF by the million": lambda: pdf(b"stream endstream " * (MOST // 17 - 100)),
    "objects of a PDF by the million": lambda: pdf(b" obj/F" * 10_000 + b"stream\nendstream\n" * 500_000),
    "numbers of a PDF without end": lambda: pdf(b"1" * (MOST - 500)),
    "a drawing of fifty thousand by fifty thousand": lambda: png_of(50_000, 50_000),
    "a drawing that is as large as it says": lambda: drawn(30_000, 30_000, mode=0, depth=1, channels=1),
    "a drawing just within": lambda: drawn(4_000, 4_000),
    "a grey drawing just within": lambda: drawn(8_000, 7_900, mode=0, channels=1),
    "a drawing in colours of sixteen bits": lambda: drawn(4_000, 4_000, depth=16),
    "words packed in a drawing": lambda: words_in_a_drawing(2_000),
    "a photograph that says to be sixty-five thousand wide": lambda: larger_than_it_is(65_000, 65_000),
    "a photograph of a hundred million pixels": lambda: jpeg(10_000, 10_000),
    "a photograph that says to hold a hundred million": lambda: larger_than_it_is(10_000, 10_000),
    "passes of a photograph without end": lambda: passes_without_end(20_000),
    "a photograph of sixteen million in passes": lambda: jpeg(4_000, 4_000, progressive=True, subsampling=0),
    "a photograph and an archive": lambda: photograph() + rebuilt(workbook(), add={"xl/media/a.bin": b"\0" * 40_000_000}),
    "a PDF and an archive": lambda: pdf() + workbook() + b"%%EOF",
    "an archive behind a table": lambda: b"a;b\n1;2\n" + workbook(),
    "a table of one line": lambda: b"a;b;" + b"c" * MOST,
    "a table of one cell": lambda: b'a;"' + b"c" * MOST,
    "a table of one line of cells": lambda: b"a;" * (MOST // 2),
    "a table of five million cells": lambda: (b"ab;" * 255 + b"ab\n") * (MOST // 768),
    "a table of lines by the million": lambda: b"a;b\n" * (MOST // 4),
    "a table of empty lines": lambda: b"a;b\n" + b"\n" * (MOST - 4),
    "a table in wide letters": lambda: "\ufeffa;b\n".encode("utf-16-le") + "é;😀\n".encode("utf-16-le") * (MOST // 10),
    "a table with one rare letter": lambda: b"a;b\n" + ("x" * 100_000 + ";1\n").encode() * 95 + "😀;1\n".encode(),
    "a table of spaces": lambda: b"a;b\n" + b" " * MOST,
    "a page that begins and never does": lambda: b"<" + b" " * MOST,
    "signs by the million": lambda: b"a;b\n" + b";".join([b"-" * 1_000] * 200) * 40,
    "figures that never end": lambda: b"a;b\n1;-" + b"1 " * 65_000 + b"x\n" + (b"1;-" + b"1 " * 65_000 + b"x\n") * 70,
    "bytes of chance": lambda: NOISE.randbytes(MOST),
    "an archive of nothing": lambda: b"PK\x03\x04" + NOISE.randbytes(MOST),
    "an end of archive at every place": lambda: b"PK\x03\x04" + b"PK\x05\x06" * (MOST // 4),
}  # fmt: skip
