"""How are the lines to check drawn, and what follows from what the check finds?

A draw is kept with its seed: it can be made again, line for line. A report with a line to check waits for the check
before it goes with the others; a gap makes it a report to look at, and brings in the other lines of its declarer,
those that are there and those that come later in the month.
"""

import secrets
from datetime import date, datetime

from sqlalchemy import func, select

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, take_turn
from clauses.actions.hours.held import held_lot
from clauses.domain import sampling
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.kinds_validation import PickResult, PickWay
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.hours import HoursEntry, MonthlyReport
from clauses.models.validation import ControlDraw, ControlPick
from clauses.queries import hours_control, hours_validation
from clauses.reference import rulebook


@action
def draw_control(actor: Actor, month: date, *, seed: int | None = None, now: datetime) -> ControlDraw:
    """Draw the lines to check among the clean ones of a month not drawn yet, by the rate in force; refuses none.

    All the lines of a structure with a gap this month, or at fault at its last check, are taken outside the rate.
    """
    take_turn(f"control-{month}")
    known = hours_control.candidates(hours_validation.month(actor, month).clean, month)
    if not known:
        raise Refused("control_none")
    rule = rulebook.sampling(last_day(month))
    number = secrets.randbelow(2**31) if seed is None else seed
    drawn = sampling.draw([one.candidate for one in known.values() if one.whole is None], rule, number)
    whole = [sampling.Picked(one.candidate, one.whole) for one in known.values() if one.whole is not None]
    draw = ControlDraw(
        month=month, seed=number, rate_bp=rule.rate_bp, lines=len(known),
        hours=sum(one.candidate.hours for one in known.values()), among=[one.id for one in drawn.among],
        among_hours=sum(one.hours for one in drawn.among), drawn_on=civil_day(now), drawn_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(draw)
    db.session.flush()
    for picked in [*whole, *drawn.picked]:
        db.session.add(_pick(draw.id, picked, known[picked.candidate.id].lot_id))
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
    """Record what the check of a line found; on a gap, the other lines of its declarer are to check too.

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


def bring_in(report: MonthlyReport) -> None:
    """The lines of a report that arrives are to check when its month already shows a gap of their structure."""
    lines = {entry.id: entry for entry in report.entries if entry.worked}
    if not lines:
        return
    draws = db.session.execute(
        select(HoursEntry.employer_id, func.min(ControlPick.draw_id))
        .join(ControlPick, ControlPick.entry_id == HoursEntry.id)
        .join(ControlDraw, ControlDraw.id == ControlPick.draw_id)
        .where(
            HoursEntry.employer_id.in_({entry.employer_id for entry in lines.values()}),
            ControlDraw.month == report.month, ControlPick.result == PickResult.GAP,
        )
        .group_by(HoursEntry.employer_id)
    )  # fmt: skip
    at_fault = dict(draws.all())
    if not at_fault:
        return
    known = set(db.session.scalars(select(ControlPick.entry_id).where(ControlPick.entry_id.in_(lines))))
    for entry in lines.values():
        if entry.employer_id in at_fault and entry.id not in known:
            one = sampling.Candidate(entry.id, entry.employer_id, entry.entered_by_id, entry.worked, ())
            picked = sampling.Picked(one, PickWay.EXTENDED)
            db.session.add(_pick(at_fault[entry.employer_id], picked, report.lot_id))
    db.session.flush()


def _others(actor: Actor, pick: ControlPick) -> list[ControlPick]:
    """The other lines of the declarer, clean and not drawn yet."""
    month = pick.draw.month
    take_turn(f"control-{month}")
    known = hours_control.candidates(hours_validation.month(actor, month).clean, month)
    lines = [one.candidate for one in known.values()]
    more = sampling.extended(lines, pick.entry.employer_id, pick.entry.entered_by_id)
    return [_pick(pick.draw_id, picked, known[picked.candidate.id].lot_id) for picked in more]


def _pick(draw_id: int, picked: sampling.Picked, lot_id: int) -> ControlPick:
    one = picked.candidate
    return ControlPick(
        draw_id=draw_id, entry_id=one.id, lot_id=lot_id, way=picked.way, hours=one.hours,
        reasons=[risk.value for risk in one.risks],
    )  # fmt: skip
