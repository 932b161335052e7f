"""Which difficulties were signalled, and which visits made, on the lots of this person?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState
from clauses.domain.kinds_follow_up import DifficultyState
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.follow_up import Difficulty, Visit
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.markets import Lot, Market

PER_PAGE = 50
MOST_LOTS = 200  # offered to note a visit on
_LOT = joinedload(Difficulty.lot).options(joinedload(Lot.market), joinedload(Lot.territory))


@dataclass(frozen=True, slots=True)
class DifficultySheet:
    """One difficulty; its person is named only for who may know names on this lot."""

    difficulty: Difficulty
    person: str | None
    may_answer: bool


def difficulties(actor: Actor) -> Sequence[Difficulty]:
    """Those within reach: open ones first, the oldest first, then the last answered."""
    return (
        db.session.scalars(
            select(Difficulty)
            .where(within_reach(actor, Permission.DIFFICULTY_VIEW, Difficulty))
            .options(_LOT, joinedload(Difficulty.organization))
            .order_by(
                Difficulty.state != DifficultyState.OPEN,
                Difficulty.answered_at.desc(),
                Difficulty.signalled_at,
                Difficulty.id,
            )
            .limit(PER_PAGE)
        )
        .unique()
        .all()
    )


def difficulty_sheet(actor: Actor, difficulty_id: int) -> DifficultySheet:
    found = load(
        actor, Permission.DIFFICULTY_VIEW, Difficulty, difficulty_id, _LOT, joinedload(Difficulty.organization),
        joinedload(Difficulty.participant), joinedload(Difficulty.signalled_by),
        joinedload(Difficulty.answered_by),
    )  # fmt: skip
    person = found.participant
    named = person is not None and may(actor, Permission.PARTICIPANT_IDENTIFY, Participant, person.id)
    answers = found.state is DifficultyState.OPEN and may(
        actor, Permission.DIFFICULTY_ANSWER, Difficulty, found.id
    )
    return DifficultySheet(found, person.name if person is not None and named else None, answers)


def commitment_of(actor: Actor, commitment_id: int) -> Commitment:
    """The commitment on which a difficulty is signalled, with its lot."""
    return load(
        actor, Permission.DIFFICULTY_SIGNAL, Commitment, commitment_id,
        joinedload(Commitment.lot).options(joinedload(Lot.market), joinedload(Lot.territory)),
    )  # fmt: skip


def people_of(actor: Actor, lot_id: int) -> list[tuple[int, str]]:
    """(number, name) of the people of a lot whom this organization employs or accompanies."""
    rows = db.session.scalars(
        select(Participant)
        .join(EmploymentContract, EmploymentContract.participant_id == Participant.id)
        .where(
            EmploymentContract.lot_id == lot_id,
            within_reach(actor, Permission.PARTICIPANT_IDENTIFY, EmploymentContract),
        )
        .distinct()
        .order_by(Participant.last_name, Participant.first_name)
    )
    return [(one.id, one.name) for one in rows]


def visits(actor: Actor) -> Sequence[Visit]:
    """The visits within reach, the latest first."""
    return (
        db.session.scalars(
            select(Visit)
            .where(within_reach(actor, Permission.VISIT_VIEW, Visit))
            .options(
                joinedload(Visit.lot).joinedload(Lot.market), joinedload(Visit.organization), joinedload(Visit.noted_by)
            )
            .order_by(Visit.held_on.desc(), Visit.id.desc())
            .limit(PER_PAGE)
        )
        .unique()
        .all()
    )  # fmt: skip


def lots_to_visit(actor: Actor) -> Sequence[Lot]:
    """The running lots on which a visit may be noted."""
    return (
        db.session.scalars(
            select(Lot)
            .join(Market, Market.id == Lot.market_id)
            .where(
                within_reach(actor, Permission.VISIT_NOTE, Lot),
                Market.state.in_((MarketState.AWARDED, MarketState.IN_PROGRESS)),
                Lot.has_clause.is_(True),
            )
            .options(joinedload(Lot.market))
            .order_by(Market.reference, Lot.number)
            .limit(MOST_LOTS)
        )
        .unique()
        .all()
    )


def open_difficulties(actor: Actor) -> Sequence[Difficulty]:
    """Those that wait for this person's answer, the oldest first."""
    return (
        db.session.scalars(
            select(Difficulty)
            .where(
                within_reach(actor, Permission.DIFFICULTY_ANSWER, Difficulty),
                Difficulty.state == DifficultyState.OPEN,
            )
            .options(_LOT, joinedload(Difficulty.organization))
            .order_by(Difficulty.signalled_at, Difficulty.id)
        )
        .unique()
        .all()
    )


def told_of(difficulty_id: int) -> Difficulty:
    """A difficulty with its lot, for a message."""
    return db.session.scalars(
        select(Difficulty)
        .where(Difficulty.id == difficulty_id)
        .options(_LOT, joinedload(Difficulty.organization), joinedload(Difficulty.signalled_by))
    ).one()
