"""What do the checks of a month, and of the twelve months up to it, say of the lines that nobody checked?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds_validation import PickWay
from clauses.domain.sampling_estimate import Checked, Estimate, Stratum, estimate
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.validation import ControlDraw, ControlPick

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the checks of some months found, and what the lines not checked may hold. Hours too many, hundredths.

    `estimate` is None while lines drawn for it wait for their check: `waiting` of them.
    """

    months: int
    checked: int
    gaps: int
    too_many: int
    waiting: int
    estimate: Estimate | None


def lessons(actor: Actor, month: date) -> list[Lesson]:
    """Of the month, then of the twelve months up to it where others were drawn too; none without a check.

    Only draws that the actor sees whole are counted: a part of a draw tells nothing of its lines.
    """
    first = add_months(month, 1 - MONTHS)
    picks: dict[int, list[ControlPick]] = defaultdict(list)
    for pick in db.session.scalars(
        select(ControlPick)
        .join(ControlDraw, ControlDraw.id == ControlPick.draw_id)
        .where(
            within_reach(actor, Permission.HOURS_VALIDATE, ControlPick),
            ControlDraw.month >= first, ControlDraw.month <= month,
        )
    ):  # fmt: skip
        picks[pick.draw_id].append(pick)
    rows = db.session.execute(
        select(ControlDraw, func.count(ControlPick.id))
        .join(ControlPick, ControlPick.draw_id == ControlDraw.id)
        .where(ControlDraw.id.in_(picks))
        .group_by(ControlDraw.id)
        .order_by(ControlDraw.id)
    )
    draws = [draw for draw, n in rows.all() if n == len(picks[draw.id])]
    of_month = [draw for draw in draws if draw.month == month]
    found = [_lesson(of_month, picks)] if of_month else []
    if len({draw.month for draw in draws}) > 1:
        found.append(_lesson(draws, picks))
    return [one for one in found if one.checked]


def _lesson(draws: Iterable[ControlDraw], picks: dict[int, list[ControlPick]]) -> Lesson:
    known = list(draws)
    checked = [pick for draw in known for pick in picks[draw.id] if pick.result is not None]
    waiting = sum(
        pick.way is PickWay.BY_HOUR and pick.result is None for draw in known for pick in picks[draw.id]
    )
    return Lesson(
        months=len({draw.month for draw in known}),
        checked=len(checked),
        gaps=sum(pick.right_hours is not None for pick in checked),
        too_many=sum(_too_many(pick) for pick in checked),
        waiting=waiting,
        estimate=None if waiting else estimate(_stratum(draw, picks[draw.id]) for draw in known),
    )


def _stratum(draw: ControlDraw, picks: Iterable[ControlPick]) -> Stratum:
    among = set(draw.among)
    checked = [pick for pick in picks if pick.entry_id in among and pick.result is not None]
    return Stratum(
        hours=draw.among_hours,
        drawn=tuple(Checked(pick.hours, _too_many(pick)) for pick in checked if pick.way is PickWay.BY_HOUR),
        found_beside=sum(_too_many(pick) for pick in checked if pick.way is not PickWay.BY_HOUR),
        unchecked=max(0, draw.among_hours - sum(pick.hours for pick in checked)),
    )


def _too_many(pick: ControlPick) -> int:
    return 0 if pick.right_hours is None else max(0, pick.hours - pick.right_hours)
