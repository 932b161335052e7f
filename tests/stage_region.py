"""The region of S15 in the first quarter of 2027: one market a territory, its hours by modality and its persons."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clauses.domain.kinds import (
    ClauseType,
    ContractType,
    EntryState,
    Gender,
    LedgerKind,
    MarketForm,
    MarketState,
    MarketType,
    Modality,
    PartyCapacity,
    Procedure,
    Programme,
    ReportState,
)
from clauses.extensions import db, write_transaction
from clauses.models.hours import EmploymentContract, HoursEntry, LedgerLine, MonthlyReport, Participant
from clauses.models.markets import Award, Clause, HoursTarget, Lot, LotParty, Market
from clauses.models.territory import Territory
from tests import stage
from tests.moments import moment
from tests.portal import Portal

M = Modality
MONTH, RECORDED, START = date(2027, 2, 1), date(2027, 3, 12), date(2027, 1, 1)


@dataclass(frozen=True)
class Part:
    """A territory: its code, its buyer, target and validated hours, persons."""

    code: str
    buyer: str
    target: int
    validated: int
    persons: int


OISE = (
    Part("T1", "Ville de Beauvais", 6240, 4118, 37),
    Part("T2", "Ville de Creil", 8900, 5607, 52),
    Part("T3", "Ville de Compiègne", 7150, 3861, 41),
    Part("T4", "Communauté de communes du Clermontois", 1480, 702, 9),
    Part("T5", "Communauté de communes du Pays de Valois", 2310, 1571, 14),
    Part("T6", "Département de l'Oise", 880, 246, 3),
)
MODALITIES = {M.AI_PLACEMENT: 5120, M.ETTI_PLACEMENT: 6205, M.SUBCONTRACT_EI: 2310, M.SUBCONTRACT_ACI: 890,
              M.DIRECT_HIRE: 1580}  # fmt: skip
EMPLOYER, HOLDER = "Bâti Solidaire", "Bâtisseurs du Thérain"


def territory(code: str) -> Territory:
    return db.session.scalars(select(Territory).where(Territory.code == code)).one()


def market(part: Part, *, lever: ClauseType = ClauseType.EXECUTION_CONDITION, number: int = 1,
           programme: Programme = Programme.NONE, notified: date = date(2026, 12, 1),
           start: date = START, months: int = 12) -> Lot:  # fmt: skip
    """A market of one lot, carried out all 2027."""
    at = stage.clock.now()
    made = Market(
        reference=f"R-{part.code}-{number}", title="Marché du territoire", buyer_id=stage.organization(part.buyer).id,
        market_type=MarketType.WORKS, market_form=MarketForm.ORDINARY, procedure=Procedure.ADAPTED, places=[],
        programme=programme, state=MarketState.IN_PROGRESS, created_at=at, changed_at=at,
    )  # fmt: skip
    holder = stage.organization(HOLDER)
    lot = Lot(
        market=made,
        number=1,
        title="Lot unique",
        places=[],
        has_clause=True,
        territory_id=territory(part.code).id,
    )
    lot.clause = Clause(clause_type=lever, target_hours=part.target * 100)
    lot.award = Award(
        awardee_id=holder.id, amount=10_000_000, notified_on=notified, exec_start=start, exec_months=months
    )
    lot.targets = [
        HoursTarget(number=1, hours=part.target * 100, exec_start=start, exec_months=months, effective_on=start,
                    recorded_on=start, reason="Attribution")
    ]  # fmt: skip
    lot.parties = [LotParty(organization_id=holder.id, capacity=PartyCapacity.AWARDEE, since=start)]
    db.session.add_all([made, lot])
    db.session.flush()
    return lot


def person(number: int, code: str, **facts: object) -> Participant:
    employer = stage.organization(EMPLOYER)
    facts = {"gender": Gender.WOMAN if number % 2 else Gender.MAN, "birth": date(1990, 1, 1), **facts}
    made = Participant(last_name=f"Nom{code}{number}", first_name="Prénom", fold=f"nom{code}{number}",
                       informed_on=START, created_by_id=employer.id, **facts)  # fmt: skip
    db.session.add(made)
    return made


def hours(lot: Lot, report: MonthlyReport, who: Participant, modality: Modality, centi: int, *,
          ends_on: date | None = None, recorded_on: date = RECORDED,
          employer_name: str = EMPLOYER) -> None:  # fmt: skip
    """Validated hours of a person, as the actions write them: contract, entry and line."""
    employer = stage.organization(employer_name)
    if not any(c.lot is lot for c in who.contracts):
        who.contracts.append(
            EmploymentContract(lot=lot, employer_id=employer.id, modality=modality, contract_type=ContractType.CDDI,
                               starts_on=START, ends_on=ends_on)
        )  # fmt: skip
    entry = HoursEntry(report=report, participant=who, employer_id=employer.id, worked=centi, modality=modality,
                       entered_by_id=employer.id, state=EntryState.VALIDATED)  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    db.session.add(
        LedgerLine(kind=LedgerKind.VALIDATION, entry_id=entry.id, lot_id=lot.id, participant_id=who.id,
                   employer_id=employer.id, modality=modality, month=report.month, hours=centi,
                   recorded_on=recorded_on, recorded_at=stage.clock.now())
    )  # fmt: skip


def month(lot: Lot, on: date = MONTH) -> MonthlyReport:
    made = MonthlyReport(
        lot=lot, month=on, state=ReportState.VALIDATED, submitted_on=RECORDED, decided_on=RECORDED
    )
    db.session.add(made)
    return made


@moment
def oise(portal: Portal) -> dict[str, Lot]:
    """The six territories as the scenario says them, to the hour; it is 15 April 2027."""
    portal.day("2027-04-15")
    left = {modality: whole * 100 for modality, whole in MODALITIES.items()}
    lots = {}
    with write_transaction():
        for part in OISE:
            lot = lots[part.code] = market(part)
            report = month(lot)
            base, more = divmod(part.validated * 100, part.persons)
            for number in range(part.persons):
                who, owed = person(number, part.code), base + (number < more)
                for modality in MODALITIES:
                    taken = min(owed, left[modality])
                    if taken:
                        hours(lot, report, who, modality, taken)
                        left[modality] -= taken
                        owed -= taken
                assert not owed
        db.session.commit()
    return lots


def oise_lots() -> dict[str, Lot]:
    """The lots of the six territories, once `oise` has been played."""
    found = db.session.scalars(select(Lot).join(Market).where(Market.reference.like("R-%-1")))
    return {lot.market.reference.split("-")[1]: lot for lot in found}


def named(code: str, number: int) -> Participant:
    return db.session.scalars(select(Participant).where(Participant.last_name == f"Nom{code}{number}")).one()


def report_of(lot: Lot) -> MonthlyReport:
    return db.session.scalars(select(MonthlyReport).where(MonthlyReport.lot_id == lot.id)).one()
