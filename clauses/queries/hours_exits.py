"""Whose stay in the structure ends soon, and by when is the exit prepared? F11, rule R14."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.cooperation import preparation_due
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.notices import Notification
from clauses.models.pathways import PathwayEmployee, PathwayExit
from clauses.queries import hours_pathways
from clauses.queries.hours_pathways import Stay
from clauses.reference import rulebook

MOST = 500
TOLD = "M17"  # the message that an exit is to be prepared; its month is that of the end


@dataclass(frozen=True, slots=True)
class ExitRow:
    """A person in pathway, the stay, and the day by which the exit is prepared; None for a stay without an end."""

    one: PathwayEmployee
    stay: Stay
    due_on: date | None

    @property
    def opened(self) -> bool:
        return self.one.exit is not None and self.one.exit.opened_on is not None

    @property
    def gone(self) -> bool:
        return self.one.exit is not None and self.one.exit.left_on is not None


def horizon(on: date) -> date:
    """The last day of a stay that the list of exits shows: a month ahead of the one in which its preparation is due."""
    return add_months(on, rulebook.exit_(on).months_before + 1)


def exits(actor: Actor, on: date) -> list[ExitRow]:
    """The stays that end within four months, so that each is prepared by its day, and those ended whose exit is not told
    yet; the first to end first."""
    found = db.session.scalars(
        select(PathwayEmployee)
        .join(Participant, Participant.id == PathwayEmployee.participant_id)
        .where(
            within_reach(actor, Permission.PATHWAY_KEEP, PathwayEmployee), Participant.merged_into_id.is_(None),
            Participant.pseudonymised_on.is_(None),
        )
        .options(joinedload(PathwayEmployee.participant), joinedload(PathwayEmployee.exit))
        .order_by(PathwayEmployee.id)
    ).all()  # fmt: skip
    held = hours_pathways.contracts_of(actor.organization_id)
    months = rulebook.exit_(on).months_before
    rows = [_row(one, hours_pathways.stay_of(one, held[one.participant_id]), months) for one in found]
    last = horizon(on)
    shown = [
        row for row in rows if not row.gone and row.stay.ends_on is not None and row.stay.ends_on <= last
    ]
    return sorted(shown, key=lambda row: (row.stay.ends_on or date.max, row.one.id))[:MOST]


def how_many(actor: Actor, on: date) -> Select[int]:
    """How many `exits` lists, as a part of a statement: a home page reads no row of them."""
    own, last = PathwayEmployee, horizon(on)
    held = (
        select(
            EmploymentContract.participant_id,
            func.max(EmploymentContract.ends_on).label("last"),
            (func.count() - func.count(EmploymentContract.ends_on)).label("endless"),
        )
        .where(EmploymentContract.employer_id == actor.organization_id)
        .group_by(EmploymentContract.participant_id)
        .subquery()
    )
    return (
        select(func.count(own.id))
        .join(Participant, Participant.id == own.participant_id)
        .outerjoin(held, held.c.participant_id == own.participant_id)
        .outerjoin(PathwayExit, PathwayExit.pathway_id == own.id)
        .where(
            within_reach(actor, Permission.PATHWAY_KEEP, own), Participant.merged_into_id.is_(None),
            Participant.pseudonymised_on.is_(None), PathwayExit.left_on.is_(None),
            or_(own.starts_on.is_not(None), held.c.participant_id.is_not(None)),
            or_(own.starts_on.is_(None), own.ends_on <= last),
            or_(held.c.participant_id.is_(None), (held.c.endless == 0) & (held.c.last <= last)),
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ending:
    """A stay whose exit is to be prepared today, in a structure; nobody is named."""

    pathway_id: int
    organization_id: int
    starts_on: date
    ends_on: date


def due(on: date) -> list[Ending]:
    """The stays whose preparation is due on a day and did not begin, of which nobody was told within its time (R14)."""
    months = rulebook.exit_(on).months_before
    horizon = add_months(on, months)
    contract = exists().where(
        EmploymentContract.participant_id == PathwayEmployee.participant_id,
        EmploymentContract.employer_id == PathwayEmployee.organization_id,
        EmploymentContract.ends_on.between(on, horizon),
    )
    told = exists().where(
        Notification.kind == TOLD, Notification.thing_id == PathwayEmployee.id,
        Notification.month >= month_of(on), Notification.month <= month_of(horizon),
    )  # fmt: skip
    found = db.session.scalars(
        select(PathwayEmployee)
        .join(Participant, Participant.id == PathwayEmployee.participant_id)
        .outerjoin(PathwayExit, PathwayExit.pathway_id == PathwayEmployee.id)
        .where(
            or_(PathwayEmployee.ends_on.between(on, horizon), contract), PathwayExit.id.is_(None), ~told,
            Participant.merged_into_id.is_(None), Participant.pseudonymised_on.is_(None),
        )
        .order_by(PathwayEmployee.organization_id, PathwayEmployee.id)
        .limit(MOST)
    ).all()  # fmt: skip
    held = {number: hours_pathways.contracts_of(number) for number in {one.organization_id for one in found}}
    endings = []
    for one in found:
        stay = hours_pathways.stay_of(one, held[one.organization_id][one.participant_id])
        if stay.ends_on is None or stay.starts_on is None or stay.ends_on < on:
            continue
        if preparation_due(stay.starts_on, stay.ends_on, months) <= on:
            endings.append(Ending(one.id, one.organization_id, stay.starts_on, stay.ends_on))
    return endings


def exit_of(actor: Actor, pathway_id: int) -> ExitRow:
    """The exit of one person whom the structure follows."""
    one, stay = hours_pathways.sheet(actor, pathway_id)
    end = stay.ends_on or date.max
    return _row(one, stay, rulebook.exit_(min(end, date(2199, 12, 31))).months_before)


def _row(one: PathwayEmployee, stay: Stay, months: int) -> ExitRow:
    due = preparation_due(stay.starts_on, stay.ends_on, months) if stay.ends_on else None
    return ExitRow(one, stay, due)
