"""What was done in a quarter on the lots of each territory? Asked again of the lots where something has changed alone.

For a page that is worked out to be kept, a handful of the lots of a territory stands until a mark says otherwise
(`clauses.queries.lasting`), and for the coordination a territory; anywhere else all is read at once. Hours are hundredths.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.as_of import Cut
from clauses.domain.kinds import MarketState, Modality
from clauses.extensions import db
from clauses.models.markets import ContractChange, Lot
from clauses.queries import bits, compliance, lasting, lot_sums, report_lines, report_persons, running
from clauses.queries.lasting import Lots
from clauses.queries.report_scope import Lines, filed

Criterion = ColumnElement[bool]
Places = dict[tuple[int | None, int], Lots]  # the handfuls of lots of each territory


@dataclass(frozen=True, slots=True)
class There:
    """The lots of a territory in a quarter. `owed` and `validated`: of those carried out, since the beginning; `holders`:
    of those that have hours. What was taken back whole is left out.

    `persons` is a set of bits. `minus`: somewhere a person has less than nothing, which weighs against other lots.
    """

    lots: int = 0
    owed: int = 0
    validated: int = 0
    hours: int = 0
    reserved: int = 0
    holders: frozenset[int] = frozenset()
    structures: frozenset[int] = frozenset()
    modalities: tuple[tuple[Modality, int], ...] = ()
    persons: int = 0
    minus: bool = False


@dataclass(slots=True)
class _Some:
    """A handful of the lots of a territory, in the same words; hours by structure and by modality."""

    lots: int = 0
    owed: int = 0
    validated: int = 0
    hours: int = 0
    reserved: int = 0
    holders: set[int] = field(default_factory=set)
    structures: Counter[int] = field(default_factory=Counter)
    modalities: Counter[Modality] = field(default_factory=Counter)
    persons: int = 0
    minus: bool = False


class _Within(NamedTuple):
    """A lot whose quarter may be read: its territory, and whether it stands beside (R7-5)."""

    territory: int | None
    id: int
    aside: bool


def scope(actor: Actor) -> tuple[Criterion, Criterion]:
    """The lots whose quarter this person may read, and those of them that stand beside (R7-5)."""
    lots = and_(within_reach(actor, Permission.QUARTER_VIEW, Lot), filed())
    return lots, Lot.id.in_(report_lines.reserved_lots())


def within(actor: Actor) -> list[_Within]:
    """The lots whose quarter this person may read. One statement, none where a page that is kept asks again."""
    lots, aside = scope(actor)
    return lasting.kept(
        ("quarter", actor),
        lambda: [
            _Within(*row)
            for row in db.session.execute(
                select(Lot.territory_id, Lot.id, aside).where(lots).order_by(Lot.id)
            )
        ],
        lambda rows: len(rows) / 20,
    )


def by_territory(actor: Actor, quarter: date, cut: Cut) -> Mapping[int | None, There]:
    """The lots of each territory within reach, and those of none. Five statements at most."""
    reached: dict[int | None, list[_Within]] = defaultdict(list)
    for one in within(actor):
        reached[one.territory].append(one)
    aside = {one.id for mine in reached.values() for one in mine if one.aside}
    carried = {
        lot.id: lot
        for lot in running.lots(actor, Permission.QUARTER_VIEW)
        if lot.market.state is not MarketState.DRAFT and not report_lines.is_reserved(lot)
    }

    def read(asked: Collection[int | None]) -> dict[int | None, There]:
        places = lasting.handfuls((one.territory, one.id) for number in asked for one in reached[number])
        some = lasting.kept_by_lots(
            ("quarter", quarter, cut), places.values(), lambda parts: _read(parts, carried, aside, quarter, cut),
            lambda found: 0.3 + bits.weight(found.persons),
        )  # fmt: skip
        whose: dict[int | None, list[_Some]] = defaultdict(list)
        for (number, _), part in places.items():
            whose[number].append(some[part])
        return {
            number: _whole(whose[number], [one.id for one in reached[number] if not one.aside], quarter, cut)
            for number in asked
        }

    names: dict[int | None, tuple[object, ...]] = {
        number: ("quarter", actor, quarter, cut, *(one.id for one in mine))
        for number, mine in reached.items()
    }
    return lasting.kept_by_territory(actor, names, read, lambda there: 1 + bits.weight(there.persons))


def together(done: Mapping[int | None, There], lines: Lines) -> tuple[int, int]:
    """All the persons, each once; and those counted in more than one territory, why the sum of territories passes the
    region. `lines` are those of all these places: read again where hours taken back in one weigh against another."""
    placed = several = 0
    for number, there in done.items():
        if number is not None:
            several |= placed & there.persons
            placed |= there.persons
    if any(there.minus for there in done.values()):
        return report_persons.count(lines), several.bit_count()
    return bits.together(there.persons for there in done.values()).bit_count(), several.bit_count()


def _whole(some: Iterable[_Some], clauses: list[int], quarter: date, cut: Cut) -> There:
    """The handfuls of a territory together; `clauses` are its lots but those that stand beside."""
    found = _Some()
    for one in some:
        for name in ("lots", "owed", "validated", "hours", "reserved"):
            setattr(found, name, getattr(found, name) + getattr(one, name))
        found.holders |= one.holders
        found.structures.update(one.structures)
        found.modalities.update(one.modalities)
        found.persons |= one.persons
        found.minus = found.minus or one.minus
    if found.minus:
        found.persons = bits.made(report_persons.ids(Lines(Lot.id.in_(clauses), cut, quarter)))
    return There(
        found.lots, found.owed, found.validated, found.hours, found.reserved, frozenset(found.holders),
        frozenset(one for one, hours in found.structures.items() if hours),
        tuple((one, hours) for one, hours in found.modalities.items() if hours), found.persons, found.minus,
    )  # fmt: skip


def _read(
    parts: Collection[Lots], carried: Mapping[int, Lot], aside: Collection[int], quarter: date, cut: Cut
) -> dict[Lots, _Some]:
    where = {lot_id: part for part in parts for lot_id in part}
    found = {part: _Some() for part in parts}
    of_lot: Counter[int] = Counter()
    for lot_id, employer, modality, hours in lot_sums.spanned(where, quarter, cut.last_month):
        one = found[where[lot_id]]
        if lot_id in aside:
            one.reserved += hours
            continue
        of_lot[lot_id] += hours
        one.hours += hours
        one.structures[employer] += hours
        one.modalities[modality] += hours
    mine = [carried[lot_id] for lot_id in where if lot_id in carried]
    since_start, held = lot_sums.validated_until(where, cut.last_month), _held_before(where, cut)
    for figures in compliance.figures_of(mine, on=cut.as_of, cut=cut, validated=since_start):
        lot, one = figures.lot, found[where[figures.lot.id]]
        with_hours = bool(of_lot[lot.id])
        if compliance.carried_out(figures, quarter, cut.as_of, with_hours):
            one.lots += 1
            one.owed += figures.owed
            one.validated += figures.validated
        if with_hours and lot.award is not None and compliance.awarded_by(lot, cut):
            one.holders.add(held.get(lot.id, lot.award.awardee_id))
    persons: dict[Lots, Counter[int]] = {part: Counter() for part in parts}
    clauses = [lot_id for lot_id in where if lot_id not in aside]
    for lot_id, participant_id, hours in report_persons.on_lots(clauses, quarter, cut):
        persons[where[lot_id]][participant_id] += hours
    for part, worked in persons.items():
        found[part].persons = bits.made(one for one, hours in worked.items() if hours > 0)
        found[part].minus = min(worked.values(), default=0) < 0
    return found


def _held_before(lot_ids: Collection[int], cut: Cut) -> dict[int, int]:
    """By lot whose holder changed after the cut, the number of whoever held it until then."""
    changes = db.session.execute(
        select(
            ContractChange.lot_id, ContractChange.holder_before_id, ContractChange.effective_on, ContractChange.recorded_on
        )
        .where(ContractChange.holder_before_id.is_not(None), ContractChange.lot_id.in_(lot_ids))
        .order_by(ContractChange.lot_id, ContractChange.number.desc())
    )  # fmt: skip
    return {one.lot_id: one.holder_before_id for one in changes if compliance.came_later(one, cut)}


def hours_by_month(actor: Actor, first: date, end: date) -> dict[tuple[date, int | None], int]:
    """The hours that count today of the months from `first` to before `end`, by month and territory, on the lots of this
    person that do not stand beside; a month without any is absent."""
    places = lasting.handfuls((one.territory, one.id) for one in within(actor) if not one.aside)
    some = lasting.kept_by_lots(
        ("months", first, end), places.values(), lambda parts: lot_sums.by_month_within(parts, first, end),
        lambda months: len(months) / 15,
    )  # fmt: skip
    found: Counter[tuple[date, int | None]] = Counter()
    for (number, _), part in places.items():
        for month, hours in some[part].items():
            found[month, number] += hours
    return {key: hours for key, hours in found.items() if hours}
