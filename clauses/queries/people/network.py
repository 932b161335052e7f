"""How is each territory of the region covered, and which files wait for somebody?"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clauses.access.charges import Charge, able, charges
from clauses.access.gate import load_by
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import LotResult, MarketState, OrganizationKind, Role
from clauses.domain.kinds_territories import Cover
from clauses.extensions import db
from clauses.models.handovers import HostClosing
from clauses.models.markets import Lot, Market
from clauses.models.people import Membership, Organization, User, WebSession
from clauses.models.territory import Mandate, Territory, TerritoryEpci
from clauses.queries import territories
from clauses.queries.boards import delays
from clauses.queries.boards.delays import Delay
from clauses.queries.territories import TerritoryCard

OVER = (MarketState.DRAFT, MarketState.CLOSED, MarketState.CANCELLED)


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """One territory: `delay` in days, the mean of the home pages, None where nothing was validated."""

    card: TerritoryCard
    charge: Charge
    host_id: int | None
    lots: int
    delay: Fraction | None
    last_login: datetime | None
    vacant_days: int
    coming: Mandate | None

    @property
    def vacant(self) -> bool:
        return self.charge.cover is Cover.VACANT


@dataclass(frozen=True, slots=True)
class WhiteZone:
    line: NetworkLine
    lots: tuple[Lot, ...]


def network(actor: Actor, on: date) -> list[NetworkLine]:
    """Every territory of the region with its cover of the day, in code order; nine statements."""
    reach = set(
        db.session.scalars(
            select(Territory.id).where(within_reach(actor, Permission.NETWORK_VIEW, Territory))
        )
    )
    held, lots = charges(on), Counter({id: len(found) for id, found in _lots(on).items()})
    mandates = defaultdict(list)
    for one in db.session.scalars(
        select(Mandate).order_by(Mandate.starts_on).options(joinedload(Mandate.user))
    ):
        mandates[one.territory_id].append(one)
    begun = dict(db.session.execute(
        select(TerritoryEpci.territory_id, func.min(TerritoryEpci.starts_on)).group_by(TerritoryEpci.territory_id)
    ).all())  # fmt: skip
    logins = dict(
        db.session.execute(
            select(WebSession.user_id, func.max(WebSession.created_at)).group_by(WebSession.user_id)
        ).all()
    )
    waits = delays.everywhere(on)
    found = []
    for card in territories.cards(on):
        if card.id not in reach:
            continue
        charge, mine = held[card.id], mandates[card.id]
        running = next((one for one in mine if one.id == charge.mandate_id), None)
        ended = [one.ends_on for one in mine if one.ends_on and one.ends_on < on]
        since = max(ended) + timedelta(days=1) if ended else begun.get(card.id, on)
        found.append(NetworkLine(
            card, charge, running.host_id if running else None, lots[card.id], waits.get(card.id, Delay()).mean,
            logins.get(charge.holder.user_id) if charge.holder else None, max(0, (on - since).days),
            next((one for one in mine if one.starts_on > on), None),
        ))  # fmt: skip
    return found


def white_zones(actor: Actor, on: date) -> list[WhiteZone]:
    """The territories without a mandate, and the files that the coordination holds there."""
    lots = _lots(on)
    return [WhiteZone(line, tuple(lots.get(line.card.id, ()))) for line in network(actor, on) if line.vacant]


def _lots(on: date) -> dict[int, list[Lot]]:
    found: dict[int, list[Lot]] = defaultdict(list)
    for lot in db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(Lot.territory_id.is_not(None), Lot.has_clause.is_(True), Market.state.not_in(OVER),
               Lot.result.is_(None) | (Lot.result == LotResult.AWARDED))
        .order_by(Market.reference, Lot.number)
        .options(joinedload(Lot.market).joinedload(Market.buyer))
    ):  # fmt: skip
        if lot.territory_id is not None:
            found[lot.territory_id].append(lot)
    return found


@dataclass(frozen=True, slots=True)
class Naming:
    """What the page of one territory prints to name somebody: its mandates, who may be named, which hosts."""

    territory: Territory
    charge: Charge
    mandates: tuple[Mandate, ...]
    people: tuple[tuple[User, str], ...]
    hosts: tuple[Organization, ...]
    lots: tuple[Lot, ...]


def naming(actor: Actor, code: str, on: date) -> Naming:
    """One territory to name somebody for; 404 when there is no such code."""
    territory = load_by(actor, Permission.MANDATE_GIVE, Territory, Territory.code == code)
    mandates = db.session.scalars(
        select(Mandate).where(Mandate.territory_id == territory.id)
        .order_by(Mandate.starts_on.desc(), Mandate.id.desc())
        .options(joinedload(Mandate.user), joinedload(Mandate.host))
    )  # fmt: skip
    return Naming(
        territory, charges(on, [territory.id])[territory.id], tuple(mandates), tuple(candidates()), tuple(_hosts(on)),
        tuple(_lots(on).get(territory.id, ())),
    )  # fmt: skip


def candidates() -> list[tuple[User, str]]:
    """Those who may be put in charge of a territory, with the organization they act for."""
    rows = db.session.execute(
        select(User, Organization.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(User.id.in_(able()), Membership.role == Role.RESOURCE_PERSON, Membership.active)
        .order_by(User.last_name, User.first_name, Membership.id)
    )
    return list({user.id: (user, name) for user, name in reversed(rows.all())}.values())[::-1]


def _hosts(on: date) -> list[Organization]:
    closed = select(HostClosing.organization_id).where(HostClosing.closes_on <= on)
    return list(
        db.session.scalars(
            select(Organization)
            .where(Organization.kind == OrganizationKind.HOST, Organization.id.not_in(closed))
            .order_by(Organization.name)
        )
    )


@dataclass(frozen=True, slots=True)
class HostFile:
    """A host organization, the territories it carries today or later, and its closing if one is recorded."""

    host: Organization
    mandates: tuple[Mandate, ...]
    closing: HostClosing | None
    people: tuple[tuple[User, str], ...]
    lots: int


def host_file(actor: Actor, host_id: int, on: date) -> HostFile | None:
    """None where this is no host organization, or where it carries no territory that the actor may give."""
    mandates = tuple(
        db.session.scalars(
            select(Mandate).join(Territory, Territory.id == Mandate.territory_id)
            .where(Mandate.host_id == host_id, within_reach(actor, Permission.MANDATE_GIVE, Territory))
            .order_by(Mandate.starts_on)
            .options(joinedload(Mandate.user), joinedload(Mandate.territory), joinedload(Mandate.host))
        )
    )  # fmt: skip
    if not mandates:
        return None
    current = tuple(one for one in mandates if one.ends_on is None or one.ends_on >= on)
    closing = db.session.scalar(
        select(HostClosing)
        .where(HostClosing.organization_id == host_id)
        .options(joinedload(HostClosing.successor))
    )
    away = {one.user_id for one in current}
    lots = _lots(on)
    return HostFile(mandates[0].host, current, closing, tuple(p for p in candidates() if p[0].id not in away),
                    sum(len(lots.get(id, ())) for id in {one.territory_id for one in current}))  # fmt: skip
