"""How are the lines to check drawn, and what follows from what the check finds?

A draw is kept with its seed: it can be made again, line for line. A report with a line to check waits for the check
before it goes with the others; a gap makes it a report to look at, and brings in the other lines of the structure.
"""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.actions.hours.held import held_lot
from clauses.domain import sampling
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds_validation import PickResult
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.validation import ControlDraw, ControlPick
from clauses.queries import hours_control, hours_validation
from clauses.reference import rulebook


@action
def draw_control(actor: Actor, month: date, *, seed: int | None = None, now: datetime) -> ControlDraw:
    """Draw the lines to check among the clean ones of a month not drawn yet, by the rate in force; refuses none."""
    take_turn(f"control-{month}")
    known = hours_control.candidates(hours_validation.month(actor, month).clean, month)
    if not known:
        raise Refused("control_none")
    rule = rulebook.sampling(last_day(month))
    lines = [candidate for candidate, _ in known.values()]
    draw = ControlDraw(
        month=month, seed=secrets.randbelow(2**31) if seed is None else seed, rate_bp=rule.rate_bp, lines=len(lines),
        hours=sum(one.hours for one in lines), drawn_on=civil_day(now), drawn_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(draw)
    db.session.flush()
    for picked in sampling.draw(lines, rule, draw.seed):
        db.session.add(_pick(draw.id, picked, known[picked.candidate.id][1]))
    db.session.flush()
    journal(actor, "control:draw", draw, now=now, month=month, lines=draw.lines, hours=draw.hours)
    return draw


@action
def check_pick(
    actor: Actor,
    pick_id: int,
    result: PickResult | None,
    right_hours: int | None,
    note: str | None,
    *,
    now: datetime,
) -> tuple[ControlPick, int]:
    """Record what the check of a line found; on a gap, the other lines of the structure are to check too.

    Returns the pick and how many lines it brought in. Refuses a second result, and a gap without its hours and a note.
    """
    lot_id = db.session.scalar(select(ControlPick.lot_id).where(ControlPick.id == pick_id))
    if lot_id is None:
        raise OutOfReach
    held_lot(actor, Permission.HOURS_VALIDATE, lot_id)
    pick = load(actor, Permission.HOURS_VALIDATE, ControlPick, pick_id)
    if pick.result is not None:
        raise IllegalMove("pick_checked")
    if result is None:
        raise Refused("pick_result", field="pick_result")
    if result is PickResult.GAP:
        if right_hours is None or right_hours == pick.hours:
            raise Refused("pick_hours", field="pick_hours", hours=pick.hours)
        if not note:
            raise Refused("pick_note", field="pick_note")
    more = (
        _others(actor, pick) if result is PickResult.GAP else []
    )  # before its report stops being a clean one
    pick.result, pick.note = result, note
    pick.right_hours = right_hours if result is PickResult.GAP else None
    pick.checked_on, pick.checked_by_id = civil_day(now), actor.user_id
    db.session.add_all(more)
    db.session.flush()
    journal(
        actor, "control:check", pick, now=now, lot_id=lot_id, month=pick.draw.month, verdict=result, lines=len(more),
        hours=(pick.right_hours - pick.hours) if pick.right_hours is not None else 0,
    )  # fmt: skip
    return pick, len(more)


def _others(actor: Actor, pick: ControlPick) -> list[ControlPick]:
    """The other lines of the structure, clean and not drawn yet."""
    month = pick.draw.month
    take_turn(f"control-{month}")
    known = hours_control.candidates(hours_validation.month(actor, month).clean, month)
    lines = [candidate for candidate, _ in known.values()]
    more = sampling.extended(lines, (), pick.entry.employer_id)
    return [_pick(pick.draw_id, picked, known[picked.candidate.id][1]) for picked in more]


def _pick(draw_id: int, picked: sampling.Picked, lot_id: int) -> ControlPick:
    one = picked.candidate
    return ControlPick(
        draw_id=draw_id, entry_id=one.id, lot_id=lot_id, way=picked.way, hours=one.hours,
        reasons=[risk.value for risk in one.risks],
    )  # fmt: skip
