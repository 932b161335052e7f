"""What are the things called that a report is about? Their names and numbers, once the report may be made."""

from sqlalchemy import select

from clauses.extensions import db
from clauses.models.people import Organization
from clauses.models.territory import Territory


def organization(number: int | None) -> Organization:
    return db.session.get_one(Organization, number or 0)


def territory(number: int | None) -> Territory:
    return db.session.get_one(Territory, number or 0)


def territories() -> list[tuple[int, str]]:
    """(number, « T1 Beauvaisis ») of every territory, in order of their codes."""
    rows = db.session.execute(select(Territory.id, Territory.code, Territory.name).order_by(Territory.code))
    return [(number, f"{code} {name}" if name else code) for number, code, name in rows]
