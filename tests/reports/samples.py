"""Which reports do the tests write?"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any

from clauses.reports import xlsx
from clauses.reports.table import Column, Kind, Report, ReportTable

AS_OF, PRODUCED_ON = date(2027, 2, 28), date(2027, 3, 15)
METHOD = (("Heures validées", "jusqu'au 28/02/2027", "Relevés validés"),)

COLUMNS = (
    Column("Lot", Kind.TEXT),
    Column("Objectif", Kind.HOURS),
    Column("Validées", Kind.HOURS),
    Column("Taux", Kind.PERCENT),
    Column("Montant", Kind.EUROS),
    Column("Personnes", Kind.COUNT),
    Column("Début", Kind.DAY),
    Column("Dernier mois", Kind.MONTH),
)


def lots(rows: Any, **more: Any) -> ReportTable:
    return ReportTable("Lots", "Les lots du marché", COLUMNS, rows, **more)


def texts(strings: Iterable[str | None], name: str = "Textes") -> ReportTable:
    return ReportTable(name, name, (Column("Texte", Kind.TEXT),), [(string,) for string in strings])


def report(*tables: ReportTable, **changes: Any) -> Report:
    facts: dict[str, Any] = {
        "title": "Conformité du marché 2026-VB-014",
        "reference": "2026-VB-014",
        "as_of": AS_OF,
        "produced_on": PRODUCED_ON,
        "tables": tables,
        "method": METHOD,
    }
    return Report(**(facts | changes))


def written(it: Report) -> BytesIO:
    target = BytesIO()
    xlsx.write(it, target)
    target.seek(0)
    return target


# Scenario S17: the market of the school, closed on 28 February 2027.
SCHOOL = (
    ("1 Gros œuvre", 119000, 117400, Fraction(1174, 1190), 142000000, 9, date(2026, 9, 1), date(2027, 2, 1)),
    (
        "2 Charpente-couverture",
        24500,
        9600,
        Fraction(96, 245),
        46000000,
        2,
        date(2026, 9, 1),
        date(2027, 1, 1),
    ),
    ("3 Menuiseries", 31500, 16200, Fraction(162, 315), 61000000, 3, date(2026, 9, 1), date(2027, 2, 1)),
    ("4 Électricité", 21000, 21000, Fraction(1), 39500000, 2, date(2026, 9, 1), date(2027, 2, 1)),
    ("5 Peinture-sols", 45500, 0, Fraction(0), 28000000, 0, date(2027, 3, 1), None),
)
SCHOOL_TOTAL = ("Total", 241500, 164200, Fraction(1642, 2415), 316500000, 16, None, None)


def long_rows(count: int) -> Iterable[tuple[Any, ...]]:
    for i in range(count):
        yield (
            f"Lot {i} « Œuvre & Cie » <é>",
            i * 25 + 1,
            i * 7,
            Fraction(i, 7),
            i * 101,
            i % 13,
            date(2026, 1 + i % 12, 1 + i % 28),
            date(2026, 1 + i % 12, 1) if i % 5 else None,
        )
