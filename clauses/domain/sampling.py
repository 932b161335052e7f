"""Which clean lines of a month are checked, so that a few find what all would? Weighted by risk, with a known seed.

A line weighs its hours times one plus its risks. Part of the sample is taken by rank (what could cost most), part drawn
with odds that follow the weights, part drawn with equal odds: nobody is sure not to be looked at. The same lines, the
same rate and the same seed give the same sample, on any machine. Hours are hundredths, risks are hundredths.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clauses.domain.kinds_validation import PickWay, Risk
from clauses.domain.rules import SamplingRule

FULL_MONTHS = frozenset({15100, 15166, 15167, 15170, 15200})  # how payslips write a month of 35 hours a week
ROUND = 1000  # a multiple of ten hours
JUMP_TENTHS = 15  # half as much again as the month before


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a line before anybody looks at it; `last` is None when there was no month before."""

    hours: int
    last: int | None
    first_month: bool
    refused_before: bool
    typed_by_other: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clean line: its number, its structure, its hours and its risks."""

    id: int
    structure_id: int
    hours: int
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    candidate: Candidate
    way: PickWay


def risks(facts: Facts) -> tuple[Risk, ...]:
    """The reasons to look at a line, in the order in which they are told."""
    found = {
        Risk.REFUSED_BEFORE: facts.refused_before,
        Risk.FULL_MONTH: facts.hours in FULL_MONTHS,
        Risk.SAME_AS_LAST: facts.last is not None and facts.last == facts.hours,
        Risk.JUMP: bool(facts.last) and facts.hours * 10 >= (facts.last or 0) * JUMP_TENTHS,
        Risk.FIRST_MONTH: facts.first_month,
        Risk.TYPED_BY_OTHER: facts.typed_by_other,
        Risk.ROUND: facts.hours % ROUND == 0,
    }
    return tuple(risk for risk, present in found.items() if present)


def weight(candidate: Candidate, rule: SamplingRule) -> int:
    """What a line weighs: its hours times one plus its risks (hundredths of an hour times hundredths)."""
    return candidate.hours * (100 + sum(getattr(rule, risk.value) for risk in candidate.risks))


def size(lines: int, rate_bp: int) -> int:
    """How many lines of so many: the rate, rounded up; never none of some."""
    return min(lines, -(-lines * rate_bp // 10_000))


def draw(lines: Iterable[Candidate], rule: SamplingRule, seed: int) -> list[Picked]:
    """The sample, in the order of the numbers of the lines."""
    ordered = sorted(lines, key=lambda one: one.id)
    wanted = size(len(ordered), rule.rate_bp)
    ranked_n = wanted * rule.ranked_bp // 10_000
    equal_n = wanted * rule.equal_bp // 10_000
    source = random.Random(seed)  # noqa: S311 - a sample that can be made again, no secret
    ranked = sorted(ordered, key=lambda one: (-weight(one, rule), one.id))[:ranked_n]
    rest = _without(ordered, ranked)
    # A key of u^(1/w) for each, the highest first: a draw without replacement that follows the weights.
    keys = {one.id: source.random() ** (1 / max(1, weight(one, rule))) for one in rest}
    weighted = sorted(rest, key=lambda one: (-keys[one.id], one.id))[: wanted - ranked_n - equal_n]
    left = _without(rest, weighted)
    equal = source.sample(left, min(equal_n, len(left)))
    ways = {
        **{one.id: PickWay.RANKED for one in ranked},
        **{one.id: PickWay.WEIGHTED for one in weighted},
        **{one.id: PickWay.EQUAL for one in equal},
    }
    return [Picked(one, ways[one.id]) for one in ordered if one.id in ways]


def extended(lines: Iterable[Candidate], picked: Iterable[int], structure_id: int) -> list[Picked]:
    """What a gap adds: the lines of the same structure that were not picked."""
    known = set(picked)
    return [
        Picked(one, PickWay.EXTENDED)
        for one in sorted(lines, key=lambda one: one.id)
        if one.structure_id == structure_id and one.id not in known
    ]


def _without(lines: Sequence[Candidate], taken: Sequence[Candidate]) -> list[Candidate]:
    gone = {one.id for one in taken}
    return [one for one in lines if one.id not in gone]
