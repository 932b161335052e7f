"""What does the small curve of each territory hold, and on which scale are they all drawn?"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.domain.values import half_up, ratio


@dataclass(frozen=True, slots=True)
class TerritoryCurve:
    """The running lots of a territory: hundredths; `rates` are cumulated shares of the target, in basis points."""

    id: int
    code: str
    name: str
    vacant: bool
    lots: int
    alerts: int
    validated: int
    owed: int
    due: int
    rates: tuple[int, ...]
    wait: str | None  # the mean delay of validation, in words

    @property
    def share(self) -> Fraction | None:
        return ratio(self.validated, self.owed)

    @property
    def due_rate(self) -> int | None:
        """What should be done by now, in basis points of the target."""
        return half_up(Fraction(self.due * 10_000, self.owed)) if self.owed else None


@dataclass(frozen=True, slots=True)
class Multiples:
    """One small curve a territory, all on one scale, in code order; the months are those of every curve."""

    title: str
    months: tuple[date, ...]
    territories: tuple[TerritoryCurve, ...]

    @property
    def top(self) -> int:
        return max([10_000, *(rate for one in self.territories for rate in one.rates)])
