"""How is a new value of the calculation recorded for the region: from which day, and why?"""

from datetime import datetime, timedelta

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.domain.errors import Refused
from clauses.domain.references import NewValue, ReferenceKind, check
from clauses.extensions import db
from clauses.models.references import ReferenceValue
from clauses.queries.reference_values import values_on
from clauses.reference import trades

LONGEST = timedelta(days=5 * 366)  # beyond, it is a slip of the keyboard


@action
def record_reference(
    actor: Actor, kind: ReferenceKind, trade: str | None, new: NewValue, *, now: datetime
) -> ReferenceValue:
    """Write a value that takes effect from a day on; those before stay, and no calculation already kept changes."""
    if reach_of(actor, Permission.REFERENCE_EDIT) is None:
        raise Forbidden
    on = civil_day(now)
    take_turn(f"reference {kind.value} {trade}")
    if trade is None and kind is ReferenceKind.LABOUR_SHARE:
        raise Refused("trade_unknown")
    if trade is not None and trades.trade(trade, on) is None:
        raise Refused("trade_unknown")
    if new.effective_from > on + LONGEST:
        raise Refused("reference_far", field="ref_from")
    standing = values_on(max(on, new.effective_from)).in_force(kind, trade)
    own = kind is ReferenceKind.LABOUR_SHARE or trade is None or _own(trade, new)
    check(kind, new, on=on, before=standing.value if standing and own else None)
    row = ReferenceValue(
        kind=kind, trade=trade, value=new.value, effective_from=new.effective_from, reason=new.reason,
        recorded_on=on, recorded_at=now, recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(row)
    journal(
        actor, "reference:record", row, now=now, kind=kind, trade=trade, value=new.value,
        effective_from=new.effective_from.isoformat(), before=standing.value if standing else None,
    )  # fmt: skip
    return row


def _own(trade: str, new: NewValue) -> bool:
    """A trade may take for its own the cost that every trade has today: it will then keep it."""
    return values_on(new.effective_from).has_own_cost(trade)
