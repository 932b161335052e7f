"""Who is in a pathway in this structure, since when and until when, and which portfolios may it read?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import ai_cap
from clauses.domain.kinds import ContractType, EmployerKind
from clauses.domain.values import add_months, last_day, month_of
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, Participant
from clauses.models.pathways import PathwayEmployee
from clauses.models.people import Organization
from clauses.queries import hours_counters
from clauses.queries.hours_missions import known_people
from clauses.reference import rulebook

MOST = 500
LONG_MONTHS = 12  # « parcours de plus de 12 mois » (convention of 2008, C10)


@dataclass(frozen=True, slots=True)
class Stay:
    """The contracts of a person with the structure, taken together: its first day, its last one (None: no end)."""

    contract_type: ContractType | None
    starts_on: date | None
    ends_on: date | None

    def long(self, on: date) -> bool:
        """Has the pathway lasted more than twelve months, and is it still going on?"""
        running = self.ends_on is None or self.ends_on >= on
        return self.starts_on is not None and running and add_months(self.starts_on, LONG_MONTHS) < on


@dataclass(frozen=True, slots=True)
class PathwayRow:
    one: PathwayEmployee
    stay: Stay
    long: bool
    counter: int | None  # hundredths over twelve months in AI; None where the structure is not one


@dataclass(frozen=True, slots=True)
class Pathways:
    rows: list[PathwayRow]
    employed: int  # today, each person once
    unfollowed: list[Participant]  # employed on a lot, and not in the list yet
    is_ai: bool


def pathways(actor: Actor, on: date) -> Pathways:
    """The people in pathway of the structure: those whose stay goes on, the first to end first, then the others."""
    found = db.session.scalars(
        select(PathwayEmployee)
        .join(Participant, Participant.id == PathwayEmployee.participant_id)
        .where(
            within_reach(actor, Permission.PATHWAY_KEEP, PathwayEmployee), Participant.merged_into_id.is_(None),
            Participant.pseudonymised_on.is_(None),
        )
        .options(joinedload(PathwayEmployee.participant), selectinload(PathwayEmployee.consents))
        .order_by(Participant.last_name, Participant.first_name, PathwayEmployee.id)
        .limit(MOST)
    ).all()  # fmt: skip
    followed = {one.participant_id for one in found}
    held = contracts_of(actor.organization_id)
    is_ai = db.session.get_one(Organization, actor.organization_id).employer_kind is EmployerKind.AI
    counters = _counters(followed, on) if is_ai else {}
    rows = []
    for one in found:
        stay = stay_of(one, held[one.participant_id])
        counter = counters.get(one.participant_id, 0) if is_ai else None
        rows.append(PathwayRow(one, stay, stay.long(on), counter))
    rows.sort(
        key=lambda row: (
            row.stay.ends_on is not None and row.stay.ends_on < on,
            row.stay.ends_on or date.max,
            row.one.participant.last_name,
        )
    )
    going_on = {
        number for number, contracts in held.items() if any(c.ends_on is None or c.ends_on >= on for c in contracts)
    }  # fmt: skip
    others = [one for one in known_people(actor) if one.id in going_on - followed]
    return Pathways(rows, db.session.scalar(employed(actor, on)) or 0, others, is_ai)


def employed(actor: Actor, on: date) -> Select[int]:
    """How many people the structure employs on a day, by a contract on a lot or by one of its own, each once; as a
    statement or a part of one."""
    lots, own = EmploymentContract, PathwayEmployee
    on_lots = select(lots.participant_id).where(
        lots.employer_id == actor.organization_id, lots.starts_on <= on, or_(lots.ends_on.is_(None), lots.ends_on >= on)
    )  # fmt: skip
    elsewhere = select(own.participant_id).where(
        own.organization_id == actor.organization_id, own.starts_on <= on, or_(own.ends_on.is_(None), own.ends_on >= on)
    )  # fmt: skip
    return select(func.count(Participant.id)).where(
        Participant.id.in_(union(on_lots, elsewhere)),
        Participant.merged_into_id.is_(None),
        Participant.pseudonymised_on.is_(None),
    )


def stay_of(one: PathwayEmployee, contracts: Sequence[EmploymentContract]) -> Stay:
    """The own contract of the pathway and those of the lots, as one period."""
    parts: list[tuple[date, date | None, ContractType | None]] = [
        (c.starts_on, c.ends_on, c.contract_type) for c in contracts
    ]
    if one.starts_on is not None:
        parts.append((one.starts_on, one.ends_on, one.contract_type))
    if not parts:
        return Stay(None, None, None)
    ends = [end for _, end, _ in parts]
    last = max(parts, key=lambda part: part[0])
    known = one.contract_type or last[2]
    return Stay(known, min(start for start, _, _ in parts),
                None if None in ends else max(end for end in ends if end is not None))  # fmt: skip


def sheet(actor: Actor, pathway_id: int) -> tuple[PathwayEmployee, Stay]:
    """The pathway of a person whom the structure follows, with the portfolio and the agreements."""
    found = load(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id, *_whole())
    return found, stay_of(found, contracts_of(found.organization_id)[found.participant_id])


def portfolio(actor: Actor, pathway_id: int) -> tuple[PathwayEmployee, bool]:
    """A portfolio that the actor may read, and whether it is the actor's structure that keeps it."""
    found = load(actor, Permission.PORTFOLIO_VIEW, PathwayEmployee, pathway_id, *_whole())
    return found, may(actor, Permission.PATHWAY_KEEP, PathwayEmployee, pathway_id)


def shared_portfolios(actor: Actor) -> Sequence[PathwayEmployee]:
    """The portfolios that other structures of the territory show, with the agreement of each person."""
    return db.session.scalars(
        select(PathwayEmployee)
        .join(Participant, Participant.id == PathwayEmployee.participant_id)
        .where(
            within_reach(actor, Permission.PORTFOLIO_VIEW, PathwayEmployee),
            PathwayEmployee.organization_id != actor.organization_id, Participant.merged_into_id.is_(None),
            Participant.pseudonymised_on.is_(None),
        )
        .options(*_whole())
        .order_by(PathwayEmployee.portfolio_on.desc(), PathwayEmployee.id)
        .limit(MOST)
    ).all()  # fmt: skip


def _whole() -> tuple[Any, ...]:
    return (
        joinedload(PathwayEmployee.participant),
        joinedload(PathwayEmployee.organization),
        selectinload(PathwayEmployee.skills),
        selectinload(PathwayEmployee.consents),
    )


def contracts_of(organization_id: int) -> dict[int, list[EmploymentContract]]:
    """The contracts of a structure on lots, by person, the first to start first."""
    held: dict[int, list[EmploymentContract]] = defaultdict(list)
    for one in db.session.scalars(
        select(EmploymentContract)
        .where(EmploymentContract.employer_id == organization_id)
        .order_by(EmploymentContract.starts_on, EmploymentContract.id)
    ):
        held[one.participant_id].append(one)
    return held


def _counters(participant_ids: set[int], on: date) -> dict[int, int]:
    """Hours in AI over twelve months at the month of a day, every AI together (R6)."""
    month = month_of(on)
    rule = rulebook.relay(last_day(month))
    return {
        number: ai_cap.relay_counter(rows, month, rule).done
        for number, rows in hours_counters.ai_hours(participant_ids).items()
    }
