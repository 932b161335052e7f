"""Which part of the hours of a lot is asked for women, young people or inhabitants of priority districts?"""

from dataclasses import dataclass
from fractions import Fraction

from clauses.domain.kinds_clauses import Audience
from clauses.domain.values import half_up


@dataclass(frozen=True, slots=True)
class Asked:
    """One sub-target: a share of the hours (basis points), or hours (hundredths); mandatory or only wished."""

    audience: Audience
    share: int | None = None
    hours: int | None = None
    mandatory: bool = False

    def __post_init__(self) -> None:
        if (self.share is None) == (self.hours is None):
            raise ValueError("a sub-target is a share or hours, one of the two")


def hours_asked(asked: Asked, target: int | None) -> int | None:
    """The hours that a sub-target stands for; a share of a volume that is not known yet stands for none."""
    if asked.hours is not None:
        return asked.hours
    return half_up(Fraction(target * (asked.share or 0), 10_000)) if target else None


def beyond(asked: Asked, target: int | None) -> bool:
    """True for hours beyond the volume that they are a part of, when it is known."""
    return asked.hours is not None and target is not None and asked.hours > target
