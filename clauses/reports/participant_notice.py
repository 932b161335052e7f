"""How is the notice of a participant written as a document to print? Large and plain for the easy version."""

from io import BytesIO

from docx import Document
from docx.shared import Cm, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Parts = list[tuple[str, list[str]]]


def write(title: str, lead: str, parts: Parts, *, easy: bool) -> bytes:
    """The whole document, in 11 points, or in 16 with one sentence a line."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(16 if easy else 11)
    normal.paragraph_format.space_after = Pt(10 if easy else 6)
    normal.paragraph_format.line_spacing = 1.5 if easy else 1.15
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.language = "fr-FR"
    document.add_heading(title, level=0)
    document.add_paragraph(lead)
    for heading, sentences in parts:
        document.add_heading(heading, level=1)
        for sentence in sentences:
            document.add_paragraph(sentence)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def plain(title: str, lead: str, parts: Parts) -> str:
    """The same words alone: lines end as Windows ends them."""
    lines = [title.upper(), "", lead]
    for heading, sentences in parts:
        lines += ["", heading.upper(), "", *sentences]
    return "\r\n".join(lines) + "\r\n"
