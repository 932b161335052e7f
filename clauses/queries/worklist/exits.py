"""Whose exit is to be prepared in this structure, and which exit is to be told? R14; nobody is named here."""

from datetime import date

from clauses.access.policy import Actor, Permission, reach_of
from clauses.models.markets import Lot
from clauses.queries import hours_exits
from clauses.queries.worklist.found import Found


def of_structure(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The stays that end soon and whose preparation did not begin, by its day; those ended whose exit is not told yet."""
    if reach_of(actor, Permission.PATHWAY_KEEP) is None:
        return []
    found = []
    for row in hours_exits.exits(actor, on):
        at, end = {"pathway_id": row.one.id}, row.stay.ends_on
        if end is None:
            continue
        if end < on:
            found.append(Found("tell_exit", {"day": end}, "hours.exit_sheet", at, end))
        elif not row.opened:
            found.append(Found("prepare_exit", {"day": end}, "hours.exit_sheet", at, due=row.due_on))
    return found
