"""Which document proves a situation, how old may it be, and which situations are enough for a SIAE?

A document is judged against the first working day of the first contract (domain rules 4.2 and 4.3): what happens to
the person afterwards changes nothing, and nothing here is asked a second time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clauses.domain.eligibility import enough_criteria
from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_eligibility import EligibilityCategory, JobseekerDefinition
from clauses.domain.values import add_months

LONG_TERM_MONTHS, LOOKED_BACK_MONTHS = 12, 18


@dataclass(frozen=True, slots=True)
class Admission:
    """How one situation is proven: the document in French, its greatest age in months (None: none is asked), whether
    it must be valid on the day of hiring, its level for the count of criteria, and who may certify it."""

    proof: str
    months: int | None = None
    valid_on_hiring: bool = False
    level: int | None = None
    certified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Stale:
    """A document too old for one situation: its age limit, and the first day of issue that would have been in time."""

    category: EligibilityCategory
    months: int
    since: date


def oldest_issue(hired_on: date, months: int) -> date:
    """The first day on which a document of less than `months` months may have been issued."""
    return add_months(hired_on, -months) + timedelta(days=1)


def stale(
    category: EligibilityCategory, admission: Admission, *, issued_on: date, hired_on: date
) -> Stale | None:
    """Is a document too old on the day of hiring? One issued later says what was true then and is never too old."""
    if admission.months is None:
        return None
    since = oldest_issue(hired_on, admission.months)
    return Stale(category, admission.months, since) if issued_on < since else None


def admitted(
    categories: Iterable[EligibilityCategory],
    admissions: Mapping[EligibilityCategory, Admission],
    *,
    issued_on: date,
    hired_on: date,
) -> tuple[EligibilityCategory | None, Stale | None]:
    """The first declared situation that a document of that day proves; else the refusal that is nearest to a yes."""
    refusals: list[Stale] = []
    for category in categories:
        admission = admissions.get(category)
        found = stale(category, admission, issued_on=issued_on, hired_on=hired_on) if admission else None
        if found is None:
            return category, None
        refusals.append(found)
    return None, min(refusals, key=lambda one: one.since, default=None)


def criteria(
    categories: Iterable[EligibilityCategory], admissions: Mapping[EligibilityCategory, Admission]
) -> tuple[int, int]:
    """How many criteria of level 1 and of level 2 these situations make."""
    levels = [admissions[one].level for one in set(categories) if one in admissions]
    return levels.count(1), levels.count(2)


def enough_for(
    kind: EmployerKind,
    categories: Iterable[EligibilityCategory],
    admissions: Mapping[EligibilityCategory, Admission],
) -> bool:
    """Would a SIAE of that kind recruit this person on criteria alone? A prescriber is not held to them."""
    return enough_criteria(kind, *criteria(categories, admissions))


def long_term_jobseeker(
    periods: Sequence[tuple[date, date]], on: date, definition: JobseekerDefinition
) -> bool:
    """Was somebody a long-term jobseeker on the day of hiring? `periods` of registration, both days included.

    « Running »: registered without a break for 12 months up to the day before. « Within 18 »: 12 months in all during
    the last 18. The two differ for whoever worked in between.
    """
    eve = on - timedelta(days=1)
    if definition is JobseekerDefinition.RUNNING:
        start = None
        for first, last in sorted(periods, reverse=True):
            reached = eve if start is None else start - timedelta(days=1)
            if last < reached:
                break
            start = first
        return start is not None and add_months(start, LONG_TERM_MONTHS) <= on
    opens = add_months(on, -LOOKED_BACK_MONTHS)
    days: set[int] = set()
    for first, last in periods:
        days.update(range(max(first, opens).toordinal(), min(last, eve).toordinal() + 1))
    return len(days) >= (on - add_months(on, -LONG_TERM_MONTHS)).days
