"""What should be done with each project of a yearly programme: a clause, a reserved lot, a grouping, or nothing?

Amounts are cents without tax, rates basis points, hours hundredths. Nothing here is a refusal: an answer is a proposal
with its reasons, and the buyer decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from clauses.domain import sizing
from clauses.domain.rules import ProgrammeRule, SizingRule


class Meaning(StrEnum):
    """What a column of the buyer's own table is for us."""

    TITLE = "title"
    AMOUNT = "amount"
    THOUSANDS = "thousands"  # the same, written in thousands of euros
    START = "start"
    END = "end"
    MONTHS = "months"
    PLACE = "place"
    TRADE = "trade"
    REFERENCE = "reference"
    FREE = "free"
    IGNORED = "ignored"


ONCE = frozenset(Meaning) - {Meaning.FREE, Meaning.IGNORED}  # of these, one column at most


class Answer(StrEnum):
    """What is proposed for a project."""

    CLAUSE = "clause"
    RESERVE = "reserve"
    GROUP = "group"
    TOO_SMALL = "too_small"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Project:
    """One project; `labour_share` is that of its trade, `area` what its place is grouped by."""

    key: int
    amount: int | None = None
    starts_on: date | None = None
    months: int | None = None
    trade: str | None = None
    labour_share: int | None = None
    area: str | None = None
    hourly_cost: int | None = None  # of its trade, else the one of the rule


Reason = tuple[str, Mapping[str, Any]]  # a code and its facts


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to a project: hours proposed, why, and with which others it is grouped."""

    project: Project
    answer: Answer
    hours: int
    reasons: tuple[Reason, ...]
    group: tuple[int, ...] = ()


def judge(projects: Sequence[Project], rule: ProgrammeRule, size: SizingRule) -> list[Judged]:
    """The answer to each project, in their order; small ones are then grouped where together they bear a clause."""
    found = [_alone(one, rule, size) for one in projects]
    groups = _groups([one for one in found if one.answer is Answer.TOO_SMALL], rule)
    return [groups.get(one.project.key, one) for one in found]


def _alone(one: Project, rule: ProgrammeRule, size: SizingRule) -> Judged:
    missing = [name for name, value in (("amount", one.amount), ("trade", one.labour_share)) if not value]
    if missing:
        return Judged(one, Answer.INCOMPLETE, 0, tuple((f"missing_{name}", {}) for name in missing))
    cost = one.hourly_cost or size.hourly_cost_cents
    hours = sizing.effort(
        amount=one.amount or 0, labour_share=one.labour_share or 0, hourly_cost=cost,
        integration_rate=rule.integration_rate_bp, rule=size,
    ).proposed  # fmt: skip
    sized: Reason = (
        "sized",
        {
            "hours": hours,
            "share": one.labour_share,
            "rate": rule.integration_rate_bp,
            "cost": cost,
        },
    )
    if one.trade in rule.reserve_trades and (one.amount or 0) <= rule.reserve_up_to_cents:
        return Judged(one, Answer.RESERVE, hours, (("reserve", {"limit": rule.reserve_up_to_cents}), sized))
    if one.months is not None and one.months < rule.useful_from_months:
        return Judged(one, Answer.TOO_SMALL, hours, (("short", {"months": rule.useful_from_months}), sized))
    if hours < rule.useful_from_hours:
        return Judged(one, Answer.TOO_SMALL, hours, (("small", {"limit": rule.useful_from_hours}), sized))
    return Judged(one, Answer.CLAUSE, hours, (("useful", {"limit": rule.useful_from_hours}), sized))


def _groups(small: Sequence[Judged], rule: ProgrammeRule) -> dict[int, Judged]:
    """Small projects of one trade in one area that start within a few months: each group by its first start."""
    sets: dict[tuple[str, str], list[Judged]] = {}
    for one in small:
        project = one.project
        if project.trade and project.area and project.starts_on:
            sets.setdefault((project.trade, project.area), []).append(one)
    found: dict[int, Judged] = {}
    for alike in sets.values():
        waiting = sorted(alike, key=lambda one: (one.project.starts_on or date.min, one.project.key))
        while waiting:
            first = waiting[0].project.starts_on or date.min
            limit = months_later(first, rule.group_within_months)
            together = [one for one in waiting if (one.project.starts_on or first) < limit]
            waiting = waiting[len(together) :]
            hours = sum(one.hours for one in together)
            if len(together) < 2 or hours < rule.useful_from_hours:
                continue
            keys = tuple(one.project.key for one in together)
            for one in together:
                why: Reason = (
                    "group",
                    {"n": len(together), "hours": hours, "months": rule.group_within_months},
                )
                found[one.project.key] = replace(
                    one, answer=Answer.GROUP, reasons=(why, *one.reasons), group=keys
                )
    return found


def months_later(day: date, months: int) -> date:
    """The 1st of the month that comes so many months after a day's own."""
    rank = day.year * 12 + day.month - 1 + months
    return date(rank // 12, rank % 12 + 1, 1)


COUNTED = frozenset({Answer.CLAUSE, Answer.GROUP})


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """Hours of a month: those of clauses, and beside them those of reserved lots (never added, rule R7-5)."""

    month: date
    clause: int
    reserved: int


def load_by_month(judged: Sequence[Judged]) -> list[MonthLoad]:
    """The hours of every month from the first to the last, each project spread evenly; to the hundredth, exact."""
    months: dict[date, list[int]] = {}
    for one in judged:
        kind = 0 if one.answer in COUNTED else 1 if one.answer is Answer.RESERVE else None
        start, length = one.project.starts_on, one.project.months
        if kind is None or start is None or not length:
            continue
        for rank in range(length):
            share = one.hours * (rank + 1) // length - one.hours * rank // length
            months.setdefault(months_later(start, rank), [0, 0])[kind] += share
    if not months:
        return []
    first, last = min(months), max(months)
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    every = [months_later(first, rank) for rank in range(length)]
    return [MonthLoad(month, *months.get(month, (0, 0))) for month in every]


def undated(judged: Sequence[Judged]) -> int:
    """Hours that stand in no month, for want of a start or a duration."""
    return sum(
        one.hours for one in judged
        if (one.answer in COUNTED or one.answer is Answer.RESERVE)
        and not (one.project.starts_on and one.project.months)
    )  # fmt: skip
