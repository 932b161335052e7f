"""What did each version of a plan change, why, and what had been answered? Read back long after."""

from dataclasses import dataclass
from datetime import date

from clauses.domain.kinds import PlanState
from clauses.domain.plan import Change, Who, changes
from clauses.models.allocation import AllocationLine, AllocationPlan, Commitment
from clauses.wording import allocation as words
from clauses.wording import formats
from clauses.wording.labels import label


@dataclass(frozen=True, slots=True)
class VersionChange:
    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan beside the one before it; hours in hundredths."""

    number: int
    state: PlanState
    proposed_on: date
    proposed_by: str
    settled_on: date | None
    reason: str | None
    total: int
    changes: list[VersionChange]
    answers: list[tuple[str, str]]  # other figures proposed, and refusals


def who_of(line: AllocationLine, one: Commitment) -> Who:
    """The part of a plan that a line is: the holder, named or not, is one and the same."""
    return (line.modality, None if line.structure_id == one.company_id else line.structure_id)


def answer_words(line: AllocationLine) -> str | None:
    """What a structure answered beyond yes: the other figures it proposed, or why it declined."""
    if line.counter_hours is not None:
        told = [formats.hours(line.counter_hours), words.persons(line.counter_persons or line.persons)]
        months = words.period(line.counter_first, line.counter_last)
        return words.PROPOSES.format(figures=", ".join([*told, months] if months else told))
    return words.DECLINES.format(reason=label(line.decline_reason)) if line.decline_reason else None


def versions_of(one: Commitment) -> list[Version]:
    """The versions of a plan, the latest first, each with what it changed."""
    found, before = [], None
    for plan in sorted(one.plans, key=lambda p: p.number):
        found.append(_version(one, before, plan))
        before = plan
    return list(reversed(found))


def _version(one: Commitment, before: AllocationPlan | None, plan: AllocationPlan) -> Version:
    names = {who_of(line, one): _name(line, one) for p in (before, plan) if p for line in p.lines}
    changed: list[Change] = changes(_shares(one, before), _shares(one, plan)) if before else []
    return Version(
        number=plan.number, state=plan.state, proposed_on=plan.proposed_on, proposed_by=plan.proposed_by.name,
        settled_on=plan.settled_on, reason=plan.reason, total=sum(line.hours for line in plan.lines),
        changes=[VersionChange(names[c.who], c.before, c.after) for c in changed],
        answers=[
            (_name(line, one), told) for line in plan.lines if (told := answer_words(line)) is not None
        ],
    )  # fmt: skip


def _shares(one: Commitment, plan: AllocationPlan | None) -> dict[Who, int]:
    found: dict[Who, int] = {}
    for line in plan.lines if plan else []:
        who = who_of(line, one)
        found[who] = found.get(who, 0) + line.hours
    return found


def _name(line: AllocationLine, one: Commitment) -> str:
    return f"{line.structure.name if line.structure else one.company.name}, {label(line.modality)}"
