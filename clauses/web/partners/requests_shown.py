"""What do the pages of requests print? Ready words: the clock of each, its answer, what it would cost in hours."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from flask import url_for

from clauses.domain.kinds_requests import RequestStepKind
from clauses.domain.values import half_up, months, months_between
from clauses.queries import capacity
from clauses.queries.partner_requests import Request, SoughtLot, Step
from clauses.reference import trades
from clauses.wording import requests as words
from clauses.wording.labels import label


@dataclass(frozen=True, slots=True)
class Line:
    """A request in one line of a list."""

    one: Request
    url: str
    sought: str
    asked: str  # hours and period
    period: str
    clock: str
    answer: str  # what the structure offers or why it declines
    message: str | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request asks of a structure each month, beside what is left to it in that trade; hours in hundredths."""

    each_month: int
    months: int
    trade: str
    left: int | None  # over all these months, what is already allocated taken off; None when it said nothing
    allocated: int
    tight: tuple[date, ...]  # the months in which less is left than what is asked


def line_of(one: Request) -> Line:
    return Line(
        one, url_for("partners.one_request", partner_request_id=one.id), words.sought(one.kinds),
        words.offer(one.hours, None, one.first_month, one.last_month), words.period(one.first_month, one.last_month),
        words.clock(one.standing, one.silent_days, one.reply_by, one.days_left), _answer(one.answer),
        one.answer.message if one.answer else None,
    )  # fmt: skip


def _answer(step: Step | None) -> str:
    if step is None:
        return ""
    if step.reason is not None:
        return label(step.reason)
    return words.offer(step.hours, step.way, step.first_month, step.last_month)


def by_lot(found: list[Request]) -> list[tuple[SoughtLot, list[Line]]]:
    """The requests of each lot together, the lot of the latest one first."""
    order = {lot_id: rank for rank, lot_id in enumerate(dict.fromkeys(one.lot.id for one in found))}
    ordered = sorted(found, key=lambda one: order[one.lot.id])
    return [
        (rows[0].lot, [line_of(one) for one in rows])
        for rows in (list(group) for _, group in groupby(ordered, key=lambda one: one.lot.id))
    ]


def steps_of(one: Request) -> list[dict[str, Any]]:
    """What happened, as a timeline; each answer with what it said."""
    return [
        {"what": label(step.kind), "when": step.at, "who": None, "detail": _detail(step)}
        for step in one.steps
    ]


def _detail(step: Step) -> str:
    told = _answer(step) if step.kind is not RequestStepKind.SENT else ""
    return " ".join(part for part in (f"{told}." if told else "", step.message or "") if part)


def cost_of(one: Request, on: date) -> Cost | None:
    """What a request would take of the structure's hours, spread evenly over its months."""
    if not one.hours or not one.first_month or not one.last_month:
        return None
    asked = months(one.first_month, months_between(one.first_month, one.last_month) + 1)
    each = half_up(Fraction(one.hours, len(asked)))
    known = {trade.code: trade.label for trade in trades.trades(on)}
    code = one.lot.trade or ""
    found = capacity.available([one.structure.id], asked, trades={code}).get(one.structure.id)
    tight = (
        tuple(month.month for month in found.months if month.left is not None and month.left < each)
        if found
        else ()
    )
    return Cost(
        each,
        len(asked),
        known.get(code, ""),
        found.left if found else None,
        found.allocated if found else 0,
        tight,
    )
