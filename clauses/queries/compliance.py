"""Where does each lot stand at a date? Sums of the ledger against the target then in force, within one's reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import compliance as rules
from clauses.domain import paces
from clauses.domain.as_of import Cut
from clauses.domain.bases import Terms, in_force
from clauses.domain.kinds import ComplianceStatus, EntryState, HoursBasis, ReportState
from clauses.domain.values import add_months, month_of
from clauses.extensions import db
from clauses.models.hours import UNDECIDED_ENTRY, HoursEntry, LedgerLine, MonthlyReport
from clauses.models.markets import Award, ContractChange, HoursTarget, Lot, Market
from clauses.models.people import Organization
from clauses.queries import lot_sums
from clauses.queries.curves import Curve, curve_of
from clauses.queries.volumes import Place, owed_by, place, terms_of
from clauses.wording import changes, formats
from clauses.wording import report as words


@dataclass(frozen=True, slots=True)
class LotFigures:
    """A lot at a cut: hours in hundredths, the standing of rule R5, or why there is none."""

    lot: Lot
    target: HoursTarget | None
    validated: int
    standing: rules.Standing | None
    persons: int
    awardee: str | None
    terms: Terms | None = None
    place: Place | None = None

    @property
    def owed(self) -> int:
        return self.place.owed if self.place else 0


def carried_out(found: LotFigures, since: date | None, on: date, with_hours: bool) -> bool:
    """Is this lot carried out between the two days, or are there hours on it then? Its target is summed with others."""
    if found.target is None:
        return False
    if since is None or with_hours:
        return True
    end = add_months(month_of(found.target.exec_start), found.target.exec_months)
    return end >= since and found.target.exec_start <= on


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the page of a lot shows of its hours today."""

    figures: LotFigures
    started: bool
    summary: list[tuple[str, str, str | None]]
    curve: Curve | None


def _live(cut: Cut) -> tuple[Any, ...]:
    """The ledger as it stood at the cut; a reversal weighs against the line it reverses."""
    return (LedgerLine.month <= cut.last_month, LedgerLine.recorded_on <= cut.known_on)


def target_at(lot: Lot, on: date, cut: Cut | None = None) -> HoursTarget | None:
    """The version of the target in force at the cut, or on a day; before the first one takes effect, it is the first."""
    if cut is not None:
        return in_force(lot.targets, cut.as_of, cut.known_on)
    return in_force(lot.targets, on) or (lot.targets[0] if lot.targets else None)


def figures_of(
    lots: list[Lot], *, on: date, cut: Cut | None = None, validated: Mapping[int, int] | None = None,
    terms: Mapping[int, Terms] | None = None,
) -> list[LotFigures]:  # fmt: skip
    """The figures of lots already loaded (targets, award): two sums for all of them, at a cut or as of today.

    Today is read from the sums that the database keeps; a past day from the ledger as it then stood. Whoever has no use
    for the people of each lot gives the hours already read: `persons` is then zero.
    """
    ids = [lot.id for lot in lots]
    sums: Mapping[int, int]
    persons: Mapping[int, int]
    if validated is not None:
        sums, persons = validated, {}
    elif cut is None:
        sums, persons = lot_sums.validated_on(ids), lot_sums.persons_on(ids)
    else:
        sums, persons = _sums_at(ids, cut)
    day = cut.as_of if cut else on
    if terms is None:
        terms = terms_of(lots, cut.known_on if cut else None)
    return [
        _figures(lot, terms.get(lot.id), sums.get(lot.id, 0), persons.get(lot.id, 0), day, cut)
        for lot in lots
    ]


def _sums_at(ids: list[int], cut: Cut) -> tuple[dict[int, int], dict[int, int]]:
    """By lot, the hours that counted at the cut and the people they are the hours of."""
    counted = (
        select(LedgerLine.lot_id, func.sum(LedgerLine.hours))
        .where(LedgerLine.lot_id.in_(ids or [0]), *_live(cut))
        .group_by(LedgerLine.lot_id)
    )
    per_person = (
        select(LedgerLine.lot_id, LedgerLine.participant_id)
        .where(LedgerLine.lot_id.in_(ids or [0]), *_live(cut))
        .group_by(LedgerLine.lot_id, LedgerLine.participant_id)
        .having(func.sum(LedgerLine.hours) > 0)
        .subquery()
    )
    persons = select(per_person.c.lot_id, func.count()).group_by(per_person.c.lot_id)
    return dict(db.session.execute(counted).all()), dict(db.session.execute(persons).all())


def _figures(
    lot: Lot, terms: Terms | None, validated: int, persons: int, day: date, cut: Cut | None
) -> LotFigures:
    target = target_at(lot, day, cut)
    found = place(owed_by(target), terms, validated, day) if target is not None else None
    return LotFigures(
        lot, target, validated, found.standing if found else None, persons,
        lot.award.awardee.name if lot.award else None, terms, found,
    )  # fmt: skip


_FOR_FIGURES = (
    selectinload(Lot.targets),
    joinedload(Lot.clause),
    joinedload(Lot.award).joinedload(Award.awardee),
)


def lot_follow_up(actor: Actor, lot_id: int, *, on: date) -> FollowUp | None:
    """The hours of a lot today, for whoever may see it; None before anything is owed."""
    lot = db.session.scalars(
        select(Lot)
        .where(Lot.id == lot_id, within_reach(actor, Permission.MARKET_VIEW, Lot))
        .options(*_FOR_FIGURES, joinedload(Lot.market))
    ).unique().one_or_none()  # fmt: skip
    if lot is None or not lot.targets:
        return None
    [found] = figures_of([lot], on=on)
    summary = summary_of(found, on, pending_on(lot))
    return FollowUp(found, bool(found.validated), summary, _curve(found, on))


def pending_on(lot: Lot) -> int:
    """Hours of a lot that were sent and not decided yet, or that wait for a document or a proof (hundredths)."""
    sent = MonthlyReport.state == ReportState.SUBMITTED
    held = HoursEntry.state.in_((EntryState.PENDING_EVIDENCE, EntryState.PENDING_ELIGIBILITY))
    trains = lot.clause is not None and lot.clause.training_counts
    counted = HoursEntry.worked + HoursEntry.training if trains else HoursEntry.worked
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(counted), 0))
            .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
            .where(MonthlyReport.lot_id == lot.id, UNDECIDED_ENTRY, or_(sent, held))
        )
        or 0
    )


def summary_of(found: LotFigures, on: date, pending: int = 0) -> list[tuple[str, str, str | None]]:
    """The figures of a lot, each with its sentence; its three rates side by side (domain rules 6.3)."""
    standing = found.standing
    rate = formats.percent(standing.hours_rate) if standing and standing.hours_rate is not None else "—"
    time = formats.percent(standing.time_rate) if standing else "—"
    elapsed = words.ELAPSED.format(elapsed=standing.elapsed, total=standing.total) if standing else None
    left = max(0, found.owed - found.validated)
    told = words.LEFT.format(left=formats.hours(left)) if left else words.NOTHING_LEFT
    if found.place and found.place.without_order:
        rate, told = changes.NO_ORDER, changes.NO_ORDER_WHY
    elif found.place and found.place.incalculable:
        rate, told = changes.INCALCULABLE, changes.INCALCULABLE_WHY
    of = words.OUT_OF.format(owed=formats.hours(found.owed), day=formats.day_long(on))
    return [
        (words.VALIDATED, formats.hours(found.validated), of),
        (words.RATE, rate, told),
        *_due_today(found, on, pending),
        (_asked_by(found, on), time, elapsed),
        (words.PEOPLE, formats.number(found.persons), words.PEOPLE_WHAT),
    ]


def _asked_by(found: LotFigures, on: date) -> str:
    """What the hours of a lot are set against: its time, its plan, or the progress of its works."""
    pace = paces.pace_on(found.terms.paces, on) if found.terms else None
    return words.PACES[pace.kind] if pace else words.TIME


def _due_today(found: LotFigures, on: date, pending: int) -> list[tuple[str, str, str | None]]:
    """What is done of what was due by today, and with the hours that wait."""
    due = found.place.due if found.place else 0
    shares = rules.rates(target=found.owed, due=due, validated=found.validated, pending=pending)
    if shares.of_due is None or shares.with_pending is None:
        return [(words.OF_DUE, "—", words.NOTHING_DUE.format(day=formats.day_long(on)))]
    of = words.OF_DUE_TODAY.format(due=formats.hours(due), day=formats.day_long(on))
    waits = words.PENDING.format(pending=formats.hours(pending)) if pending else words.NOTHING_PENDING
    return [
        (words.OF_DUE, formats.percent(shares.of_due), of),
        (words.WITH_PENDING, formats.percent(shares.with_pending), waits),
    ]


def monthly(lot_ids: list[int], cut: Cut | None = None) -> list[Any]:
    """(lot, month, structure, modality, hours) of the ledger at the cut, in order; no person appears."""
    if cut is None:
        return lot_sums.monthly(lot_ids)
    return list(
        db.session.execute(
            select(
                LedgerLine.lot_id,
                LedgerLine.month,
                Organization.name,
                LedgerLine.modality,
                func.sum(LedgerLine.hours),
            )
            .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
            .join(Organization, Organization.id == HoursEntry.employer_id)
            .where(LedgerLine.lot_id.in_(lot_ids or [0]), *_live(cut))
            .group_by(LedgerLine.lot_id, LedgerLine.month, Organization.name, LedgerLine.modality)
            .having(func.sum(LedgerLine.hours) != 0)
            .order_by(LedgerLine.month, LedgerLine.lot_id, LedgerLine.modality, Organization.name)
        )
    )


def _curve(found: LotFigures, on: date) -> Curve | None:
    return curve_by(found, lot_sums.by_month([found.lot.id]).get(found.lot.id, {}), on)


def curve_by(found: LotFigures, by_month: dict[date, int], on: date) -> Curve | None:
    """The curve of a lot whose hours by month are known already; None while it owes nothing."""
    if found.target is None:
        return None
    return curve_of(
        found.lot, target=found.target, owed=found.owed, validated=found.validated, by_month=by_month,
        terms=found.terms, title=finding(found), on=on,
    )  # fmt: skip


def finding(found: LotFigures) -> str:
    """The title of a chart is what it shows."""
    if found.place and found.place.without_order:
        return words.WITHOUT_ORDER.format(number=found.lot.number)
    standing = found.standing
    status = standing.status if standing else ComplianceStatus.NOT_STARTED
    if (
        standing
        and standing.hours_rate is not None
        and standing.elapsed >= standing.total
        and status in words.SHORT
    ):
        return words.ENDED.format(number=found.lot.number, rate=formats.percent(standing.hours_rate))
    return words.FINDINGS[status].format(number=found.lot.number)


def begin_snapshot() -> None:
    """From now on, and until the transaction ends, everything is read as it is at one instant."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":  # SQLite's read transactions are snapshots by themselves
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def market(actor: Actor, market_id: int, permission: Permission) -> Market:
    """A market with its buyer, for a report."""
    return gate.load(actor, permission, Market, market_id, joinedload(Market.buyer))


def lot_ids(of: Any) -> list[int]:
    """The numbers of the lots of a report, market after market."""
    return list(db.session.scalars(select(Lot.id).where(of).order_by(Lot.market_id, Lot.number)))


def lots(ids: list[int]) -> list[Lot]:
    """These lots with what a report says of them, in order; `report_scope.lots_of` says which ones may be read."""
    return list(
        db.session.scalars(
            select(Lot)
            .where(Lot.id.in_(ids))
            .options(
                *_FOR_FIGURES,
                joinedload(Lot.market).joinedload(Market.buyer),
                selectinload(Lot.changes).joinedload(ContractChange.holder_before),
            )
            .order_by(Lot.market_id, Lot.number)
        ).unique()
    )


def holder_at(lot: Lot, cut: Cut) -> Organization | None:
    """Who held the lot at a cut: whoever held it before the first change of holder that came later; None before the award."""
    return holder_then(lot, cut) if awarded_by(lot, cut) else None


def holder_then(lot: Lot, cut: Cut) -> Organization | None:
    """The same of a lot whose award is known anyway, with a clause or without one."""
    if lot.award is None:
        return None
    changed = (one for one in lot.changes if one.holder_before is not None and came_later(one, cut))
    first = next(changed, None)
    return first.holder_before if first is not None else lot.award.awardee


def awarded_by(lot: Lot, cut: Cut) -> bool:
    """Was the award of a lot, which sets its first target, known at the cut?"""
    return any(target.recorded_on <= cut.known_on for target in lot.targets)


def came_later(change: Any, cut: Cut) -> bool:
    """Did a change of contract take effect after the cut, or come to be known after it?"""
    later: bool = change.effective_on > cut.as_of or change.recorded_on > cut.known_on
    return later


def basis_is_fixed(lot: Lot) -> bool:
    return lot.clause is None or lot.clause.hours_basis is HoursBasis.FIXED
