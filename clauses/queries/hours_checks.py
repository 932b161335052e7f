"""What did the checks of drawn lines leave to do: lines not checked yet, lines found wrong and not corrected?"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select

from clauses.domain.kinds_validation import PickResult
from clauses.extensions import db
from clauses.models.hours import HoursEntry
from clauses.models.validation import ControlPick


def found_wrong(entry_ids: Collection[int]) -> dict[int, ControlPick]:
    """The checks that found a gap which the line still shows: its hours have not changed since."""
    if not entry_ids:
        return {}
    rows = db.session.scalars(
        select(ControlPick)
        .join(HoursEntry, HoursEntry.id == ControlPick.entry_id)
        .where(
            ControlPick.entry_id.in_(set(entry_ids)), ControlPick.result == PickResult.GAP,
            HoursEntry.worked == ControlPick.hours,
        )
    )  # fmt: skip
    return {pick.entry_id: pick for pick in rows}


def unchecked(report_ids: Collection[int]) -> dict[int, int]:
    """By report, how many of its lines were drawn and are not checked yet; reports without any are absent."""
    found: dict[int, int] = defaultdict(int)
    if report_ids:
        rows = db.session.execute(
            select(HoursEntry.report_id, func.count())
            .join(ControlPick, ControlPick.entry_id == HoursEntry.id)
            .where(HoursEntry.report_id.in_(set(report_ids)), ControlPick.result.is_(None))
            .group_by(HoursEntry.report_id)
        )
        found.update(dict(rows.all()))
    return found
