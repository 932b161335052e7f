"""Which needs have nothing to share with the others? They are solved apart: hours of one trade never serve another."""

from collections.abc import Sequence
from dataclasses import replace

from clauses.domain.assistant.problem import Plan, Problem


def parts_of(problem: Problem) -> list[tuple[int, ...]]:
    """The needs, in groups that share no room; the smallest first: the time that they leave goes to the others."""
    group = list(range(len(problem.needs)))

    def head(need: int) -> int:
        while group[need] != need:
            group[need] = group[group[need]]
            need = group[need]
        return need

    holder: dict[int, int] = {}
    for option in problem.options:
        if option.room is not None:
            group[head(option.need)] = head(holder.setdefault(option.room, option.need))
    found: dict[int, list[int]] = {}
    for need in range(len(problem.needs)):
        found.setdefault(head(need), []).append(need)
    options = [len(places) for places in problem.by_need]
    return sorted((tuple(one) for one in found.values()), key=lambda one: sum(options[n] for n in one))


def part(problem: Problem, needs: Sequence[int]) -> tuple[Problem, list[int]]:
    """The question of these needs alone, and for each of its options its place in the whole."""
    number = {need: i for i, need in enumerate(needs)}
    places = [place for place, option in enumerate(problem.options) if option.need in number]
    options = tuple(replace(problem.options[p], need=number[problem.options[p].need]) for p in places)
    return replace(problem, needs=tuple(problem.needs[n] for n in needs), options=options), places


def together(problem: Problem, solved: Sequence[tuple[Sequence[int], Sequence[int], Plan]]) -> Plan:
    """One plan of the whole from the plans of its parts: the needs of each, its options' places, its plan."""
    relayed, missing = [0] * len(problem.needs), [0] * len(problem.needs)
    shares = []
    for needs, places, plan in solved:
        shares += [replace(share, option=places[share.option]) for share in plan.shares]
        for i, need in enumerate(needs):
            relayed[need], missing[need] = plan.relayed[i], plan.missing[i]
    key = {place: (option.need, place) for place, option in enumerate(problem.options)}
    return Plan(tuple(sorted(shares, key=lambda s: key[s.option])), tuple(relayed), tuple(missing))
