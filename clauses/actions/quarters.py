"""Who confirms the figures of a territory for a quarter, and when is the quarter closed?"""

from datetime import date, datetime

from clauses.access import gate
from clauses.access.gate import load_by
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal, next_number, take_turn
from clauses.domain import quarters
from clauses.domain.errors import IllegalMove, Refused
from clauses.extensions import db
from clauses.models.quarters import QuarterConfirmation, QuarterConsolidation
from clauses.models.territory import Territory
from clauses.queries import quarters as queries
from clauses.queries import quarters_public

TURN = "quarter"
LEAST_REASON = 10


@action
def confirm_quarter(
    actor: Actor, quarter: date, code: str, *, seen_hours: int | None, comment: str | None, now: datetime
) -> QuarterConfirmation:
    """Confirm the figures of one's territory, as they are known now; said again, the last one stands.

    Refuses a quarter that is not over or that is closed, a territory without anything to confirm, and figures that are
    no longer those of the page: nobody confirms what they have not read. `seen_hours` in hundredths.
    """
    territory = load_by(actor, Permission.QUARTER_CONFIRM, Territory, Territory.code == code)
    take_turn(TURN)
    _refuse_unless_open(quarter, civil_day(now))
    found = queries.figures(actor, quarter, civil_day(now))
    part = next((one for one in found.parts if one.number == territory.id), None)
    if part is None or part.empty:
        raise Refused("quarter_nothing")
    if seen_hours != part.hours:
        raise Refused("quarter_moved", hours=part.hours)
    of_it = (QuarterConfirmation.quarter == quarter, QuarterConfirmation.territory_id == territory.id)
    made = QuarterConfirmation(
        quarter=quarter, territory_id=territory.id, number=next_number(QuarterConfirmation.number, *of_it),
        hours=part.hours, persons=part.persons, comment=comment, confirmed_on=civil_day(now), confirmed_at=now,
        confirmed_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    journal(actor, "quarter:confirm", territory, now=now, month=quarter, hours=part.hours, number=made.number)
    return made


@action
def close_quarter(
    actor: Actor, quarter: date, *, seen_hours: int | None, reason: str | None, now: datetime
) -> QuarterConsolidation:
    """Close a quarter with the figures known now: they never change again, later corrections go to the next one.

    Refuses a quarter that is not over or that is closed, one whose previous quarter is still open once quarters are
    closed here, figures that are no longer those of the page, and a territory that has not confirmed unless a reason
    is given.
    """
    if reach_of(actor, Permission.QUARTER_CLOSE) is None:
        raise gate.Forbidden
    take_turn(TURN)
    on = civil_day(now)
    _refuse_unless_open(quarter, on)
    last = queries.last_closed()
    if last is not None and quarters.following(last.quarter) != quarter:
        raise Refused("quarter_order", quarter=quarters.following(last.quarter))
    found = queries.figures(actor, quarter, on, public=True)
    if last is None and all(part.empty for part in found.parts):
        raise Refused("quarter_empty")
    if seen_hours != found.total("hours"):
        raise Refused("quarter_moved", hours=found.total("hours"))
    waiting = queries.to_confirm(found)
    if waiting and len((reason or "").strip()) < LEAST_REASON:
        raise Refused("quarter_unconfirmed", field="close_reason", n=len(waiting))
    made = QuarterConsolidation(
        quarter=quarter, figures=quarters_public.to_keep(found), reason=(reason or "").strip() or None, closed_on=on, closed_at=now,
        closed_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journal(
        actor, "quarter:close", made, now=now, month=quarter, hours=found.total("hours"), rows=len(waiting)
    )
    return made


def _refuse_unless_open(quarter: date, on: date) -> None:
    if on < quarters.following(quarter):
        raise IllegalMove("quarter_running", day=quarters.following(quarter))
    closing = queries.closing_of(quarter)
    if closing is not None:
        raise IllegalMove("quarter_closed", day=closing.closed_on)
