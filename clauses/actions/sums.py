"""How are the sums of the ledger made anew, should they ever be apart from it? All at once, or not at all."""

from typing import Any

from sqlalchemy import delete, func, insert, select, text

from clauses.actions.base import action
from clauses.extensions import db
from clauses.models.hours import LedgerLine
from clauses.models.sums import LotMonthSum, LotPersonSum


@action
def rebuild_sums() -> int:
    """Make every sum again from the lines of the ledger, while nobody adds one; how many sums there are now.

    The ledger alone is the proof: whatever the sums said before is forgotten.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE ledger_line IN SHARE ROW EXCLUSIVE MODE"))
    return sum(_made_again(kept) for kept in (LotMonthSum, LotPersonSum))


def _made_again(kept: Any) -> int:
    names = [column.key for column in kept.__table__.primary_key.columns]
    columns = [getattr(LedgerLine, name) for name in names]
    db.session.execute(delete(kept))
    db.session.execute(
        insert(kept).from_select(
            [*names, "hours"], select(*columns, func.sum(LedgerLine.hours)).group_by(*columns)
        )
    )
    return db.session.scalar(select(func.count()).select_from(kept)) or 0
