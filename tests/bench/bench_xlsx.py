"""How fast is a long workbook written, against openpyxl write-only alone on the same rows?

Aim: a quarter of its time at most, less than 80 MB, memory that does not grow with the rows.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.bench.child import Cost, cost
from tests.bench.registry import Line, bench

ROWS = 100_000


@bench("xlsx", f"report of {ROWS} ledger lines, 15 columns (aim: ratio ≤ 0.25, peak < 80 MB)", runs=3)
def xlsx(runs: int) -> list[Line]:
    ways = {
        "openpyxl write-only": "peer",
        "openpyxl write-only, no formats": "bare_peer",
        "reports.xlsx": "house",
    }
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    sizes: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            for name, function in ways.items():
                path = Path(folder, function)
                costs[name].append(cost(__name__, function, ROWS, path))
                sizes[name] = path.stat().st_size / 1e6
    return [Line(name, [one.seconds for one in its], _note(its, sizes[name])) for name, its in costs.items()]


@bench("xlsx-growth", "reports.xlsx on ten times more rows (aim: memory flat)", runs=1)
def growth(runs: int) -> list[Line]:
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "house")
        for rows in (ROWS, 10 * ROWS):
            its = [cost(__name__, "house", rows, path) for _ in range(runs)]
            lines.append(
                Line(f"{rows} rows", [one.seconds for one in its], _note(its, path.stat().st_size / 1e6))
            )
    return lines


def _note(its: list[Cost], size: float) -> str:
    peak, before = max(one.peak for one in its), max(one.before for one in its)
    return f"peak {peak:.0f} MB ({before:.0f} before the work), file {size:.1f} MB"


def ledger(count: int) -> Iterator[tuple[Any, ...]]:
    """Lines like those of the ledger, units of the house."""
    trades = ("Maçonnerie", "Peinture", "Électricité", "Espaces verts", "Nettoyage des locaux & abords")
    structures = tuple(f"Structure d'insertion de Beauvais n° {n}" for n in range(40))
    for i in range(count):
        yield (
            i + 1,
            f"2026-VB-{i % 900:03d}",
            f"Construction du groupe scolaire {i % 900}",
            i % 9 + 1,
            trades[i % 5],
            structures[i % 40],
            f"{99900200000000 + i % 40}",
            "Mise à disposition (AI)" if i % 3 else "Sous-traitance (EI)",
            date(2026, i % 12 + 1, 1),
            date(2026, i % 12 + 1, i % 28 + 1),
            i * 37 % 16000 + 25,
            i * 101 % 3_000_000,
            Fraction(i % 1500, 1190),
            f"Relevé validé, pièce {i:06d}",
            "=à vérifier" if i % 1000 == 0 else None,
        )


def house(rows: str, path: str) -> None:
    """Our way: the report as an action would make it."""
    from clauses.reports import xlsx as house_xlsx
    from clauses.reports.table import Column, Kind, Report, ReportTable

    kinds = [Kind.COUNT, Kind.TEXT, Kind.TEXT, Kind.COUNT, *[Kind.TEXT] * 4, Kind.MONTH, Kind.DAY]
    kinds += [Kind.HOURS, Kind.EUROS, Kind.PERCENT, Kind.TEXT, Kind.TEXT]
    columns = tuple(Column(f"Colonne {n}", kind) for n, kind in enumerate(kinds, start=1))
    table = ReportTable("Journal", "Journal des heures", columns, lambda: ledger(int(rows)))
    day = date(2027, 2, 28)
    with open(path, "wb") as target:
        house_xlsx.write(Report("Journal des heures", "bench", day, day, (table,), ()), target)


def peer(rows: str, path: str) -> None:
    """The usual way: openpyxl write-only, the same values and formats, texts kept texts."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Journal")
    sheet.append([f"Colonne {n}" for n in range(1, 16)])
    formats = {8: "mmmm yyyy", 9: "dd/mm/yyyy", 10: "#,##0.0", 11: "#,##0.00", 12: "0.0 %"}
    for row in ledger(int(rows)):
        values: list[Any] = list(row)
        values[10], values[11], values[12] = row[10] / 100, row[11] / 100, float(row[12])
        for index, number_format in formats.items():
            cell = values[index] = WriteOnlyCell(sheet, values[index])
            cell.number_format = number_format
        if values[14] is not None:
            cell = values[14] = WriteOnlyCell(sheet, values[14])
            cell.data_type = "s"
        sheet.append(values)
    book.save(path)


def bare_peer(rows: str, path: str) -> None:
    """The least openpyxl can do: numbers and dates without the formats of the report, texts kept texts by luck."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Journal")
    for row in ledger(int(rows)):
        sheet.append([*row[:10], row[10] / 100, row[11] / 100, float(row[12]), *row[13:]])
    book.save(path)
