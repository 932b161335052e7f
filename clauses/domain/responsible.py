"""What share of a buyer's contracts is socially responsible? Counted in number and in amount, as SPASER and PNAD ask.

A contract is a lot notified in the year. It has a social consideration when its lot has a clause, whatever the lever;
a reserved lot is counted by whom it is reserved to, and purchases from inserting or disability employers by who holds
the lot, reserved or not. A contract without a known amount counts in number alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from clauses.domain.kinds import SIAE_KINDS, ClauseType, EmployerKind
from clauses.domain.rules import Dated

DISABILITY_KINDS = frozenset({EmployerKind.EA, EmployerKind.EATT, EmployerKind.ESAT})
_CRITERION_ONLY = frozenset({ClauseType.AWARD_CRITERION})


@dataclass(frozen=True)
class SocialShareRule(Dated):
    """The national objective (PNAD), in basis points; `expired` once its plan has ended without a known successor."""

    social_share: int
    expired: bool


@dataclass(frozen=True)
class PurchasePlanRule(Dated):
    """Above how much a year a buyer owes a plan of responsible purchases (SPASER), in cents."""

    threshold_cents: int


class Figure(StrEnum):
    """The figures, in the order they are shown."""

    ALL = "all"
    SOCIAL = "social"
    CLAUSE = "clause"
    RESERVED_INTEGRATION = "reserved_integration"
    RESERVED_DISABILITY = "reserved_disability"
    HELD_BY_SIAE = "held_by_siae"
    HELD_BY_DISABILITY = "held_by_disability"


@dataclass(frozen=True, slots=True)
class Bought:
    """One contract; `amount` in cents, None when it is not known."""

    amount: int | None
    lever: ClauseType | None  # of the clause; None without one
    holder: EmployerKind | None

    def counts_in(self, figure: Figure) -> bool:
        lever = self.lever.value if self.lever else ""
        if figure is Figure.ALL:
            return True
        if figure is Figure.SOCIAL:
            return self.lever is not None
        if figure is Figure.CLAUSE:
            return self.lever is not None and self.lever not in _CRITERION_ONLY
        if figure is Figure.RESERVED_INTEGRATION:
            return lever in ("reserved_integration", "reserved_both")
        if figure is Figure.RESERVED_DISABILITY:
            return lever in ("reserved_disability", "reserved_both")
        kinds = SIAE_KINDS if figure is Figure.HELD_BY_SIAE else DISABILITY_KINDS
        return self.holder in kinds


@dataclass(frozen=True, slots=True)
class Count:
    """One figure: how many contracts, their amount in cents, and both as shares of all the contracts."""

    figure: Figure
    number: int
    amount: int
    number_share: Fraction | None  # None without any contract
    amount_share: Fraction | None


def figures(bought: Iterable[Bought]) -> list[Count]:
    """Every figure of these contracts, in order."""
    held = list(bought)
    total = sum(one.amount or 0 for one in held)
    counted = []
    for figure in Figure:
        kept = [one for one in held if one.counts_in(figure)]
        amount = sum(one.amount or 0 for one in kept)
        counted.append(
            Count(
                figure, len(kept), amount, Fraction(len(kept), len(held)) if held else None,
                Fraction(amount, total) if total else None,
            )
        )  # fmt: skip
    return counted
