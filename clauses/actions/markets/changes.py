"""What changes a contract once it is awarded, and which version of what is owed follows?"""

from datetime import date, datetime

from sqlalchemy import delete, select

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, next_number, record
from clauses.actions.markets.consortium import take_over
from clauses.actions.parties import make_party
from clauses.domain.errors import Refused
from clauses.domain.events import TargetAmended
from clauses.domain.kinds import ChangeKind, PartyCapacity
from clauses.extensions import db
from clauses.models.allocation import Commitment
from clauses.models.markets import ContractChange, HoursTarget, Lot, LotParty, Order, WorkedHours
from clauses.queries.markets.changes import FOR_A_CHANGE, ChangeFields, ChangeFile, Outcome, file_of, outcome
from clauses.wording import formats
from clauses.wording.changes import NAMES
from clauses.wording.labels import label
from clauses.wording.sentences import written

NO_VERSION = frozenset({ChangeKind.TRANSFER, ChangeKind.PACE, ChangeKind.PROGRESS})


@action
def record_change(
    actor: Actor, lot_id: int, fields: ChangeFields, *, seen_version: int | None, now: datetime
) -> ContractChange:
    """Record an amendment, a tranche, an order… : a dated row, and a new version of the target beside the old ones."""
    lot = load(actor, Permission.AWARD_DECLARE, Lot, lot_id, *FOR_A_CHANGE)
    check_version(lot, seen_version)
    on = civil_day(now)
    file = file_of(lot, on)
    found = outcome(file, fields, on)
    if fields.effective_on is None:  # held by outcome()
        raise Refused("change_date", field="amend_date")
    change = _row(actor, file, fields, found, fields.effective_on, now)
    _apply(file, fields, found, change, fields.effective_on, on)
    if fields.kind not in NO_VERSION and found.owed is not None:
        change.target_id = _version(actor, file, found, change.label, fields.effective_on, on).id
    lot.changes.append(change)
    db.session.flush()
    journal(
        actor, "lot:change", lot, now=now, lot_id=lot.id, kind=str(change.kind), reason=change.label,
        before=found.hours_before, hours=found.hours_after, months_before=change.months_before,
        months=change.months_after, amount_before=change.amount_before, amount=change.amount_after,
        effective_on=change.effective_on.isoformat(),
    )  # fmt: skip
    if (
        change.kind is not ChangeKind.PROGRESS
    ):  # noted each month: it is read on the lot, nobody is written to
        record(TargetAmended(change.id), now=now)
    return change


def _row(
    actor: Actor, file: ChangeFile, fields: ChangeFields, found: Outcome, day: date, now: datetime
) -> ContractChange:
    number = next_number(ContractChange.number, ContractChange.lot_id == file.lot.id)
    same = sum(1 for one in file.lot.changes if one.kind is fields.kind)
    return ContractChange(
        number=number,
        kind=fields.kind,
        label=written(
            NAMES[fields.kind], n=found.order.number if found.order else same + 1, day=day,
            what=_what(fields, found),
        ),
        effective_on=day,
        recorded_on=civil_day(now),
        recorded_at=now,
        recorded_by_id=actor.user_id,
        amount_before=file.amount,
        amount_after=found.amount_after,
        hours_before=found.hours_before,
        hours_after=found.hours_after,
        months_before=file.owed.exec_months if file.owed else None,
        months_after=found.owed.exec_months if found.owed else None,
        computed_hours=found.proposal.computed if found.proposal else None,
        proposed_hours=found.proposal.proposed if found.proposal else None,
        holder_before_id=file.lot.award.awardee_id if found.holder and file.lot.award else None,
        holder_after_id=found.holder.id if found.holder else None,
        document=fields.document,
        reason=fields.reason,
        tranche_id=found.tranche.id if found.tranche else None,
        order_id=found.order.id if found.order else None,
        pace=fields.pace if fields.kind is ChangeKind.PACE else None,
        schedule=list(found.schedule) if found.schedule else None,
        progress=fields.progress if fields.kind is ChangeKind.PROGRESS else None,
    )  # fmt: skip


def _what(fields: ChangeFields, found: Outcome) -> str:
    """What the name of the change says besides its kind: the tranche, the pace, the part of the works."""
    if fields.kind is ChangeKind.PACE and fields.pace:
        return label(fields.pace)
    if fields.kind is ChangeKind.PROGRESS and fields.progress is not None:
        return formats.rate(fields.progress)
    return found.tranche.label if found.tranche else ""


def _apply(
    file: ChangeFile, fields: ChangeFields, found: Outcome, change: ContractChange, day: date, on: date
) -> None:
    """What the change does besides the target."""
    lot = file.lot
    match fields.kind:
        case ChangeKind.TRANCHE_CONFIRMED if found.tranche:
            found.tranche.confirmed_on = day
        case ChangeKind.ORDER:
            order = Order(
                number=next_number(Order.number, Order.lot_id == lot.id), reference=fields.document,
                amount=fields.order_amount or 0, ordered_on=day, recorded_on=on,
            )  # fmt: skip
            lot.orders.append(order)
            db.session.flush()
            change.order_id = order.id
        case ChangeKind.ORDER_CANCELLED if found.order:
            found.order.cancelled_on, found.order.cancel_recorded_on = day, on
        case ChangeKind.HOURS_WORKED:
            lot.worked.append(
                WorkedHours(starts_on=fields.worked_from or day, ends_on=day, hours=fields.worked or 0,
                            taken_over=fields.taken_over or 0, recorded_on=on)
            )  # fmt: skip
        case ChangeKind.PACE if lot.clause:
            lot.clause.paced = True
        case ChangeKind.TRANSFER if found.holder and lot.award:
            _hand_over(lot, found.holder.id, day)
        case _:
            pass


def _version(actor: Actor, file: ChangeFile, found: Outcome, label: str, day: date, on: date) -> HoursTarget:
    """A new version of what is owed; it never takes effect before the one it follows."""
    owed = found.owed
    assert owed is not None
    target = HoursTarget(
        number=len(file.lot.targets) + 1, hours=owed.hours, exec_start=owed.exec_start, exec_months=owed.exec_months,
        suspended_on=owed.suspended_on, suspended_days=owed.suspended_days, neutralised=owed.neutralised,
        effective_on=max(day, file.since or day), recorded_on=on, reason=label, recorded_by_id=actor.user_id,
    )  # fmt: skip
    file.lot.targets.append(target)
    db.session.flush()
    return target


def _hand_over(lot: Lot, holder_id: int, day: date) -> None:
    """The new holder takes the lot, its commitment and its history; the former one no longer acts on it."""
    assert lot.award is not None
    former = lot.award.awardee_id
    lot.award.awardee_id = holder_id
    take_over(lot.award, former, holder_id, day)
    db.session.execute(
        delete(LotParty).where(
            LotParty.lot_id == lot.id, LotParty.organization_id == former,
            LotParty.capacity == PartyCapacity.AWARDEE,
        )
    )  # fmt: skip
    make_party(lot.id, holder_id, PartyCapacity.AWARDEE, day)
    for commitment in db.session.scalars(select(Commitment).where(Commitment.lot_id == lot.id)):
        commitment.company_id = holder_id
    db.session.flush()
    db.session.expire(lot.award, ["awardee"])
