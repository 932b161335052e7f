"""Months of hours as they could be declared, with what is wrong in them: on what does the sampling of lines stand?

What is supposed, and nothing else. A territory of some structures, each with the same 5 to 15 people every month. One
structure in seven (`careless`) declares half of its lines wrong, always in its own manner: a full month of a payslip,
the month before copied when it was higher, a number rounded up to the next tens, or 3 to 40 hours more with nothing to
be seen. Elsewhere two lines in a hundred are wrong, in any manner. Right lines look wrong too: 3 % are a true full time,
15 % are round, 3 % repeat the month before. A check always finds what is wrong, and changes nothing in what is declared
later. No figure here was measured on real declarations: none are public.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.domain.kinds_validation import PickWay
from clauses.domain.rules import SamplingRule
from clauses.domain.sampling import (
    Candidate,
    Checks,
    Facts,
    draw,
    extended,
    looked_at_whole,
    risks,
    unseen,
    with_habits,
)
from clauses.domain.sampling_estimate import Checked, Stratum
from clauses.domain.values import add_months

MANNERS = ("full", "copied", "rounded", "padded")
BEGIN = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    structure: int
    hours: int
    last: int | None
    too_many: int


@dataclass(frozen=True, slots=True)
class Supposed:
    careless: float = 0.15
    wrong_there: float = 0.5
    wrong_elsewhere: float = 0.02
    structures: int = 60
    manners: Sequence[str] = MANNERS


def declared(seed: int, months: int, world: Supposed) -> list[list[Line]]:
    """The lines of each month."""
    chance = random.Random(seed)
    structures = [
        (
            chance.choice(world.manners) if chance.random() < world.careless else None,
            [chance.randrange(700, 14000, 25) for _ in range(chance.randint(5, 15))],
        )
        for _ in range(world.structures)
    ]
    last: dict[tuple[int, int], int] = {}
    found = []
    for month in range(months):
        lines: list[Line] = []
        for number, (manner, people) in enumerate(structures):
            for person, usual in enumerate(people):
                before = last.get((number, person))
                true = _worked(chance, usual, before)
                hours = true
                if chance.random() < (world.wrong_there if manner else world.wrong_elsewhere):
                    hours = _wrong(chance, manner or chance.choice(MANNERS), true, before)
                last[number, person] = hours
                lines.append(Line(month * 10_000 + len(lines), number, hours, before, max(0, hours - true)))
        found.append(lines)
    return found


def _worked(chance: random.Random, usual: int, before: int | None) -> int:
    true = max(300, min(15100, usual + chance.randrange(-4000, 4000, 25)))
    if chance.random() < 0.03:
        return 15167
    if chance.random() < 0.15:
        return max(1000, true // 1000 * 1000)
    return before if before and chance.random() < 0.03 else true


def _wrong(chance: random.Random, manner: str, true: int, before: int | None) -> int:
    if manner == "full":
        return max(true, 15167)
    if manner == "copied" and before and before > true:
        return before
    if manner == "rounded":
        return -(-true // 1000) * 1000 + 1000 * chance.randint(0, 1)
    return true + chance.randrange(300, 4000, 25)


@dataclass(slots=True)
class Month:
    """What the control of a month looked at and found; hours too many in hundredths."""

    lines: int
    sampled: int
    checked: int
    hours: int
    wrong: int
    wrong_sampled: int
    wrong_checked: int
    stratum: Stratum

    @property
    def hidden(self) -> int:
        return self.wrong - self.wrong_checked


@dataclass(slots=True)
class Controlled:
    """The control of months one after the other, each knowing what the checks of those before found."""

    rule: SamplingRule
    seed: int
    checks: dict[int, list[Checks]] = field(default_factory=dict)

    def month(self, number: int, lines: list[Line]) -> Month:
        on = add_months(BEGIN, number)
        known = {line.id: line for line in lines}
        candidates = with_habits([self._candidate(line, on) for line in lines], self.rule)
        of = {one.id: one for one in candidates}
        whole = {one.id for one in candidates if self._whole(one.structure_id, on)}
        drawn = draw([one for one in candidates if one.id not in whole], self.rule, self.seed * 1000 + number)
        sampled = whole | {picked.candidate.id for picked in drawn.picked}
        checked = set(sampled)
        for structure in {known[n].structure for n in sampled if known[n].too_many}:
            checked |= {picked.candidate.id for picked in extended(candidates, structure, structure)}
        for structure in sorted({known[n].structure for n in checked}):
            own = [known[n] for n in checked if known[n].structure == structure]
            self.checks.setdefault(structure, []).append(
                Checks(on, len(own), sum(line.too_many > 0 for line in own))
            )
        among = {one.id for one in drawn.among}
        by_hour = {picked.candidate.id for picked in drawn.picked if picked.way is PickWay.BY_HOUR}
        stratum = Stratum(
            hours=sum(of[n].hours for n in among),
            drawn=tuple(Checked(known[n].hours, known[n].too_many) for n in sorted(by_hour)),
            found_beside=sum(known[n].too_many for n in (checked & among) - by_hour),
            unchecked=sum(of[n].hours for n in among - checked),
        )
        return Month(
            len(lines), len(sampled), len(checked), sum(line.hours for line in lines),
            sum(line.too_many for line in lines), sum(known[n].too_many for n in sampled),
            sum(known[n].too_many for n in checked), stratum,
        )  # fmt: skip

    def _candidate(self, line: Line, on: date) -> Candidate:
        checks = self.checks.get(line.structure, [])
        refused = any(one.gaps for one in checks if one.month >= add_months(on, -12))
        facts = Facts(line.hours, line.last, False, refused, False, unseen(checks, on, self.rule))
        return Candidate(line.id, line.structure, line.structure, line.hours, risks(facts))

    def _whole(self, structure: int, on: date) -> bool:
        return looked_at_whole(self.checks.get(structure, []), on, self.rule) is not None


def controlled(seed: int, months: int, world: Supposed, rule: SamplingRule) -> list[Month]:
    """So many months declared and controlled, one after the other."""
    control = Controlled(rule, seed)
    return [control.month(number, lines) for number, lines in enumerate(declared(seed, months, world))]
