"""What are the things called that a report is about? Their names and numbers, once the report may be made."""

from collections.abc import Collection

from sqlalchemy import select

from clauses.extensions import db
from clauses.models.markets import Lot, Market
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


def called(level: str, numbers: Collection[int]) -> dict[int, str]:
    """The names of territories, buyers, markets or lots, by their numbers."""
    if level == "territory":
        return {number: name for number, name in territories() if number in numbers}
    if level == "buyer":
        named = select(Organization.id, Organization.name).where(Organization.id.in_(numbers))
        return {row.id: row.name for row in db.session.execute(named)}
    if level == "market":
        found = select(Market.id, Market.reference, Market.title).where(Market.id.in_(numbers))
        return {number: f"{reference}, {title}" for number, reference, title in db.session.execute(found)}
    asked = select(Lot.id, Market.reference, Lot.number).join(Market, Market.id == Lot.market_id)
    rows_of = db.session.execute(asked.where(Lot.id.in_(numbers)))
    return {number: f"{reference}, lot {lot}" for number, reference, lot in rows_of}
