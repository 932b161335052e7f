"""What does somebody else than its writer find wrong in a PDF? The rules of PDF/UA-1 that a program can judge.

Structure tree, marks, language, title shown, figures with a text, tables whose cells have headings. It certifies
nothing: fonts and glyphs are the writer's own check.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from pdfua import validate

UNREAD = {"UA-14-001"}  # headings that are empty: this reader does not read the titles of ours


def faults(data: bytes) -> list[str]:
    """Every rule broken or not evaluated, in words."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        report = validate(str(path))
    found = [f"{one.rule_id}: {one.message}" for one in report.findings]
    return found + [
        f"{one.rule_id} skipped: {one.skipped_reason}" for one in report.skipped if one.rule_id not in UNREAD
    ]
