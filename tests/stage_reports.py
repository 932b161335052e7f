"""The market of the scenarios at 15 March 2027, and how its report is asked for and read."""

from datetime import date

from clauses.domain.kinds import (
    ContractType,
    EligibilityState,
    EntryState,
    LedgerKind,
    Modality,
    ReportState,
)
from clauses.extensions import db, write_transaction
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
)
from clauses.models.markets import HoursTarget
from tests import stage, stage_hours
from tests.moments import moment
from tests.portal import Browser, Portal
from tests.reading import Page, plain

SCHOOL_HOLDERS = {2: "Couverture Picarde Lenoir", 3: "Menuiseries Verbrugghe", 4: "Élec'Oise Réseaux",
                  5: "Peinture Ravon et Fille"}  # fmt: skip


def worked(number: int, month: date, hours: int, recorded_on: date) -> None:
    """Validated hours on a lot, written as the actions write them: entry, ledger line, all in one transaction."""
    lot = stage.lot(number)
    employer = stage.organization("Bâti Solidaire")
    with write_transaction():
        person = Participant(
            last_name=f"Lot{number}", first_name=f"Mois{month:%m}", fold=f"lot{number} mois{month:%m}",
            birth=date(1990, 1, 1), informed_on=month, created_by_id=employer.id,
        )  # fmt: skip
        person.contracts = [
            EmploymentContract(lot_id=lot.id, employer_id=employer.id, modality=Modality.SUBCONTRACT_EI,
                               contract_type=ContractType.CDDI, starts_on=month)
        ]  # fmt: skip
        person.eligibilities = [
            Eligibility(categories=["RSA"], hired_on=month, state=EligibilityState.VALIDATED, effective_on=month,
                        valid_until=date(2029, 1, 1), submitted_by_id=employer.id, submitted_on=month)
        ]  # fmt: skip
        report = MonthlyReport(lot_id=lot.id, month=month, state=ReportState.VALIDATED, submitted_on=recorded_on,
                               decided_on=recorded_on)  # fmt: skip
        entry = HoursEntry(report=report, participant=person, employer_id=employer.id, worked=hours * 100,
                           modality=Modality.SUBCONTRACT_EI, entered_by_id=employer.id, state=EntryState.VALIDATED)  # fmt: skip
        db.session.add(entry)
        db.session.flush()
        db.session.add(
            LedgerLine(kind=LedgerKind.VALIDATION, entry_id=entry.id, lot_id=lot.id, participant_id=person.id,
                       employer_id=employer.id, modality=Modality.SUBCONTRACT_EI, month=month, hours=hours * 100,
                       recorded_on=recorded_on, recorded_at=stage.clock.now())
        )  # fmt: skip
        db.session.commit()


@moment
def school(portal: Portal) -> int:
    """The market of the scenarios at 15 March 2027; returns its number."""
    site = stage_hours.played(portal, 6)
    market = stage.lot(1).market
    market_id = market.id
    for number, holder in SCHOOL_HOLDERS.items():
        start, months = (date(2027, 3, 1), 8) if number == 5 else (date(2026, 9, 1), 12)
        stage.awarded(portal, number, holder, start=start, months=months, market=market)
    with write_transaction():
        db.session.add(
            HoursTarget(lot_id=stage.lot(3).id, number=2, hours=31500, exec_start=date(2026, 9, 1), exec_months=14,
                        effective_on=date(2027, 2, 1), recorded_on=date(2027, 2, 1), reason="Avenant n° 1")
        )  # fmt: skip
        db.session.commit()
    worked(2, date(2026, 11, 1), 96, date(2026, 12, 10))
    worked(3, date(2026, 12, 1), 140, date(2027, 1, 12))
    worked(3, date(2027, 2, 1), 22, date(2027, 3, 12))
    worked(4, date(2026, 12, 1), 210, date(2027, 1, 12))
    portal.day("2027-03-15")
    assert site.lot_id
    return market_id


def ask(portal: Portal, browser: Browser, market_id: int, as_of: str) -> Page:
    asked = browser.submit(
        browser.get("/rapports/nouveau"),
        {"rep_scope": str(market_id), "rep_date": as_of},
        form="/rapports/nouveau",
    )
    url = asked.response.headers["Location"]
    waiting = browser.get(url)
    if "attend son tour" in waiting:
        portal.run_jobs()
    return browser.get(url)


ROWS = [
    ("1", "Gros œuvre", "1 190 h", "1 174 h", "98,7 %", "6/12", "Conforme"),
    ("2", "Charpente-couverture", "245 h", "96 h", "39,2 %", "6/12", "À surveiller"),
    ("3", "Menuiseries", "315 h", "162 h", "51,4 %", "6/14", "Conforme"),
    ("4", "Électricité", "210 h", "210 h", "100,0 %", "6/12", "Objectif atteint"),
    ("5", "Peinture-sols", "455 h", "0 h", "0,0 %", "0/8", "Non démarré"),
]


def lots_of(page: Page) -> dict[str, list[str]]:
    """The rows of the table of lots, by lot number."""
    tables = page.find_all(lambda e: e.tag == "table")
    table = next(t for t in tables if "Intitulé" in "".join(t.itertext()))
    rows = [[plain("".join(c.itertext())) for c in tr if c.tag in ("td", "th")] for tr in table.iter("tr")]
    return {row[0] or row[1]: row for row in rows}
