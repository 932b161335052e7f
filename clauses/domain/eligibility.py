"""Do the hours of a person count, given what was proven, when, and for how long? (R11)

Eligibility is a picture taken at hiring: a document effective on or before that day. It is then good for 24 months
from the entry in the scheme, every employer together. The functions on the PASS IAE follow the rules of the State.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from clauses.domain.kinds import EmployerKind
from clauses.domain.kinds_eligibility import PassChange
from clauses.domain.values import add_months, last_day

if TYPE_CHECKING:
    from clauses.domain.rules import EligibilityRule

PASS_DAYS = 730  # not 24 calendar months: a leap year makes one day of difference
PRESCRIBER_DIAGNOSIS_MONTHS = 6
EMPLOYER_DIAGNOSIS_DAYS = 92
LEVEL_2_CRITERIA = {
    EmployerKind.AI: 2,
    EmployerKind.ETTI: 2,
    EmployerKind.EI: 3,
    EmployerKind.ACI: 3,
    EmployerKind.EITI: 3,
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A document: the day it takes effect, and whether the resource person has accepted it."""

    effective_on: date
    decided: bool


def proof_in_force(proofs: Iterable[Proof]) -> date | None:
    """The day from which eligibility is proven: that of the earliest accepted document; None while none is."""
    return min((proof.effective_on for proof in proofs if proof.decided), default=None)


@dataclass(frozen=True, slots=True)
class Counting:
    """Whether the hours count. If not: a code, and its facts.

    `proof_pending` may still change; `proof_after_hiring`, `before_entry` and `eligibility_expired` do not.
    """

    counted: bool
    reason: str | None = None
    facts: dict[str, date] = field(default_factory=dict)

    @property
    def pending(self) -> bool:
        return self.reason == "proof_pending"


def window(entry_on: date, rule: "EligibilityRule") -> tuple[date, date]:
    """First and last day, both included, of the validity that begins with the entry in the scheme."""
    return entry_on, add_months(entry_on, rule.window_months) - timedelta(days=1)


def entries(hired: Iterable[date], window_months: int) -> dict[date, date]:
    """The entry in the scheme that each day of hiring belongs to: a new employer within the window never restarts it.

    Somebody proven again once the window is over enters again, that day.
    """
    found: dict[date, date] = {}
    entry: date | None = None
    for day in sorted(set(hired)):
        if entry is None or day >= add_months(entry, window_months):
            entry = day
        found[day] = entry
    return found


def is_proven(effective_on: date, hired_on: date) -> bool:
    """A document counts when it takes effect on the day of hiring or before."""
    return effective_on <= hired_on


def counts(
    *, proof_effective_on: date | None, hired_on: date, month: date, entry_on: date, rule: "EligibilityRule"
) -> Counting:
    """Do the hours of a month count? `proof_effective_on` is that of an accepted document, None while none is.

    The month is the grain: a month that validity covers in part counts whole. The window is judged first, as no
    document can mend it.
    """
    first, last = window(entry_on, rule)
    if month.replace(day=1) > last:
        return Counting(False, "eligibility_expired", {"valid_until": last})
    if last_day(month) < first:
        return Counting(False, "before_entry", {"entry_on": entry_on})
    if proof_effective_on is None:
        return Counting(False, "proof_pending", {"hired_on": hired_on})
    if not is_proven(proof_effective_on, hired_on):
        return Counting(
            False, "proof_after_hiring", {"effective_on": proof_effective_on, "hired_on": hired_on}
        )
    return Counting(True)


@dataclass(frozen=True, slots=True)
class Suspension:
    """A pause of a PASS IAE, both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def pass_end(start: date, suspensions: Sequence[Suspension] = ()) -> date:
    """Last day, included, of a PASS IAE: 730 days from its start, pushed by each day of suspension."""
    return start + timedelta(days=PASS_DAYS - 1 + sum(pause.days for pause in suspensions))


def pass_covers(on: date, start: date, suspensions: Sequence[Suspension] = ()) -> bool:
    """True when the PASS is running on that day, neither over nor suspended."""
    paused = any(pause.first <= on <= pause.last for pause in suspensions)
    return start <= on <= pass_end(start, suspensions) and not paused


@dataclass(frozen=True, slots=True)
class Prolongation:
    """More days at the end of a PASS IAE, both included, and why."""

    kind: PassChange
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def prolonged_end(
    start: date, suspensions: Sequence[Suspension] = (), prolongations: Sequence[Prolongation] = ()
) -> date:
    """Last day, included, of a PASS IAE with everything that moves it."""
    return pass_end(start, suspensions) + timedelta(days=sum(more.days for more in prolongations))


def diagnosis_until(made_on: date, *, by_prescriber: bool) -> date:
    """Until when a diagnosis opens a PASS: 6 months from a prescriber, 92 days from an employer."""
    if by_prescriber:
        return add_months(made_on, PRESCRIBER_DIAGNOSIS_MONTHS)
    return made_on + timedelta(days=EMPLOYER_DIAGNOSIS_DAYS)


def enough_criteria(kind: EmployerKind, level_1: int, level_2: int) -> bool:
    """One criterion of level 1, or two (AI, ETTI) or three (EI, ACI, EITI) of level 2.

    KeyError for an employer that is not a SIAE: its recruits need no such diagnosis.
    """
    return level_1 >= 1 or level_2 >= LEVEL_2_CRITERIA[kind]
