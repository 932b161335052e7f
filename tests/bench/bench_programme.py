"""How long does it take to check a programme of 200 projects, from the file to the answers?"""

import tempfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from clauses.models.programme import YearlyProgramme
from clauses.queries import programme, programme_sheet
from tests.bench.registry import Line, bench, timed

LINES = 200
AIM = 5
ON = date(2026, 3, 2)
KINDS = (
    ("Réfection de la toiture", "Couverture", 320_000), ("Entretien des espaces verts", None, 45_000),
    ("Peinture d'une école", "peinture", 18_000), ("Nettoyage des locaux", None, 150_000),
    ("Rénovation électrique", "Électricité", 90_000),
)  # fmt: skip


def workbook(path: Path) -> bytes:
    book = Workbook()
    book.active.append(("Objet", "Montant HT", "Début", "Durée", "Commune", "Métier", "Direction"))
    for n in range(LINES):
        title, trade, amount = KINDS[n % len(KINDS)]
        start = date(2026 + n % 2, n % 12 + 1, 1)
        place = ("Beauvais", "60100", "Compiègne", "Noyon")[n % 4]
        book.active.append((f"{title} {n}", amount + n, start, n % 18 + 1, place, trade, "Bâtiments"))
    book.save(path)
    return path.read_bytes()


@bench("programme", f"{LINES} projects read, checked and answered (aim: {AIM} s)", runs=5)
def check(runs: int) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        content = workbook(Path(folder) / "programme.xlsx")

    def whole() -> None:
        table = programme_sheet.table(content)
        lines, odd = programme_sheet.lines_of(table, programme_sheet.guessed(table.columns, {}), ON)
        file = programme.answered(YearlyProgramme(year=2026, title="Programmation", lines=lines), ON)
        assert len(file.lines) == LINES and not odd and file.load

    seconds = timed({"read, check, answer": whole}, runs)
    return [Line(name, taken, f"{len(content) / 1000:.0f} kB of workbook") for name, taken in seconds.items()]
