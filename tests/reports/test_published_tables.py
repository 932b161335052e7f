"""Do our reports print published tables back? The inputs of each table go into a ledger, the report is read, rounding and all."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from clauses.domain.as_of import Cut
from clauses.domain.kinds import BuyerKind, MarketType, Modality, OrganizationKind
from clauses.domain.kinds_reports import ReportKind
from clauses.domain.values import last_day, month_of
from clauses.extensions import db, write_transaction
from clauses.queries.report_scope import Subject
from clauses.reports import making
from clauses.reports.asked import Asked
from clauses.reports.table import Report, row_text
from clauses.wording import formats, parsing, reviews
from clauses.wording import report as words
from clauses.wording.labels import label
from tests import stage, stage_region
from tests.portal import Portal
from tests.reading import plain
from tests.stage_published import Table

DATA = Path("tests/data")
TABLES = {one["id"]: one for one in json.loads((DATA / "published-tables.json").read_text())["tables"]}
NOT_EXPRESSED = json.loads((DATA / "published-tables-not-expressed.json").read_text())
REPRODUCED: dict[str, set[str]] = {
    "nord-2019": {
        "marches_en_cours", "heures_minimum_a_realiser", "part_marches_de_services", "entreprises",
        "heures_realisees_cumul", "heures_realisees_annee", "evolution_annee", "taux_avancement_global",
        "participants_annee",
    },
    "nord-2013": {"heures_2012", "marches_2012"},
    "gpsea-2021": {"beneficiaires", "hommes", "femmes", "heures"},
    "begles-2023": {"heures", "personnes"},
    "amp-2023": {"donneurs_ordre", "heures_metropole", "evol_metropole"},
    "mde-paris-2012": {
        "marches", "marches_termines", "marches_prevision", "marches_en_cours", "part_etat", "part_region", "part_ville",
        "part_ep", "heures_prevues", "etp", "heures_realisees",
    },
    "ave-2012-2014": {"heures_2014", "participants_2014"},
    "modalites-ave": {"embauche_directe", "etti"},
    "oecp-clauses": {"sociale_2019"},
}  # fmt: skip
BUYER, COMPANY = OrganizationKind.BUYER, OrganizationKind.COMPANY


def value(table: str, key: str) -> Any:
    return next(row["value"] for row in TABLES[table]["rows"] if row["key"] == key)


def label_of(table: str, key: str) -> str:
    return str(next(row["label"] for row in TABLES[table]["rows"] if row["key"] == key))


def printed(n: int) -> str:
    return plain(formats.number(n))


def whole(share: Fraction) -> str:
    return plain(formats.percent(share, 0))


def test_every_row_is_printed_back_or_listed_with_its_reason() -> None:
    for name, table in TABLES.items():
        keys, done = {row["key"] for row in table["rows"]}, REPRODUCED.get(name, set())
        listed = NOT_EXPRESSED.get(name, {})
        left = set() if "*" in listed else keys - done - set(listed)
        assert not left, f"{name}: {left} is neither printed back nor listed"
        assert not done & set(listed) and done <= keys and all(listed.values())
        assert set(listed) <= keys | {"*"} and not ("*" in listed and done), name


def made(kind: ReportKind, on: date, *, base: int | None = None, territory: str | None = None,
         buyer: int | None = None) -> Report:  # fmt: skip
    """A report of the coordination arrested at a day, asked for long after; `base` is the hours of an ETP it chooses."""
    number = stage_region.territory(territory).id if territory else None
    about = Subject(kind, None, buyer, number, fte_base=base)
    month = month_of(on) if on == last_day(month_of(on)) else month_of(on)
    cut = Cut(on, month, date(2099, 1, 1), provisional=False)
    report, _, _ = making.made(Asked(stage.actor("helene.vasseur"), about, cut, stage.clock.today()))
    return report


def rows_of(report: Report, sheet: str) -> dict[str, list[str]]:
    """The rows of a sheet by their first cell, as text, the total with them."""
    table = next(one for one in report.tables if one.name == sheet)
    rows = [row_text(table, row) for row in [*table.each(), *([table.total] if table.total else [])]]
    return {plain(row[0]): [plain(cell) for cell in row[1:]] for row in rows}


def summary_of(report: Report) -> dict[str, str]:
    return {name: cells[0] for name, cells in rows_of(report, words.SUMMARY).items()}


def test_what_the_territories_published_is_printed_back(portal: Portal) -> None:
    """Nord 2012 and 2019, Grand Paris Sud Est Avenir 2021, Bègles 2023, Aix-Marseille-Provence 2023."""
    portal.day("2027-06-01")
    with write_transaction():
        _nord()
        _small("gpsea-2021", "T3", "heures", "beneficiaires", 2021, women=value("gpsea-2021", "femmes"))
        _small("begles-2023", "T4", "heures", "personnes", 2023)
        metropole = _aix_marseille().id
        db.session.commit()

    name = "nord-2013"
    summary = summary_of(made(ReportKind.TERRITORY_REVIEW, date(2012, 12, 31), territory="T1"))
    assert summary["Heures de l'année"] == f"{printed(value(name, 'heures_2012'))} h" == "146 000 h"
    assert summary[reviews.MARKETS] == printed(value(name, "marches_2012")) == "220"

    name = "nord-2019"
    report = made(ReportKind.TERRITORY_REVIEW, date(2019, 12, 31), territory="T2")
    summary = summary_of(report)
    target, cumul = value(name, "heures_minimum_a_realiser"), value(name, "heures_realisees_cumul")
    assert summary[reviews.MARKETS] == str(value(name, "marches_en_cours")) == "346"
    assert summary[reviews.COMPANIES] == str(value(name, "entreprises")) == "188"
    assert summary["Objectif"] == f"{printed(target)} h" == "160 489 h"
    assert summary["Heures validées depuis le début"] == f"{printed(cumul)} h" == "179 048 h"
    assert summary["Heures de l'année"] == f"{printed(value(name, 'heures_realisees_annee'))} h" == "74 846 h"
    assert summary["Évolution sur un an"] == "+6,0 %" and "+6%" in label_of(name, "evolution_annee")
    assert summary["Part de l'objectif"] == "111,6 %", "never capped"
    assert whole(Fraction(cumul, target)) == "112 %" and "112%" in label_of(name, "taux_avancement_global")
    assert summary[plain(words.PERSONS)] == printed(value(name, "participants_annee")) == "175"
    assert summary["Heures par personne"] == "428 h"
    services = rows_of(report, reviews.SHEET_TYPES)["Services"]
    assert services[2] == "22,0 %" and "22%" in label_of(name, "part_marches_de_services")
    assert rows_of(report, reviews.SHEET_STAGES)["Total"][1] == "346", "all of them are under way"

    name = "gpsea-2021"
    report = made(ReportKind.TERRITORY_REVIEW, date(2021, 12, 31), territory="T3")
    summary, persons = summary_of(report), value(name, "beneficiaires")
    assert summary["Heures de l'année"] == "290 797 h" == f"{printed(value(name, 'heures'))} h"
    assert summary[plain(words.PERSONS)] == str(persons) == "367"
    table = next(one for one in report.tables if one.name == reviews.SHEET_PUBLIC)
    counts = {row[1]: row[2] for row in (row_text(table, one) for one in table.each()) if row[0] == "Genre"}
    men, women = (value(name, key) for key in ("hommes", "femmes"))
    assert (counts["Homme"], counts["Femme"]) == (str(men), str(women)) == ("297", "70")
    shares = [plain(formats.percent(Fraction(n, persons))) for n in (men, women)]
    assert shares == ["80,9 %", "19,1 %"] and all(
        share.replace(" ", " ") in label_of(name, key) for share, key in zip(shares, ("hommes", "femmes"), strict=True)
    )  # fmt: skip

    name = "begles-2023"
    summary = summary_of(made(ReportKind.TERRITORY_REVIEW, date(2023, 12, 31), territory="T4"))
    assert summary["Heures de l'année"] == f"{printed(value(name, 'heures'))} h" == "46 900 h"
    assert summary[plain(words.PERSONS)] == str(value(name, "personnes")) == "72"

    name = "amp-2023"
    summary = summary_of(made(ReportKind.TERRITORY_REVIEW, date(2023, 12, 31), territory="T5"))
    assert summary[reviews.BUYERS] == str(value(name, "donneurs_ordre")) == "130"
    summary = summary_of(made(ReportKind.BUYER_YEAR, date(2023, 12, 31), buyer=metropole))
    assert summary["Heures de l'année"] == f"{printed(value(name, 'heures_metropole'))} h" == "356 000 h"
    assert summary["Évolution sur un an"] == "+65,0 %" and "65 %" in label_of(name, "evol_metropole")


def _nord() -> None:
    """Two years of the same département: in 2019, markets begun in 2017, a year before counted to get to +6 %."""
    first = Table("nord-2013", "T1")
    hours = value("nord-2013", "heures_2012")
    lots = first.markets(value("nord-2013", "marches_2012"), target=hours, start=date(2012, 1, 1), months=12,
                         buyers=first.organizations(1, BUYER))  # fmt: skip
    first.hours(lots, first.persons(300), hours, date(2012, 1, 1))

    name, table = "nord-2019", Table("nord-2019", "T2")
    target, year = value(name, "heures_minimum_a_realiser"), value(name, "heures_realisees_annee")
    before = round(year / (1 + value(name, "evolution_annee")))
    services = round(target * value(name, "part_marches_de_services"))
    companies = table.organizations(value(name, "entreprises"), COMPANY)
    common = {
        "start": date(2017, 1, 1),
        "months": 36,
        "buyers": table.organizations(1, BUYER),
        "companies": companies,
    }
    markets = value(name, "marches_en_cours")
    lots = [
        *table.markets(266, target=target - services, **common),
        *table.markets(markets - 266, target=services, kind=MarketType.SERVICES, **common),
    ]
    people = table.persons(value(name, "participants_annee"))
    table.hours(lots, people, value(name, "heures_realisees_cumul") - year - before, date(2017, 1, 1))
    table.hours(lots, people, before, date(2018, 1, 1))
    table.hours(lots, people, year, date(2019, 1, 1))


def _small(name: str, territory: str, hours: str, persons: str, year: int, women: int | None = None) -> None:
    table, total = Table(name, territory), value(name, hours)
    lots = table.markets(
        1, target=total, start=date(year, 1, 1), months=12, buyers=table.organizations(1, BUYER)
    )
    table.hours(lots, table.persons(value(name, persons), women), total, date(year, 1, 1))


def _aix_marseille() -> Any:
    """The metropole and 129 other buyers of its territory."""
    name, table = "amp-2023", Table("amp-2023", "T5")
    buyers = table.organizations(value(name, "donneurs_ordre"), BUYER)
    lots = table.markets(len(buyers), target=500_000, start=date(2022, 1, 1), months=24, buyers=buyers)
    hours, people = value(name, "heures_metropole"), table.persons(300)
    table.hours(lots[:1], people, round(hours / (1 + value(name, "evol_metropole"))), date(2022, 1, 1))
    table.hours(lots[:1], people, hours, date(2023, 1, 1))
    return buyers[0]


def test_what_paris_the_facilitators_and_the_national_survey_published_is_printed_back(
    portal: Portal,
) -> None:
    """Maison de l'emploi de Paris 2012 on its own base of 1 820 h, the modalities of the alliance, the survey of 2019."""
    portal.day("2027-06-01")
    with write_transaction():
        _paris()
        _facilitators()
        _modalities()
        surveyed = _surveyed().id
        db.session.commit()

    name = "mde-paris-2012"
    report = made(ReportKind.NATIONAL, date(2012, 6, 30), base=1820_00)
    stages = rows_of(report, reviews.SHEET_STAGES)
    began = [
        str(value(name, key))
        for key in ("marches_prevision", "marches_en_cours", "marches_termines", "marches")
    ]
    assert stages["Total"][:4] == began == ["65", "227", "55", "347"]
    shares = {
        "État": "part_etat",
        "Région": "part_region",
        "Commune": "part_ville",
        "Établissement public": "part_ep",
    }
    for kind, key in shares.items():
        percent = plain(formats.percent(Fraction(int(stages[kind][3]), 347), 0))
        assert percent == f"{value(name, key):.0%}".replace("%", " %")
    assert stages["Total"][5] == f"{printed(value(name, 'heures_prevues'))} h" == "2 150 000 h"
    assert stages["Total"][6] == "1 181,32", "the source prints it to the ten"
    assert round(value(name, "heures_prevues") / 1820, -1) == value(name, "etp") == 1180
    assert (
        rows_of(made(ReportKind.NATIONAL, date(2012, 6, 30)), reviews.SHEET_STAGES)["Total"][6] == "1 337,9"
    ), "on 1 607 h"
    table = next(one for one in report.tables if one.name == reviews.SHEET_STAGES)
    assert plain(table.columns[-1].heading) == "Équivalents temps plein (base 1 820 h)"
    summary = summary_of(report)
    assert (
        summary["Heures validées depuis le début"]
        == f"{printed(value(name, 'heures_realisees'))} h"
        == "638 000 h"
    )
    assert summary["Équivalent temps plein"].endswith("(base 1 820 h)")

    name = "ave-2012-2014"
    summary = summary_of(made(ReportKind.NATIONAL, date(2014, 12, 31)))
    millions = formats.decimal(Fraction(parsing.hours(summary["Heures de l'année"]) or 0, 100_000_000), 1)
    assert millions == "8,4" and f"{millions} millions" in label_of(name, "heures_2014")
    assert summary[plain(words.PERSONS)] == "21 000" == label_of(name, "participants_2014").replace(".", " ")

    name = "modalites-ave"
    modes = rows_of(made(ReportKind.NATIONAL, date(2015, 12, 31)), words.SHEET_MODALITIES)
    assert modes[label(Modality.DIRECT_HIRE)][3] == "32,0 %" and "32%" in label_of(name, "embauche_directe")
    assert modes[label(Modality.ETTI_PLACEMENT)][3] == "30,0 %" and "30%" in label_of(name, "etti")
    assert modes[label(Modality.DIRECT_HIRE)][1] != "32,0 %", "a share of the hours is another one"

    indicators = rows_of(
        made(ReportKind.SPASER, date(2019, 12, 31), buyer=surveyed), reviews.SHEET_INDICATORS
    )
    told = label_of("oecp-clauses", "sociale_2019")
    assert indicators[reviews.SHARE_OF_CONTRACTS] == ["12,5 %"] and indicators[reviews.SHARE_OF_AMOUNT] == [
        "17,3 %"
    ]
    assert told == "12,5 % (17,3 % en montant)" and value("oecp-clauses", "sociale_2019") == 0.125


def _paris() -> None:
    """347 markets at the end of June 2012: ended, under way, to begin; of four kinds of buyers."""
    name, table = "mde-paris-2012", Table("mde-paris-2012")
    ended, to_begin = value(name, "marches_termines"), value(name, "marches_prevision")
    markets, hours = value(name, "marches"), value(name, "heures_prevues")
    kinds = {BuyerKind.STATE: "part_etat", BuyerKind.REGION: "part_region", BuyerKind.MUNICIPALITY: "part_ville",
             BuyerKind.PUBLIC_BODY: "part_ep"}  # fmt: skip
    buyers = [
        buyer
        for kind, key in kinds.items()
        for buyer in table.organizations(1, BUYER, kind) * round(markets * value(name, key))
    ]
    assert len(buyers) == markets
    each = {"target": hours // 3, "buyers": buyers[: markets - ended - to_begin], "months": 60}
    lots = table.markets(markets - ended - to_begin, start=date(2011, 7, 1), **each)
    each = {"target": hours // 3, "buyers": buyers[markets - ended - to_begin : -to_begin], "months": 24}
    lots += table.markets(ended, start=date(2010, 3, 1), **each)
    each = {"target": hours - 2 * (hours // 3), "buyers": buyers[-to_begin:], "months": 24}
    table.markets(to_begin, start=date(2012, 9, 1), **each)
    table.hours(
        lots, table.persons(value(name, "contrats")), value(name, "heures_realisees"), date(2011, 7, 1)
    )


def _facilitators() -> None:
    """The year 2014 as the alliance first told it: 21 000 persons, 400 h each."""
    name, table = "ave-2012-2014", Table("ave-2014", "T6")
    hours, persons = value(name, "heures_2014"), value(name, "participants_2014")
    lots = table.markets(
        1, target=hours, start=date(2014, 1, 1), months=12, buyers=table.organizations(1, BUYER)
    )
    table.hours(lots, table.persons(persons), hours, date(2014, 3, 1))


def _modalities() -> None:
    """A hundred lots, each done in one way; hours are shared otherwise than the lots."""
    table = Table("modalites-ave")
    lots = table.markets(
        100, target=50_000, start=date(2015, 1, 1), months=12, buyers=table.organizations(1, BUYER)
    )
    ways = {Modality.DIRECT_HIRE: (0, 32, 9_000), Modality.ETTI_PLACEMENT: (32, 62, 12_000),
            Modality.AI_PLACEMENT: (62, 100, 9_000)}  # fmt: skip
    for mode, (first, end, hours) in ways.items():
        table.hours(lots[first:end], table.persons(end - first), hours, date(2015, 1, 1), mode)


def _surveyed() -> Any:
    """Eight contracts of one buyer notified in 2019: one in eight has a clause, for 17.3 % of the amount."""
    table = Table("oecp-clauses")
    [buyer] = table.organizations(1, BUYER)
    common = {"start": date(2019, 6, 1), "months": 12, "buyers": [buyer]}
    table.markets(1, target=500, amount=173_000, **common)
    table.markets(6, target=0, amount=118_000, clause=False, **common)
    table.markets(1, target=0, amount=119_000, clause=False, **common)
    return buyer
