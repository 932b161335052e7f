"""Which clean lines of a month are checked, so that a few find what all would? Weighted by risk, with a known seed.

A line weighs its hours times one plus its risks. Most of the sample is taken by rank (what could cost most); the rest is
drawn so that each declared hour has the same odds: nobody is sure not to be looked at, and what these lines hold tells
what the lines that nobody checks hold (`sampling_estimate`). A gap brings in the other lines of its declarer. The same
lines, the same rate and the same seed give the same sample, on any machine. Hours are hundredths, risks are hundredths.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clauses.domain.kinds_validation import PickWay, Risk
from clauses.domain.rules import SamplingRule
from clauses.domain.values import add_months

FULL_MONTHS = frozenset({15100, 15166, 15167, 15170, 15200})  # how payslips write a month of 35 hours a week
ROUND = 1000  # a multiple of ten hours
JUMP_TENTHS = 15  # half as much again as the month before
SIGNS = (
    Risk.FULL_MONTH,
    Risk.SAME_AS_LAST,
    Risk.ROUND,
)  # what becomes a habit when many lines of a structure carry it
HABIT_LINES = 4  # fewer lines show no habit


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a line before anybody looks at it; `last` is None when there was no month before."""

    hours: int
    last: int | None
    first_month: bool
    refused_before: bool
    typed_by_other: bool
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clean line: its number, who employs, who typed, its hours and its risks."""

    id: int
    structure_id: int
    typed_by_id: int
    hours: int
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    candidate: Candidate
    way: PickWay


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample, in the order of the numbers of its lines, and the lines among which its last part was drawn."""

    picked: list[Picked]
    among: list[Candidate]


def risks(facts: Facts) -> tuple[Risk, ...]:
    """The reasons to look at a line by itself, in the order in which they are told."""
    found = {
        Risk.REFUSED_BEFORE: facts.refused_before,
        Risk.FULL_MONTH: facts.hours in FULL_MONTHS,
        Risk.SAME_AS_LAST: facts.last is not None and facts.last == facts.hours,
        Risk.JUMP: bool(facts.last) and facts.hours * 10 >= (facts.last or 0) * JUMP_TENTHS,
        Risk.FIRST_MONTH: facts.first_month,
        Risk.TYPED_BY_OTHER: facts.typed_by_other,
        Risk.ROUND: facts.hours % ROUND == 0,
        Risk.UNSEEN: facts.unseen,
    }
    return tuple(risk for risk, present in found.items() if present)


def with_habits(lines: Iterable[Candidate], rule: SamplingRule) -> list[Candidate]:
    """The same lines; those that carry a sign which is the habit of their structure in the month say it.

    A round number is nothing; a structure whose every other line is round does not count hours, it rounds them.
    """
    found = list(lines)
    by_structure: dict[int, list[Candidate]] = defaultdict(list)
    for one in found:
        by_structure[one.structure_id].append(one)
    habits = {
        structure_id: {
            sign for sign in SIGNS
            if len(own) >= HABIT_LINES
            and sum(sign in one.risks for one in own) * 10_000 >= rule.habit_from_bp * len(own)
        }
        for structure_id, own in by_structure.items()
    }  # fmt: skip
    return [
        replace(one, risks=(Risk.HABIT, *one.risks)) if habits[one.structure_id] & {*one.risks} else one
        for one in found
    ]


def weight(candidate: Candidate, rule: SamplingRule) -> int:
    """What a line weighs: its hours times one plus its risks (hundredths of an hour times hundredths)."""
    return candidate.hours * (100 + sum(getattr(rule, risk.value) for risk in candidate.risks))


def size(lines: int, rate_bp: int) -> int:
    """How many lines of so many: the rate, rounded up; never none of some."""
    return min(lines, -(-lines * rate_bp // 10_000))


def draw(lines: Iterable[Candidate], rule: SamplingRule, seed: int) -> Drawn:
    """The sample; one line at least is drawn by hour wherever there is one to draw."""
    ordered = sorted(lines, key=lambda one: one.id)
    wanted = size(len(ordered), rule.rate_bp)
    ranked_n = wanted * rule.ranked_bp // 10_000
    ranked = sorted(ordered, key=lambda one: (-weight(one, rule), one.id))[:ranked_n]
    rest = _without(ordered, ranked)
    by_hour = _by_hour(rest, wanted - ranked_n, seed)
    ways = dict.fromkeys((one.id for one in ranked), PickWay.RANKED) | dict.fromkeys(by_hour, PickWay.BY_HOUR)
    return Drawn([Picked(one, ways[one.id]) for one in ordered if one.id in ways], rest)


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks of one structure in one month found."""

    month: date
    lines: int
    gaps: int


def unseen(checks: Iterable[Checks], month: date, rule: SamplingRule) -> bool:
    """Has nobody looked at a line of the structure for months? The month itself counts."""
    since = add_months(month, -rule.unseen_months)
    return not any(since <= one.month <= month and one.lines for one in checks)


def looked_at_whole(checks: Iterable[Checks], month: date, rule: SamplingRule) -> PickWay | None:
    """Why all the lines of a structure are looked at, outside the rate: a gap this month, or too many at its last check.

    As in the control of lots by attributes (ISO 2859-1), the tightened control ends with the first month that passes.
    """
    known = sorted((one for one in checks if one.lines), key=lambda one: one.month)
    if any(one.month == month and one.gaps for one in known):
        return PickWay.EXTENDED
    since = add_months(month, -rule.followed_months)
    before = [one for one in known if since <= one.month < month]
    if not before:
        return None
    last = before[-1]
    at_fault = last.gaps >= rule.followed_gaps and last.gaps * 10_000 >= rule.followed_from_bp * last.lines
    return PickWay.FOLLOWED if at_fault else None


def extended(lines: Iterable[Candidate], structure_id: int, typed_by_id: int) -> list[Picked]:
    """What a gap adds: the lines of the structure and those that whoever typed the wrong one typed for others."""
    return [
        Picked(one, PickWay.EXTENDED)
        for one in sorted(lines, key=lambda one: one.id)
        if structure_id == one.structure_id or typed_by_id == one.typed_by_id
    ]


def _by_hour(lines: Sequence[Candidate], wanted: int, seed: int) -> set[int]:
    """One hour in so many, from a random one on, along the lines in a random order: a line is worth its hours."""
    total = sum(one.hours for one in lines)
    if not wanted or not total:
        return set()
    source = random.Random(seed)  # noqa: S311 - a sample that can be made again, no secret
    shuffled = source.sample(lines, len(lines))
    start = source.randrange(total)
    # Whole numbers only: the hour number k is at (start + k * total) / wanted, and the same on any machine.
    marks = sorted((start + k * total) // wanted for k in range(wanted))
    found, reached, at = set(), 0, 0
    for one in shuffled:
        reached += one.hours
        while at < len(marks) and marks[at] < reached:
            found.add(one.id)
            at += 1
    return found


def _without(lines: Sequence[Candidate], taken: Sequence[Candidate]) -> list[Candidate]:
    gone = {one.id for one in taken}
    return [one for one in lines if one.id not in gone]
