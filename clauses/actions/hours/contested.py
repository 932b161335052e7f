"""What becomes of a contest when the hours of its line change? It is answered by the change, and the holder is told."""

from collections.abc import Collection
from datetime import datetime

from clauses.access.policy import Actor
from clauses.actions.base import journal, record
from clauses.domain import events
from clauses.domain.kinds_months import ContestState
from clauses.models.hours import HoursEntry
from clauses.models.markets import Lot
from clauses.queries import hours_contests


def corrected(actor: Actor, lot: Lot, entries: Collection[HoursEntry], now: datetime) -> None:
    """Within an act that changed the hours of these lines: close the contests that stood on them."""
    by_id = {entry.id: entry for entry in entries if entry.id is not None}
    if not by_id:
        return
    for entry_id, one in sorted(hours_contests.standing(by_id).items()):
        entry = by_id[entry_id]
        one.state, one.answered_at = ContestState.CORRECTED, one.answered_at or now
        one.hours_after = entry.worked + entry.training
        journal(
            actor, "hours:contest_corrected", one, now=now, lot_id=lot.id, entry=entry_id, before=one.hours_before,
            after=one.hours_after,
        )  # fmt: skip
        record(events.LineContestAnswered(one.id), now=now)
