"""How many persons, how many contracts? Each person once at each level, whatever the territories and the markets.

A person counts from the first hundredth of an hour validated and not taken back, in the months of the report.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, null, or_, select, union_all

from clauses.domain.as_of import Cut
from clauses.domain.kinds import Gender
from clauses.extensions import db
from clauses.models.hours import EmploymentContract, LedgerLine, Participant
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.queries.report_scope import Lines

AT_ONCE = 500
BY: dict[str, Any] = {
    "lot": LedgerLine.lot_id,
    "employer": LedgerLine.employer_id,
    "kind": Organization.employer_kind,
    "modality": LedgerLine.modality,
    "territory": Lot.territory_id,
    "market": Lot.market_id,
    "buyer": Market.buyer_id,
}


def count(lines: Lines) -> int:
    """The persons, each once."""
    return number_of(lines, COUNTED["persons"])


COUNTED: dict[str, tuple[Any, ...]] = {  # what each count holds, its first key being in the lines opened
    "persons": (LedgerLine.participant_id,),
    "contracts": (LedgerLine.participant_id, LedgerLine.lot_id, LedgerLine.employer_id),
    "structures": (LedgerLine.employer_id,),
}  # fmt: skip


def number_of(lines: Lines, keys: tuple[Any, ...], *also: ColumnElement[bool]) -> int:
    """How many persons, contracts or structures have hours in these lines."""
    found = (
        select(*keys)
        .where(*lines.where, *also)
        .group_by(*keys)
        .having(func.sum(LedgerLine.hours) > 0)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def count_by(lines: Lines, level: str) -> dict[Any, int]:
    """The persons of each lot, employer, modality, territory, market or buyer: each once there."""
    key = BY[level]
    per_person = joined(select(key.label("key"), LedgerLine.participant_id), level).where(*lines.where)
    found = (
        per_person.group_by(key, LedgerLine.participant_id).having(func.sum(LedgerLine.hours) > 0).subquery()
    )
    rows = db.session.execute(select(found.c.key, func.count()).group_by(found.c.key))
    return {row[0]: row[1] for row in rows}


def contracts(lines: Lines) -> int:
    """The contracts: a person, a lot and an employer; more than the persons (38 014 and 25 484 were published of 2014)."""
    return number_of(lines, COUNTED["contracts"])


def ids(lines: Lines) -> list[int]:
    """The numbers of the persons; for the counts by age, gender or district, never for a page."""
    found = (
        select(LedgerLine.participant_id)
        .where(*lines.where)
        .group_by(LedgerLine.participant_id)
        .having(func.sum(LedgerLine.hours) > 0)
        .order_by(LedgerLine.participant_id)
    )
    return list(db.session.scalars(found))


def hours_by(lines: Lines, *levels: str) -> list[tuple[Any, ...]]:
    """(level…, hours) of the ledger, zero left out, in order of the levels."""
    keys = [BY[level] for level in levels]
    asked = joined(select(*keys, func.sum(LedgerLine.hours)), *levels)
    rows = asked.where(*lines.where).group_by(*keys).having(func.sum(LedgerLine.hours) != 0).order_by(*keys)
    return [tuple(row) for row in db.session.execute(rows)]


def lots_with_hours(lines: Lines, *also: ColumnElement[bool]) -> set[int]:
    """The lots that have hours among these lines."""
    found = select(LedgerLine.lot_id).where(*lines.where, *also).group_by(LedgerLine.lot_id)
    return set(db.session.scalars(found.having(func.sum(LedgerLine.hours) != 0)))


def joined(question: Any, *levels: str) -> Any:
    if {"territory", "market", "buyer"} & set(levels):
        question = question.join(Lot, Lot.id == LedgerLine.lot_id)
    if "kind" in levels:
        question = question.join(Organization, Organization.id == LedgerLine.employer_id)
    if "buyer" in levels:
        question = question.join(Market, Market.id == Lot.market_id)
    return question


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a person is, for a count alone: no name; `birth` is unknown once the person is a number."""

    participant_id: int
    gender: Gender
    birth: date | None
    priority_district: bool
    entered_on: date


def profiles(lines: Lines) -> Iterator[Profile]:
    """The persons of the lines."""
    return profiles_of(ids(lines))


def profiles_of(numbers: Sequence[int]) -> Iterator[Profile]:
    """These persons, a few hundred at a time: where they live is sealed, and opened one by one."""
    for start in range(0, len(numbers), AT_ONCE):
        asked = select(
            Participant.id, Participant.gender, Participant.birth, Participant.priority_district,
            Participant.informed_on,
        ).where(Participant.id.in_(numbers[start : start + AT_ONCE]))  # fmt: skip
        for row in db.session.execute(asked.order_by(Participant.id)):
            yield Profile(*row)


def by_territory(lines: Lines) -> tuple[dict[int | None, int], int, int]:
    """The persons of each territory, each once there; all of them, each once; and those counted in more than one
    territory, why the sum of territories passes the region. The lines are read once for the three."""
    pairs = (
        select(LedgerLine.participant_id, Lot.territory_id, func.sum(LedgerLine.hours).label("hours"))
        .join(Lot, Lot.id == LedgerLine.lot_id)
        .where(*lines.where)
        .group_by(LedgerLine.participant_id, Lot.territory_id)
        .cte("pairs")
    )
    everyone = (
        select(pairs.c.participant_id)
        .group_by(pairs.c.participant_id)
        .having(func.sum(pairs.c.hours) > 0)
        .subquery()
    )
    several = (
        select(pairs.c.participant_id)
        .where(pairs.c.hours > 0, pairs.c.territory_id.is_not(None))
        .group_by(pairs.c.participant_id)
        .having(func.count() > 1)
        .subquery()
    )
    counted = (
        select(literal(0), pairs.c.territory_id, func.count())
        .where(pairs.c.hours > 0)
        .group_by(pairs.c.territory_id)
    )
    whole = select(literal(1), null(), func.count()).select_from(everyone)
    among = select(literal(2), null(), func.count()).select_from(several)
    found: tuple[dict[int | None, int], ...] = ({}, {}, {})
    for which, territory_id, count in db.session.execute(union_all(counted, whole, among)):
        found[which][territory_id] = count
    return found[0], found[1][None], found[2][None]


def on_lots(lot_ids: Collection[int], since: date, cut: Cut) -> list[Any]:
    """(lot, person, hours) from a first month on, known at the cut; what was taken back whole is left out."""
    return list(
        db.session.execute(
            select(LedgerLine.lot_id, LedgerLine.participant_id, func.sum(LedgerLine.hours))
            .where(
                LedgerLine.lot_id.in_(lot_ids), LedgerLine.month >= since, LedgerLine.month <= cut.last_month,
                LedgerLine.recorded_on <= cut.known_on,
            )
            .group_by(LedgerLine.lot_id, LedgerLine.participant_id)
            .having(func.sum(LedgerLine.hours) != 0)
        )
    )  # fmt: skip


def in_several(lines: Lines, level: str) -> set[int]:
    """The persons with hours in more than one territory, or employed by structures of more than one kind (from an AI to
    an ETTI, for one); what has no territory or no kind is left out."""
    key = BY[level]
    pairs = (
        joined(select(LedgerLine.participant_id, key.label("key")), level)
        .where(*lines.where, key.is_not(None))
        .group_by(LedgerLine.participant_id, key)
        .having(func.sum(LedgerLine.hours) > 0)
        .subquery()
    )
    several = select(pairs.c.participant_id).group_by(pairs.c.participant_id).having(func.count() > 1)
    return set(db.session.scalars(several))


def longer_than_a_day(lines: Lines) -> set[int]:
    """The persons who have a contract of more than one day on these lots: one day makes no participant of the FSE+."""
    numbers = (
        select(EmploymentContract.participant_id)
        .where(
            EmploymentContract.lot_id.in_(select(Lot.id).where(lines.lots)),
            or_(
                EmploymentContract.ends_on.is_(None),
                EmploymentContract.ends_on > EmploymentContract.starts_on,
            ),
        )
        .distinct()
    )
    return set(db.session.scalars(numbers))
