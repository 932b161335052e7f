"""How are the hours that one person does for several pooled lots split between them? (R15; domain rules R5-4)

The hours of a month are shared in proportion to the targets of the lots, each part rounded down to the half hour;
what is left goes to the largest target, the first of equal ones. Nothing is invented: the parts never sum to more than
the hours worked, and exactly to them unless a buyer's ceiling stops them. Hours are hundredths.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.domain.kinds_pooling import Unshared
from clauses.domain.values import add_months, month_of

HALF_HOUR = 50
WEEK = 3500  # the legal week, to say how short a mission is


@dataclass(frozen=True, slots=True)
class PooledLot:
    """What the split of a month must know of a lot.

    `key`: its target in force in the month. `done`: hours declared on it in the months before, by anybody. `room`: the
    most that its buyer still lets the pool bring in, None without a ceiling. `running`: carried out in this month.
    """

    key: int
    done: int = 0
    room: int | None = None
    running: bool = True


def unshared(lots: Sequence[PooledLot]) -> tuple[Unshared | None, ...]:
    """For each lot, why it takes no part in the month; None when it does.

    A lot whose target was reached before the month leaves its turn to those that still owe hours. Once they have all
    reached theirs, what is still worked is shared between all of them as before, for it was worked for all of them.
    """
    barred = [_barred(lot) for lot in lots]
    owing = any(why is None and lot.done < lot.key for why, lot in zip(barred, lots, strict=True))
    return tuple(
        why or (Unshared.FINISHED if owing and lot.done >= lot.key else None)
        for why, lot in zip(barred, lots, strict=True)
    )


def split(hours: int, lots: Sequence[PooledLot]) -> tuple[int, ...]:
    """The part of each lot in the hours of one person in a month (hundredths), in the order of the lots.

    What a ceiling keeps out goes to the other lots by the same rule; what no lot may take stays out of every part.
    Raises ValueError for negative hours.
    """
    if hours < 0:
        raise ValueError("hours are not negative")
    parts = [0] * len(lots)
    left = hours
    places = [place for place, why in enumerate(unshared(lots)) if why is None]
    while left and places:
        shares = _by_key(left, [lots[place].key for place in places])
        full = [
            place
            for place, share in zip(places, shares, strict=True)
            if (room := lots[place].room) is not None and share > room
        ]
        if not full:
            for place, share in zip(places, shares, strict=True):
                parts[place] = share
            break
        for place in full:
            parts[place] = lots[place].room or 0
            left -= parts[place]
        places = [place for place in places if place not in full]
    return tuple(parts)


def keys(lots: Sequence[PooledLot]) -> tuple[Fraction, ...]:
    """The share of each lot that takes part, exact, as a share of one; zero for the others."""
    taken = [0 if why else lot.key for why, lot in zip(unshared(lots), lots, strict=True)]
    whole = sum(taken)
    return tuple(Fraction(key, whole) if whole else Fraction(0) for key in taken)


def first_month(wanted: date, agreed_on: Sequence[date]) -> date:
    """The first month whose hours may be pooled: none that began before the last written agreement.

    An agreement signed on the first of a month opens that month; signed later, it opens the next one.
    """
    last = max(agreed_on)
    opened = last if last.day == 1 else add_months(month_of(last), 1)
    return max(month_of(wanted), opened)


def common_months(periods: Sequence[tuple[date, date]]) -> tuple[date, date] | None:
    """First and last month in which all the lots are carried out; None when there is none."""
    first, last = max(start for start, _ in periods), min(end for _, end in periods)
    return (first, last) if first <= last else None


def weeks(hours: int) -> Fraction:
    """How many weeks of 35 h these hours are, exactly."""
    return Fraction(hours, WEEK)


def _barred(lot: PooledLot) -> Unshared | None:
    if not lot.running or lot.key <= 0:
        return Unshared.NOT_RUNNING
    return Unshared.FULL if lot.room is not None and lot.room <= 0 else None


def _by_key(hours: int, keys_: Sequence[int]) -> list[int]:
    whole = sum(keys_)
    parts = [hours * key // (whole * HALF_HOUR) * HALF_HOUR for key in keys_]
    parts[keys_.index(max(keys_))] += hours - sum(parts)
    return parts
