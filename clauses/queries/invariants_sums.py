"""Do the sums that the database keeps say what the ledger says? By month and structure, then by person."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from clauses.extensions import db
from clauses.models.hours import LedgerLine
from clauses.models.sums import LotMonthSum, LotPersonSum
from clauses.wording.invariants import broken


def kept_as_the_ledger() -> Iterator[str]:
    """Every lot and month, every lot and person, whose sum is not that of its lines."""
    for key, shown, live in _apart(LotMonthSum, (LedgerLine.lot_id, LedgerLine.month)):
        yield broken("sum_month", lot=key[0], month=key[1], shown=shown, live=live)
    for key, shown, live in _apart(LotPersonSum, (LedgerLine.lot_id, LedgerLine.participant_id)):
        yield broken("sum_person", lot=key[0], person=key[1], shown=shown, live=live)


def _apart(kept: Any, told_by: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int, int]]:
    """What breach names, what is kept and what the lines make, where the two differ on the whole key of the sum."""
    names = [column.key for column in kept.__table__.primary_key.columns]
    told = [names.index(column.key) for column in told_by]
    columns = [getattr(LedgerLine, name) for name in names]
    live = {
        tuple(key): int(hours)
        for *key, hours in db.session.execute(select(*columns, func.sum(LedgerLine.hours)).group_by(*columns))
    }
    shown = {
        tuple(key): int(hours)
        for *key, hours in db.session.execute(select(*[getattr(kept, name) for name in names], kept.hours))
    }
    for key in sorted(live.keys() | shown.keys(), key=str):
        if live.get(key, 0) != shown.get(key, 0):
            yield tuple(key[i] for i in told), shown.get(key, 0), live.get(key, 0)
