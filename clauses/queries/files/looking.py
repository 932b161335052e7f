"""What kind of document is this, by its content, and is there harm in it? For all that is no photograph.

It is run as a file by `clauses.queries.apart`: standard input is the document, standard output is its kind, `other`
for what is of no kind known here, or `unsafe` with the reason of the refusal.
"""

import csv
import re
import sys
from io import BytesIO
from zipfile import is_zipfile

from clauses.domain.errors import Refused
from clauses.domain.files import begins_as
from clauses.domain.kinds_files import FileKind
from clauses.queries import apart, archives
from clauses.queries.files import office, pdf
from clauses.queries.sheets import text

OTHER, UNSAFE = "other", "unsafe"
_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|object|embed|\?xml|\?php)", re.I)
_FORMULA = re.compile(r"[\s\ufeff]*(=|@|\+|-|＝|＋|－|＠|\t|\r)")
_NUMBER = re.compile(r"[+-]?[\d\s\u00a0\u202f.,]+\s*(%|€|h)?|-+")
MOST_ROWS, MOST_COLUMNS = 100_000, 256


def kind_apart(content: bytes) -> FileKind | None:
    """The kind of a document, None when it is of no kind known here, asked of a process of its own; raises Unsafe."""
    try:
        said, _, reason = apart.ask(__file__, content).decode().partition(" ")
    except apart.Stopped as stopped:
        raise archives.Unsafe("bomb" if stopped.heavy else "damaged") from None
    if said == UNSAFE:
        raise archives.Unsafe(reason)
    return None if said == OTHER else FileKind(said)


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a document, None when it is of no kind known here; raises Unsafe with the reason of a refusal."""
    match begins_as(content):
        case "pdf":
            pdf.check(content)
            return FileKind.PDF
        case "zip":
            return office.kind_of(archives.opened(content, most_entries=office.MOST_ENTRIES))
        case None if _is_table(content):
            return FileKind.CSV
    return None


def _is_table(content: bytes) -> bool:
    """A text of lines and columns: no page, no program, no archive behind it. Raises Unsafe for a formula."""
    if _MARKUP.search(content) or is_zipfile(BytesIO(content)) or not _is_text(content):
        return False
    rows, formula = 0, False
    try:
        for _, cells in text.each(content, field="file", rows=MOST_ROWS, columns=MOST_COLUMNS):
            rows += 1
            if rows == 1 and len(cells) < 2:
                return False
            formula = formula or any(_FORMULA.match(cell) and not _NUMBER.fullmatch(cell) for cell in cells)
    except (Refused, csv.Error):
        return False
    if rows < 2:
        return False
    if formula:
        raise archives.Unsafe("formulas")
    return True


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16, decoded strictly by the reading
    return not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content)


def main() -> None:
    try:
        kind = kind_of(sys.stdin.buffer.read())
    except archives.Unsafe as unsafe:
        sys.stdout.write(f"{UNSAFE} {unsafe.reason}")
    else:
        sys.stdout.write(kind.value if kind else OTHER)


if __name__ == "__main__":
    main()
