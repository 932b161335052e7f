"""How are the actions to catch up a lot laid out? One table, for the report of a market and for the file of a lot."""

from collections.abc import Mapping, Sequence
from datetime import date

from clauses.domain.kinds_follow_up import RecoveryState
from clauses.models.follow_up import RecoveryAction
from clauses.reports.table import Column, Kind, ReportTable, Row
from clauses.wording import recovery as words
from clauses.wording.labels import label

_COLUMNS = (
    Column(words.NUMBER, Kind.COUNT), Column(words.TEXT, Kind.TEXT, 50), Column(words.WHO, Kind.TEXT, 28),
    Column(words.DUE, Kind.DAY), Column(words.HOURS, Kind.HOURS), Column(words.STATE, Kind.TEXT, 14),
    Column(words.PROPOSED_ON, Kind.DAY), Column(words.KEPT_ON, Kind.DAY), Column(words.DONE_ON, Kind.DAY),
    Column(words.DROPPED_ON, Kind.DAY), Column(words.REASON, Kind.TEXT, 40),
)  # fmt: skip


def recovery_table(
    actions: Sequence[RecoveryAction], known_on: date, numbers: Mapping[int, int] | None = None
) -> ReportTable:
    """The actions as they were known on a day: what came later is left out, and changes nothing of the others.

    `numbers` gives the number of each lot where the table is that of several; it then begins with it.
    """
    rows = [
        (*([numbers[one.lot_id]] if numbers is not None else []), *row)
        for one in actions
        if (row := _row(one, known_on)) is not None
    ]
    lead = (Column(words.LOT, Kind.COUNT),) if numbers is not None else ()
    return ReportTable(words.SHEET, words.TABLE, (*lead, *_COLUMNS), tuple(rows), records=True)


def _row(one: RecoveryAction, known_on: date) -> Row | None:
    state = one.state_on(known_on)
    if state is None:
        return None
    kept = one.decided_on if one.decided_on is not None and one.decided_on <= known_on else None
    dropped = state is RecoveryState.DROPPED
    return (
        one.number, one.text, one.who.name, one.due_on, one.hours, label(state), one.proposed_on, kept,
        one.done_on if state is RecoveryState.DONE else None, one.settled_on if dropped else None,
        one.reason if dropped else None,
    )  # fmt: skip
