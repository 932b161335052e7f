"""What did each territory do in a quarter, what has it confirmed, and what was the quarter closed with?

Figures of the clauses alone, in hundredths; reserved markets stand beside (R7-5), a person counts once at each level
(R7-1). As long as a quarter is open its figures are those known today; once closed they are the ones it was closed
with, and what is corrected later appears in the quarter that follows the last one closed, as an adjustment.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import quarters
from clauses.domain.as_of import Cut
from clauses.domain.kinds import Gender, Modality
from clauses.domain.kinds_reports import QuarterState
from clauses.extensions import db
from clauses.models.markets import Lot
from clauses.models.quarters import QuarterConfirmation, QuarterConsolidation
from clauses.models.sums import LotMonthSum
from clauses.models.territory import Territory
from clauses.queries import quarter_parts, report_lines, report_persons
from clauses.queries.hours_people import age_on
from clauses.queries.quarter_parts import There
from clauses.queries.report_scope import Lines, filed

Criterion = ColumnElement[bool]
YOUNG = 26


@dataclass(frozen=True, slots=True)
class Part:
    """A territory in a quarter; `number` is None for the lots that have none. `owed` and `validated`: since the beginning."""

    number: int | None
    code: str
    name: str
    lots: int = 0
    owed: int = 0
    validated: int = 0
    hours: int = 0
    reserved: int = 0
    persons: int = 0
    companies: int = 0
    structures: int = 0
    adjusted: int = 0

    @property
    def empty(self) -> bool:
        return not (self.lots or self.hours or self.reserved)


@dataclass(frozen=True, slots=True)
class Public:
    """Who the persons of a quarter are, as counts alone; by modality, hours and persons."""

    women: int = 0
    young: int = 0  # under 26 at the entry
    unknown_age: int = 0
    district: int = 0
    companies: int = 0
    structures: int = 0
    modality_persons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a quarter, as known on a day. `adjustments`: (quarter, territory, hours) of quarters closed before."""

    quarter: date
    known_on: date
    parts: tuple[Part, ...]
    persons: int
    several: int
    modalities: tuple[tuple[Modality, int], ...]
    adjustments: tuple[tuple[date, int | None, int], ...] = ()
    public: Public | None = None

    def total(self, name: str) -> int:
        return sum(getattr(part, name) for part in self.parts)

    def kept(self) -> dict[str, Any]:
        """As it is written when the quarter is closed."""
        return {
            "known_on": self.known_on.isoformat(), "persons": self.persons, "several": self.several,
            "parts": [asdict(part) for part in self.parts],
            "modalities": [[one.value, hours] for one, hours in self.modalities],
            "adjustments": [[on.isoformat(), number, hours] for on, number, hours in self.adjustments],
            "public": asdict(self.public or Public()),
        }  # fmt: skip


def read_back(closing: QuarterConsolidation) -> Figures:
    """The figures that a quarter was closed with."""
    return as_kept(closing.quarter, closing.figures)


def as_kept(quarter: date, kept: Mapping[str, Any]) -> Figures:
    """Figures from what `Figures.kept` wrote of them."""
    return Figures(
        quarter=quarter, known_on=date.fromisoformat(kept["known_on"]),
        parts=tuple(Part(**part) for part in kept["parts"]), persons=kept["persons"], several=kept["several"],
        modalities=tuple((Modality(one), hours) for one, hours in kept["modalities"]),
        adjustments=tuple((date.fromisoformat(on), number, hours) for on, number, hours in kept["adjustments"]),
        public=Public(**kept["public"]),
    )  # fmt: skip


def closing_of(quarter: date) -> QuarterConsolidation | None:
    return db.session.scalars(
        select(QuarterConsolidation)
        .where(QuarterConsolidation.quarter == quarter)
        .options(joinedload(QuarterConsolidation.closed_by))
    ).one_or_none()


def last_closed(before: date | None = None) -> QuarterConsolidation | None:
    """The last quarter closed, or the last one before another."""
    asked = select(QuarterConsolidation).order_by(QuarterConsolidation.quarter.desc()).limit(1)
    if before is not None:
        asked = asked.where(QuarterConsolidation.quarter < before)
    return db.session.scalars(asked).first()


def confirmations_of(quarter: date, known_on: date | None = None) -> dict[int, QuarterConfirmation]:
    """By territory, the last confirmation of a quarter; at will the last one known on a day."""
    known = QuarterConfirmation.confirmed_on <= known_on if known_on else true()
    rows = db.session.scalars(
        select(QuarterConfirmation)
        .where(QuarterConfirmation.quarter == quarter, known)
        .options(joinedload(QuarterConfirmation.confirmed_by))
        .order_by(QuarterConfirmation.number)
    )
    return {row.territory_id: row for row in rows}


def with_hours(quarter: date, among: Collection[int]) -> list[int]:
    """Those of these territories where hours of a quarter count today."""
    if not among:
        return []
    found = db.session.scalars(
        select(Lot.territory_id)
        .distinct()
        .join(LotMonthSum, LotMonthSum.lot_id == Lot.id)
        .where(
            Lot.territory_id.in_(among),
            LotMonthSum.month.between(quarter, quarters.last_month_of(quarter)),
            LotMonthSum.hours != 0,
        )
        .order_by(Lot.territory_id)
    )
    return [number for number in found if number is not None]


def state_of(part: Part, confirmation: QuarterConfirmation | None, *, closed: bool = False) -> QuarterState:
    """A confirmation counts for the figures that it confirmed: those that have moved since are to confirm again."""
    if closed:
        return QuarterState.CLOSED
    same = confirmation is not None and (confirmation.hours, confirmation.persons) == (
        part.hours,
        part.persons,
    )
    return QuarterState.CONFIRMED if same else QuarterState.TO_CONFIRM


def to_confirm(figures: Figures) -> list[Part]:
    """The territories that have something to confirm and have not."""
    known = confirmations_of(figures.quarter)
    return [
        part
        for part in figures.parts
        if part.number is not None and not part.empty
        and state_of(part, known.get(part.number)) is QuarterState.TO_CONFIRM
    ]  # fmt: skip


def figures(actor: Actor, quarter: date, on: date, *, public: bool = False) -> Figures:
    """The quarter as this person may read it: the whole region, or their own territories. `public` adds the public counts."""
    closing = closing_of(quarter)
    mine = set(
        db.session.scalars(
            select(Territory.id).where(within_reach(actor, Permission.QUARTER_VIEW, Territory))
        )
    )
    if closing is not None:
        kept = read_back(closing)
        parts = tuple(part for part in kept.parts if part.number is None or part.number in mine)
        whole = len(parts) == len(kept.parts)
        return kept if whole else replace(kept, parts=tuple(p for p in parts if p.number is not None))
    return _today(actor, quarter, on, _territories(mine), public=public)


def _territories(numbers: Collection[int]) -> list[Part]:
    rows = db.session.execute(
        select(Territory.id, Territory.code, Territory.name)
        .where(Territory.id.in_(numbers or {0}))
        .order_by(Territory.code)
    )
    return [Part(*row) for row in rows]


def cut_of(quarter: date, on: date) -> Cut:
    """The quarter as known today: it stays provisional until it is closed."""
    return Cut(quarters.ends_on(quarter), quarters.last_month_of(quarter), on, provisional=True)


def _today(actor: Actor, quarter: date, on: date, territories: list[Part], *, public: bool) -> Figures:
    cut, (lots, aside) = cut_of(quarter, on), quarter_parts.scope(actor)
    done, clauses = quarter_parts.by_territory(actor, quarter, cut), Lines(and_(lots, ~aside), cut, quarter)
    everyone, several = quarter_parts.together(done, clauses)
    adjustments = _adjustments(actor, quarter)
    adjusted: dict[int | None, int] = defaultdict(int)
    for _, number, amount in adjustments:
        adjusted[number] += amount
    parts = [
        _part(part, done.get(part.number, There()), adjusted[part.number])
        for part in [*territories, Part(None, "", "")]
    ]
    if parts[-1].empty and not parts[-1].adjusted:
        parts.pop()
    found = Figures(
        quarter, on, tuple(parts), everyone, several, tuple(_modalities(done.values())), tuple(adjustments)
    )
    if not public:
        return found
    companies = frozenset[int]().union(*(one.holders for one in done.values()))
    structures = frozenset[int]().union(*(one.structures for one in done.values()))
    return replace(found, public=_public(clauses, len(companies), len(structures)))


def _part(part: Part, there: There, adjusted: int) -> Part:
    return replace(
        part, lots=there.lots, owed=there.owed, validated=there.validated, hours=there.hours, reserved=there.reserved,
        persons=there.persons.bit_count(), companies=len(there.holders), structures=len(there.structures), adjusted=adjusted,
    )  # fmt: skip


def _modalities(done: Iterable[There]) -> list[tuple[Modality, int]]:
    """Hours by modality, in the order of the kinds."""
    hours: dict[Modality, int] = defaultdict(int)
    for there in done:
        for one, amount in there.modalities:
            hours[one] += amount
    return [(one, hours[one]) for one in Modality if hours[one]]


def _public(lines: Lines, companies: int, structures: int) -> Public:
    women = young = unknown = district = 0
    for one in report_persons.profiles(lines):
        women += one.gender is Gender.WOMAN
        unknown += one.birth is None
        young += one.birth is not None and age_on(one.birth, one.entered_on) < YOUNG
        district += bool(one.priority_district)
    by_modality = report_persons.count_by(lines, "modality")
    return Public(
        women, young, unknown, district, companies, structures,
        {one.value: by_modality[one] for one in Modality if one in by_modality},
    )  # fmt: skip


def _adjustments(actor: Actor, quarter: date) -> list[tuple[date, int | None, int]]:
    """What has changed in the quarters closed before: they are written in the one that follows the last one closed.

    The difference between what their months count today and what was published of them, adjustments included: nothing
    is written twice, nothing is lost, whatever the order of the corrections.
    """
    last = last_closed(before=quarter)
    if last is None or quarters.following(last.quarter) != quarter:
        return []
    published: dict[tuple[date, int | None], int] = defaultdict(int)
    for closing in db.session.scalars(
        select(QuarterConsolidation).where(QuarterConsolidation.quarter < quarter)
    ):
        kept = read_back(closing)
        for part in kept.parts:
            published[closing.quarter, part.number] += part.hours
        for on, number, hours in kept.adjustments:
            published[on, number] += hours
    first = min(on for on, _ in published)
    worked: dict[tuple[date, int | None], int] = defaultdict(int)
    for (month, number), hours in quarter_parts.hours_by_month(actor, first, quarter).items():
        worked[quarters.quarter_of(month), number] += hours
    reached = {one.territory for one in quarter_parts.within(actor) if not one.aside}
    changed = [
        (on, number, worked[on, number] - published[on, number])
        for on, number in {*worked, *published}
        if number in reached
    ]
    return sorted(
        ((on, number, hours) for on, number, hours in changed if hours), key=lambda row: (row[0], row[1] or 0)
    )


def hours_before(actor: Actor, quarter: date) -> dict[int | None, int]:
    """By territory, the hours of the quarter before: as it was closed, or as known today while it is open."""
    before = quarters.previous(quarter)
    closing = closing_of(before)
    reach = within_reach(actor, Permission.QUARTER_VIEW, Territory)
    mine: set[int | None] = set(db.session.scalars(select(Territory.id).where(reach)))
    if closing is not None:
        return {part.number: part.hours for part in read_back(closing).parts if part.number in mine | {None}}
    lots = and_(
        within_reach(actor, Permission.QUARTER_VIEW, Lot),
        filed(),
        Lot.id.not_in(report_lines.reserved_lots()),
    )
    rows = db.session.execute(
        select(Lot.territory_id, func.sum(LotMonthSum.hours))
        .join(Lot, Lot.id == LotMonthSum.lot_id)
        .where(LotMonthSum.month >= before, LotMonthSum.month < quarter, lots)
        .group_by(Lot.territory_id)
    )
    return {number: int(hours) for number, hours in rows}


def closings() -> list[QuarterConsolidation]:
    """Every closed quarter, the latest first."""
    return list(
        db.session.scalars(select(QuarterConsolidation).order_by(QuarterConsolidation.quarter.desc()))
    )
