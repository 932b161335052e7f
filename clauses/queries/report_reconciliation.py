"""Which lines of the ledger count in one report and not in another, and why? Each line has one reason.

A report counts lines by three conditions: its lots, its months and the day it knows them. A line that is missing from
one of two reports is given the first condition that it does not meet there, so that the reasons sum to the difference.
Hours are hundredths, added where the second report has the line and taken away where the first one alone has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
)

from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import within_reach
from clauses.domain.as_of import Cut, last_month_at
from clauses.domain.kinds import LedgerKind, Modality
from clauses.domain.kinds_reconciliation import MonthRead, PlaceRead, Reason, SharedRead
from clauses.domain.kinds_reports import ReportScope
from clauses.domain.reconciliation import PUBLISHED, Reading
from clauses.domain.values import add_months, last_day
from clauses.extensions import db
from clauses.models.compliance import ReportRequest
from clauses.models.hours import LedgerLine, Participant
from clauses.models.markets import Lot, LotTerritory, Market
from clauses.models.people import Organization
from clauses.models.territory import TerritoryEpci
from clauses.queries.report_figures import Figure, keeps_reserved_beside
from clauses.queries.report_lines import reserved_lots
from clauses.queries.report_requests import about_of
from clauses.queries.report_scope import Subject, filed, lots_of
from clauses.reference import geography, rulebook

Criterion = ColumnElement[bool]
ROWS = 50  # lines of a page


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reports: which lines it counts, and how it is read."""

    about: Subject
    lots: Criterion
    shared: Criterion  # lots that another territory counts, in which the territory of this report takes part
    lived_in: Criterion  # persons who lived, at their entry, in the territory of this report
    since: date | None
    last_month: date
    known_on: date
    settled_on: date
    reserved_beside: bool
    reading: Reading = PUBLISHED

    @property
    def provisional(self) -> bool:
        """Was it made before the settling time of its last month was over?"""
        return self.known_on < self.settled_on

    def read(self, reading: Reading) -> "Side":
        return replace(self, reading=reading)

    def perimeter(self, place: PlaceRead, shared: SharedRead) -> Criterion:
        if place is PlaceRead.PERSON:
            return self.lived_in
        lots = or_(self.lots, self.shared) if shared is SharedRead.EACH else self.lots
        return LedgerLine.lot_id.in_(select(Lot.id).where(lots))

    def months(self, read: MonthRead) -> Criterion:
        if read is MonthRead.WORKED:
            inside = LedgerLine.month <= self.last_month
            return inside if self.since is None else and_(inside, LedgerLine.month >= self.since)
        inside = LedgerLine.recorded_on <= last_day(self.last_month)
        return inside if self.since is None else and_(inside, LedgerLine.recorded_on >= self.since)

    @property
    def counts(self) -> Criterion:
        """The lines that this report counts, read this way."""
        return and_(
            self.perimeter(self.reading.place, self.reading.shared),
            self.months(self.reading.month),
            LedgerLine.recorded_on <= self.known_on,
        )


def side_of(actor: Actor, request: ReportRequest) -> Side:
    """The lines of a made report, within the reach of whoever reads it."""
    assert request.snapshot is not None
    about, last = about_of(request), last_month_at(request.as_of)
    since = about.since(Cut(request.as_of, last, request.known_on, provisional=False))
    settled = last_day(add_months(last, rulebook.reporting(request.as_of).settled_months))
    number = about.territory_id if about.scope is ReportScope.TERRITORY else None
    return Side(
        about, lots_of(actor, about), _shared(actor, number), _lived_in(actor, number, request.as_of), since, last,
        request.known_on, settled, keeps_reserved_beside(request.snapshot.tables),
    )  # fmt: skip


def may_read_by(actor: Actor, about: Subject) -> tuple[Reason, ...]:
    """How else this person may read a report: by place of the person where they reach the whole region alone.

    Whoever follows a part of the region would have the half of an exchange between two territories.
    """
    if about.scope is not ReportScope.TERRITORY:
        return (Reason.MONTH,)
    if reach_of(actor, Permission.REGION_REPORT) is None:
        return (Reason.MONTH, Reason.SHARED)
    return (Reason.MONTH, Reason.SHARED, Reason.PLACE)


def moved(first: Side, second: Side, *, reserved: bool = False) -> dict[Figure, dict[Reason, int]]:
    """What moves each figure from the first report to the second, by reason; the reserved hours alone where asked.

    One statement, whatever the number of figures.
    """
    apart = _apart(first, second, reserved=reserved)
    keys = (
        apart.c.reason, apart.c.lot_id, Lot.market_id, Market.buyer_id, Lot.territory_id, apart.c.employer_id,
        apart.c.modality,
    )  # fmt: skip
    rows = db.session.execute(
        select(*keys, func.sum(apart.c.hours))
        .join(Lot, Lot.id == apart.c.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .group_by(*keys)
    )
    found: dict[Figure, dict[Reason, int]] = {}
    for code, lot, market, buyer, territory, employer, modality, hours in rows:
        reason = Reason(code)
        if reserved:
            _add(found, ("reserved", ""), reason, hours)
            continue
        _add(found, ("total", ""), reason, hours)
        for level, number in (
            ("lot", lot), ("market", market), ("buyer", buyer), ("territory", territory), ("employer", employer),
            ("modality", modality.value),
        ):  # fmt: skip
            if number is not None:
                _add(found, (level, str(number)), reason, hours)
    return found


def _add(found: dict[Figure, dict[Reason, int]], figure: Figure, reason: Reason, hours: int) -> None:
    parts = found.setdefault(figure, {})
    parts[reason] = parts.get(reason, 0) + hours


@dataclass(frozen=True, slots=True)
class Moved:
    """Lines written on one day for a month of a lot, by a structure and a modality; in which report, hours signed."""

    month: date
    market: str
    lot_number: int
    structure: str
    modality: Modality
    kind: LedgerKind
    recorded_on: date
    in_second: bool
    hours: int


@dataclass(frozen=True, slots=True)
class MovedPage:
    """One page of the lines of a reason, how many there are in all and before it, their sum, and where the next begins."""

    lines: list[Moved]
    count: int
    before: int
    hours: int
    further: str | None


Place = tuple[date, int, int, Modality, LedgerKind, date, int]  # of a line, in the order of the pages


def place_of(text: str) -> Place | None:
    """The place that an address says, None where it says none: the pages then begin with the first line."""
    try:
        month, lot, employer, modality, kind, recorded, side = text.split("~")
        return (
            date.fromisoformat(month), int(lot), int(employer), Modality(modality), LedgerKind(kind),
            date.fromisoformat(recorded), int(side),
        )  # fmt: skip
    except ValueError:
        return None


def moved_lines(
    first: Side,
    second: Side,
    reason: Reason,
    also: list[Criterion],
    after: Place | None,
    *,
    reserved: bool = False,
) -> MovedPage:
    """The lines of one reason of one figure, a page of them after a place; no person appears.

    By place and not by number: a page far away is found as quickly as the first, and a line written meanwhile moves none.
    """
    apart = _apart(first, second, *also, reserved=reserved)
    keys = (
        apart.c.month, apart.c.lot_id, apart.c.employer_id, apart.c.modality, apart.c.kind, apart.c.recorded_on,
        apart.c.in_second,
    )  # fmt: skip
    called = (Market.reference, Lot.number, Organization.name)
    grouped = (
        select(*keys, *called, func.sum(apart.c.hours).label("hours"))
        .join(Lot, Lot.id == apart.c.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == apart.c.employer_id)
        .where(apart.c.reason == reason.value)
        .group_by(*keys, *called)
    )
    count, hours = _of_all(grouped)
    rest = grouped if after is None else grouped.where(tuple_(*keys) > tuple_(*after))
    left = count if after is None else _of_all(rest)[0]
    rows = list(db.session.execute(rest.order_by(*keys).limit(ROWS)))
    lines = [
        Moved(row[0], row[7], row[8], row[9], row[3], row[4], row[5], bool(row[6]), row[10]) for row in rows
    ]
    further = "~".join(_written(value) for value in rows[-1][:7]) if left > len(rows) else None
    return MovedPage(lines, count, count - left, hours, further)


def _of_all(grouped: Any) -> tuple[int, int]:
    whole = grouped.subquery()
    asked = select(func.count(), func.coalesce(func.sum(whole.c.hours), 0)).select_from(whole)
    count, hours = db.session.execute(asked).one()
    return int(count), int(hours)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def persons_of(first: Side, second: Side, reason: Reason) -> tuple[int, int]:
    """How many persons have lines of this reason, in the first report alone and in the second alone."""
    apart = _apart(first, second)
    rows = db.session.execute(
        select(apart.c.in_second, func.count(apart.c.participant_id.distinct()))
        .where(apart.c.reason == reason.value)
        .group_by(apart.c.in_second)
    )
    found = {bool(side): count for side, count in rows}
    return found.get(False, 0), found.get(True, 0)


def _apart(first: Side, second: Side, *also: Criterion, reserved: bool = False) -> Subquery:
    """The lines that one of the two has and the other not; their reasons are worked out once, inside."""
    aside = LedgerLine.lot_id.in_(reserved_lots())
    if reserved:
        also, ours, theirs = (*also, aside), first.counts, second.counts
        beside: tuple[Criterion, Criterion] = (true(), true())
    else:
        beside = (
            not_(aside) if first.reserved_beside else true(),
            not_(aside) if second.reserved_beside else true(),
        )
        ours, theirs = and_(beside[0], first.counts), and_(beside[1], second.counts)
    return (
        select(
            LedgerLine.month, LedgerLine.lot_id, LedgerLine.employer_id, LedgerLine.modality, LedgerLine.kind,
            LedgerLine.recorded_on, LedgerLine.participant_id,
            case((theirs, 1), else_=0).label("in_second"),
            case((theirs, LedgerLine.hours), else_=-LedgerLine.hours).label("hours"),
            case(
                (theirs, _missing(first, second, beside[0])), else_=_missing(second, first, beside[1])
            ).label("reason"),
        )
        .where(or_(and_(ours, not_(theirs)), and_(theirs, not_(ours))), *also)
        .subquery()
    )  # fmt: skip


def _missing(there: Side, elsewhere: Side, beside: Criterion) -> ColumnElement[str]:
    """Why a line is not counted `there`: the first condition that it does not meet, where the other report counts it."""
    mine, other = there.reading, elsewhere.reading
    as_other_place = there.perimeter(other.place, mine.shared) if mine.place is not other.place else false()
    settling = there.known_on < there.settled_on
    return case(
        (not_(beside), literal(Reason.RESERVED.value)),
        (
            not_(there.perimeter(mine.place, mine.shared)),
            case(
                (as_other_place, literal(Reason.PLACE.value)),
                (LedgerLine.lot_id.in_(select(Lot.id).where(there.shared)), literal(Reason.SHARED.value)),
                else_=literal(Reason.PERIMETER.value),
            ),
        ),
        (
            not_(there.months(mine.month)),
            case(
                (
                    there.months(other.month) if mine.month is not other.month else false(),
                    literal(Reason.MONTH.value),
                ),
                else_=literal(Reason.PERIOD.value),
            ),
        ),
        (
            LedgerLine.recorded_on <= there.settled_on if settling else false(),
            literal(Reason.PROVISIONAL.value),
        ),
        else_=literal(Reason.LATER.value),
    )


def _shared(actor: Actor, territory: int | None) -> Criterion:
    if territory is None:
        return false()
    taking_part = select(LotTerritory.lot_id).where(LotTerritory.territory_id == territory)
    return and_(Lot.id.in_(taking_part), within_reach(actor, Permission.MARKET_VIEW, Lot), filed())


def _lived_in(actor: Actor, territory: int | None, on: date) -> Criterion:
    """By the commune of the person at their entry (R26), and the division of the region on the closing day."""
    if territory is None or reach_of(actor, Permission.REGION_REPORT) is None:
        return false()
    epcis = db.session.scalars(
        select(TerritoryEpci.epci_code).where(
            TerritoryEpci.territory_id == territory, TerritoryEpci.starts_on <= on,
            or_(TerritoryEpci.ends_on.is_(None), TerritoryEpci.ends_on >= on),
        )
    )  # fmt: skip
    communes = [one.code for epci in epcis for one in geography.communes_of(epci)]
    there = select(Participant.id).where(Participant.commune_code.in_(communes))
    region = select(Lot.id).where(within_reach(actor, Permission.TERRITORY_REPORT, Lot), filed())
    return and_(LedgerLine.lot_id.in_(region), LedgerLine.participant_id.in_(there))


def names(figures: Mapping[Figure, Any]) -> dict[Figure, str]:
    """What each figure is about, by its name as of today; a handful of statements."""
    numbers = {
        level: {int(number) for at, number in figures if at == level and number.isdecimal()}
        for level in ("lot", "market", "buyer", "territory", "employer")
    }
    found: dict[Figure, str] = {}
    lots = select(Lot.id, Market.reference, Lot.number, Lot.title).join(Market, Market.id == Lot.market_id)
    for id, reference, number, title in db.session.execute(lots.where(Lot.id.in_(numbers["lot"]))):
        found["lot", str(id)] = f"{reference}, lot {number}, {title}"
    markets = select(Market.id, Market.reference, Market.title).where(Market.id.in_(numbers["market"]))
    for id, reference, title in db.session.execute(markets):
        found["market", str(id)] = f"{reference}, {title}"
    both = numbers["buyer"] | numbers["employer"]
    for id, name in db.session.execute(
        select(Organization.id, Organization.name).where(Organization.id.in_(both))
    ):
        found["buyer", str(id)] = found["employer", str(id)] = name
    return found
