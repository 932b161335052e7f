"""What was known, for a report « arrêté au » a day? The cut that makes its figures the same for ever.

Hours of a month are validated in the month that follows. A report at a date therefore counts the months ended on or
before that date, as they were known at the end of the settling time; what is validated or corrected later belongs to
later reports. Before the settling time has passed, the figures are provisional and say so.
"""

from dataclasses import dataclass
from datetime import date

from clauses.domain.values import add_months, last_day, month_of


@dataclass(frozen=True, slots=True)
class Cut:
    """Months up to `last_month` count, as recorded on or before `known_on`."""

    as_of: date
    last_month: date
    known_on: date
    provisional: bool


def last_month_at(as_of: date) -> date:
    """The last whole month ended on a day."""
    month = month_of(as_of)
    return month if as_of == last_day(month) else add_months(month, -1)


def cut(as_of: date, asked_on: date, settled_months: int) -> Cut:
    """The cut of a report at `as_of` asked for on a day; `settled_months` is the settling time (ReportingRule)."""
    last_month = last_month_at(as_of)
    settled_on = last_day(add_months(last_month, settled_months))
    return Cut(as_of, last_month, min(asked_on, settled_on), provisional=asked_on <= settled_on)


def as_known(month: date, on: date) -> Cut:
    """A month that is over, as it is known on a later day: what a page shows of it, which no report has frozen yet."""
    return Cut(last_day(month), month_of(month), on, provisional=True)
