"""What may change a lot now, and what would a change do to its hours and to its state?"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access.gate import load, may
from clauses.access.policy import Actor, Permission
from clauses.domain import bases, changes, paces, sizing
from clauses.domain.changes import Owed, Proposal
from clauses.domain.errors import DomainError, Refused, Several
from clauses.domain.kinds import ChangeKind, HoursBasis, LineState, MarketState, PlanState, TrancheKind
from clauses.domain.kinds_clauses import DuePace
from clauses.domain.paces import PaceTerm, ProgressTerm
from clauses.domain.values import months_between
from clauses.extensions import db
from clauses.models.allocation import AllocationPlan, Commitment
from clauses.models.markets import Award, ContractChange, HoursTarget, Lot, Market, Order, Tranche
from clauses.models.people import Organization
from clauses.queries import lot_sums
from clauses.queries.markets.detail import holders, lot_id_of
from clauses.queries.volumes import Place, owed_by, place, terms
from clauses.reference import rulebook

RUNNING = frozenset({MarketState.AWARDED, MarketState.IN_PROGRESS})
WHOLE_BASES = frozenset(
    {HoursBasis.FIXED, HoursBasis.PER_FIRST_PERIOD}
)  # the amount calculated is the contract's


@dataclass(frozen=True, slots=True)
class ChangeFields:
    """What is typed of a change; hours in hundredths, amounts in cents without tax."""

    kind: ChangeKind
    effective_on: date | None
    amount: int | None = None
    hours: int | None = None
    exec_months: int | None = None
    tranche_id: int | None = None
    order_id: int | None = None
    order_amount: int | None = None
    worked_from: date | None = None
    worked: int | None = None
    taken_over: int | None = None
    holder_id: int | None = None
    document: str | None = None
    reason: str | None = None
    pace: DuePace | None = None
    progress: int | None = None  # basis points


@dataclass(frozen=True, slots=True)
class ChangeFile:
    """A lot as its buyer finds it before changing it; `owed` is None before the award."""

    market: Market
    lot: Lot
    kinds: tuple[ChangeKind, ...]
    validated: int
    owed: Owed | None
    since: date | None  # the day of effect of the version in force
    amount: int | None
    terms: bases.Terms | None
    place: Place | None
    tranches: tuple[Tranche, ...]  # optional, not confirmed yet
    orders: tuple[Order, ...]  # not cancelled

    @property
    def hours(self) -> int:
        """What is owed before the change, or the volume of the clause while nothing is."""
        if self.owed is not None:
            return self.owed.hours
        return (self.lot.clause.target_hours or 0) if self.lot.clause else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change leads to."""

    hours_before: int
    hours_after: int
    owed: Owed | None
    amount_after: int | None
    proposal: Proposal | None
    place: Place | None
    holder: Organization | None = None
    tranche: Tranche | None = None
    order: Order | None = None
    schedule: tuple[int, ...] | None = None


def change_file(actor: Actor, market_id: int, number: int, on: date) -> ChangeFile:
    """A lot, for those who record what changes it; raises OutOfReach or Forbidden."""
    lot = load(actor, Permission.AWARD_DECLARE, Lot, lot_id_of(market_id, number), *FOR_A_CHANGE)
    return file_of(lot, on)


FOR_A_CHANGE = (
    joinedload(Lot.market).joinedload(Market.buyer),
    joinedload(Lot.clause),
    selectinload(Lot.targets),
    joinedload(Lot.award).joinedload(Award.awardee),
    selectinload(Lot.changes),
    selectinload(Lot.tranches),
    selectinload(Lot.orders),
    selectinload(Lot.worked),
)


def file_of(lot: Lot, on: date) -> ChangeFile:
    """The same from a lot loaded with `FOR_A_CHANGE`."""
    last = lot.targets[-1] if lot.targets else None
    said = terms(lot)
    validated = lot_sums.validated_on([lot.id]).get(lot.id, 0)
    owed = owed_by(last) if last else None
    tranches = tuple(t for t in lot.tranches if t.kind is TrancheKind.OPTIONAL and not t.confirmed_on)
    orders = tuple(o for o in lot.orders if not o.cancelled_on)
    situation = changes.Situation(
        awarded=lot.award is not None,
        owes=last is not None,
        basis=lot.clause.hours_basis if lot.clause else HoursBasis.FIXED,
        suspended=bool(owed and owed.suspended_on),
        tranches_left=bool(tranches),
        orders_left=bool(orders),
        by_progress=_by_progress(said, on),
        over=lot.market.state not in RUNNING
        or any(one.kind is ChangeKind.TERMINATION for one in lot.changes),
    )
    return ChangeFile(
        market=lot.market, lot=lot, kinds=changes.possible(situation), validated=validated, owed=owed,
        since=last.effective_on if last else None, amount=amount_now(lot), terms=said,
        place=place(owed, said, validated, on) if owed else None, tranches=tranches, orders=orders,
    )  # fmt: skip


def amount_now(lot: Lot) -> int | None:
    """The amount of a lot after its last change, else as awarded, else as estimated; cents without tax."""
    changed = [one.amount_after for one in lot.changes if one.amount_after is not None]
    if changed:
        return changed[-1]
    return (lot.award.amount if lot.award else None) or lot.amount


def outcome(file: ChangeFile, fields: ChangeFields, on: date) -> Outcome:
    """What a change leads to, before it is recorded and as it is; raises what the trade refuses."""
    if fields.kind not in file.kinds:
        raise Refused("change_impossible")
    day = fields.effective_on
    if day is None:
        code = "tranche_date" if fields.kind is ChangeKind.TRANCHE_CONFIRMED else "change_date"
        raise Refused(code, field="amend_date")
    if file.owed is None:
        raise Refused("change_impossible")
    _refuse_day(file, fields.kind, day)
    match fields.kind:
        case ChangeKind.AMENDMENT:
            return _amended(file, file.owed, fields, day, on)
        case ChangeKind.TRANCHE_CONFIRMED:
            return _confirmed(file, file.owed, fields, day, on)
        case ChangeKind.ORDER | ChangeKind.ORDER_CANCELLED:
            return _ordered(file, file.owed, fields, day, on)
        case ChangeKind.HOURS_WORKED:
            return _worked(file, file.owed, fields, day, on)
        case ChangeKind.TERMINATION:
            proposed = changes.at_termination(file.owed, day)
            hours = proposed if fields.hours is None else fields.hours
            length = max(1, min(file.owed.exec_months, months_between(file.owed.exec_start, day) + 1))
            return _told(file, changes.changed(fields.kind, file.owed, day, hours=hours, exec_months=length),
                         on, proposal=Proposal(proposed, proposed, None))  # fmt: skip
        case ChangeKind.PACE:
            return _paced(file, file.owed, fields, day, on)
        case ChangeKind.PROGRESS:
            return _progressed(file, file.owed, fields, day, on)
        case ChangeKind.TRANSFER:
            return _told(file, file.owed, on, holder=_holder(file, fields))
        case _:
            return _told(file, changes.changed(fields.kind, file.owed, day), on)


def _refuse_day(file: ChangeFile, kind: ChangeKind, day: date) -> None:
    award, owed = file.lot.award, file.owed
    if award is not None and day < award.notified_on:
        raise Refused("change_before_notification", field="amend_date", day=award.notified_on)
    if kind is ChangeKind.RESUMPTION and owed and owed.suspended_on and day <= owed.suspended_on:
        raise Refused("resume_early", field="amend_date", day=owed.suspended_on)
    late = kind in (ChangeKind.ORDER, ChangeKind.ORDER_CANCELLED, ChangeKind.HOURS_WORKED, ChangeKind.PACE,
                    ChangeKind.PROGRESS)  # fmt: skip
    if not late and file.since and day < file.since:
        raise Refused("change_early", field="amend_date", day=file.since)


def _amended(file: ChangeFile, owed: Owed, fields: ChangeFields, day: date, on: date) -> Outcome:
    clause, proposal = file.lot.clause, None
    rule = rulebook.sizing(on)
    moves = clause is None or clause.hours_basis not in bases.OPEN_BASES
    if moves and fields.amount and fields.amount != file.amount:
        # The calculation of a year, or of tranches some of which are not confirmed, is not that of the total.
        # Nor is one that leaves out supplies or staff taken over: the hours then follow the amount in proportion.
        whole = clause and clause.hours_basis in WHOLE_BASES and not (clause.base_amount or clause.taken_over)
        sized = clause if whole else None
        proposal = changes.for_amount(
            owed.hours + owed.neutralised, before=file.amount, after=fields.amount, rule=rule,
            labour_share=sized.labour_share if sized else None, hourly_cost=sized.hourly_cost if sized else None,
            integration_rate=sized.integration_rate if sized else None,
        )  # fmt: skip
    hours = fields.hours if moves else None
    if hours is None:
        hours = max(0, proposal.proposed - owed.neutralised) if proposal else owed.hours
    after = changes.changed(fields.kind, owed, day, hours=hours, exec_months=fields.exec_months)
    if after == owed and fields.amount in (None, file.amount):
        raise Refused("change_nothing", field="lot_amount")
    far = (
        proposal
        and fields.hours is not None
        and sizing.must_explain(hours + owed.neutralised, proposal.computed, rule)
    )
    if far and not fields.reason:
        raise Refused("target_deviation", field="amend_note")
    return _told(file, after, on, proposal=proposal, amount=fields.amount)


def _confirmed(file: ChangeFile, owed: Owed, fields: ChangeFields, day: date, on: date) -> Outcome:
    tranche = next((one for one in file.tranches if one.id == fields.tranche_id), None)
    if tranche is None:
        raise Refused("change_tranche", field="tranche")
    after = changes.changed(
        fields.kind, owed, day, hours=owed.hours + tranche.hours, exec_months=fields.exec_months
    )
    return _told(file, after, on, tranche=tranche)


def _ordered(file: ChangeFile, owed: Owed, fields: ChangeFields, day: date, on: date) -> Outcome:
    assert file.terms is not None
    order = None
    if fields.kind is ChangeKind.ORDER:
        if not fields.order_amount or fields.order_amount <= 0:
            raise Refused("order_amount", field="order_amount")
        orders = (*file.terms.orders, bases.OrderTerm(fields.order_amount, day))
    else:
        order = next((one for one in file.orders if one.id == fields.order_id), None)
        if order is None:
            raise Refused("change_order", field="order")
        if day < order.ordered_on:
            raise Refused("order_cancel_early", field="amend_date", day=order.ordered_on)
        orders = tuple(
            replace(term, cancelled_on=day) if row.id == order.id else term
            for row, term in zip(file.lot.orders, file.terms.orders, strict=True)
        )
    return _by_terms(file, owed, replace(file.terms, orders=orders), day, on, order=order)


def _worked(file: ChangeFile, owed: Owed, fields: ChangeFields, day: date, on: date) -> Outcome:
    assert file.terms is not None
    refusals: list[DomainError] = []
    if not fields.worked:
        refusals.append(Refused("worked_hours", field="worked_hours"))
    if fields.worked_from is None or fields.worked_from > day:
        refusals.append(Refused("worked_from", field="worked_from"))
    elif any(one.starts_on <= day and fields.worked_from <= one.ends_on for one in file.lot.worked):
        last = max(one.ends_on for one in file.lot.worked)
        refusals.append(Refused("worked_twice", field="worked_from", day=last))
    if (fields.taken_over or 0) > (fields.worked or 0):
        refusals.append(Refused("worked_taken_over", field="taken_over"))
    if refusals or fields.worked_from is None or fields.worked is None:
        raise Several(refusals)
    term = bases.WorkedTerm(fields.worked_from, day, fields.worked, fields.taken_over or 0)
    return _by_terms(file, owed, replace(file.terms, worked=(*file.terms.worked, term)), day, on)


def _paced(file: ChangeFile, owed: Owed, fields: ChangeFields, day: date, on: date) -> Outcome:
    """The plan is kept as it stands: a plan that changes later changes nothing of what was due."""
    assert file.terms is not None
    if fields.pace is None:
        raise Refused("choose", field="pace")
    schedule: tuple[int, ...] = ()
    if fields.pace is DuePace.PLAN:
        schedule = paces.schedule_of(planned_of(file.lot.id), owed.exec_start, owed.exec_months)
        if not schedule or not schedule[-1]:
            raise Refused("pace_no_plan", field="pace")
    term = PaceTerm(fields.pace, day, schedule)
    said = replace(file.terms, paces=(*file.terms.paces, term))
    return _told(file, owed, on, said=said, schedule=schedule)


def _progressed(file: ChangeFile, owed: Owed, fields: ChangeFields, day: date, on: date) -> Outcome:
    assert file.terms is not None
    if fields.progress is None or not 0 <= fields.progress <= paces.WHOLE:
        raise Refused("progress_share", field="progress")
    if day > on:
        raise Refused("progress_to_come", field="amend_date")
    said = replace(file.terms, progress=(*file.terms.progress, ProgressTerm(day, fields.progress)))
    return _told(file, owed, on, said=said)


def _by_progress(said: bases.Terms | None, on: date) -> bool:
    pace = paces.pace_on(said.paces, on) if said else None
    return pace is not None and pace.kind is DuePace.PROGRESS


def planned_of(lot_id: int) -> list[paces.Planned]:
    """The lines of the settled plan of a lot; empty without one."""
    plan = db.session.scalars(
        select(AllocationPlan)
        .join(Commitment, Commitment.id == AllocationPlan.commitment_id)
        .where(Commitment.lot_id == lot_id, AllocationPlan.state == PlanState.SETTLED)
        .order_by(AllocationPlan.number.desc())
        .limit(1)
        .options(selectinload(AllocationPlan.lines))
    ).one_or_none()
    kept = [one for one in plan.lines if one.state is LineState.ACCEPTED] if plan else []
    return [paces.Planned(one.hours, one.first_month, one.last_month) for one in kept]


def _by_terms(
    file: ChangeFile, owed: Owed, said: bases.Terms, day: date, on: date, order: Order | None = None
) -> Outcome:
    """The volume that follows from orders or from hours worked, once everything recorded has happened."""
    latest = max([day, on, *(one.ordered_on for one in said.orders), *(one.ends_on for one in said.worked)])
    hours = bases.hours_owed(said, exec_start=owed.exec_start, exec_months=owed.exec_months, as_of=latest)
    return _told(file, replace(owed, hours=max(0, hours - owed.neutralised)), on, said=said, order=order)


def _holder(file: ChangeFile, fields: ChangeFields) -> Organization:
    known = {one.id: one for one in holders()}
    chosen = known.get(fields.holder_id or 0)
    if chosen is None:
        raise Refused("change_holder", field="holder")
    if file.lot.award and chosen.id == file.lot.award.awardee_id:
        raise Refused("change_same_holder", field="holder")
    return chosen


def _told(
    file: ChangeFile,
    after: Owed,
    on: date,
    *,
    proposal: Proposal | None = None,
    amount: int | None = None,
    said: bases.Terms | None = None,
    holder: Organization | None = None,
    tranche: Tranche | None = None,
    order: Order | None = None,
    schedule: tuple[int, ...] | None = None,
) -> Outcome:
    if after.hours < file.hours:
        changes.refuse_below_validated(after.hours, file.validated)
    return Outcome(
        hours_before=file.hours, hours_after=after.hours, owed=after, amount_after=amount, proposal=proposal,
        place=place(after, said or file.terms, file.validated, on), holder=holder, tranche=tranche, order=order,
        schedule=schedule or None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LotChanges:
    """What changed a lot since its award, oldest first, and whether this person may record another change."""

    rows: list[ContractChange]
    may_record: bool


def lot_changes(actor: Actor, lot: Lot, on: date) -> LotChanges:
    """The changes of a lot already within reach."""
    rows = db.session.scalars(
        select(ContractChange)
        .where(ContractChange.lot_id == lot.id)
        .order_by(ContractChange.number)
        .options(joinedload(ContractChange.recorded_by), joinedload(ContractChange.holder_after))
    ).all()
    open_to = bool(lot.award and lot.targets and lot.market.state in RUNNING)
    over = any(one.kind is ChangeKind.TERMINATION for one in rows)
    return LotChanges(list(rows), open_to and not over and may(actor, Permission.AWARD_DECLARE, Lot, lot.id))


def change_of(change_id: int) -> ContractChange:
    """A change with its lot, for a message."""
    return db.session.scalars(
        select(ContractChange)
        .where(ContractChange.id == change_id)
        .options(
            joinedload(ContractChange.lot).joinedload(Lot.market).joinedload(Market.buyer),
            joinedload(ContractChange.lot).joinedload(Lot.territory),
            joinedload(ContractChange.lot).joinedload(Lot.award).joinedload(Award.awardee),
            joinedload(ContractChange.holder_before),
        )
    ).one()


def target_of(change: ContractChange) -> HoursTarget | None:
    return db.session.get(HoursTarget, change.target_id) if change.target_id else None
