"""Which quarter is a day in, what is it called, by when is it confirmed, and what do its territories still owe?

A quarter is the date of its first day, as a month is. It is written « 2027-T1 » in addresses and file names.
"""

import re
from datetime import date

from clauses.domain.values import add_months, last_day

CONFIRM_DAY = 15  # of the month that follows the quarter: territories confirm until then
_CODE = re.compile(r"(\d{4})-T([1-4])")


def quarter_of(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def code_of(quarter: date) -> str:
    """« 2027-T1 »."""
    return f"{quarter.year}-T{(quarter.month - 1) // 3 + 1}"


def quarter_named(code: str) -> date | None:
    """The quarter that a code names; None for anything else."""
    found = _CODE.fullmatch(code)
    if found is None or not 2000 <= int(found[1]) <= 2199:
        return None
    return date(int(found[1]), 3 * int(found[2]) - 2, 1)


def following(quarter: date) -> date:
    return add_months(quarter, 3)


def previous(quarter: date) -> date:
    return add_months(quarter, -3)


def last_month_of(quarter: date) -> date:
    return add_months(quarter, 2)


def ends_on(quarter: date) -> date:
    """The last day of the quarter."""
    return last_day(last_month_of(quarter))


def confirm_until(quarter: date) -> date:
    """The day by which each territory confirms its figures."""
    return following(quarter).replace(day=CONFIRM_DAY)
