"""What does each party read of a pool? Its own lots and its own people; the others by name, without a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clauses.access.gate import OutOfReach, may
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import pooling
from clauses.domain.kinds import ReportState, Role
from clauses.domain.kinds_pooling import AgreementSide, AgreementState, PoolState, Unshared
from clauses.domain.values import add_months, last_day, month_of, months_between
from clauses.extensions import db
from clauses.models.hours import HoursEntry, LedgerLine, MonthlyReport, Participant
from clauses.models.markets import Lot
from clauses.models.pooling import HoursPool, PoolAgreement, PooledHours, PoolLot, PoolPart, PoolPerson
from clauses.queries import hours_pooled, hours_pools

EVERYTHING = (Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR)


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot of a pool. Figures are None for whom the lot is somebody else's."""

    lot: Lot
    own: bool
    target: int | None
    share: Fraction | None
    typed: int | None
    counted: int | None
    ceiling: int | None
    moved: bool  # its target is not that of the agreements any more


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement; who signed, on what and why not are for its organization and those who follow the lots."""

    agreement: PoolAgreement
    lots: tuple[Lot, ...]
    full: bool
    may_answer: bool
    own: bool


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of a pool: the hours that this reader may see, and whether they may still be typed."""

    month: date
    typed: int
    counted: int
    may_type: bool


@dataclass(frozen=True, slots=True)
class PoolSheet:
    pool: HoursPool
    lots: list[LotRow]
    agreements: list[AgreementRow]
    months: list[MonthRow]
    people: list[str]  # the names this reader may read
    persons: int
    employers: list[str]
    may_type: bool
    may_end: bool
    whole: bool

    @property
    def waiting(self) -> int:
        return sum(row.agreement.state is AgreementState.ASKED for row in self.agreements)

    @property
    def mine(self) -> AgreementRow | None:
        """The agreement that this reader gives in its own name."""
        return next((row for row in self.agreements if row.own and row.may_answer), None)


@dataclass(frozen=True, slots=True)
class PartCell:
    """What a lot receives from one person in a month."""

    lot: Lot
    hours: int | None
    why: Unshared | None
    state: ReportState | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a pool in a month: what was typed once, and what each lot received."""

    seat: PoolPerson
    name: str
    may_type: bool
    worked: int | None
    training: int | None
    comment: str | None
    parts: list[PartCell]
    decided: bool
    unplaced: int  # hours that no lot may take


@dataclass(frozen=True, slots=True)
class PoolMonth:
    """A month of a pool, seen by one actor."""

    pool: HoursPool
    month: date
    lines: list[PersonLine]
    lots: list[Lot]  # whose parts this reader sees
    others: int
    training: bool
    may_type: bool
    may_correct: bool
    closed: bool  # this reader's own people, but months already sent
    previous: date | None
    following: date | None


def sheet(actor: Actor, pool_id: int, on: date) -> PoolSheet:
    """The whole page of a pool, for whoever sees it."""
    pool = hours_pools.pool(actor, pool_id)
    seen = _seen_lots(actor, pool)
    typed = _sums(actor, pool, seen)
    shown = max(pool.effective_on or pool.starts_on, min(month_of(on), pool.ends_on))
    targets = {one.lot_id: hours_pools.target_on(one.lot, last_day(shown)) for one in pool.lots}
    whole = sum(targets.values())
    follows = may(actor, Permission.POOL_ANSWER, HoursPool, pool_id) and actor.role in EVERYTHING
    lots = [_lot_row(actor, one, seen, typed, targets[one.lot_id], whole, follows) for one in pool.lots]
    answers = set(
        db.session.scalars(
            select(PoolAgreement.id).where(
                PoolAgreement.pool_id == pool_id, within_reach(actor, Permission.POOL_ANSWER, PoolAgreement)
            )
        )
    )
    names = _names(actor, pool)
    types = may(actor, Permission.HOURS_ENTER, HoursPool, pool_id) and bool(_typable(actor, pool))
    return PoolSheet(
        pool=pool, lots=lots, agreements=[_agreement_row(actor, one, pool, answers) for one in pool.agreements],
        months=_months(pool, typed, types, on), people=[names[one.id] for one in pool.people if one.id in names],
        persons=len({one.participant_id for one in pool.people}),
        employers=list(dict.fromkeys(one.employer.name for one in pool.people)), may_type=types,
        may_end=pool.state in (PoolState.PROPOSED, PoolState.ACTIVE)
        and may(actor, Permission.POOL_PROPOSE, HoursPool, pool_id),
        whole=len(seen) == len(pool.lots),
    )  # fmt: skip


def month_sheet(actor: Actor, pool_id: int, month: date, on: date) -> PoolMonth:
    """One month of a pool; a month that it does not share does not exist."""
    pool = hours_pools.pool(actor, pool_id)
    first = pool.effective_on or pool.starts_on
    if not first <= month <= pool.ends_on or month > on:
        raise OutOfReach
    seen = _seen_lots(actor, pool)
    known = hours_pooled.of_month(pool_id, month)
    types = may(actor, Permission.HOURS_ENTER, HoursPool, pool_id)
    corrects = may(actor, Permission.HOURS_VALIDATE, HoursPool, pool_id)
    names, typable = _names(actor, pool), _typable(actor, pool)
    lines = []
    for seat in pool.people:
        own = seat.employer_id == actor.organization_id
        shown = [one for one in pool.lots if one.lot_id in seen or own]
        if not shown or (seat.id not in names and actor.role in (Role.SIAE, Role.COMPANY)):
            continue
        pooled = known.get((seat.participant_id, seat.employer_id))
        lines.append(
            _person_line(seat, names.get(seat.id, ""), pooled, month, shown, types and seat.id in typable)
        )
    lots = [one.lot for one in pool.lots if any(one.lot is cell.lot for line in lines for cell in line.parts)]
    decided = any(line.decided for line in lines)
    shared = _shared_months(pool, on)
    return PoolMonth(
        pool=pool, month=month, lines=lines, lots=lots, others=len(pool.lots) - len(lots),
        training=any(bool(one.lot.clause and one.lot.clause.training_counts) for one in pool.lots),
        may_type=any(line.may_type for line in lines) and not decided, may_correct=corrects and decided,
        closed=decided and not corrects and any(line.may_type for line in lines),
        previous=max((one for one in shared if one < month), default=None),
        following=min((one for one in shared if one > month), default=None),
    )  # fmt: skip


def _seen_lots(actor: Actor, pool: HoursPool) -> set[int]:
    """The lots of a pool whose figures this reader may read: its own; all of them for those who follow or animate."""
    if actor.role in EVERYTHING:
        return {one.lot_id for one in pool.lots}
    if actor.role is Role.BUYER:
        return {one.lot_id for one in pool.lots if one.lot.market.buyer_id == actor.organization_id}
    return {
        one.lot_id for one in pool.lots if one.lot.award and one.lot.award.awardee_id == actor.organization_id
    }


def _typable(actor: Actor, pool: HoursPool) -> set[int]:
    """The people whose hours this actor types: its own, or anybody's for the resource person."""
    if actor.role is Role.RESOURCE_PERSON:
        return {one.id for one in pool.people}
    return {one.id for one in pool.people if one.employer_id == actor.organization_id}


def _names(actor: Actor, pool: HoursPool) -> dict[int, str]:
    """The names that this reader may read, by their place in the pool."""
    ids = {one.participant_id for one in pool.people}
    readable = set(
        db.session.scalars(
            select(Participant.id).where(
                Participant.id.in_(ids), within_reach(actor, Permission.PARTICIPANT_IDENTIFY, Participant)
            )
        )
    )
    return {one.id: one.participant.name for one in pool.people if one.participant_id in readable}


_Sums = dict[tuple[int, date], tuple[int, int]]


def _sums(actor: Actor, pool: HoursPool, seen: set[int]) -> _Sums:
    """(lot, month) -> hours typed and hours that count, of the lots and the people this reader may see."""
    counts = (
        select(func.coalesce(func.sum(LedgerLine.hours), 0))
        .where(LedgerLine.entry_id == HoursEntry.id)
        .correlate(HoursEntry)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            MonthlyReport.lot_id, PooledHours.month, PooledHours.employer_id,
            HoursEntry.worked + HoursEntry.training, counts,
        )
        .join(PoolPart, PoolPart.pooled_id == PooledHours.id)
        .join(HoursEntry, HoursEntry.id == PoolPart.entry_id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(PooledHours.pool_id == pool.id)
    )  # fmt: skip
    found: _Sums = {}
    for lot_id, month, employer_id, hours, counted in rows:
        if lot_id in seen or employer_id == actor.organization_id:
            typed, valid = found.get((lot_id, month), (0, 0))
            found[lot_id, month] = (typed + hours, valid + counted)
    return found


def _lot_row(
    actor: Actor, one: PoolLot, seen: set[int], typed: _Sums, target: int, whole: int, follows: bool
) -> LotRow:  # fmt: skip
    own = one.lot_id in seen
    mine = [sums for (lot_id, _), sums in typed.items() if lot_id == one.lot_id]
    employs = any(seat.employer_id == actor.organization_id for seat in one.pool.people)
    if not own and not employs:
        return LotRow(one.lot, False, None, None, None, None, None, False)
    buys = actor.role is Role.BUYER and one.lot.market.buyer_id == actor.organization_id
    return LotRow(
        lot=one.lot, own=own, target=target, share=Fraction(target, whole) if whole else None,
        typed=sum(hours for hours, _ in mine), counted=sum(valid for _, valid in mine),
        ceiling=one.ceiling if buys or follows or actor.role in EVERYTHING else None, moved=target != one.weight,
    )  # fmt: skip


def _agreement_row(
    actor: Actor, one: PoolAgreement, pool: HoursPool, answers: set[int]
) -> AgreementRow:  # fmt: skip
    own = one.organization_id == actor.organization_id
    return AgreementRow(
        agreement=one,
        lots=tuple(row.lot for row in pool.lots if organization_of(row, one.side) == one.organization_id),
        full=own or one.id in answers or actor.role in EVERYTHING,
        may_answer=one.id in answers
        and pool.state is PoolState.PROPOSED
        and one.state is AgreementState.ASKED,
        own=own,
    )


def organization_of(row: PoolLot, side: AgreementSide) -> int | None:
    """Who answers for a lot on a side: its buyer, or its holder."""
    if side is AgreementSide.BUYER:
        return row.lot.market.buyer_id
    return row.lot.award.awardee_id if row.lot.award else None


def _months(pool: HoursPool, typed: _Sums, types: bool, on: date) -> list[MonthRow]:
    return [
        MonthRow(
            month, sum(hours for (_, one), (hours, _) in typed.items() if one == month),
            sum(valid for (_, one), (_, valid) in typed.items() if one == month), types,
        )
        for month in _shared_months(pool, on)
    ]  # fmt: skip


def _shared_months(pool: HoursPool, on: date) -> Iterable[date]:
    """The months already begun whose hours are shared."""
    if pool.state not in hours_pools.SHARING or pool.effective_on is None:
        return []
    last = min(pool.ends_on, month_of(on))
    return [add_months(pool.effective_on, n) for n in range(months_between(pool.effective_on, last) + 1)]


def _person_line(
    seat: PoolPerson, name: str, pooled: PooledHours | None, month: date, shown: list[PoolLot], may_type: bool
) -> PersonLine:  # fmt: skip
    """The line of a person; a lot that would take no part says why, even before anything is typed."""
    pool = seat.pool
    by_lot = {part.entry.report.lot_id: part for part in pooled.parts} if pooled else {}
    barred = dict(
        zip(
            [one.lot_id for one in pool.lots],
            pooling.unshared(hours_pooled.lots_in(pool, month, without=[pooled.id] if pooled else [])),
            strict=True,
        )
    )
    cells = []
    for one in shown:
        part = by_lot.get(one.lot_id)
        why = barred[one.lot_id] if part is None or not part.weight else None
        cells.append(
            PartCell(
                lot=one.lot, hours=part.entry.worked + part.entry.training if part else None, why=why,
                state=part.entry.report.state if part else None,
            )
        )  # fmt: skip
    entire = len(shown) == len(pool.lots)
    typed = pooled.worked + pooled.training if pooled else 0
    return PersonLine(
        seat=seat, name=name, may_type=may_type, worked=pooled.worked if pooled and entire else None,
        training=pooled.training if pooled and entire else None,
        comment=next((part.entry.comment for part in pooled.parts), None) if pooled and may_type else None,
        parts=cells, decided=any(cell.state not in (None, *hours_pooled.OPEN) for cell in cells),
        unplaced=typed - sum(cell.hours or 0 for cell in cells) if entire else 0,
    )  # fmt: skip


def agreement_document(actor: Actor, agreement_id: int) -> PoolAgreement:
    """The written agreement itself: for the organization that gave it and those who follow the lots."""
    found = db.session.scalars(
        select(PoolAgreement)
        .where(PoolAgreement.id == agreement_id, within_reach(actor, Permission.POOL_VIEW, PoolAgreement))
        .options(joinedload(PoolAgreement.document))
    ).one_or_none()
    if found is None or found.document is None:
        raise OutOfReach
    return found
