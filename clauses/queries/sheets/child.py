"""Which cells does the first visible sheet hold? Read in a process of its own (`clauses.queries.apart`).

It is run as a file: standard input is a workbook that the guard let pass, standard output is one JSON document.
It knows nothing of the portal: no settings, no database, no secret.
"""

import json
import sys
from datetime import date, datetime, time, timedelta

LONGEST_TEXT = 2_000  # characters of one cell; a title has 1 000 at most
MOST_OUTPUT = 20_000_000  # characters


def tagged(value: object) -> list[str] | None:
    """A cell with its kind: text, number, day or truth; None when it is empty."""
    if isinstance(value, bool):
        return ["b", "1" if value else ""]
    if isinstance(value, (int, float)):
        return ["n", repr(value)]
    if isinstance(value, datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, (time, timedelta)):
        return ["t", str(value)]
    text = str(value)[:LONGEST_TEXT].strip() if value is not None else ""
    return ["t", text] if text else None


def answer(content: bytes, most_rows: int, most_columns: int) -> dict[str, object]:
    """The sheet, its rows by their number in the workbook, or the code of what stops the reading."""
    from io import BytesIO

    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    book = load_workbook(BytesIO(content))
    shown = [
        one.name for one in book.sheets_metadata
        if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
    ]  # fmt: skip
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        rows: list[tuple[int, list[list[str] | None]]] = []
        written = 0
        for number, values in enumerate(sheet.iter_rows(), 1):
            cells = [tagged(value) for value in values]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                continue
            if len(cells) > most_columns:
                return {"code": "sheet_columns"}
            if len(rows) == most_rows:
                return {"code": "sheet_rows"}
            written += sum(len(cell[1]) for cell in cells if cell)
            if written > MOST_OUTPUT:
                return {"code": "sheet_heavy"}
            rows.append((number, cells))
        if rows:
            return {"name": name, "rows": rows}
    return {"code": "sheet_empty"}


def main() -> int:
    most_rows, most_columns = map(int, sys.argv[1:3])
    json.dump(answer(sys.stdin.buffer.read(), most_rows, most_columns), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
