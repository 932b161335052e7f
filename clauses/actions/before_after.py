"""What did an act change in the thing it was done on: which columns, from what, to what?

Noted at each flush of an act and kept in the line of the journal about that thing, so that no act can forget to say
it. Only what names nobody: numbers, days, yes and no, kinds and states; never a text that somebody typed, and nothing
at all of a person who takes part.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, Integer, inspect
from sqlalchemy.orm import Session

from clauses.models.journal import AuditEvent
from clauses.models.types import Euros, Hours, Instant, Kind, Rate

KEPT_TYPES = (Integer, Boolean, Date, Kind, Instant, Hours, Euros, Rate)
PRIVATE = frozenset({"participant", "web_session", "email_message"})
SAID_ELSEWHERE = frozenset({"id", "version"})
NOTES = "changes"  # where a session keeps them until the end of the act


def note(session: Session) -> None:
    """Note the columns that this flush changes; the first value before and the last one after are kept."""
    notes = session.info.get(NOTES)
    if notes is None:
        return
    for thing in session.dirty:
        state = inspect(thing)
        table = state.mapper.local_table
        number = getattr(thing, "id", None)
        if number is None or getattr(table, "name", "") in PRIVATE:
            continue
        for attribute in state.mapper.column_attrs:
            column = attribute.columns[0]
            if attribute.key in SAID_ELSEWHERE or not isinstance(column.type, KEPT_TYPES):
                continue
            history = state.attrs[attribute.key].history
            if not (history.added and history.deleted) or history.added[0] == history.deleted[0]:
                continue
            of_thing = notes.setdefault((type(thing).__name__, number), {})
            first = of_thing.get(attribute.key, [_plain(history.deleted[0])])[0]
            of_thing[attribute.key] = [first, _plain(history.added[0])]


def tell(session: Session, rows: list[AuditEvent]) -> None:
    """Add what changed to the last line about each thing; a change that came back to its start is not one."""
    notes: dict[tuple[str, int], dict[str, list[Any]]] = session.info.get(NOTES) or {}
    for row in reversed(rows):
        changed = notes.pop((row.object_type, row.object_id), {})
        told = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
        if told:
            row.facts = {**row.facts, "changed": told}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value
