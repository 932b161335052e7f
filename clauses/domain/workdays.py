"""Which days are worked in France, and when is an answer due in working days?

Saturdays, Sundays and the eleven public holidays (C. trav. L3133-1) are not working days. The two further days of
Alsace-Moselle and the days of overseas departments are not counted.
"""

from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the method published in Nature in 1876)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day0 = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day0 + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of a year (two may fall on one day, as 1 May and Ascension in 2008)."""
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    after_easter = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
    sunday = easter(year)
    return frozenset(
        [date(year, month, day) for month, day in fixed] + [sunday + n * _DAY for n in after_easter]
    )


def is_working_day(d: date) -> bool:
    """True from Monday to Friday, public holidays excepted."""
    return d.weekday() < 5 and d not in public_holidays(d.year)


def add_working_days(d: date, n: int) -> date:
    """The `n`-th working day after `d`: five after Monday 2 March 2026 is Monday 9 March. `n` is 0 or more."""
    while n > 0:
        d += _DAY
        n -= is_working_day(d)
    return d


def working_days_between(a: date, b: date) -> int:
    """Working days after `a`, up to `b` included; 0 when `b` is not after `a`."""
    return sum(is_working_day(a + i * _DAY) for i in range(1, (b - a).days + 1))
