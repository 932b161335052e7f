"""Is every file that comes in either kept as it should, or refused in a clear sentence, whatever it is called?"""

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from clauses.domain.errors import Refused
from clauses.domain.files import MAX_SIZE, PROOFS, CheckedFile, Upload, shown_name
from clauses.domain.kinds_files import FileKind, ScanState
from clauses.queries import files
from clauses.queries.files import antivirus
from clauses.wording import sentences
from tests import sendable
from tests.sendable import CSV, open_document, part, pdf, photograph, rebuilt, stream, text_document, workbook

SOUND = {
    FileKind.PDF: pdf(), FileKind.JPEG: photograph(), FileKind.PNG: photograph("PNG"), FileKind.XLSX: workbook(),
    FileKind.DOCX: text_document(), FileKind.ODT: open_document(), FileKind.CSV: CSV,
}  # fmt: skip


def checked(content: bytes, name: str = "piece.bin", **options: object) -> CheckedFile:
    return files.check(Upload(name, content), field="e_file", **options)


def refusal(content: bytes, **options: object) -> str:
    """The code of the refusal; its sentence must write itself, and the time be short."""
    start = time.monotonic()
    with pytest.raises(Refused) as caught:
        checked(content, **options)
    assert time.monotonic() - start < 16
    assert caught.value.field == "e_file" and sentences.refusal(caught.value.code, **caught.value.facts)
    return caught.value.code


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_file_is_known_by_its_content_and_given_its_own_end(kind: FileKind) -> None:
    kept = checked(SOUND[kind], "avis de publicité.exe")
    assert kept.kind is kind and kept.name == f"avis de publicité.exe.{kind.value}"
    assert kept.scan is ScanState.UNSCANNED and len(kept.sha256) == 64 and len(kept.key) == 48


@pytest.mark.parametrize("kind", sorted(set(SOUND) - PROOFS))
def test_a_proof_is_a_pdf_or_a_picture(kind: FileKind) -> None:
    assert refusal(SOUND[kind], accepted=PROOFS) == "file_type"


def test_the_size_is_counted() -> None:
    assert refusal(b"") == "file_empty"
    assert refusal(b"%PDF-" + b"0" * MAX_SIZE) == "file_size"


HOSTILE_TYPES = {
    "a program of Windows": b"MZ\x90\0 %PDF-1.7 1 0 obj %%EOF",
    "a program of Linux": b"\x7fELF" + pdf(),
    "a page": b"<html><script>alert(1)</script></html>",
    "a drawing": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a drawing after a mark of order": b"\xef\xbb\xbf <svg/>",
    "a table that is a page": b"a;b\n<script>alert(1)</script>;c\n",
    "a text": b"Bonjour, une seule colonne",
    "a program of the shell": b"#!/bin/sh\nrm -rf /\n",
    "a table with a hidden byte": b"a;b\n1;\x00\n",
    "an archive of anything": rebuilt(workbook(), replace={"[Content_Types].xml": b"<Types/>"}),
    "GIF": b"GIF89a" + b"\0" * 40,
    "PostScript": b"%!PS-Adobe-3.0",
}


@pytest.mark.parametrize("content", HOSTILE_TYPES.values(), ids=HOSTILE_TYPES)
def test_other_kinds_are_refused_whatever_their_name(content: bytes) -> None:
    assert refusal(content) == "file_type_any"


def test_an_old_or_locked_office_file_says_what_to_do() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refusal(old) == "file_old"
    assert refusal(old, accepted=PROOFS) == "file_type"


# -- PDF -----------------------------------------------------------------------------------------------------------------

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
HOSTILE_PDFS = {
    "a script": (pdf(SCRIPT), "file_active"),
    "a script under another spelling": (pdf(b"<</S/J#61vaScri#70t/J#53(1)>>"), "file_active"),
    "a short script": (pdf(b"<</S/Rendition/JS(1)>>"), "file_active"),
    "a script among packed objects": (pdf(stream(b"/Type/ObjStm/N 1/First 4", b"7 0 " + SCRIPT)), "file_active"),
    "a script among packed objects that do not say so": (pdf(stream(b"/N 1/First 4", b"7 0 " + SCRIPT)), "file_active"),
    "a script in bare objects": (pdf(stream(b"/Type/ObjStm/N 1/First 4", b"7 0 " + SCRIPT, packed=False)), "file_active"),
    "a script behind a false stream": (pdf(b"(>>stream\n) " + SCRIPT + b" (endstream)"), "file_active"),
    "a program": (pdf(b"<</S/Launch/F(cmd.exe)>>"), "file_active"),
    "an animated form": (pdf(b"<</AcroForm<</XFA[]>>>>"), "file_active"),
    "a film": (pdf(b"<</Type/Annot/Subtype/RichMedia>>"), "file_active"),
    "a hidden file": (pdf(stream(b"/Type/EmbeddedFile", b"MZ")), "file_attached"),
    "a file of the names": (pdf(b"<</Names<</EmbeddedFiles 5 0 R>>>>"), "file_attached"),
    "a file in a note": (pdf(b"<</Subtype/FileAttachment/FS<</EF<</F 5 0 R>>>>>>"), "file_attached"),
    "a file without its type": (pdf(b"<</Type/Filespec/EF<</F 5 0 R>>>>"), "file_attached"),
    "a password": (pdf(b"<</Filter/Standard>>", trailer=b"/Encrypt 4 0 R"), "file_locked"),
    "objects packed twice": (pdf(b"<</Type/ObjStm/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]>>stream\n00>\nendstream"), "file_unread"),
    "objects that do not unpack": (pdf(b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\nnothing\nendstream"), "file_unread"),
    "objects without end": (pdf(stream(b"/Type/ObjStm/N 1/First 4", b"7 0 " + b" " * 60_000_000)), "file_bomb"),
    "an archive behind it": (pdf() + rebuilt(workbook()), "file_damaged"),
    "a small archive behind it": (pdf() + open_document()[-900:] + b"%%EOF", "file_doubled"),
    "no end": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "file_damaged"),
    "only a head": (b"%PDF-1.7 %%EOF", "file_damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "code"), HOSTILE_PDFS.values(), ids=HOSTILE_PDFS)
def test_a_pdf_runs_nothing_and_hides_nothing(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_what_a_pdf_draws_or_links_to_is_no_danger() -> None:
    drawing = stream(b"", b"1 0 0 1 50 700 cm BT /F1 12 Tf (JavaScript, /JS et Launch) Tj ET")
    picture = stream(b"/Type/XObject/Subtype/Image/Width 9/Height 9", b"\0/JS /EF \xff" * 30, packed=False)
    link = b"<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://www.beauvais.fr)>>>>"
    form = b"<</AcroForm<</Fields[]>>/OpenAction[3 0 R/Fit]>>"
    packed = stream(b"/Type/ObjStm/N 1/First 4", b"7 0 <</Type/Font>>")
    assert checked(pdf(drawing, picture, link, form, packed)).kind is FileKind.PDF


# -- office documents ------------------------------------------------------------------------------------------------------

TYPES = "[Content_Types].xml"
RELS = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
OFFICE_REL = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relation(kind: bytes, target: bytes) -> dict[str, bytes]:
    one = b'<Relationship Id="r9" Type="%s%s" Target="%s" TargetMode="External"/>' % (
        OFFICE_REL,
        kind,
        target,
    )
    return {"word/_rels/settings.xml.rels": RELS % one}


def field(words: bytes) -> bytes:
    return rebuilt(text_document(), replace={"word/document.xml": part(text_document(), "word/document.xml").replace(
        b"<w:body>", b"<w:body><w:p><w:r><w:instrText>" + words + b"</w:instrText></w:r></w:p>")})  # fmt: skip


def macro_enabled(content: bytes) -> bytes:
    types = part(content, TYPES).replace(b"wordprocessingml.document.main", b"template.macroEnabled.main")
    return rebuilt(content, replace={TYPES: types})


HOSTILE_OFFICE = {
    "macros of a workbook": (rebuilt(workbook(), add={"xl/vbaProject.bin": b"x"}), "file_macros"),
    "macros of a document": (rebuilt(text_document(), add={"word/vbaProject.bin": b"x"}), "file_macros"),
    "a document that may hold macros": (macro_enabled(text_document()), "file_macros"),
    "sheets of old macros": (rebuilt(workbook(), add={"xl/macrosheets/sheet1.xml": b"<a/>"}), "file_macros"),
    "a field that starts a program": (field(b"DDEAUTO c:\\\\windows\\\\cmd.exe"), "file_macros"),
    "an object": (rebuilt(text_document(), add={"word/embeddings/oleObject1.bin": b"x"}), "file_objects"),
    "a workbook in a document": (rebuilt(text_document(), add={"word/embeddings/a.xlsx": b"x"}), "file_objects"),
    "a control": (rebuilt(text_document(), add={"word/activeX/activeX1.xml": b"<a/>"}), "file_objects"),
    "a program": (rebuilt(text_document(), add={"word/media/a.EXE": b"MZ"}), "file_objects"),
    "a page": (rebuilt(text_document(), add={"word/afchunk.html": b"<html/>"}), "file_objects"),
    "a template elsewhere": (rebuilt(text_document(), add=relation(b"attachedTemplate", b"https://a.example/t.dotm")), "file_links"),
    "a picture elsewhere": (rebuilt(text_document(), add=relation(b"image", b"\\\\\\\\a.example\\\\i.png")), "file_links"),
    "a link that runs": (rebuilt(text_document(), add=relation(b"hyperlink", b"ms-msdt:/id PCWDiagnostic")), "file_links"),
    "values elsewhere": (rebuilt(workbook(), add={"xl/externalLinks/externalLink1.xml": b"<a/>"}), "file_links"),
    "a query": (rebuilt(workbook(), add={"xl/connections.xml": b"<a/>"}), "file_links"),
    "an entity": (rebuilt(workbook(), add={"xl/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "file_declaration"),
    "a part in letters of another kind": (rebuilt(text_document(), add={"word/a.xml": '<?xml version="1.0" encoding="cp037"?><a/>'.encode("cp037")}), "file_damaged"),
    "a part in wide letters": (rebuilt(text_document(), add={"word/a.xml": "<a/>".encode("utf-16")}), "file_damaged"),
    "a bomb": (rebuilt(text_document(), add={"word/media/a.bmp": b"\0" * 40_000_000}), "file_bomb"),
    "many parts": (rebuilt(text_document(), add={f"word/media/{n}.png": b"" for n in range(1_001)}), "file_bomb"),
    "a part outside": (rebuilt(text_document(), add={"../../a.xml": b"<a/>"}), "file_damaged"),
    "half of one": (text_document()[: len(text_document()) // 2], "file_damaged"),
    "macros of LibreOffice": (open_document(("Basic/Standard/Module1.xml", b"<a/>")), "file_macros"),
    "scripts of LibreOffice": (open_document(("Scripts/python/a.py", b"")), "file_macros"),
    "an act on opening": (open_document(content=b'<script:event-listener xlink:href="vnd.sun.star.script:a"/>'), "file_macros"),
    "an object of LibreOffice": (open_document(manifest=b'<manifest:file-entry manifest:full-path="Object 1" manifest:media-type="application/vnd.sun.star.oleobject"/>'), "file_objects"),
    "a password of LibreOffice": (open_document(manifest=b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), "file_locked"),
    "a picture fetched": (open_document(content=b'<draw:image xlink:href="http://a.example/i.png"/>'), "file_links"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "code"), HOSTILE_OFFICE.values(), ids=HOSTILE_OFFICE)
def test_an_office_document_runs_nothing_and_fetches_nothing(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_part_written_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = open_document(("a.xml", b"<a/>"), ("a.xml", b"<b/>"))
    assert refusal(twice) == "file_doubled"


def test_an_archive_with_a_password_is_refused() -> None:
    content = bytearray(text_document())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(mark, start)) >= 0:
            content[start + at] |= 1
            start += 4
    assert refusal(bytes(content)) == "file_locked"


def test_a_link_that_one_clicks_and_what_a_printer_left_are_no_danger() -> None:
    linked = rebuilt(text_document(), add=relation(b"hyperlink", b"https://www.beauvais.fr"))
    assert checked(linked).kind is FileKind.DOCX
    assert (
        checked(rebuilt(workbook(), add={"xl/printerSettings/printerSettings1.bin": b"x"})).kind
        is FileKind.XLSX
    )
    cached = (
        b'<manifest:file-entry manifest:full-path="layout-cache" manifest:media-type="application/binary"/>'
    )
    assert checked(open_document(("layout-cache", b"x"), manifest=cached)).kind is FileKind.ODT


@pytest.mark.parametrize(
    "cell", ["=1+1", "=cmd|'/C calc'!A0", "@SUM(A1)", "+33 6 12 ou =2", "\u00a0=1", "＝1", "-2+3", '"\t=1"']
)
def test_a_table_computes_nothing(cell: str) -> None:
    assert refusal(f"a;b\n1;{cell}\n".encode()) == "file_formulas"


@pytest.mark.parametrize("cell", ["-", "-12,5", "+3", "-1 200,50 €", "12 %", "a=b", "jean@beauvais.fr"])
def test_a_table_holds_numbers_and_words(cell: str) -> None:
    assert checked(f"a;b\n1;{cell}\n".encode()).kind is FileKind.CSV


# -- pictures --------------------------------------------------------------------------------------------------------------


def with_place(orientation: int) -> bytes:
    said = Image.Exif()
    said[0x0112] = orientation
    said[0x010F] = "Marque du telephone"
    said[0x8825] = {1: "N", 2: (49.0, 26.0, 0.0)}
    return photograph(exif=said, comment=b"commentaire")


def test_a_photograph_says_nothing_but_what_it_shows() -> None:
    sent = with_place(6) + b"<?php system($_GET[0]); ?>" + open_document()
    assert b"Marque" in sent
    kept = checked(sent, "IMG_0412.JPG")
    for hidden in (b"Exif", b"Marque", b"commentaire", b"php", b"PK\x03\x04", b"GPS"):
        assert hidden not in kept.content
    shown = Image.open(BytesIO(kept.content))
    assert shown.size == (40, 60) and not shown.getexif()  # turned upright first
    assert kept.name == "IMG_0412.jpg"


def test_a_drawing_keeps_its_transparency_and_loses_its_words() -> None:
    from PIL.PngImagePlugin import PngInfo

    words, made = PngInfo(), BytesIO()
    words.add_text("Author", "Nom de la personne")
    Image.new("RGBA", (10, 10), (0, 0, 255, 10)).save(made, "PNG", pnginfo=words)
    kept = checked(made.getvalue()).content
    assert b"Nom de la personne" not in kept
    assert Image.open(BytesIO(kept)).getpixel((0, 0)) == (0, 0, 255, 10)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "RGB"])
def test_every_way_of_writing_a_drawing_is_read(mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (10, 10)).save(made, "PNG")
    assert checked(made.getvalue()).kind is FileKind.PNG


def test_a_photograph_of_a_printer_is_read() -> None:
    made = BytesIO()
    Image.new("CMYK", (10, 10)).save(made, "JPEG")
    assert Image.open(BytesIO(checked(made.getvalue()).content)).mode == "RGB"


HOSTILE_PICTURES = {
    "of a billion pixels": (sendable.png_of(50_000, 50_000), "file_bomb"),
    "cut": (photograph(size=(600, 400))[:900], "file_damaged"),
    "with a head alone": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_damaged"),
    "of a page": (b"\xff\xd8\xff<script>alert(1)</script>", "file_damaged"),
    "with less than it says": (sendable.png_of(3_000, 3_000), "file_damaged"),
}


@pytest.mark.parametrize(("content", "code"), HOSTILE_PICTURES.values(), ids=HOSTILE_PICTURES)
def test_a_hostile_picture_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


# -- names -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\fakepath\\Avis de marché.PDF", "Avis de marché.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("<img src=x>.svg", "img src=x-.svg.pdf"),
        ("e\u0301cole.docx", "école.pdf"),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
        ("avis n° 2.1", "avis n° 2.1.pdf"),
    ],
)
def test_the_name_that_is_shown_is_plain(sent: str, shown: str) -> None:
    assert shown_name(sent, FileKind.PDF) == shown


# -- antivirus -------------------------------------------------------------------------------------------------------------


class Clamd(socketserver.ThreadingTCPServer):
    """An antivirus on the loopback: it speaks INSTREAM, and finds what carries its mark."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answer: bytes | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answer, self.received = answer, b""
        self.url = f"tcp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        received = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            received += self.rfile.read(length)
        self.server.received = received
        found = b"stream: Mark FOUND\0" if b"VIRUS-MARK" in received else b"stream: OK\0"
        self.wfile.write(found if self.server.answer is None else self.server.answer)


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with Clamd() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def test_the_antivirus_reads_the_whole_file(clamd: Clamd) -> None:
    heavy = pdf(stream(b"", bytes(range(256)) * 3_000, packed=False))
    assert checked(heavy, clamd_url=clamd.url).scan is ScanState.CLEAN
    assert clamd.received == heavy


def test_what_the_antivirus_finds_is_refused(clamd: Clamd) -> None:
    assert refusal(pdf(b"(VIRUS-MARK)"), clamd_url=clamd.url) == "file_infected"


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK FOR NOW\0", b"\xff\0"]
)
def test_an_antivirus_that_gives_no_verdict_makes_the_file_wait(clamd: Clamd, answer: bytes) -> None:
    clamd.answer = answer
    assert checked(pdf(), clamd_url=clamd.url).scan is ScanState.WAITING


def test_an_antivirus_that_is_away_makes_the_file_wait() -> None:
    assert antivirus.scan(pdf(), "tcp://127.0.0.1:9") is ScanState.WAITING
    assert antivirus.scan(pdf(), "unix:///nowhere/clamd.ctl") is ScanState.WAITING
    assert antivirus.scan(pdf(), None) is ScanState.UNSCANNED
