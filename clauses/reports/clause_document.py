"""How is the text of a clause written as a word-processing document: plain styles, no macro, said to be reviewed?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from clauses.domain.levers import Piece
from clauses.queries.markets.texts import LotText
from clauses.wording import clause_texts as words
from clauses.wording import sentences

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INK = RGBColor(0x1C, 0x2B, 0x33)
_FONT = "Calibri"


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose text it is and from which day."""

    buyer: str
    reference: str
    title: str
    version: str
    day: date


def write(cover: Cover, texts: list[LotText]) -> bytes:
    """The whole document: one chapter a piece, one heading a lot."""
    document = Document()
    _styles(document)
    _properties(document, cover)
    document.add_heading(words.DOCUMENT_TITLE, level=0)
    document.add_paragraph(_safe(_subject(cover)))
    warning = document.add_paragraph()
    warning.add_run(
        sentences.written(words.DOCUMENT_WARNING, version=cover.version, day=cover.day)
    ).italic = True
    for piece in Piece:
        _piece(document, piece, texts)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def plain(cover: Cover, texts: list[LotText]) -> str:
    """The same text for a terminal or a form: lines end as Windows ends them."""
    parts = [
        words.DOCUMENT_TITLE,
        _subject(cover),
        sentences.written(words.DOCUMENT_WARNING, version=cover.version, day=cover.day),
    ]
    for piece in Piece:
        parts.append(words.PIECES[piece].upper())
        for one in texts:
            parts += [words.LOT_HEADING.format(number=one.number, title=one.title), one.pieces[piece]]
    return "\r\n\r\n".join(part.replace("\n", "\r\n") for part in parts) + "\r\n"


def _subject(cover: Cover) -> str:
    return sentences.written(
        words.DOCUMENT_SUBJECT, buyer=cover.buyer, reference=cover.reference, title=cover.title
    )


def _piece(document: Word, piece: Piece, texts: list[LotText]) -> None:
    document.add_heading(words.PIECES[piece], level=1)
    document.add_paragraph(words.PIECE_NOTES[piece]).runs[0].italic = True
    for one in texts:
        document.add_heading(words.LOT_HEADING.format(number=one.number, title=_safe(one.title)), level=2)
        for paragraph in one.pieces[piece].split("\n\n"):
            _paragraph(document, _safe(paragraph))


def _paragraph(document: Word, text: str) -> None:
    """A paragraph that opens with one of our subheads has it in bold."""
    head, dot, rest = text.partition(". ")
    written = document.add_paragraph()
    written.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if dot and head in words.SUBHEADS:
        written.add_run(f"{head}. ").bold = True
        text = rest
    written.add_run(text)


def _safe(text: str) -> str:
    """Without the control characters that the format cannot hold."""
    return "".join(c for c in text if c in "\t\n" or ord(c) >= 0x20)


def _styles(document: Word) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for name, size in (("Normal", 11), ("Title", 20), ("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # the theme's font would win over the one named here
        fonts.set(qn("w:hAnsi"), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    _page_number(document)


def _page_number(document: Word) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)


def _properties(document: Word, cover: Cover) -> None:
    known = document.core_properties
    known.title, known.author = words.DOCUMENT_TITLE, words.DOCUMENT_AUTHOR
    known.subject = _safe(_subject(cover))[:255]
    known.last_modified_by, known.comments, known.keywords = words.DOCUMENT_AUTHOR, "", ""
    known.language, known.revision, known.version = "fr-FR", 1, cover.version
    known.created = known.modified = datetime.combine(cover.day, time(), UTC)
