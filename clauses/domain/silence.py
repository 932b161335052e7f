"""Is a partner's silence unusual for that partner? Compared with its own habit, never with the others.

The habit is the day by which four months in five were answered, so that one exceptional month does not move it, and the
margin follows how much the partner usually varies (median absolute deviation). With fewer months than `LEAST`, or when
months often stay without any answer, there is no habit to compare with: nothing is said rather than guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

LEAST = 5  # months answered
MOST_UNANSWERED = 5  # one month in five without an answer, no more
USUAL = 4, 5  # the share of months answered by the usual day
MARGIN = 4  # days, at least
SPREAD = 9, 2  # times the median absolute deviation: about three standard deviations of a bell curve


@dataclass(frozen=True, slots=True)
class Silence:
    """An unusual silence, in days after the end of the month: usually answered by `usual`, nothing after `waited`."""

    usual: int
    waited: int
    months: int  # that the habit was read from


def silence(history: Sequence[int | None], waited: int) -> Silence | None:
    """Unusual after `waited` days? `history`: after how many days each earlier month was answered, None if never.

    Days are counted from the last day of the month: 6 is the 6th of the month after.
    """
    answered = sorted(day for day in history if day is not None)
    n = len(answered)
    if n < LEAST or (len(history) - n) * MOST_UNANSWERED > len(history):
        return None
    share, whole = USUAL
    usual = answered[-(-n * share // whole) - 1]
    middle = median_low(answered)
    times, over = SPREAD
    margin = max(MARGIN * over, times * median_low(sorted(abs(day - middle) for day in answered)))
    if (waited - usual) * over <= margin:
        return None
    return Silence(usual, waited, n)
