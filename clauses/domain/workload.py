"""How many hours does a territory offer month by month, how many are already asked, and what would a lot take?

Hours are hundredths. A volume is spread evenly over its months, to the hundredth, and the sum of the months is the
volume. What is left of a month is never less than nothing: a month already full has nothing left.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.domain.values import months


@dataclass(frozen=True, slots=True)
class Ask:
    """A volume asked from a month on; `trade` None when its trade is not said."""

    hours: int
    start: date
    length: int
    trade: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """One month: hours offered, already asked by other lots, and wanted by this one."""

    month: date
    offered: int
    asked: int
    wanted: int

    @property
    def left(self) -> int:
        return max(0, self.offered - self.asked)

    @property
    def short(self) -> bool:
        """More is wanted than what is left."""
        return self.wanted > self.left


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a volume meets over its months, for a trade or for all of them."""

    months: tuple[Month, ...]

    @property
    def wanted(self) -> int:
        return sum(one.wanted for one in self.months)

    @property
    def left(self) -> int:
        return sum(one.left for one in self.months)

    @property
    def share(self) -> Fraction | None:
        """Hours wanted for one hour left over the same months, never capped; None when nothing is left."""
        return Fraction(self.wanted, self.left) if self.left else None

    @property
    def short_months(self) -> int:
        """Months in which more is wanted than what is left."""
        return sum(1 for one in self.months if one.short)


def spread(ask: Ask) -> dict[date, int]:
    """The hours of each month of an ask; the rest of the division goes to the last months."""
    if ask.length <= 0:
        return {}
    return {
        month: ask.hours * (rank + 1) // ask.length - ask.hours * rank // ask.length
        for rank, month in enumerate(months(ask.start, ask.length))
    }


def asked_by_month(asks: Iterable[Ask], trade: str | None = None) -> dict[date, int]:
    """Hours asked in each month, all together; `trade` keeps those of one trade."""
    found: dict[date, int] = {}
    for ask in asks:
        if trade is None or ask.trade == trade:
            for month, hours in spread(ask).items():
                found[month] = found.get(month, 0) + hours
    return found


def outlook(ask: Ask, *, offered: int | Callable[[date], int], asked: Mapping[date, int]) -> Outlook:
    """What an ask meets over its own months; `offered`: the hours of every month, or what gives those of each."""
    of_month = offered if callable(offered) else lambda _: offered
    return Outlook(
        tuple(
            Month(month, of_month(month), asked.get(month, 0), hours)
            for month, hours in sorted(spread(ask).items())
        )
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """One month of a trade: hours that structures say they can do, hours that the lots filed ask, and what is short."""

    month: date
    offered: int
    asked: int
    short: int


def balance(month: date, offered: int, asked: int) -> Balance:
    """A month in one place; what is asked beyond what is offered is short."""
    return Balance(month, offered, asked, max(0, asked - offered))


def together(places: Sequence[Sequence[Balance]]) -> tuple[Balance, ...]:
    """Several places over the same months: room in one does not make up for what is short in another."""
    return tuple(
        Balance(
            same[0].month,
            sum(b.offered for b in same),
            sum(b.asked for b in same),
            sum(b.short for b in same),
        )
        for same in zip(*places, strict=True)
    )
