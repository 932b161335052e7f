"""Who comes near the relay, how much is left, when will it be reached, and which ETTI could take over?"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import ai_cap
from clauses.domain.kinds import DeclineReason, EmployerKind, OverrideReason, RelayState, Role
from clauses.domain.kinds_relays import RelayStepKind
from clauses.domain.values import last_day
from clauses.extensions import db
from clauses.models.hours import Relay
from clauses.models.markets import Lot, Market
from clauses.models.partners import Capability
from clauses.models.people import Organization
from clauses.models.relays import RelayStep
from clauses.models.territory import TerritoryEpci
from clauses.queries import hours_counters, hours_plan
from clauses.reference import geography, rulebook
from clauses.wording import formats, sentences
from clauses.wording import hours as words
from clauses.wording.labels import label

OPEN = (RelayState.TO_PREPARE, RelayState.PROPOSED, RelayState.AGREED)
NEAREST = 8


@dataclass(frozen=True, slots=True)
class Etti:
    """An ETTI that could take over, how far it is from the lot, whether it is of the territory of the lot, and what it
    offers in the trade of the lot: hours a month (hundredths), None when it said none."""

    id: int
    name: str
    commune: str
    distance_km: int | None
    inside: bool
    of_trade: bool
    monthly_hours: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """One step of the history of a relay, in words."""

    what: str
    when: datetime
    who: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class RelayRow:
    """A relay as this actor sees it: what they may do is said here, the acts ask again."""

    relay: Relay
    name: str  # « Personne à relayer n° 3 » for a structure, until the person agreed
    short: str
    named: bool  # this actor may open the sheet of the person
    counter: ai_cap.Counter
    legal: ai_cap.CeilingCounter
    waiting: int
    apart: int
    forecast: date | None
    legal_forecast: date | None
    ettis: list[Etti]
    history: list[Past]
    open: bool
    may_prepare: bool
    may_answer: bool
    may_consent: bool
    may_finish: bool

    @property
    def proposable(self) -> bool:
        return self.may_prepare and self.relay.state in (RelayState.TO_PREPARE, RelayState.PROPOSED)

    @property
    def proposed(self) -> bool:
        return self.relay.state is RelayState.PROPOSED

    @property
    def agreed(self) -> bool:
        return self.relay.state is RelayState.AGREED

    @property
    def sentence(self) -> str | None:
        """« P1 : il reste 2 h en AI » while something is left, else how far the relay is passed."""
        if self.counter.over:
            return sentences.written(
                words.RELAY_OVER, name=self.short, over=self.counter.over, max=self.counter.max_hours
            )
        return sentences.written(words.RELAY_LEFT, name=self.short, left=self.counter.left)

    @property
    def next_step(self) -> str | None:
        """Who must do what now; None when nothing is left to do."""
        relay = self.relay
        code: str = relay.state
        if self.proposed:
            code += "_answered" if relay.answered_on else "_consented" if relay.consented_on else ""
        text = words.RELAY_NEXT.get(code)
        etti = relay.to.name if relay.to else ""
        return (
            sentences.written(text, etti=etti, employer=relay.employer.name, day=relay.planned_on)
            if text
            else None
        )


def relays(actor: Actor, on: date, *, may_prepare: bool) -> list[RelayRow]:
    """The people at the alert of the relay or beyond, whom the actor accompanies, employs or is asked to take over: the
    most urgent first (the ceiling reached, then the threshold, then the month in which it will be)."""
    found = db.session.scalars(
        select(Relay)
        .where(within_reach(actor, Permission.RELAY_VIEW, Relay), Relay.state != RelayState.NOT_NEEDED)
        .options(
            joinedload(Relay.participant), joinedload(Relay.employer), joinedload(Relay.to),
            joinedload(Relay.lot).joinedload(Lot.market).joinedload(Market.buyer),
            joinedload(Relay.lot).joinedload(Lot.award), joinedload(Relay.lot).selectinload(Lot.targets),
        )
        .order_by(Relay.alerted_on, Relay.id)
    ).unique().all()  # fmt: skip
    placements = hours_counters.ai_hours({relay.participant_id for relay in found})
    ettis = _ettis() if may_prepare else []
    offers = _offers(ettis)
    territories = _territory_epcis({relay.lot.territory_id for relay in found if relay.lot.territory_id}, on)
    history = _history([relay.id for relay in found])
    planned = hours_plan.each_of([relay for relay in found if relay.state in OPEN])
    rows = []
    for relay in found:
        mine = placements[relay.participant_id]
        until = max([relay.alert_month, *(p.month for p in mine)])
        rule, ceiling = rulebook.relay(last_day(until)), rulebook.ceiling(last_day(until))
        is_open = relay.state in OPEN
        coming = hours_plan.coming(relay, mine, planned.get(relay.id), until) if is_open else []
        taking = actor.role is Role.SIAE and actor.organization_id == relay.to_id
        lending = actor.role is Role.SIAE and actor.organization_id == relay.employer_id
        hidden = taking and not lending and not relay.consented_on and relay.state is not RelayState.DONE
        number = words.RELAY_PERSON.format(n=relay.id)
        rows.append(
            RelayRow(
                relay=relay,
                name=number if hidden else relay.participant.name,
                short=number if hidden else relay.participant.short,
                named=may_prepare or lending,
                counter=ai_cap.relay_counter(mine, until, rule),
                legal=ai_cap.ceiling_counter(mine, until, ceiling),
                waiting=ai_cap.waiting(mine),
                apart=ai_cap.apart(mine),
                forecast=ai_cap.forecast_month(mine, until, rule, planned=coming) if is_open else None,
                legal_forecast=ai_cap.forecast_ceiling(mine, until, ceiling, planned=coming)
                if is_open
                else None,
                ettis=_near(ettis, offers, relay.lot, territories) if is_open else [],
                history=history.get(relay.id, []),
                open=is_open,
                may_prepare=may_prepare and is_open,
                may_answer=(may_prepare or taking)
                and relay.state is RelayState.PROPOSED
                and not relay.answered_on,
                may_consent=(may_prepare or lending)
                and relay.state is RelayState.PROPOSED
                and not relay.consented_on,
                may_finish=(may_prepare or taking) and relay.state is RelayState.AGREED,
            )
        )
    return sorted(rows, key=_urgency)


def _urgency(row: RelayRow) -> tuple[bool, bool, bool, date, int, int]:
    return (
        not row.open, row.legal.left > 0, row.counter.left > 0, row.forecast or date.max, -row.counter.done,
        row.relay.id,
    )  # fmt: skip


def _history(relay_ids: list[int]) -> dict[int, list[Past]]:
    """Every step of these relays, the latest first."""
    found: dict[int, list[Past]] = {}
    for step in db.session.scalars(
        select(RelayStep)
        .where(RelayStep.relay_id.in_(relay_ids or [0]))
        .options(joinedload(RelayStep.by), joinedload(RelayStep.to))
        .order_by(RelayStep.id.desc())
    ):
        details = [
            step.to.name if step.to else "",
            formats.day_short(step.day) if step.day else "",
            _reason(step),
        ]
        found.setdefault(step.relay_id, []).append(
            Past(
                words.RELAY_STEPS[step.kind.value], step.at, step.by.name if step.by else None,
                ", ".join(one for one in details if one) or None,
            )
        )  # fmt: skip
    return found


def _reason(step: RelayStep) -> str:
    kind = {RelayStepKind.DECLINED: DeclineReason, RelayStepKind.OVERRIDDEN: OverrideReason}.get(step.kind)
    return label(kind(step.reason)) if kind and step.reason else step.reason or ""


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


def _offers(ettis: list[Organization]) -> dict[tuple[int, str], int | None]:
    """Hours a month that each ETTI says it can offer, trade by trade."""
    rows = db.session.execute(
        select(Capability.organization_id, Capability.trade, Capability.monthly_hours).where(
            Capability.organization_id.in_([etti.id for etti in ettis] or [0])
        )
    )
    return {(organization_id, trade): hours for organization_id, trade, hours in rows}


def _near(
    ettis: list[Organization],
    offers: dict[tuple[int, str], int | None],
    lot: Lot,
    territories: dict[int, set[str]],
) -> list[Etti]:
    """The nearest ones, even outside the territory; at the same distance, those that offer most hours in the trade."""
    places = lot.places or lot.market.places
    here = geography.commune(places[0]) if places else None
    epcis = territories.get(lot.territory_id or 0, set())
    found = []
    for etti in ettis:
        there = geography.commune(etti.commune_code)
        offer = (etti.id, lot.trade or "")
        found.append(
            Etti(
                id=etti.id, name=etti.name, commune=there.name if there else etti.commune_code,
                distance_km=geography.distance_km(here, there) if here and there else None,
                inside=bool(there and there.epci_code in epcis),
                of_trade=offer in offers, monthly_hours=offers.get(offer),
            )
        )  # fmt: skip
    found.sort(
        key=lambda e: (
            e.distance_km if e.distance_km is not None else 9_999, not e.of_trade, -(e.monthly_hours or 0), e.name
        )
    )  # fmt: skip
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
    if etti.monthly_hours:
        parts.append(words.OFFERS.format(hours=formats.hours(etti.monthly_hours)))
    elif etti.of_trade:
        parts.append(words.OF_TRADE)
    return f"{etti.name} ({', '.join(parts)})"
