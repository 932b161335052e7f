"""What has waited too long in the region, whose turn is it, and since when? Lots, reports, opinions, relays, territories.

Counts and lots, never a name of a participant. Days are those of Europe/Paris; the delays are those of the coordination.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, func, select

from clauses.access.charges import Answerer, charges
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.kinds import MarketState
from clauses.domain.values import add_months
from clauses.extensions import db
from clauses.models.hours import Relay
from clauses.models.markets import Award, Lot, Market, Opinion
from clauses.models.people import Organization
from clauses.models.territory import Mandate, Territory
from clauses.queries import hours_missing, lasting, running, standings
from clauses.queries.deadlines import relay_due
from clauses.queries.hours_relays import OPEN as OPEN_RELAYS

LOT_MONTHS, REPORT_DAYS, MONTHS_BACK = 2, 30, 12
SHOWN = 50  # lines of a kind at once
OVER = (MarketState.DRAFT, MarketState.CLOSED, MarketState.CANCELLED)


class AlertKind(StrEnum):
    """What may wait too long, most pressing first."""

    LOT = "lot"
    REPORT = "report"
    OPINION = "opinion"
    RELAY = "relay"
    VACANCY = "vacancy"


class Rung(StrEnum):
    """Who acts next: the ladder of a difficulty, from the company to the coordination."""

    COMPANY = "company"
    RESOURCE_PERSON = "resource_person"
    BUYER = "buyer"
    COORDINATION = "coordination"


@dataclass(frozen=True, slots=True)
class Place:
    """A territory, as it is printed."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that waits: what, since when, whose turn it is; `person` answers for the territory, None when it is vacant."""

    kind: AlertKind
    since: date
    turn: Rung
    who: str | None
    person: Answerer | None
    facts: dict[str, Any]
    market_id: int | None = None
    lot_number: int | None = None
    territory: Place | None = None


Key = tuple[date, int]  # since when, and a number: in this order within a kind, and no two are the same


@dataclass(frozen=True, slots=True)
class Block:
    """What waits of one kind, the oldest first: how many in all, those shown, the place of the first, what comes after."""

    kind: AlertKind
    total: int
    alerts: list[Alert]
    first: int
    after: Key | None


@dataclass(frozen=True, slots=True)
class _Waits:
    """One line before it is named: its key, its lot, and what is said of it besides."""

    key: Key
    lot_id: int
    turn: Rung = Rung.RESOURCE_PERSON
    facts: dict[str, Any] = field(default_factory=dict)


def alerts(
    actor: Actor,
    on: date,
    only: AlertKind | None = None,
    after: Key | None = None,
    territory_id: int | None = None,
) -> list[Block]:
    """Everything that has waited too long within reach of this person, by kind, the oldest first, fifty at a time.

    `only` one kind, from those that follow a key; at will those of one territory. All are counted; the lots of those
    shown are named, in one statement.
    """
    kinds = [only] if only else list(AlertKind)
    waiting = _waiting(actor, on, kinds)
    if territory_id is not None:
        there = set(db.session.scalars(select(Lot.id).where(Lot.territory_id == territory_id)))
        waiting = {kind: [one for one in found if one.lot_id in there] for kind, found in waiting.items()}
    shown = {kind: _page(found, after if only else None) for kind, found in waiting.items()}
    numbers = frozenset(one.lot_id for rows, _ in shown.values() for one in rows)
    names = lasting.kept(("named", numbers), lambda: _named(numbers), lambda rows: len(rows) / 3)
    held = lasting.kept(("charges", on), lambda: charges(on), len)
    acting = {number: charge.acting for number, charge in held.items()}
    blocks = [
        _block(
            kind, waiting[kind], rows, first, [_of_lot(kind, one, names[one.lot_id], acting) for one in rows]
        )
        for kind, (rows, first) in shown.items()
    ]
    if AlertKind.VACANCY in kinds:
        found = lasting.kept(
            ("vacancies", actor), lambda: list(_vacancies(actor)), lambda found: len(found) / 3
        )
        vacant = [one for one in found if _is_of(one, territory_id)]
        blocks.append(Block(AlertKind.VACANCY, len(vacant), vacant, 0, None))
    return [one for one in blocks if one.total]


def places() -> list[Place]:
    """The territories, in the order of their codes."""
    rows = db.session.execute(select(Territory.id, Territory.code, Territory.name).order_by(Territory.code))
    return [Place(*row) for row in rows]


def _is_of(one: Alert, territory_id: int | None) -> bool:
    return territory_id is None or (one.territory is not None and one.territory.id == territory_id)


def _waiting(actor: Actor, on: date, kinds: Collection[AlertKind]) -> dict[AlertKind, list[_Waits]]:
    """What waits of each kind that is about lots, in order of its keys."""
    lots = _running(actor) if {AlertKind.LOT, AlertKind.REPORT} & set(kinds) else []
    sources: dict[AlertKind, Callable[[], Iterable[_Waits]]] = {
        AlertKind.LOT: lambda: _lots(actor, lots, on), AlertKind.REPORT: lambda: _late_reports(lots, on),
        AlertKind.OPINION: lambda: _kept(_opinions, actor, on), AlertKind.RELAY: lambda: _kept(_relays, actor, on),
    }  # fmt: skip
    return {
        kind: sorted(source(), key=lambda one: one.key) for kind, source in sources.items() if kind in kinds
    }


def _kept(source: Callable[[Actor, date], Iterable[_Waits]], actor: Actor, on: date) -> list[_Waits]:
    """What hours do not move, from the memory of a page that is kept."""
    name = ("waits", source.__name__, actor, on)
    return lasting.kept(name, lambda: list(source(actor, on)), lambda found: len(found) / 3)


def _page(found: list[_Waits], after: Key | None) -> tuple[list[_Waits], int]:
    """Those of a page, and how many come before them; the first ones where nothing comes after the key any more."""
    first = sum(1 for one in found if one.key <= after) if after else 0
    first = first if first < len(found) else 0
    return found[first : first + SHOWN], first


def _block(kind: AlertKind, found: list[_Waits], rows: list[_Waits], first: int, shown: list[Alert]) -> Block:
    more = rows and first + len(rows) < len(found)
    return Block(kind, len(found), shown, first, rows[-1].key if more else None)


def _named(ids: Collection[int]) -> dict[int, Any]:
    """What is printed of these lots: their market, its buyer, their territory."""
    rows = db.session.execute(
        select(
            Lot.id, Lot.number, Lot.title, Lot.market_id, Market.reference, Organization.name.label("buyer"),
            Lot.territory_id, Territory.code, Territory.name.label("territory"),
        )
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == Market.buyer_id)
        .outerjoin(Territory, Territory.id == Lot.territory_id)
        .where(Lot.id.in_(ids))
    )  # fmt: skip
    return {row.id: row for row in rows} if ids else {}


def _running(actor: Actor) -> list[Lot]:
    """The open lots that were awarded, the latest first, with a volume or not yet."""
    found = lasting.kept(("running", actor), lambda: _read_running(actor), lambda lots: len(lots) / 100)
    return list(found)


def _read_running(actor: Actor) -> list[Lot]:
    reach = Permission.ALERT_VIEW
    owing = [one for one in running.lots(actor, reach) if one.award is not None and one.closed_on is None]
    open_lots = (Award.id.is_not(None), Market.state.not_in(OVER), Lot.closed_on.is_(None))
    later = running.lots(actor, reach, *open_lots, ~Lot.targets.any(), owing=False)
    open_now = [one for one in owing if one.market.state not in OVER]
    return sorted([*open_now, *later], key=lambda one: one.id, reverse=True)


def _lots(actor: Actor, lots: list[Lot], on: date) -> Iterable[_Waits]:
    """Lots in alert today and at the end of each of the last months; `since` is the first of these months in a row.

    The hours known today are those of the sums, month by month: the ledger is not read again for each past month.
    """
    alerted = standings.in_alert(standings.today(actor, [lot for lot in lots if lot.targets], on))
    since = standings.spells(actor, alerted, on, MONTHS_BACK)
    waited = add_months(on, -LOT_MONTHS)
    return [_Waits((end, id), id, Rung.BUYER) for id, end in since.items() if end <= waited]


def _late_reports(lots: list[Lot], on: date) -> Iterable[_Waits]:
    """Reports that have not come thirty days after their day; the company was reminded, and its buyer told."""
    for one in hours_missing.missing_of(lots, on, proofs=False, lines=False):
        if one.due_on + timedelta(days=REPORT_DAYS) < on:
            facts = {"month": one.month, "company": one.organization.name}
            yield _Waits((one.due_on, one.lot.id), one.lot.id, facts=facts)


def _opinions(actor: Actor, on: date) -> Iterable[_Waits]:
    """Opinions asked whose working days have passed: one for all the lots of a market in a territory."""
    rows = db.session.execute(
        select(Market.opinion_requested_on, func.min(Lot.id))
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, Permission.ALERT_VIEW, Lot), Market.state == MarketState.OPINION_REQUESTED,
            Market.opinion_due_on < on, Market.opinion_requested_on.is_not(None), Lot.has_clause.is_(True),
            ~exists().where(Opinion.lot_id == Lot.id, Opinion.given_on >= Market.opinion_requested_on),
        )
        .group_by(Lot.market_id, Lot.territory_id, Market.opinion_requested_on)
    )  # fmt: skip
    return [_Waits((asked_on, lot_id), lot_id) for asked_on, lot_id in rows if asked_on]


def _relays(actor: Actor, on: date) -> Iterable[_Waits]:
    """Relays still open fifteen days after the alert of the counter; the person is never named here."""
    rows = db.session.execute(
        select(Relay.alerted_on, Relay.id, Relay.lot_id, Organization.name)
        .join(Lot, Lot.id == Relay.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .join(Organization, Organization.id == Relay.employer_id)
        .where(
            Relay.lot_id.in_(select(Lot.id).where(within_reach(actor, Permission.ALERT_VIEW, Lot))),
            Relay.state.in_(OPEN_RELAYS), Market.state.not_in(OVER),
        )
    )  # fmt: skip
    for alerted_on, number, lot_id, employer in rows:
        if relay_due(alerted_on) < on:
            yield _Waits((alerted_on, number), lot_id, facts={"structure": employer})


def _vacancies(actor: Actor) -> Iterable[Alert]:
    """Territories that nobody answers for, since the end of the last mandate."""
    ended = (
        select(Mandate.territory_id, func.max(Mandate.ends_on).label("ended"))
        .group_by(Mandate.territory_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Territory.id, Territory.code, Territory.name, ended.c.ended)
        .outerjoin(ended, ended.c.territory_id == Territory.id)
        .where(Territory.id.in_(actor.vacant or {0}))
        .order_by(func.coalesce(ended.c.ended, date.min), Territory.code)
    )
    for *place, end in rows:
        yield Alert(
            AlertKind.VACANCY, end or date.min, Rung.COORDINATION, None, None, {}, territory=Place(*place)
        )


def _of_lot(kind: AlertKind, one: _Waits, lot: Any, acting: Mapping[int, Answerer | None]) -> Alert:
    person, turn = acting.get(lot.territory_id or 0), one.turn
    who = lot.buyer if turn is Rung.BUYER else person.name if person else None
    if turn is Rung.RESOURCE_PERSON and person is None:
        turn = Rung.COORDINATION  # nobody holds the territory: its files are the coordination's
    named = {"ref": lot.reference, "lot": lot.number, "title": lot.title, "buyer": lot.buyer}
    there = Place(lot.territory_id, lot.code, lot.territory) if lot.territory_id else None
    return Alert(
        kind, one.key[0], turn, who, person, {**named, **one.facts}, lot.market_id, lot.number, there
    )
