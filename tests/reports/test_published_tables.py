"""Do our reports print published tables back? The inputs of each table go into a ledger, the report is read, rounding and all."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clauses.domain.as_of import Cut
from clauses.domain.kinds import Gender, Modality
from clauses.domain.kinds_reports import ReportKind
from clauses.domain.values import ratio
from clauses.extensions import db, write_transaction
from clauses.models.markets import Lot
from clauses.queries.report_scope import Subject
from clauses.reports import review, territory
from clauses.reports.asked import Asked
from clauses.reports.table import row_text
from clauses.wording import formats
from clauses.wording import report as words
from tests import stage, stage_region
from tests.portal import Portal
from tests.reading import plain
from tests.stage_region import Part

MONTH_MOST = 40_000  # hundredths
DATA = Path("tests/data")
TABLES = {one["id"]: one for one in json.loads((DATA / "published-tables.json").read_text())["tables"]}
NOT_EXPRESSED = json.loads((DATA / "published-tables-not-expressed.json").read_text())
REPRODUCED: dict[str, set[str]] = {
    "nord-2019": {
        "heures_minimum_a_realiser", "heures_realisees_cumul", "heures_realisees_annee", "taux_avancement_global",
        "participants_annee",
    },
    "gpsea-2021": {"beneficiaires", "hommes", "femmes", "heures"},
    "begles-2023": {"personnes"},
}  # fmt: skip


def value(table: str, key: str) -> Any:
    return next(row["value"] for row in TABLES[table]["rows"] if row["key"] == key)


def test_every_row_is_printed_back_or_listed_with_its_reason() -> None:
    for name, table in TABLES.items():
        keys, done = {row["key"] for row in table["rows"]}, REPRODUCED.get(name, set())
        listed = NOT_EXPRESSED.get(name, {})
        left = set() if "*" in listed else keys - done - set(listed)
        assert not left, f"{name}: {left} is neither printed back nor listed"
        assert not done & set(listed) and done <= keys and all(listed.values())


def shares(total: int, n: int) -> Iterator[int]:
    """Hours in hundredths among n persons, to the hundredth."""
    base, more = divmod(total * 100, n)
    return (base + (rank < more) for rank in range(n))


def loaded(
    portal: Portal, *, target: int, years: dict[int, int], persons: int, women: int | None = None
) -> Lot:
    """One lot of the territory T1 with these hours each year, the last one shared among the persons."""
    last = max(years)
    portal.day("2027-06-01")  # whoever asks is in charge today
    women = persons // 2 if women is None else women
    first = min(years)
    with write_transaction():
        lot = stage_region.market(
            Part("T1", "Ville de Beauvais", target, 0, persons),
            start=date(first, 1, 1),
            months=12 * (last - first + 1),
        )
        people = [
            stage_region.person(n, "T1", gender=Gender.WOMAN if n < women else Gender.MAN)
            for n in range(persons)
        ]
        for year, hours in years.items():
            parts = list(shares(hours, persons))
            for n in range(-(-max(parts) // MONTH_MOST)):  # nobody works more than a month holds
                report = stage_region.month(lot, date(year, n + 1, 1))
                for who, part in zip(people, parts, strict=True):
                    left = min(MONTH_MOST, part - n * MONTH_MOST)
                    if left > 0:
                        stage_region.hours(lot, report, who, Modality.DIRECT_HIRE, left)
        db.session.commit()
    return lot


def year_of(year: int) -> Asked:
    """The review of the territory for a year, asked for long after."""
    number = stage_region.territory("T1").id
    cut = Cut(date(year, 12, 31), date(year, 12, 1), date(2099, 1, 1), provisional=False)
    return Asked(stage.actor("claire.delattre"), Subject(ReportKind.TERRITORY_REVIEW, territory_id=number), cut,
                 stage.clock.today())  # fmt: skip


def summary_of(asked: Asked) -> dict[str, str]:
    made, _ = territory.report(asked)
    return {plain(name): plain(text) for name, text in made.tables[0].each()}


def printed(n: int) -> str:
    return plain(formats.number(n))


def test_the_key_figures_of_the_nord_in_2019(portal: Portal) -> None:
    """A stock of contracts: hours since the beginning against the target, 112 %, beside the hours of the year."""
    name = "nord-2019"
    cumul, year = value(name, "heures_realisees_cumul"), value(name, "heures_realisees_annee")
    target, persons = value(name, "heures_minimum_a_realiser"), value(name, "participants_annee")
    loaded(portal, target=target, years={2018: cumul - year, 2019: year}, persons=persons)
    summary = summary_of(year_of(2019))
    assert summary["Objectif"] == f"{printed(target)} h" == "160 489 h"
    assert summary["Heures validées depuis le début"] == f"{printed(cumul)} h" == "179 048 h"
    assert summary["Heures de l'année"] == f"{printed(year)} h" == "74 846 h"
    assert summary["Part de l'objectif"] == "111,6 %", "never capped"
    assert (
        plain(formats.percent(ratio(cumul, target) or 0, 0))
        == "112 %"
        == f"{value(name, 'taux_avancement_global'):.0%}".replace("%", " %")
    )
    assert summary[plain(words.PERSONS)] == printed(persons) == "175"
    assert summary["Heures par personne"] == "428 h"


def test_the_persons_of_grand_paris_sud_est_avenir_at_the_end_of_2021(portal: Portal) -> None:
    name = "gpsea-2021"
    persons, men, women = (value(name, key) for key in ("beneficiaires", "hommes", "femmes"))
    loaded(
        portal,
        target=value(name, "heures"),
        years={2021: value(name, "heures")},
        persons=persons,
        women=women,
    )
    asked = year_of(2021)
    summary = summary_of(asked)
    assert summary["Heures de l'année"] == "290 797 h" and summary[plain(words.PERSONS)] == "367"
    table = review.public(review.gathered(asked))
    rows = [row_text(table, row) for row in table.each()]
    counts = {row[1]: row[2] for row in rows if row[0] == "Genre"}
    assert (counts["Homme"], counts["Femme"]) == (str(men), str(women)) == ("297", "70")
    assert [plain(formats.percent(ratio(n, persons) or 0)) for n in (men, women)] == ["80,9 %", "19,1 %"]


@pytest.mark.parametrize("name", ["begles-2023"])
def test_the_persons_of_begles_in_2023(portal: Portal, name: str) -> None:
    persons = value(name, "personnes")
    loaded(portal, target=46_900, years={2023: value(name, "heures")}, persons=persons)
    assert summary_of(year_of(2023))[plain(words.PERSONS)] == printed(persons) == "72"
