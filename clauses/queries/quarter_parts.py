"""What was done in a quarter on the lots of each territory? Asked again where something has changed on its lots alone.

For the page of the coordination that is worked out to be kept, each territory stands until a mark says otherwise
(`clauses.queries.lasting`); for anybody else all is read at once. Hours are hundredths.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.as_of import Cut
from clauses.domain.kinds import MarketState, Modality
from clauses.extensions import db
from clauses.models.markets import ContractChange, Lot
from clauses.queries import compliance, lasting, lot_sums, report_lines, report_persons, running
from clauses.queries.report_persons import Worked
from clauses.queries.report_scope import Lines, filed

Criterion = ColumnElement[bool]
NOBODY = Worked(array("q"), array("q"))


@dataclass(frozen=True, slots=True)
class There:
    """The lots of a territory in a quarter. `owed` and `validated`: of those carried out, since the beginning; `holders`:
    of those that have hours. What was taken back whole is left out."""

    lots: int = 0
    owed: int = 0
    validated: int = 0
    hours: int = 0
    reserved: int = 0
    holders: frozenset[int] = frozenset()
    structures: frozenset[int] = frozenset()
    modalities: tuple[tuple[Modality, int], ...] = ()
    persons: Worked = NOBODY


@dataclass(frozen=True, slots=True)
class _Sum:
    """Hours of the quarter known today, by lot, structure and modality."""

    lot: int
    employer: int
    modality: Modality
    hours: int


def scope(actor: Actor) -> tuple[Criterion, Criterion]:
    """The lots whose quarter this person may read, and those of them that stand beside (R7-5)."""
    lots = and_(within_reach(actor, Permission.QUARTER_VIEW, Lot), filed())
    return lots, Lot.id.in_(report_lines.reserved_lots())


def by_territory(actor: Actor, quarter: date, cut: Cut) -> Mapping[int | None, There]:
    """The lots of each territory within reach, and those of none. Six statements at most."""
    lots, aside = scope(actor)
    carried: dict[int | None, list[Lot]] = defaultdict(list)
    for lot in running.lots(actor, Permission.QUARTER_VIEW):
        if lot.market.state is not MarketState.DRAFT and not report_lines.is_reserved(lot):
            carried[lot.territory_id].append(lot)
    reached = lasting.kept(("quarter", actor), lambda: _territories(lots), lambda _: 0.2)

    def read(asked: Collection[int | None]) -> dict[int | None, There]:
        there = lots if len(asked) == len(reached) else and_(lots, _in(asked))
        return _read(asked, carried, Lines(and_(there, ~aside), cut, quarter), and_(there, aside))

    names: dict[int | None, tuple[object, ...]] = {
        number: ("quarter", actor, quarter, cut, *(lot.id for lot in carried[number])) for number in reached
    }
    return lasting.kept_by_territory(actor, names, read, lambda there: 1 + len(there.persons.ids) / 100)


def _territories(lots: Criterion) -> frozenset[int | None]:
    return frozenset(db.session.scalars(select(Lot.territory_id).where(lots).distinct()))


def _in(asked: Collection[int | None]) -> Criterion:
    known = Lot.territory_id.in_([one for one in asked if one is not None])
    return or_(known, Lot.territory_id.is_(None)) if None in asked else known


def _read(
    asked: Collection[int | None], carried: Mapping[int | None, list[Lot]], lines: Lines, beside: Criterion
) -> dict[int | None, There]:
    assert lines.since is not None
    span = lines.since, lines.cut.last_month
    done: dict[int | None, list[_Sum]] = defaultdict(list)
    for lot_id, number, employer, modality, hours in lot_sums.spanned(lines.lots, *span):
        done[number].append(_Sum(lot_id, employer, modality, hours))
    reserved: Counter[int | None] = Counter()
    for _, number, _, _, hours in lot_sums.spanned(beside, *span):
        reserved[number] += hours
    mine = [lot for number in asked for lot in carried.get(number, ())]
    since_start = lot_sums.validated_until([lot.id for lot in mine], lines.cut.last_month)
    held, persons = _held_before(lines), report_persons.worked(lines)
    found = {}
    for number in asked:
        sums = done[number]
        with_hours = _by(sums, "lot").keys()
        here, lots = [0, 0, 0], carried.get(number, [])
        holders = set()
        for one in compliance.figures_of(lots, on=lines.cut.as_of, cut=lines.cut, validated=since_start):
            lot = one.lot
            if compliance.carried_out(one, lines.since, lines.cut.as_of, lot.id in with_hours):
                here = [here[0] + 1, here[1] + one.owed, here[2] + one.validated]
            if lot.id in with_hours and lot.award is not None and compliance.awarded_by(lot, lines.cut):
                holders.add(held.get(lot.id, lot.award.awardee_id))
        found[number] = There(
            lots=here[0], owed=here[1], validated=here[2], hours=sum(one.hours for one in sums), reserved=reserved[number],
            holders=frozenset(holders), structures=frozenset(_by(sums, "employer")),
            modalities=tuple(_by(sums, "modality").items()), persons=persons.get(number, NOBODY),
        )  # fmt: skip
    return found


def _by(done: Iterable[_Sum], level: str) -> dict[Any, int]:
    """The hours of each lot, structure or modality; what was taken back whole is left out."""
    found: Counter[Any] = Counter()
    for one in done:
        found[getattr(one, level)] += one.hours
    return {key: hours for key, hours in found.items() if hours}


def _held_before(lines: Lines) -> dict[int, int]:
    """By lot whose holder changed after the cut, the number of whoever held it until then."""
    changes = db.session.execute(
        select(
            ContractChange.lot_id, ContractChange.holder_before_id, ContractChange.effective_on, ContractChange.recorded_on
        )
        .where(
            ContractChange.holder_before_id.is_not(None), ContractChange.lot_id.in_(select(Lot.id).where(lines.lots))
        )
        .order_by(ContractChange.lot_id, ContractChange.number.desc())
    )  # fmt: skip
    return {one.lot_id: one.holder_before_id for one in changes if compliance.came_later(one, lines.cut)}
