"""Is anything routed to nobody? Lots, communes and mandates as they stand today, by the clock of the database."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import func, or_, select

from clauses.access.charges import charges, current
from clauses.config import PARIS
from clauses.domain.kinds import LotResult, MarketState
from clauses.domain.mandates import IN_CHARGE, overlap
from clauses.extensions import db
from clauses.models.markets import Lot, Market
from clauses.models.territory import Mandate, Territory, TerritoryEpci
from clauses.queries.people.followers import coordinator_membership
from clauses.reference import geography
from clauses.wording.invariants import broken

OVER = (MarketState.DRAFT, MarketState.CLOSED, MarketState.CANCELLED)


def today() -> date:
    """The day in Paris by the clock of the database."""
    now = db.session.scalar(select(func.current_timestamp()))
    read = now if isinstance(now, datetime) else datetime.fromisoformat(str(now))
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(PARIS).date()


def lots_followed() -> Iterator[str]:
    """Every open lot has somebody today: a resource person, whoever stands in, or the coordination."""
    if coordinator_membership() is not None:
        return
    held = {id for id, one in charges(today()).items() if one.acting is not None}
    rows = db.session.execute(
        select(Lot.id, Lot.territory_id)
        .join(Market, Market.id == Lot.market_id)
        .where(Lot.has_clause.is_(True), Market.state.not_in(OVER),
               or_(Lot.result.is_(None), Lot.result == LotResult.AWARDED))
        .order_by(Lot.id)
    )  # fmt: skip
    for lot_id, territory_id in rows:
        if territory_id not in held:
            yield broken("lot_followed", lot=lot_id)


def communes_once() -> Iterator[str]:
    """Every commune of the départements covered is in exactly one territory today; nothing is asked before the first."""
    if db.session.scalar(select(func.count()).select_from(Territory)) == 0:
        return
    rows = db.session.scalars(select(TerritoryEpci.epci_code).where(*current(TerritoryEpci, today())))
    times = Counter(rows)
    for department in geography.DEPARTMENTS:
        for commune in geography.communes(department):
            if times[commune.epci_code] != 1:
                yield broken("commune_times", commune=commune.code, times=times[commune.epci_code])


def one_in_charge() -> Iterator[str]:
    """Two holders or interims never run on one day of a territory, past and future included."""
    held: dict[int, list[Mandate]] = defaultdict(list)
    for one in db.session.scalars(select(Mandate).where(Mandate.kind.in_(IN_CHARGE)).order_by(Mandate.starts_on, Mandate.id)):  # fmt: skip
        for other in held[one.territory_id]:
            if overlap(one.starts_on, one.ends_on, other.starts_on, other.ends_on):
                yield broken("mandates_cross", territory=one.territory_id, first=other.id, second=one.id)
        held[one.territory_id].append(one)
