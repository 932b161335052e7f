"""How is a database filled at scale for a benchmark? Synthetic markets, people and hours, reproducible by their seed.

Everything is written in bulk and holds the invariants: each validated month has its entries, its ledger lines and its
audit line. Names are numbers: nobody is described.
"""

import random
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from clauses.actions.base import action, civil_day, journal
from clauses.domain.kinds import (
    CommitmentState,
    ContractType,
    EligibilityState,
    EmployerKind,
    EntryState,
    Gender,
    LedgerKind,
    LineState,
    LotResult,
    MarketForm,
    MarketState,
    MarketType,
    Modality,
    OrganizationKind,
    PartyCapacity,
    PlanState,
    Procedure,
    Programme,
    ReportState,
)
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import (
    Eligibility,
    EmploymentContract,
    HoursEntry,
    LedgerLine,
    MonthlyReport,
    Participant,
)
from clauses.models.markets import Award, Clause, HoursTarget, Lot, LotParty, Market
from clauses.models.people import Organization
from clauses.models.territory import Territory
from clauses.queries.people import territory_of
from clauses.reference import geography

LOTS_PER_MARKET = 6
MONTHS = 12
PERSONS = 3
START = date(2025, 1, 1)
MODALITIES = (
    (Modality.AI_PLACEMENT, EmployerKind.AI),
    (Modality.ETTI_PLACEMENT, EmployerKind.ETTI),
    (Modality.DIRECT_HIRE, None),  # by the company itself: a subcontract would need its deed, hence a file
)


@action
def seed(lots: int, *, seed: int, now: datetime) -> int:
    """Add `lots` lots, each with three people and twelve validated months; returns the ledger lines written."""
    chance = random.Random(seed)  # noqa: S311  (figures of a benchmark, not a secret)
    on = civil_day(now)
    parties = _parties()
    communes = [c.code for c in geography.communes("60")]
    offset = db.session.scalar(select(func.count()).select_from(Lot)) or 0
    written = 0
    for first in range(0, lots, LOTS_PER_MARKET):
        written += _market(
            offset + first, min(LOTS_PER_MARKET, lots - first), parties, communes, chance, on, now
        )
    return written


def _parties() -> dict[Any, list[Organization]]:
    rows = list(db.session.scalars(select(Organization).where(Organization.origin == "demonstration")))
    found: dict[Any, list[Organization]] = {
        kind: [o for o in rows if o.kind is kind]
        for kind in (OrganizationKind.BUYER, OrganizationKind.COMPANY)
    }
    for _, kind in MODALITIES:
        found[kind] = [o for o in rows if o.employer_kind is kind]
    return found


def _market(
    number: int, lots: int, parties: dict[Any, list[Organization]], communes: list[str], chance: random.Random,
    on: date, now: datetime,
) -> int:  # fmt: skip
    place = chance.choice(communes)
    territory = territory_of(place, on)
    market = Market(
        reference=f"SYN-{number:06d}", title=f"Marché de mesure n° {number}", market_type=MarketType.WORKS,
        market_form=MarketForm.ORDINARY, procedure=Procedure.OPEN, programme=Programme.NONE, places=[place],
        buyer=chance.choice(parties[OrganizationKind.BUYER]), amount=lots * 40_000_000, exec_start=START,
        exec_months=MONTHS, state=MarketState.IN_PROGRESS, created_at=now, changed_at=now, published_on=START,
    )  # fmt: skip
    db.session.add(market)
    db.session.flush()
    return sum(_lot(market, n, territory, parties, chance, on, now) for n in range(1, lots + 1))


def _lot(
    market: Market, number: int, territory: Territory | None, parties: dict[Any, list[Organization]],
    chance: random.Random, on: date, now: datetime,
) -> int:  # fmt: skip
    company = chance.choice(parties[OrganizationKind.COMPANY])
    target = chance.randrange(10, 60) * 3500
    lot = Lot(
        market_id=market.id, number=number, title=f"Lot de mesure {number}", amount=40_000_000, trade="gros_oeuvre",
        places=market.places, has_clause=True, territory_id=territory.id if territory else None,
        result=LotResult.AWARDED,
        clause=Clause(target_hours=target, labour_share=4500, hourly_cost=3800, integration_rate=500,
                      modalities=[m.value for m, _ in MODALITIES], publics=[]),
        award=Award(awardee_id=company.id, amount=40_000_000, notified_on=START, exec_start=START, exec_months=MONTHS),
    )  # fmt: skip
    db.session.add(lot)
    db.session.flush()
    db.session.add_all([
        HoursTarget(lot_id=lot.id, number=1, hours=target, exec_start=START, exec_months=MONTHS, effective_on=START,
                    recorded_on=START, reason="Attribution"),
        LotParty(lot_id=lot.id, organization_id=market.buyer_id, capacity=PartyCapacity.BUYER, since=START),
        LotParty(lot_id=lot.id, organization_id=company.id, capacity=PartyCapacity.AWARDEE, since=START),
    ])  # fmt: skip
    plan = AllocationPlan(
        number=1, state=PlanState.SETTLED, proposed_on=START, proposed_by_id=1, settled_on=START
    )
    commitment = Commitment(
        lot_id=lot.id, company_id=company.id, state=CommitmentState.PLANNED, submitted_on=START
    )
    commitment.plans = [plan]
    people: list[tuple[Participant, Organization, Modality]] = []
    for position, (modality, kind) in enumerate(MODALITIES):
        structure = chance.choice(parties[kind]) if kind else company
        plan.lines.append(
            AllocationLine(position=position, modality=modality, structure_id=structure.id if kind else None, hours=target // 3 or 1,
                           persons=1, state=LineState.ACCEPTED, answered_on=START)
        )  # fmt: skip
        if kind:
            db.session.add(
                LotParty(
                    lot_id=lot.id, organization_id=structure.id, capacity=PartyCapacity.STRUCTURE, since=START
                )
            )
        person = Participant(
            last_name=f"Mesure {lot.id}", first_name=f"Personne {position}", fold=f"mesure {lot.id} {position}",
            birth=date(1990, 1, 1), gender=Gender.UNSTATED, informed_on=START, created_by_id=structure.id,
        )  # fmt: skip
        person.contracts = [
            EmploymentContract(lot_id=lot.id, employer_id=structure.id, modality=modality,
                               contract_type=ContractType.CDD, starts_on=START)
        ]  # fmt: skip
        person.eligibilities = [
            Eligibility(categories=[], hired_on=START, state=EligibilityState.VALIDATED, effective_on=START,
                        valid_until=add_months(START, 24), submitted_by_id=structure.id, submitted_on=START,
                        decided_on=START, decided_by_id=1)
        ]  # fmt: skip
        people.append((person, structure, modality))
    db.session.add(commitment)
    db.session.add_all(person for person, _, _ in people)
    db.session.flush()
    return _months(lot, people, chance, on, now)


def _months(
    lot: Lot,
    people: list[tuple[Participant, Organization, Modality]],
    chance: random.Random,
    on: date,
    now: datetime,
) -> int:
    reports = [
        MonthlyReport(lot_id=lot.id, month=add_months(START, m), state=ReportState.VALIDATED,
                      submitted_on=add_months(START, m + 1), decided_on=add_months(START, m + 1), decided_by_id=1)
        for m in range(MONTHS)
    ]  # fmt: skip
    db.session.add_all(reports)
    db.session.flush()
    rows: list[dict[str, Any]] = [
        {"report_id": report.id, "participant_id": person.id, "employer_id": structure.id, "modality": modality,
         "worked": chance.randrange(100, 1900), "training": 0, "entered_by_id": structure.id,
         "state": EntryState.VALIDATED, "version": 1}
        for report in reports
        for person, structure, modality in people
    ]  # fmt: skip
    ids = db.session.scalars(
        insert(HoursEntry).returning(HoursEntry.id, sort_by_parameter_order=True), rows
    ).all()
    months = {report.id: report.month for report in reports}
    db.session.execute(
        insert(LedgerLine),
        [
            {"kind": LedgerKind.VALIDATION, "entry_id": entry_id, "lot_id": lot.id,
             "participant_id": row["participant_id"], "employer_id": row["employer_id"], "modality": row["modality"],
             "month": months[row["report_id"]], "hours": row["worked"],
             "recorded_on": add_months(months[row["report_id"]], 1), "recorded_at": now, "recorded_by_id": 1}
            for entry_id, row in zip(ids, rows, strict=True)
        ],
    )  # fmt: skip
    for report in reports:
        journal(None, "report:validate", report, now=now, lot_id=lot.id, synthetic=True)
    return len(rows)
