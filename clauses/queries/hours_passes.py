"""The PASS IAE of a person: until when, what moved its end, and what deserves a look?"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clauses.access.gate import OutOfReach, load, may
from clauses.access.policy import Actor, Permission
from clauses.domain.eligibility import Prolongation, Suspension, prolonged_end
from clauses.domain.kinds import Role
from clauses.domain.kinds_eligibility import PassChange
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.participants import PassIae, PassIaeChange


@dataclass(frozen=True, slots=True)
class PassRow:
    """One PASS IAE with its last day and what moved it."""

    one: PassIae
    last_day: date
    changes: list[PassIaeChange]


@dataclass(frozen=True, slots=True)
class PassSheet:
    participant_id: int
    name: str
    rows: list[PassRow]
    may_edit: bool


def passes_of(participant_id: int) -> list[PassIae]:
    """Those that stand, the latest first."""
    return list(
        db.session.scalars(
            select(PassIae)
            .where(PassIae.participant_id == participant_id, PassIae.withdrawn_on.is_(None))
            .options(selectinload(PassIae.changes))
            .order_by(PassIae.starts_on.desc(), PassIae.id.desc())
        )
    )


def standing(one: PassIae) -> list[PassIaeChange]:
    """What moves the end and was not withdrawn."""
    return [change for change in one.changes if change.withdrawn_on is None]


def suspensions(one: PassIae) -> list[Suspension]:
    return [
        Suspension(change.first_day, change.last_day)
        for change in standing(one)
        if change.kind is PassChange.SUSPENSION
    ]


def last_day_of(one: PassIae) -> date:
    """730 days from its start, pushed by suspensions and prolongations; included."""
    more = [
        Prolongation(change.kind, change.first_day, change.last_day)
        for change in standing(one)
        if change.kind is not PassChange.SUSPENSION
    ]
    return prolonged_end(one.starts_on, suspensions(one), more)


def sheet(actor: Actor, participant_id: int) -> PassSheet:
    """The PASS IAE of a person whom the actor employs in a structure or accompanies; a company never opens it."""
    person = load(actor, Permission.PASS_VIEW, Participant, participant_id)
    refuse_of_others(actor, person.id)
    rows = [PassRow(one, last_day_of(one), standing(one)) for one in passes_of(person.id)]
    return PassSheet(person.id, person.name, rows, may(actor, Permission.PASS_RECORD, Participant, person.id))


def pauses(participant_ids: Collection[int]) -> dict[int, list[Suspension]]:
    """The suspensions that stand of each person."""
    found: dict[int, list[Suspension]] = defaultdict(list)
    rows = db.session.execute(
        select(PassIae.participant_id, PassIaeChange.first_day, PassIaeChange.last_day)
        .join(PassIaeChange, PassIaeChange.pass_iae_id == PassIae.id)
        .where(
            PassIae.participant_id.in_(set(participant_ids) or {0}), PassIae.withdrawn_on.is_(None),
            PassIaeChange.kind == PassChange.SUSPENSION, PassIaeChange.withdrawn_on.is_(None),
        )
    )  # fmt: skip
    for participant_id, first, last in rows:
        found[participant_id].append(Suspension(first, last))
    return found


def refuse_of_others(actor: Actor, participant_id: int) -> None:
    """A structure reads the PASS of the people it employs, not of those whom another one employs on a lot it holds."""
    if actor.role is not Role.SIAE:
        return
    mine = select(EmploymentContract.id).where(
        EmploymentContract.participant_id == participant_id,
        EmploymentContract.employer_id == actor.organization_id,
    )
    if db.session.scalars(mine.limit(1)).first() is None:
        raise OutOfReach


def ends(participant_ids: Collection[int]) -> dict[int, date]:
    """The last day of the latest PASS IAE of each person; those who have none are absent."""
    found: dict[int, date] = {}
    for one in db.session.scalars(
        select(PassIae)
        .where(PassIae.participant_id.in_(set(participant_ids) or {0}), PassIae.withdrawn_on.is_(None))
        .options(selectinload(PassIae.changes))
        .order_by(PassIae.starts_on, PassIae.id)
    ):
        found[one.participant_id] = last_day_of(one)
    return found
