"""Who does this structure place, where and until when, and whom could it place on which lot?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import LineState, MarketState, Modality, PlanState
from clauses.extensions import db
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.models.hours import Eligibility, EmploymentContract, Participant
from clauses.models.markets import Award, Lot, Market
from clauses.models.pathways import TrialPlacement

PER_PAGE = 30
MOST_PEOPLE, MOST_LOTS = 500, 200  # offered in the lists of a new mission
OVER = (MarketState.CLOSED, MarketState.CANCELLED)


@dataclass(frozen=True, slots=True)
class MissionRow:
    """One mission; `asks` from the last day of a trial placement on, until its outcome is told."""

    contract: EmploymentContract
    company: str | None
    trial: TrialPlacement | None
    asks: bool


@dataclass(frozen=True, slots=True)
class Missions:
    rows: list[MissionRow]
    running: int
    past: int
    pages: int
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """A lot on which the structure may employ people, and the way it does."""

    lot: Lot
    modality: Modality
    company: str | None

    @property
    def key(self) -> str:
        return f"{self.lot.id}:{self.modality.value}"


def missions(actor: Actor, on: date, *, past: bool, page: int = 1) -> Missions:
    """The contracts of the structure's own people on lots: those that run or are to begin, the first to end first; or
    those that are over (or whose lot is), the last one first."""
    mine = and_(
        within_reach(actor, Permission.MISSION_MAKE, EmploymentContract),
        EmploymentContract.employer_id == actor.organization_id,
    )
    closed = select(Lot.id).join(Market, Market.id == Lot.market_id).where(Market.state.in_(OVER))
    over = or_(
        func.coalesce(EmploymentContract.ends_on, date.max) < on, EmploymentContract.lot_id.in_(closed)
    )
    counted = [
        db.session.scalar(select(func.count(EmploymentContract.id)).where(mine, criterion)) or 0
        for criterion in (~over, over)
    ]
    total = counted[1] if past else counted[0]
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, page), pages)
    order = (
        (EmploymentContract.ends_on.desc(), EmploymentContract.id.desc())
        if past
        else (EmploymentContract.ends_on.is_(None), EmploymentContract.ends_on, EmploymentContract.id)
    )
    contracts = db.session.scalars(
        select(EmploymentContract)
        .where(mine, over if past else ~over)
        .options(
            joinedload(EmploymentContract.participant),
            joinedload(EmploymentContract.lot).options(
                joinedload(Lot.market), joinedload(Lot.award).joinedload(Award.awardee)
            ),
        )
        .order_by(*order)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    trials = {
        one.contract_id: one
        for one in db.session.scalars(
            select(TrialPlacement).where(TrialPlacement.contract_id.in_([c.id for c in contracts] or [0]))
        )
    }
    rows = [
        MissionRow(one, one.lot.award.awardee.name if one.lot.award else None, trials.get(one.id),
                   asks=is_asked(trials.get(one.id), one, on))
        for one in contracts
    ]  # fmt: skip
    return Missions(rows, counted[0], counted[1], pages, number)


def is_asked(trial: TrialPlacement | None, contract: EmploymentContract, on: date) -> bool:
    """Has the last day of a trial placement come, without a word on what followed?"""
    return (
        trial is not None and trial.result is None and contract.ends_on is not None and contract.ends_on <= on
    )


def known_people(actor: Actor) -> Sequence[Participant]:
    """The people whom the structure employs or has added, whoever else does; never those another one employs on a lot
    that it holds."""
    mine = exists().where(
        EmploymentContract.participant_id == Participant.id,
        EmploymentContract.employer_id == actor.organization_id,
    )
    return db.session.scalars(
        select(Participant)
        .where(
            within_reach(actor, Permission.MISSION_MAKE, Participant),
            or_(mine, Participant.created_by_id == actor.organization_id),
            Participant.merged_into_id.is_(None), Participant.pseudonymised_on.is_(None),
        )
        .order_by(Participant.last_name, Participant.first_name, Participant.id)
        .limit(MOST_PEOPLE)
    ).all()  # fmt: skip


def places(actor: Actor) -> list[Place]:
    """The running lots on which the structure accepted hours or which it holds, one line for each way of employing."""
    accepted = (
        select(Commitment.lot_id, AllocationLine.modality)
        .join(AllocationPlan, AllocationPlan.commitment_id == Commitment.id)
        .join(AllocationLine, AllocationLine.plan_id == AllocationPlan.id)
        .where(
            AllocationLine.structure_id == actor.organization_id, AllocationLine.state == LineState.ACCEPTED,
            AllocationPlan.state.in_((PlanState.PROPOSED, PlanState.SETTLED)),
        )
        .distinct()
    )  # fmt: skip
    ways: dict[int, set[Modality]] = {}
    for lot_id, modality in db.session.execute(accepted):
        ways.setdefault(lot_id, set()).add(modality)
    lots = db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .join(Award, Award.lot_id == Lot.id)
        .where(
            within_reach(actor, Permission.PARTICIPANT_ADD, Lot), Market.state.not_in(OVER),
            or_(Lot.id.in_(ways or {0}), Award.awardee_id == actor.organization_id), Lot.closed_on.is_(None),
        )
        .options(joinedload(Lot.market), joinedload(Lot.award).joinedload(Award.awardee))
        .order_by(Market.reference, Lot.number)
        .limit(MOST_LOTS)
    )  # fmt: skip
    found = []
    for lot in lots.unique():
        held = lot.award is not None and lot.award.awardee_id == actor.organization_id
        here = ways.get(lot.id, set()) | ({Modality.SIAE_AWARDEE} if held else set())
        found += [
            Place(lot, modality, lot.award.awardee.name if lot.award else None)
            for modality in Modality
            if modality in here
        ]
    return found


def situation_of(participant_id: int) -> Eligibility | None:
    """The last situation declared for a person, by whoever did."""
    return db.session.scalars(
        select(Eligibility)
        .where(Eligibility.participant_id == participant_id)
        .order_by(Eligibility.id.desc())
        .limit(1)
    ).first()
