"""What has waited too long in the region, whose turn is it, and since when? Lots, reports, opinions, relays, territories.

Counts and lots, never a name of a participant. Days are those of Europe/Paris; the delays are those of the coordination.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from clauses.access.charges import Answerer, charges
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain.as_of import Cut
from clauses.domain.kinds import ComplianceStatus, MarketState
from clauses.domain.values import add_months, last_day, month_of
from clauses.extensions import db
from clauses.models.hours import Relay
from clauses.models.markets import Award, Lot, Market, Opinion
from clauses.models.territory import Mandate, Territory
from clauses.queries import compliance, hours_missing, lot_sums, running
from clauses.queries.deadlines import relay_due
from clauses.queries.hours_missing import Missing
from clauses.queries.hours_relays import OPEN as OPEN_RELAYS

LOT_MONTHS, REPORT_DAYS, MONTHS_BACK = 2, 30, 12
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
class Alert:
    """One thing that waits: what, since when, whose turn it is; `person` answers for the territory, None when it is vacant."""

    kind: AlertKind
    since: date
    turn: Rung
    who: str | None
    person: Answerer | None
    facts: dict[str, Any]
    lot: Lot | None = None
    market_id: int | None = None
    territory: Territory | None = None

    @property
    def key(self) -> tuple[int, date]:
        return list(AlertKind).index(self.kind), self.since


def alerts(actor: Actor, on: date) -> list[Alert]:
    """Everything that has waited too long within reach of this person, by kind, the oldest first."""
    acting = {number: charge.acting for number, charge in charges(on).items()}
    open_lots = (Award.id.is_not(None), Market.state.not_in(OVER), Lot.closed_on.is_(None))
    lots = running.lots(actor, Permission.ALERT_VIEW, *open_lots, owing=False)[::-1]
    since = _since([lot for lot in lots if lot.targets], on)
    late = _late_reports(lots, on)
    shown = _named({*since, *(one.lot.id for one in late)})
    found = [
        *_lots(since, shown, acting), *_reports(late, shown, acting), *_opinions(actor, on, acting),
        *_relays(actor, on, acting), *_vacancies(actor),
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.key)


def _named(ids: Collection[int]) -> dict[int, Lot]:
    """Those of the lots that are shown, with what is printed of them."""
    rows = db.session.scalars(
        select(Lot)
        .where(Lot.id.in_(ids))
        .options(joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.territory))
        .order_by(Lot.id)
    )
    return {lot.id: lot for lot in rows} if ids else {}


def _since(lots: list[Lot], on: date) -> dict[int, date]:
    """Lots in alert today and at the end of each of the last months: by number, the first of these months in a row.

    The hours known today are those of the sums, month by month: the ledger is not read again for each past month.
    """
    today = lot_sums.validated_on(lot.id for lot in lots)
    standing = [f.lot for f in compliance.figures_of(lots, on=on, validated=today) if _in_alert(f)]
    by_month = lot_sums.by_month(lot.id for lot in standing)
    since: dict[int, date] = {}
    for back in range(1, MONTHS_BACK + 1):
        end = last_day(add_months(month_of(on), -back))
        cut = Cut(end, month_of(end), on, provisional=False)
        then = {
            lot.id: sum(h for month, h in by_month.get(lot.id, {}).items() if month <= end)
            for lot in standing
        }
        found = compliance.figures_of(standing, on=end, cut=cut, validated=then)
        standing = [f.lot for f in found if _in_alert(f)]
        if not standing:
            break
        since.update({lot.id: end for lot in standing})
    return {lot_id: end for lot_id, end in since.items() if end <= add_months(on, -LOT_MONTHS)}


def _lots(since: dict[int, date], shown: dict[int, Lot], acting: dict[int, Any]) -> Iterable[Alert]:
    for lot in shown.values():
        if lot.id in since:
            yield _of_lot(AlertKind.LOT, lot, since[lot.id], Rung.BUYER, lot.market.buyer.name, acting)


def _in_alert(found: compliance.LotFigures) -> bool:
    return found.standing is not None and found.standing.status is ComplianceStatus.ALERT


def _late_reports(lots: list[Lot], on: date) -> list[Missing]:
    """Reports that have not come thirty days after their day; the company was reminded, and its buyer told."""
    missing = hours_missing.missing_of(lots, on, proofs=False, lines=False)
    return [one for one in missing if one.due_on + timedelta(days=REPORT_DAYS) < on]


def _reports(late: list[Missing], shown: dict[int, Lot], acting: dict[int, Any]) -> Iterable[Alert]:
    for one in late:
        if one.lot.id in shown:
            person = acting.get(one.lot.territory_id or 0)
            yield _of_lot(
                AlertKind.REPORT, shown[one.lot.id], one.due_on, Rung.RESOURCE_PERSON, person.name if person else None, acting,
                month=one.month, company=one.organization.name,
            )  # fmt: skip


def _opinions(actor: Actor, on: date, acting: dict[int, Any]) -> Iterable[Alert]:
    """Opinions asked whose working days have passed."""
    rows = db.session.scalars(
        select(Lot)
        .join(Market, Market.id == Lot.market_id)
        .where(
            within_reach(actor, Permission.ALERT_VIEW, Lot), Market.state == MarketState.OPINION_REQUESTED,
            Market.opinion_due_on < on, Lot.has_clause.is_(True),
            ~exists().where(Opinion.lot_id == Lot.id, Opinion.given_on >= Market.opinion_requested_on),
        )
        .options(joinedload(Lot.market).joinedload(Market.buyer), joinedload(Lot.territory))
        .order_by(Market.opinion_due_on, Lot.id)
    ).unique()  # fmt: skip
    seen: set[tuple[int, int | None]] = set()
    for lot in rows:
        if (lot.market_id, lot.territory_id) in seen or lot.market.opinion_requested_on is None:
            continue
        seen.add((lot.market_id, lot.territory_id))
        person = acting.get(lot.territory_id or 0)
        yield _of_lot(
            AlertKind.OPINION, lot, lot.market.opinion_requested_on, Rung.RESOURCE_PERSON, person.name if person else None,
            acting,
        )  # fmt: skip


def _relays(actor: Actor, on: date, acting: dict[int, Any]) -> Iterable[Alert]:
    """Relays still open fifteen days after the alert of the counter; the person is never named here."""
    rows = db.session.scalars(
        select(Relay)
        .join(Lot, Lot.id == Relay.lot_id)
        .join(Market, Market.id == Lot.market_id)
        .where(
            Relay.lot_id.in_(select(Lot.id).where(within_reach(actor, Permission.ALERT_VIEW, Lot))),
            Relay.state.in_(OPEN_RELAYS), Market.state.not_in(OVER),
        )
        .options(
            joinedload(Relay.lot).joinedload(Lot.market).joinedload(Market.buyer), joinedload(Relay.employer),
            joinedload(Relay.lot).joinedload(Lot.territory),
        )
        .order_by(Relay.alerted_on, Relay.id)
    ).unique()  # fmt: skip
    for one in rows:
        if relay_due(one.alerted_on) < on:
            person = acting.get(one.lot.territory_id or 0)
            yield _of_lot(
                AlertKind.RELAY, one.lot, one.alerted_on, Rung.RESOURCE_PERSON, person.name if person else None, acting,
                structure=one.employer.name,
            )  # fmt: skip


def _vacancies(actor: Actor) -> Iterable[Alert]:
    """Territories that nobody answers for, since the end of the last mandate."""
    ended = (
        select(Mandate.territory_id, func.max(Mandate.ends_on).label("ended"))
        .group_by(Mandate.territory_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Territory, ended.c.ended)
        .outerjoin(ended, ended.c.territory_id == Territory.id)
        .where(Territory.id.in_(actor.vacant or {0}))
        .order_by(Territory.code)
    )
    for territory, end in rows:
        yield Alert(
            AlertKind.VACANCY, end or date.min, Rung.COORDINATION, None, None, {}, territory=territory
        )


def _of_lot(
    kind: AlertKind, lot: Lot, since: date, turn: Rung, who: str | None, acting: dict[int, Any], **facts: Any
) -> Alert:
    person = acting.get(lot.territory_id or 0)
    if turn is Rung.RESOURCE_PERSON and person is None:
        turn = Rung.COORDINATION  # nobody holds the territory: its files are the coordination's
    named = {
        "ref": lot.market.reference,
        "lot": lot.number,
        "title": lot.title,
        "buyer": lot.market.buyer.name,
    }
    return Alert(
        kind,
        since,
        turn,
        who,
        person,
        {**named, **facts},
        lot=lot,
        market_id=lot.market_id,
        territory=lot.territory,
    )
