"""May somebody spend a period in a real work place (PMSMP), and for how long? (C. trav. L5135-1 to L5135-8, D5135-3)

It is unpaid and keeps the person's status: it is never an hour of insertion. A month at most, two agreements and
60 days at most in the same structure over twelve months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clauses.domain.errors import Refused
from clauses.domain.values import add_months

MONTHS_AT_MOST, AGREEMENTS_AT_MOST, DAYS_AT_MOST, WITHIN_MONTHS = 1, 2, 60, 12


@dataclass(frozen=True, slots=True)
class Period:
    """One period, both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def refuse_unlawful(period: Period, before: Sequence[Period]) -> None:
    """Refuses a period too long, one that crosses another, a third agreement, or more than 60 days in twelve months.

    `before`: the periods of the same person in the same structure.
    """
    if period.last < period.first:
        raise Refused("date_order", field="k_end", start=period.first)
    if period.last > add_months(period.first, MONTHS_AT_MOST) - timedelta(days=1):
        raise Refused("immersion_long", field="k_end", last=add_months(period.first, 1) - timedelta(days=1))
    if any(one.first <= period.last and period.first <= one.last for one in before):
        raise Refused("immersion_crossed", field="k_start")
    for last in sorted({period.last, *(one.last for one in before if one.last > period.last)}):
        since = add_months(last, -WITHIN_MONTHS) + timedelta(days=1)
        if since > period.last:
            break
        near = [one for one in (*before, period) if one.last >= since and one.first <= last]
        if len(near) > AGREEMENTS_AT_MOST:
            raise Refused("immersion_third", field="k_start")
        if sum((min(one.last, last) - max(one.first, since)).days + 1 for one in near) > DAYS_AT_MOST:
            raise Refused("immersion_days", field="k_end", days=DAYS_AT_MOST)
