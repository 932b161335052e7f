"""How many hours count today on these lots, by month, by structure and for how many people?

Read from the sums that the database keeps as the ledger grows: a page costs what its lots and months cost, not what
their lines do. Hours are hundredths. The lots are within reach already.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, Subquery, cast, distinct, func, or_, select

from clauses.domain.kinds import Modality
from clauses.extensions import db
from clauses.models.administration import OrganizationMerge
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.models.sums import LotMonthSum, LotPersonSum
from clauses.queries import bits
from clauses.queries.lasting import HANDFUL, Lots


def _joined() -> Subquery:
    """(number, survivor) of each organization put together with another, and of those put together with that one since."""
    standing = select(OrganizationMerge).where(OrganizationMerge.undone_at.is_(None)).subquery()
    chain = select(standing.c.merged_id.label("number"), standing.c.survivor_id.label("survivor")).cte(
        "chain", recursive=True
    )
    chain = chain.union(
        select(chain.c.number, standing.c.survivor_id).join(
            standing, standing.c.merged_id == chain.c.survivor
        )
    )
    return (
        select(chain.c.number, chain.c.survivor)
        .where(chain.c.survivor.not_in(select(standing.c.merged_id)))
        .subquery("joined")
    )


def _of(employer: Any, organization_id: int) -> ColumnElement[bool]:
    """Written for this organization, or for one put together with it: the ledger keeps the number it was written with."""
    joined = _joined()
    return or_(
        employer == organization_id,
        employer.in_(select(joined.c.number).where(joined.c.survivor == organization_id)),
    )


def validated_on(lot_ids: Iterable[int]) -> dict[int, int]:
    """By lot, the hours that count; a lot without any is absent."""
    rows = db.session.execute(
        select(LotMonthSum.lot_id, func.sum(LotMonthSum.hours))
        .where(LotMonthSum.lot_id.in_(set(lot_ids) or {0}))
        .group_by(LotMonthSum.lot_id)
        .having(func.sum(LotMonthSum.hours) != 0)
    )
    return {lot_id: int(hours) for lot_id, hours in rows}


def validated_until(lot_ids: Iterable[int], last: date) -> dict[int, int]:
    """By lot, the hours that count of its months up to this one; a lot without any is absent."""
    rows = db.session.execute(
        select(LotMonthSum.lot_id, func.sum(LotMonthSum.hours))
        .where(LotMonthSum.lot_id.in_(set(lot_ids) or {0}), LotMonthSum.month <= last)
        .group_by(LotMonthSum.lot_id)
        .having(func.sum(LotMonthSum.hours) != 0)
    )
    return {lot_id: int(hours) for lot_id, hours in rows}


def spanned(lot_ids: Iterable[int], first: date, last: date) -> list[Any]:
    """(lot, structure, modality, hours) of these months, as they count today."""
    keys = (LotMonthSum.lot_id, LotMonthSum.employer_id, LotMonthSum.modality)
    return [
        (*row[:-1], int(row[-1]))
        for row in db.session.execute(
            select(*keys, func.sum(LotMonthSum.hours))
            .where(
                LotMonthSum.month >= first,
                LotMonthSum.month <= last,
                LotMonthSum.lot_id.in_(set(lot_ids) or {0}),
            )
            .group_by(*keys)
        )
    ]


def persons_on(lot_ids: Iterable[int]) -> dict[int, int]:
    """By lot, how many people have at least a hundredth of an hour, each once whoever employs them."""
    rows = db.session.execute(
        select(LotPersonSum.lot_id, func.count(distinct(LotPersonSum.participant_id)))
        .where(LotPersonSum.lot_id.in_(set(lot_ids) or {0}), LotPersonSum.hours > 0)
        .group_by(LotPersonSum.lot_id)
    )
    return dict(rows.all())


def persons_among(lot_ids: Iterable[int]) -> int:
    """How many people have hours that count on these lots, each once whatever their lots and their employers."""
    question = select(func.count(distinct(LotPersonSum.participant_id))).where(
        LotPersonSum.lot_id.in_(set(lot_ids) or {0}), LotPersonSum.hours > 0
    )
    return db.session.scalar(question) or 0


def people_of(parts: list[Lots]) -> dict[Lots, int]:
    """By handful of lots, the people who have hours that count there, as a set of bits."""
    where = {lot_id: part for part in parts for lot_id in part}
    found: dict[Lots, list[int]] = {part: [] for part in parts}
    # In one text a lot: those of a whole region would be as many rows.
    numbers = func.aggregate_strings(cast(LotPersonSum.participant_id, String), ",")
    rows = db.session.execute(
        select(LotPersonSum.lot_id, numbers)
        .where(LotPersonSum.lot_id.in_(where), LotPersonSum.hours > 0)
        .group_by(LotPersonSum.lot_id)
    )
    for lot_id, people in rows:
        found[where[lot_id]] += map(int, people.split(","))
    return {part: bits.made(people) for part, people in found.items()}


def by_month_and_modality(parts: list[Lots], since: date) -> dict[Lots, dict[tuple[date, Modality], int]]:
    """By handful of lots (`lasting.handfuls`, of one territory or of none), the hours that count there by month from
    `since` on and by modality."""
    found: dict[Lots, dict[tuple[date, Modality], int]] = {part: {} for part in parts}
    of = {part[0] // HANDFUL: part for part in parts}
    handful = LotMonthSum.lot_id // HANDFUL
    rows = db.session.execute(
        select(handful, LotMonthSum.month, LotMonthSum.modality, func.sum(LotMonthSum.hours))
        .where(LotMonthSum.lot_id.in_([one for part in parts for one in part]), LotMonthSum.month >= since)
        .group_by(handful, LotMonthSum.month, LotMonthSum.modality)
        .having(func.sum(LotMonthSum.hours) != 0)
    )
    for number, month, modality, hours in rows:
        found[of[number]][month, modality] = int(hours)
    return found


def by_month(lot_ids: Iterable[int]) -> dict[int, dict[date, int]]:
    """By lot, the hours that count in each month."""
    rows = db.session.execute(
        select(LotMonthSum.lot_id, LotMonthSum.month, func.sum(LotMonthSum.hours))
        .where(LotMonthSum.lot_id.in_(set(lot_ids) or {0}))
        .group_by(LotMonthSum.lot_id, LotMonthSum.month)
        .having(func.sum(LotMonthSum.hours) != 0)
    )
    found: dict[int, dict[date, int]] = {}
    for lot_id, month, hours in rows:
        found.setdefault(lot_id, {})[month] = int(hours)
    return found


def until(by_lot: Mapping[int, Mapping[date, int]], last: date) -> dict[int, int]:
    """By lot, of hours known by month already, those of the months up to this one."""
    return {lot_id: sum(h for month, h in done.items() if month <= last) for lot_id, done in by_lot.items()}


def by_modality(lot_ids: Iterable[int]) -> dict[Modality, int]:
    """The hours that count on these lots together, by modality."""
    rows = db.session.execute(
        select(LotMonthSum.modality, func.sum(LotMonthSum.hours))
        .where(LotMonthSum.lot_id.in_(set(lot_ids) or {0}))
        .group_by(LotMonthSum.modality)
        .having(func.sum(LotMonthSum.hours) != 0)
    )
    return {modality: int(hours) for modality, hours in rows}


def by_month_within(parts: Collection[Lots], first: date, end: date | None) -> dict[Lots, dict[date, int]]:
    """By handful of lots (`lasting.handfuls`), the hours that count in the months from `first` on, to before `end` if
    any. The database sums each: its first lot says which one."""
    where = {lot_id: part for part in parts for lot_id in part}
    found: dict[Lots, dict[date, int]] = {part: {} for part in parts}
    asked = (
        select(func.min(LotMonthSum.lot_id), LotMonthSum.month, func.sum(LotMonthSum.hours))
        .join(Lot, Lot.id == LotMonthSum.lot_id)
        .where(LotMonthSum.lot_id.in_(where), LotMonthSum.month >= first)
        .group_by(Lot.territory_id, LotMonthSum.lot_id // HANDFUL, LotMonthSum.month)
    )
    if end is not None:
        asked = asked.where(LotMonthSum.month < end)
    for lot_id, month, hours in db.session.execute(asked):
        months = found[where[lot_id]]
        months[month] = months.get(month, 0) + int(hours)
    return found


def monthly(lot_ids: Iterable[int]) -> list[Any]:
    """(lot, month, structure, modality, hours), in order; no person appears."""
    joined = _joined()
    return list(
        db.session.execute(
            select(
                LotMonthSum.lot_id, LotMonthSum.month, Organization.name, LotMonthSum.modality,
                func.sum(LotMonthSum.hours),
            )
            .outerjoin(joined, joined.c.number == LotMonthSum.employer_id)
            .join(Organization, Organization.id == func.coalesce(joined.c.survivor, LotMonthSum.employer_id))
            .where(LotMonthSum.lot_id.in_(set(lot_ids) or {0}))
            .group_by(LotMonthSum.lot_id, LotMonthSum.month, Organization.name, LotMonthSum.modality)
            .having(func.sum(LotMonthSum.hours) != 0)
            .order_by(LotMonthSum.month, LotMonthSum.lot_id, LotMonthSum.modality, Organization.name)
        )
    )  # fmt: skip


def validated_of(lot_id: int, organization_id: int) -> int:
    """Hours that count on a lot for the people whom one organisation employs itself."""
    question = select(func.coalesce(func.sum(LotMonthSum.hours), 0)).where(
        LotMonthSum.lot_id == lot_id, LotMonthSum.employer_id == organization_id
    )
    return db.session.scalar(question) or 0


def of_employer(organization_id: int) -> dict[int, int]:
    """By lot, the hours that count for the people of one structure."""
    rows = db.session.execute(
        select(LotMonthSum.lot_id, func.sum(LotMonthSum.hours))
        .where(_of(LotMonthSum.employer_id, organization_id))
        .group_by(LotMonthSum.lot_id)
        .having(func.sum(LotMonthSum.hours) != 0)
    )
    return {lot_id: int(hours) for lot_id, hours in rows}


def persons_of_employer(organization_id: int, lot_ids: Iterable[int]) -> int:
    """How many people of one structure have hours that count on these lots, each once whatever their lots."""
    question = select(func.count(distinct(LotPersonSum.participant_id))).where(
        _of(LotPersonSum.employer_id, organization_id),
        LotPersonSum.lot_id.in_(set(lot_ids) or {0}),
        LotPersonSum.hours > 0,
    )
    return db.session.scalar(question) or 0
