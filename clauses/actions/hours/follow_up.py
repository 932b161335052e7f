"""How is a difficulty told and answered, and a visit noted? In words that name nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds_follow_up import DifficultyKind, DifficultyState, VisitKind, VisitPoint
from clauses.domain.naming import named
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.follow_up import Difficulty, Visit
from clauses.models.hours import EmploymentContract
from clauses.models.markets import Lot
from clauses.queries.hours_people import names_on
from clauses.reference.geography import folded


@dataclass(frozen=True, slots=True)
class Told:
    """What a company or a structure says of a difficulty; `participant_id` when it is about one person."""

    kind: DifficultyKind | None
    text: str
    participant_id: int | None = None
    call_back: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen during a visit; `met` holds functions, never names."""

    lot_id: int | None
    kind: VisitKind | None
    held_on: date | None
    met: str
    points: Sequence[VisitPoint] = ()
    needs: str | None = None
    following: str | None = None


@action
def signal_difficulty(actor: Actor, commitment_id: int, told: Told, *, now: datetime) -> Difficulty:
    """Tell whoever follows the lot that something goes wrong; one minute, no form to fill twice (D12)."""
    commitment = load(actor, Permission.DIFFICULTY_SIGNAL, Commitment, commitment_id)
    refusals: list[DomainError] = []
    if told.kind is None:
        refusals.append(Refused("diff_kind", field="diff_kind"))
    if not told.text:
        refusals.append(Refused("diff_text", field="diff_text"))
    refusals += _nobody(commitment.lot_id, diff_text=told.text)
    if told.participant_id is not None and not _employed(actor, commitment.lot_id, told.participant_id):
        refusals.append(Refused("choose", field="diff_person"))
    if refusals or told.kind is None:
        raise Several(refusals)
    difficulty = Difficulty(
        lot_id=commitment.lot_id, organization_id=actor.organization_id, signalled_by_id=actor.user_id,
        signalled_at=now, kind=told.kind, text=told.text, participant_id=told.participant_id,
        call_back=told.call_back,
    )  # fmt: skip
    db.session.add(difficulty)
    journal(
        actor, "difficulty:signal", difficulty, now=now, lot_id=commitment.lot_id, kind=told.kind,
        call_back=told.call_back,
    )  # fmt: skip
    record(events.DifficultySignalled(difficulty.id), now=now)
    return difficulty


@action
def answer_difficulty(
    actor: Actor, difficulty_id: int, text: str, *, version: int | None, now: datetime
) -> Difficulty:
    """Say what was done about a difficulty; it then waits for nobody."""
    difficulty = load(actor, Permission.DIFFICULTY_ANSWER, Difficulty, difficulty_id)
    check_version(difficulty, version)
    if difficulty.state is DifficultyState.ANSWERED:
        raise IllegalMove("difficulty_settled")
    refusals: list[DomainError] = [] if text else [Refused("diff_answer", field="diff_answer")]
    refusals += _nobody(difficulty.lot_id, diff_answer=text)
    if refusals:
        raise Several(refusals)
    difficulty.state, difficulty.answer = DifficultyState.ANSWERED, text
    difficulty.answered_at, difficulty.answered_by_id = now, actor.user_id
    journal(actor, "difficulty:answer", difficulty, now=now, lot_id=difficulty.lot_id)
    record(events.DifficultyAnswered(difficulty.id), now=now)
    return difficulty


@action
def note_visit(actor: Actor, seen: Seen, *, now: datetime) -> Visit:
    """Keep what was seen on a site. Refuses a day to come: that is an appointment (E08)."""
    refusals: list[DomainError] = []
    if seen.lot_id is None:
        refusals.append(Refused("choose", field="visit_lot"))
    else:
        load(actor, Permission.VISIT_NOTE, Lot, seen.lot_id)
        written = {
            "visit_with": seen.met,
            "visit_needs": seen.needs or "",
            "visit_next": seen.following or "",
        }
        refusals += _nobody(seen.lot_id, **written)
    if seen.kind is None:
        refusals.append(Refused("choose", field="visit_kind"))
    if seen.held_on is None:
        refusals.append(Refused("visit_date", field="visit_date"))
    elif seen.held_on > civil_day(now):
        refusals.append(Refused("visit_future", field="visit_date"))
    if not seen.met:
        refusals.append(Refused("visit_with", field="visit_with"))
    if refusals or seen.lot_id is None or seen.kind is None or seen.held_on is None:
        raise Several(refusals)
    visit = Visit(
        lot_id=seen.lot_id, organization_id=actor.organization_id, noted_by_id=actor.user_id, noted_at=now,
        kind=seen.kind, held_on=seen.held_on, met=seen.met, points=[one.value for one in seen.points],
        needs=seen.needs, following=seen.following,
    )  # fmt: skip
    db.session.add(visit)
    journal(actor, "visit:note", visit, now=now, lot_id=seen.lot_id, kind=seen.kind, day=seen.held_on)
    return visit


def _nobody(lot_id: int, **written: str) -> list[Refused]:
    """No participant is named in a text that others keep and read."""
    people = names_on([lot_id])
    found = [(field, named(text, people, folded)) for field, text in written.items()]
    return [Refused("follow_up_names", field=field, name=name) for field, name in found if name]


def _employed(actor: Actor, lot_id: int, participant_id: int) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    EmploymentContract.lot_id == lot_id,
                    EmploymentContract.participant_id == participant_id,
                    within_reach(actor, Permission.PARTICIPANT_IDENTIFY, EmploymentContract),
                )
            )
        )
    )
