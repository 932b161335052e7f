"""Who comes near the relay, how much is left, when will it be reached, and which ETTI could take over?"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import ai_cap
from clauses.domain.kinds import EmployerKind, RelayState
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.hours import Relay
from clauses.models.markets import Lot, Market
from clauses.models.people import Organization
from clauses.models.territory import TerritoryEpci
from clauses.queries import hours_counters
from clauses.reference import geography, rulebook
from clauses.wording import hours as words
from clauses.wording import sentences

OPEN = (RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Etti:
    """An ETTI that could take over, how far it is from the lot, and whether it is of the territory of the lot."""

    id: int
    name: str
    commune: str
    distance_km: int | None
    inside: bool


@dataclass(frozen=True, slots=True)
class RelayRow:
    relay: Relay
    counter: ai_cap.Counter
    legal: ai_cap.CeilingCounter
    forecast: date | None
    ettis: list[Etti]
    open: bool
    may_prepare: bool

    @property
    def proposable(self) -> bool:
        return self.may_prepare and self.relay.state in (RelayState.TO_PREPARE, RelayState.PROPOSED)

    @property
    def proposed(self) -> bool:
        return self.may_prepare and self.relay.state is RelayState.PROPOSED

    @property
    def agreed(self) -> bool:
        return self.may_prepare and self.relay.state is RelayState.AGREED

    @property
    def sentence(self) -> str | None:
        """« P1 : il reste 2 h en AI » while something is left, else how far the relay is passed."""
        name = self.relay.participant.short
        if self.counter.over:
            return sentences.written(
                words.RELAY_OVER, name=name, over=self.counter.over, max=self.counter.max_hours
            )
        return sentences.written(words.RELAY_LEFT, name=name, left=self.counter.left)


def relays(actor: Actor, on: date, *, may_prepare: bool) -> list[RelayRow]:
    """The people at the alert of the relay or beyond, whom the actor accompanies: those to prepare first."""
    found = db.session.scalars(
        select(Relay)
        .where(within_reach(actor, Permission.RELAY_VIEW, Relay), Relay.state != RelayState.NOT_NEEDED)
        .options(
            joinedload(Relay.participant), joinedload(Relay.employer), joinedload(Relay.to),
            joinedload(Relay.lot).joinedload(Lot.market).joinedload(Market.buyer),
        )
        .order_by(Relay.alerted_on, Relay.id)
    ).unique().all()  # fmt: skip
    placements = hours_counters.ai_hours({relay.participant_id for relay in found})
    ettis = _ettis() if may_prepare else []
    territories = _territory_epcis({relay.lot.territory_id for relay in found if relay.lot.territory_id}, on)
    rows = []
    for relay in found:
        mine = placements[relay.participant_id]
        until = max([relay.alert_month, *(p.month for p in mine)])
        rule = rulebook.relay(last_day(until))
        rows.append(
            RelayRow(
                relay=relay,
                counter=ai_cap.relay_counter(mine, until, rule),
                legal=ai_cap.ceiling_counter(mine, until, rulebook.ceiling(last_day(until))),
                forecast=ai_cap.forecast_month(mine, until, rule) if relay.state in OPEN else None,
                ettis=_near(ettis, relay.lot, territories) if relay.state in OPEN else [],
                open=relay.state in OPEN,
                may_prepare=may_prepare and relay.state in OPEN,
            )
        )
    return sorted(rows, key=lambda r: (not r.open, -r.counter.done, r.relay.id))


def _ettis() -> list[Organization]:
    """The ETTI that have an account: a directory alone cannot answer."""
    return list(
        db.session.scalars(
            select(Organization).where(
                Organization.employer_kind == EmployerKind.ETTI,
                or_(Organization.origin != "siae_2021", Organization.memberships.any()),
            )
        )
    )


def _territory_epcis(territory_ids: set[int], on: date) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {territory_id: set() for territory_id in territory_ids}
    for row in db.session.scalars(
        select(TerritoryEpci).where(
            TerritoryEpci.territory_id.in_(territory_ids or {0}),
            TerritoryEpci.starts_on <= on,
            or_(TerritoryEpci.ends_on.is_(None), TerritoryEpci.ends_on >= on),
        )
    ):
        found[row.territory_id].add(row.epci_code)
    return found


def _near(ettis: list[Organization], lot: Lot, territories: dict[int, set[str]]) -> list[Etti]:
    """Those of the territory first, then the nearest ones, even outside it, with their distance."""
    places = lot.places or lot.market.places
    here = geography.commune(places[0]) if places else None
    epcis = territories.get(lot.territory_id or 0, set())
    found = []
    for etti in ettis:
        there = geography.commune(etti.commune_code)
        found.append(
            Etti(
                id=etti.id, name=etti.name, commune=there.name if there else etti.commune_code,
                distance_km=geography.distance_km(here, there) if here and there else None,
                inside=bool(there and there.epci_code in epcis),
            )
        )  # fmt: skip
    found.sort(key=lambda e: (not e.inside, e.distance_km if e.distance_km is not None else 9_999, e.name))
    return found[:NEAREST]


def rule_on(on: date) -> ai_cap.Counter:
    """The thresholds of the relay on a day: an empty counter."""
    return ai_cap.relay_counter([], on, rulebook.relay(on))


def name_of(organization_id: int | None) -> str:
    """The name of the structure that takes over."""
    found = db.session.get(Organization, organization_id or 0)
    return found.name if found else ""


def words_of(etti: Etti) -> str:
    """« Tremplin Intérim (Beauvais, 3 km) », with « hors du territoire » when it is."""
    parts = [etti.commune]
    if etti.distance_km is not None:
        parts.append(words.KILOMETRES.format(n=etti.distance_km))
    if not etti.inside:
        parts.append(words.OUTSIDE)
    return f"{etti.name} ({', '.join(parts)})"
