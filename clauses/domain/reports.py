"""What is each report about, which months does it count, and when is a planned one made next?

Months are dates on the 1st. A report is always closed at a day: its year or its quarter is that of the last whole
month ended on that day.
"""

from dataclasses import dataclass
from datetime import date

from clauses.domain.kinds_reports import Frequency, ReportKind, ReportScope, ReportSpan
from clauses.domain.quarters import quarter_of
from clauses.domain.values import add_months, last_day

LAST_DAY_OF_SENDING = 28  # a day that every month has
KEPT_MONTHS = 24  # a report is kept that long: an older date is not made up for


@dataclass(frozen=True, slots=True)
class Shape:
    scope: ReportScope
    span: ReportSpan


SHAPES: dict[ReportKind, Shape] = {
    ReportKind.MARKET_COMPLIANCE: Shape(ReportScope.MARKET, ReportSpan.BEGINNING),
    ReportKind.BUYER_YEAR: Shape(ReportScope.BUYER, ReportSpan.YEAR),
    ReportKind.COMPANY_CERTIFICATE: Shape(ReportScope.COMPANY, ReportSpan.BEGINNING),
    ReportKind.TERRITORY_REVIEW: Shape(ReportScope.TERRITORY, ReportSpan.YEAR),
    ReportKind.REGION_QUARTER: Shape(ReportScope.REGION, ReportSpan.QUARTER),
    ReportKind.DECP_ANNEX: Shape(ReportScope.BUYER, ReportSpan.YEAR),
    ReportKind.SPASER: Shape(ReportScope.BUYER, ReportSpan.YEAR),
    ReportKind.NATIONAL: Shape(ReportScope.REGION, ReportSpan.YEAR),
    ReportKind.ANRU: Shape(ReportScope.REGION, ReportSpan.BEGINNING),
    ReportKind.FSE: Shape(ReportScope.REGION, ReportSpan.YEAR),
    ReportKind.CDIAE: Shape(ReportScope.REGION, ReportSpan.YEAR),
    ReportKind.COOPERATION: Shape(ReportScope.TERRITORY, ReportSpan.YEAR),
}


def first_month(span: ReportSpan, last_month: date) -> date | None:
    """The first month counted, None when everything since the beginning is."""
    match span:
        case ReportSpan.YEAR:
            return last_month.replace(month=1)
        case ReportSpan.QUARTER:
            return quarter_of(last_month)
        case _:
            return None


def closing_due(frequency: Frequency, day: int, on: date) -> date | None:
    """The closing date of the planned report that is due on a day: the end of the last month, or of the last quarter.

    A report of a month leaves on the day chosen of the month that follows, or later if the machine slept; one of a
    quarter in the month that follows the quarter. None before that day, and in the months when no quarter has ended.
    """
    if on.day < day:
        return None
    if frequency is Frequency.QUARTERLY and on.month % 3 != 1:
        return None
    return last_day(add_months(on.replace(day=1), -1))


def leaves_on(day: int, closing: date) -> date:
    """The day a planned report closed at this date leaves: the day chosen of the month that follows."""
    return add_months(closing.replace(day=1), 1).replace(day=day)


def closings_due(frequency: Frequency, day: int, on: date, *, after: date | None, since: date) -> list[date]:
    """The closing dates that are due on a day and were not asked yet, oldest first: those of nights when nothing ran too.

    `after` is the last one asked, None while there was none: then only those that leave after the day `since`, when
    the report was planned. Those older than what is kept of reports are left out.
    """
    first = add_months(on.replace(day=1), -KEPT_MONTHS)
    ends = [last_day(add_months(first, n)) for n in range(KEPT_MONTHS)]
    return [
        end
        for end in ends
        if (frequency is Frequency.MONTHLY or end.month % 3 == 0)
        and (end > after if after else leaves_on(day, end) > since)
        and leaves_on(day, end) <= on
    ]
