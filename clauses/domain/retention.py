"""Until when is something kept, and how is it shown later that it was taken away?"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from clauses.domain.values import add_months

DAY = timedelta(days=1)


def due_on(ended: date, months: int) -> date:
    """The first day on which it is not kept any more: so many months after the day it ended."""
    return add_months(ended, months)


def gone_before(on: date, months: int) -> date:
    """What ended on this day or before is not kept any more on `on`."""
    limit = add_months(on, -months)
    while due_on(limit + DAY, months) <= on:  # several days end on the last one of a shorter month
        limit += DAY
    return limit


def answer_due(received_on: date, months: int) -> date:
    """The last day to answer somebody who uses a right (article 12.3 of the GDPR: one month)."""
    return add_months(received_on, months)


def digest(table: str, ids: Iterable[int]) -> str:
    """What proves later which rows a purge took: SHA-256 of « table:number », sorted, one a line."""
    lines = "\n".join(f"{table}:{number}" for number in sorted(ids))
    return hashlib.sha256(lines.encode()).hexdigest()
