"""Which blueprint do the screens of the cooperation share, which tabs, and which territory and year are they about?"""

from dataclasses import dataclass

from flask import Blueprint, abort, g, request, url_for

from clauses.access.policy import Permission
from clauses.config import clock
from clauses.models.territory import Territory
from clauses.queries import cooperation as queries
from clauses.wording import cooperation as words

bp = Blueprint("cooperation", __name__)
FIRST_YEAR, LAST_YEAR = 2008, 2199


@dataclass(frozen=True, slots=True)
class Place:
    """The territory that a page is about, and the others that the reader may choose."""

    one: Territory | None
    all: list[Territory]


def place() -> Place:
    """The territory of the address or of the form, « T1 »; the first one within reach where none is said. 404 for another."""
    within = queries.territories(g.actor)
    code = request.values.get("territoire")
    if not code:
        return Place(within[0] if within else None, within)
    found = next((one for one in within if one.code == code), None)
    if found is None:
        abort(404)
    return Place(found, within)


def year_asked() -> int:
    """The year of the address, `annee`; that of today where none is said. 404 for what is no year."""
    typed = request.args.get("annee", "")
    return in_range(int(typed)) if typed.isdecimal() and len(typed) == 4 else clock.today().year


def in_range(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return year


def beside(year: int) -> list[int]:
    """The years before and after this one that a page leads to: none before the convention, none to come."""
    return [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= clock.today().year]


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """The pages of the cooperation; `here` is the one that is open."""
    year = clock.today().year
    pages = {
        "journal": url_for("cooperation.journal"),
        "offers": url_for("cooperation.offers"),
        "sessions": url_for("cooperation.sessions"),
        "meetings": url_for("cooperation.meetings"),
        "review": url_for("cooperation.review", year=year - 1),
        "evaluation": url_for("cooperation.evaluation", year=year),
        "agreement": url_for("cooperation.agreement"),
    }
    return [(words.TABS[name], url, name == here) for name, url in pages.items()]


def may(permission: Permission, territory: Territory | None) -> bool:
    """Does the reader act on this territory? The same criterion as the act."""
    return territory is not None and territory.id in {
        one.id for one in queries.territories(g.actor, permission)
    }
