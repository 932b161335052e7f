"""What was said against the lines of a month, and what was answered?"""

from collections.abc import Collection

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from clauses.domain.kinds_months import STANDING
from clauses.extensions import db
from clauses.models.contests import LineContest


def latest(entry_ids: Collection[int]) -> dict[int, LineContest]:
    """The last contest of each of these lines, answered or not; lines never contested are absent. One statement."""
    last = (
        select(func.max(LineContest.id))
        .where(LineContest.entry_id.in_(set(entry_ids) or {0}))
        .group_by(LineContest.entry_id)
    )
    rows = db.session.scalars(
        select(LineContest).where(LineContest.id.in_(last)).options(joinedload(LineContest.raised_by))
    )
    return {one.entry_id: one for one in rows}


def standing(entry_ids: Collection[int]) -> dict[int, LineContest]:
    """The contests of these lines on which the two do not agree: not answered, or hours maintained."""
    return {entry_id: one for entry_id, one in latest(entry_ids).items() if one.state in STANDING}


def was_contested(entry_id: int) -> bool:
    """Was this line ever contested? Then it stays, even at zero, with what was said of it."""
    return bool(db.session.scalar(select(exists().where(LineContest.entry_id == entry_id))))
