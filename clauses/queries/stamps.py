"""Has anything changed that this person could be shown? One statement, whatever the page.

A place is a name: `organization:12`, `territory:3`, `lots:3`, `account:7`, `region`, `reach:12`, `everything`. Whoever changes something marks
the places where it shows (`clauses.actions.stamps`); a reader looks at those of its own reach. Besides, `lot:40` and
`table:relay` tell what was written: they say of a page that is worked out again which of its parts still stand.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from clauses.access.policy import Actor
from clauses.domain.kinds import Role
from clauses.extensions import db
from clauses.models.stamps import Stamp

EVERYTHING, REGION, LOT, TABLE = "everything", "region", "lot:", "table:"
MANY = 1_000  # lots beyond which the marks of all are read

Marks = tuple[tuple[str, int], ...]


def organization(number: int) -> str:
    return f"organization:{number}"


def territory(number: int) -> str:
    return f"territory:{number}"


def lots_of(number: int) -> str:
    """The lots of a territory alone; the territory is marked by all that its partners do elsewhere, too."""
    return f"lots:{number}"


def reach(number: int) -> str:
    """Which lots an organization reaches; the organization is marked by all that happens on them, too."""
    return f"reach:{number}"


def is_reach(place: str) -> bool:
    return place.startswith("reach:")


def account(number: int) -> str:
    return f"account:{number}"


def lot(number: int) -> str:
    """What is written of one lot."""
    return f"{LOT}{number}"


def table(name: str) -> str:
    """What is written in one table, wherever it shows."""
    return f"{TABLE}{name}"


def places_of(actor: Actor) -> set[str]:
    """Where a change may show on a page of this person; the coordination is shown the whole region."""
    own = {
        EVERYTHING, organization(actor.organization_id), reach(actor.organization_id), account(actor.user_id),
    }  # fmt: skip
    if actor.role in (Role.REGIONAL_COORDINATOR, Role.ADMIN):
        return own | {REGION}
    return own | {territory(one) for one in actor.territories | actor.vacant | actor.home}


def marks(actor: Actor) -> Marks | None:
    """The marks of these places now; None on a database that has no mark of everything, where nothing may be kept."""
    return _found(_read(_NOW[_apart(actor)], actor))


def _apart(actor: Actor) -> bool:
    """Whether territories are told apart for this reader, so that what is known of the others still stands."""
    return actor.role is Role.REGIONAL_COORDINATOR


# Made once for the whole process: each opening of a page that is kept asks them.
_MARKS = select(Stamp.place, Stamp.mark).order_by(Stamp.place)
_OWN: ColumnElement[bool] = Stamp.place.in_(bindparam("places", expanding=True))
_LOTS, _TABLES = Stamp.place.startswith("lots:"), Stamp.place.startswith(TABLE)
_NOW = {False: _MARKS.where(_OWN), True: _MARKS.where(or_(_OWN, _LOTS))}
_BEFORE_READING = {False: _MARKS.where(or_(_OWN, _TABLES)), True: _MARKS.where(or_(_OWN, _LOTS, _TABLES))}


def _read(question: Select[str, int], actor: Actor) -> Marks:
    return tuple(
        (place, mark) for place, mark in db.session.execute(question, {"places": sorted(places_of(actor))})
    )


def _found(marks: Marks) -> Marks | None:
    return marks if any(place == EVERYTHING for place, _ in marks) else None


def marks_before_reading(actor: Actor) -> tuple[Marks | None, Marks]:
    """The marks, as the first thing read: all that was read before is let go; beside them, those of the tables.

    What is read after them is of their moment or later, never of an earlier one: it may be kept under them.
    """
    db.session.rollback()
    every = _read(_BEFORE_READING[_apart(actor)], actor)
    own = tuple(one for one in every if not one[0].startswith(TABLE))
    return _found(own), tuple(one for one in every if one[0].startswith(TABLE))


def marks_of_lots(numbers: Collection[int]) -> dict[int, int]:
    """The marks of these lots now; one of which nothing was ever told is absent."""
    if len(numbers) > MANY:
        rows = db.session.execute(_MARKS.where(Stamp.place.startswith(LOT)))
    else:
        rows = db.session.execute(_MARKS.where(_OWN), {"places": [lot(one) for one in numbers]})
    return {int(place.removeprefix(LOT)): mark for place, mark in rows}
