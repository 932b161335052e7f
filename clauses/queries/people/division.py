"""How is the region divided into territories on a day, and which open lots does another division concern?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from clauses.access.charges import current
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import LotResult, MarketState
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.territory import Territory, TerritoryEpci
from clauses.reference import geography
from clauses.reference.geography import Commune, Epci

OVER = (MarketState.DRAFT, MarketState.CLOSED, MarketState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Division:
    """The territories, each EPCI with the number of its territory and since when, and the communes of none."""

    territories: tuple[Territory, ...]
    epcis: tuple[tuple[Epci, int | None, date | None], ...]
    coming: tuple[TerritoryEpci, ...]
    outside: tuple[Commune, ...]


def division(actor: Actor, on: date) -> Division:
    """As it stands on a day; three statements."""
    territories = tuple(
        db.session.scalars(
            select(Territory)
            .where(within_reach(actor, Permission.TERRITORY_EDIT, Territory))
            .order_by(Territory.code)
        )
    )
    held = {
        row.epci_code: row
        for row in db.session.scalars(select(TerritoryEpci).where(*current(TerritoryEpci, on)))
    }
    coming = tuple(
        db.session.scalars(
            select(TerritoryEpci)
            .where(TerritoryEpci.starts_on > on)
            .order_by(TerritoryEpci.starts_on, TerritoryEpci.epci_code)
            .options(joinedload(TerritoryEpci.territory))
        )
    )
    epcis = sorted(
        (epci for department in geography.DEPARTMENTS for epci in geography.epcis(department)),
        key=lambda epci: geography.folded(epci.name),
    )
    outside = [
        commune for department in geography.DEPARTMENTS for commune in geography.communes(department)
        if commune.epci_code not in held
    ]  # fmt: skip
    return Division(
        territories,
        tuple(
            (epci, held[epci.code].territory_id, held[epci.code].starts_on) if epci.code in held else (epci, None, None)
            for epci in epcis
        ),
        coming, tuple(outside),
    )  # fmt: skip


def held_at(day: date) -> dict[str, int]:
    """The territory of each EPCI on a day."""
    rows = db.session.scalars(select(TerritoryEpci).where(*current(TerritoryEpci, day)))
    return {row.epci_code: row.territory_id for row in rows}


def affected(actor: Actor, wanted: Mapping[str, int | None], day: date) -> list[Lot]:
    """The open lots whose first commune changes territory: they stay with the one that follows them."""
    before = held_at(day)
    moved = {code for code, id in wanted.items() if before.get(code) != id}
    lots = db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(within_reach(actor, Permission.MARKET_VIEW, Lot), Lot.has_clause.is_(True), Market.state.not_in(OVER),
               or_(Lot.result.is_(None), Lot.result == LotResult.AWARDED))
        .order_by(Market.reference, Lot.number)
        .options(joinedload(Lot.market), joinedload(Lot.territory))
    )  # fmt: skip
    return [lot for lot in lots if _epci(lot) in moved]


def _epci(lot: Lot) -> str | None:
    places = lot.places or lot.market.places
    commune = geography.present(places[0]) if places else None
    return commune.epci_code if commune else None
