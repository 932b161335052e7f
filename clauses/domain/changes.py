"""What may change a contract, and what does each change do to the hours owed? (domain rules 6.5, R19)

A change makes a new version of what is owed, with its day of effect; nothing is rewritten. Prices that are revised
change nothing. Hours are hundredths, amounts cents without tax.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from clauses.domain import sizing
from clauses.domain.bases import OPEN_BASES
from clauses.domain.compliance import elapsed_months
from clauses.domain.errors import Refused
from clauses.domain.kinds import ChangeKind, HoursBasis
from clauses.domain.values import add_months, half_up, months_between

if TYPE_CHECKING:
    from clauses.domain.rules import SizingRule

_HOUR = 100


@dataclass(frozen=True, slots=True)
class Owed:
    """A version of what is owed: hours over `exec_months`, and the days during which time did not run."""

    hours: int
    exec_start: date
    exec_months: int
    suspended_on: date | None = None
    suspended_days: int = 0
    neutralised: int = 0  # already taken off `hours` (R18)

    @property
    def last_day(self) -> date:
        """The last day of execution, suspensions that ended added."""
        after = add_months(self.exec_start, self.exec_months) + timedelta(days=self.suspended_days)
        return after - timedelta(days=1)

    @property
    def length(self) -> int:
        """How many months the execution takes, with those of the suspensions that ended."""
        if not self.suspended_days:
            return self.exec_months
        return max(self.exec_months, months_between(self.exec_start, self.last_day) + 1)

    def elapsed(self, as_of: date) -> int:
        """Full months of execution gone by at the end of a day, suspensions left out."""
        return elapsed_months(
            self.exec_start, self.exec_months, as_of, self.suspended_on, self.suspended_days
        )


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a lot stands when something changes it."""

    awarded: bool
    owes: bool  # a first version of what is owed exists
    basis: HoursBasis
    suspended: bool = False
    tranches_left: bool = False
    orders_left: bool = False
    by_progress: bool = False  # its hours become due as the works advance
    over: bool = False  # terminated, or the market is closed


def possible(lot: Situation) -> tuple[ChangeKind, ...]:
    """The changes that make sense now, the usual one first; empty when nothing may change the contract.

    Before the award there is no contract: a published market is rectified, for all its readers.
    """
    if not lot.awarded or not lot.owes or lot.over:
        return ()
    found = [ChangeKind.AMENDMENT]
    if lot.basis is HoursBasis.PER_TRANCHE and lot.tranches_left:
        found.insert(0, ChangeKind.TRANCHE_CONFIRMED)
    if lot.basis is HoursBasis.PER_AMOUNT:
        found.insert(0, ChangeKind.ORDER)
        if lot.orders_left:
            found.append(ChangeKind.ORDER_CANCELLED)
    if lot.basis is HoursBasis.PCT_OF_HOURS:
        found.insert(0, ChangeKind.HOURS_WORKED)
    if lot.basis not in OPEN_BASES:
        if lot.by_progress:
            found.insert(0, ChangeKind.PROGRESS)
        found.append(ChangeKind.PACE)
    found.append(ChangeKind.RESUMPTION if lot.suspended else ChangeKind.SUSPENSION)
    return (*found, ChangeKind.TRANSFER, ChangeKind.TERMINATION)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A volume proposed for a new amount: `computed` to the hundredth, `proposed` as R2 writes it."""

    computed: int
    proposed: int
    sized: sizing.Sized | None  # None when the calculation of the clause is not known: pro rata of the amount


def for_amount(
    hours: int,
    *,
    before: int | None,
    after: int,
    labour_share: int | None,
    hourly_cost: int | None,
    integration_rate: int | None,
    rule: "SizingRule",
) -> Proposal | None:
    """F1 with the values the clause was written with; without them, the hours in proportion of the amounts."""
    if labour_share and hourly_cost and integration_rate:
        found = sizing.effort(
            amount=after, labour_share=labour_share, hourly_cost=hourly_cost, integration_rate=integration_rate,
            rule=rule,
        )  # fmt: skip
        return Proposal(found.computed, found.proposed, found)
    if not before:
        return None
    raw = Fraction(hours * after, before)
    return Proposal(half_up(raw), sizing.propose(raw, rule), None)


def at_termination(owed: Owed, on: date) -> int:
    """What remains owed when a contract ends before its time: the part of the time executed, to the nearest hour."""
    share = Fraction(owed.elapsed(on), owed.exec_months) if owed.exec_months else Fraction(0)
    return half_up(owed.hours * share / _HOUR) * _HOUR


def changed(
    kind: ChangeKind, owed: Owed, on: date, *, hours: int | None = None, exec_months: int | None = None
) -> Owed:
    """The version that follows; `hours` is the new volume where the change has one, `on` its day of effect."""
    if kind is ChangeKind.SUSPENSION:
        return replace(owed, suspended_on=on)
    if kind is ChangeKind.RESUMPTION and owed.suspended_on is not None:
        stopped = (on - owed.suspended_on).days
        return replace(owed, suspended_on=None, suspended_days=owed.suspended_days + max(0, stopped))
    return replace(
        owed, hours=owed.hours if hours is None else hours, exec_months=exec_months or owed.exec_months
    )


def neutralised(owed: Owed, hours: int, validated: int) -> Owed:
    """R18: the version that follows hours taken off for a cause that is not the company's; never below what is done."""
    left = max(0, owed.hours - validated)
    if hours > left:
        raise Refused("neutralise_over", field="dec_hours", left=left)
    return replace(owed, hours=owed.hours - hours, neutralised=owed.neutralised + hours)


def refuse_below_validated(hours: int, validated: int, field: str = "target_hours") -> None:
    """R19: no change lowers the target below the hours already validated."""
    if hours < validated:
        raise Refused("target_floor", field=field, hours=hours, validated=validated)


UNWEIGHED = Fraction(10, 100)  # of the amount, beyond which a volume left as it was is told (ux/5.3)


@dataclass(frozen=True, slots=True)
class Step:
    """What one change of a contract did to its amount (cents without tax) and to its volume (hundredths)."""

    amount_before: int | None
    amount_after: int | None
    hours_before: int | None
    hours_after: int | None


def unweighed(steps: Sequence[Step]) -> tuple[int, int, int] | None:
    """Has the amount grown by a tenth or more since the volume was last set, and since which step?

    (that step, the amount that the volume was set for, the amount now); None where the volume followed, or where no
    amount is known. Several small amendments count together; an amount that comes down again is told no more.
    """
    base = now = None
    since: int | None = None
    for number, one in enumerate(steps):
        if base is None:
            base = one.amount_before
        now = now if one.amount_after is None else one.amount_after
        if one.hours_after is not None and one.hours_after != one.hours_before:
            base, since = now or one.amount_before, None
        elif base and now and now >= base * (1 + UNWEIGHED):
            since = number if since is None else since
        else:
            since = None
    return (since, base, now) if since is not None and base and now else None
