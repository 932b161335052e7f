"""How does the administration date a value of a rule? It adds one; nothing recorded is ever changed."""

from datetime import datetime

from clauses.access.gate import Forbidden
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.domain import parameters as rules
from clauses.extensions import db
from clauses.models.administration import ParameterValue
from clauses.queries import parameters


@action
def record_parameter(actor: Actor, new: rules.NewParameter, *, now: datetime) -> ParameterValue:
    """Add a dated value; the facts of before its day keep the rule they were judged by."""
    if reach_of(actor, Permission.PARAMETER_EDIT) is None:
        raise Forbidden
    take_turn("parameters")
    on = civil_day(now)
    before = parameters.standing(new.rule, max(on, new.effective_from))
    rules.check(new, on=on, standing=before)
    row = ParameterValue(
        rule=new.rule, name=new.name, value=new.value, effective_from=new.effective_from, reason=new.reason,
        recorded_on=on, recorded_at=now, recorded_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    journal(
        actor, "parameter:record", row, now=now, rule=new.rule, name=new.name, before=before[new.name],
        after=new.value, effective_from=new.effective_from,
    )  # fmt: skip
    return row
