"""How is a market filed? The market, then its lots, then the clause of each; every step saves the draft."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from clauses.access.gate import Forbidden, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, check_version, civil_day, journal
from clauses.domain import routing
from clauses.domain.duty import Duty
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.filing import EDITABLE
from clauses.domain.kinds import (
    MarketForm,
    MarketState,
    MarketType,
    NoClauseReason,
    Procedure,
    Programme,
)
from clauses.extensions import db
from clauses.models.markets import Lot, LotTerritory, Market, Tranche, YearTerm
from clauses.queries.markets.duty import duty_of, opening_day
from clauses.queries.people import territory_of
from clauses.reference import law

MOST_LOTS = 60
SHORTEST_EXPLANATION = 30  # characters of the explanation of a legal ground


@dataclass(frozen=True, slots=True)
class MarketFields:
    """Step 1; `amount` in cents, `places` INSEE codes, the first one routes."""

    reference: str
    title: str
    market_type: MarketType
    market_form: MarketForm
    procedure: Procedure
    programme: Programme = Programme.NONE
    cpv: str | None = None
    amount: int | None = None
    places: tuple[str, ...] = ()
    publication_date: date | None = None
    offers_deadline: date | None = None
    exec_start: date | None = None
    exec_months: int | None = None


@dataclass(frozen=True, slots=True)
class LotFields:
    """One line of step 2; `row` is its place in the form, `lot_id` the lot it changes."""

    row: int
    number: int
    title: str
    lot_id: int | None = None
    amount: int | None = None  # cents
    trade: str | None = None
    places: tuple[str, ...] = ()
    has_clause: bool | None = None
    no_clause_reason: NoClauseReason | None = None
    legal_ground: str | None = None
    ground_explanation: str | None = None


@action
def create_market(actor: Actor, fields: MarketFields, *, now: datetime) -> Market:
    """Open a draft; only its own organization sees it."""
    if reach_of(actor, Permission.MARKET_FILE) is None:
        raise Forbidden
    _refuse_wrong_market(actor.organization_id, fields, None)
    market = Market(buyer_id=actor.organization_id, state=MarketState.DRAFT, created_at=now)
    _write_market(market, fields, actor, now)
    db.session.add(market)
    journal(actor, "market:create", market, now=now)
    return market


@action
def edit_market(
    actor: Actor, market_id: int, fields: MarketFields, *, seen_version: int | None, now: datetime
) -> Market:
    """Change a market that is not published yet; its lots are routed again."""
    market = editable(actor, market_id, seen_version)
    _refuse_wrong_market(market.buyer_id, fields, market.id)
    before = {"amount": market.amount, "places": market.places}
    _write_market(market, fields, actor, now)
    for lot in market.lots:
        _route(lot, market, civil_day(now))
    journal(
        actor,
        "market:edit",
        market,
        now=now,
        before=before,
        after={"amount": market.amount, "places": market.places},
    )
    return market


@action
def save_lots(
    actor: Actor, market_id: int, rows: list[LotFields], *, seen_version: int | None, now: datetime
) -> Market:
    """Replace the lots of a market by the lines of the form; a lot that is no longer there is removed."""
    market = editable(actor, market_id, seen_version)
    opened_on = opening_day(market, civil_day(now))
    duty = duty_of(market, [row.amount for row in rows], opened_on)
    _refuse_wrong_lots(market, rows, duty)
    kept = {lot.id: lot for lot in market.lots if lot.id in {row.lot_id for row in rows}}
    for lot in [lot for lot in market.lots if lot.id not in kept]:
        _remove(lot)
    for lot in kept.values():
        lot.number = -lot.id  # numbers may be exchanged between two lots
    db.session.flush()
    db.session.refresh(market, ["lots"])
    for row in rows:
        known = kept.get(row.lot_id or 0)
        lot = known or Lot(number=row.number, title=row.title)
        if known is None:
            market.lots.append(lot)
        lot.number, lot.title, lot.amount, lot.trade = row.number, row.title, row.amount, row.trade
        lot.places = list(row.places)
        lot.has_clause = row.has_clause
        lot.no_clause_reason = row.no_clause_reason if row.has_clause is False else None
        lot.legal_ground = lot.ground_explanation = None
        if duty.due and row.has_clause is False:  # the ground of the law takes the place of our own reasons
            lot.no_clause_reason, lot.legal_ground = NoClauseReason.LEGAL, row.legal_ground
            lot.ground_explanation = row.ground_explanation
        _route(lot, market, civil_day(now))
    touch(market, actor, now)
    journal(
        actor, "market:lots", market, now=now,
        lots=[(row.number, row.amount, row.has_clause, row.no_clause_reason) for row in rows],
        duty={"due": duty.due, "need": duty.need, "threshold": duty.threshold, "opened_on": duty.on.isoformat()},
        grounds=[(lot.number, lot.legal_ground) for lot in market.lots if lot.legal_ground],
    )  # fmt: skip
    market.lots.sort(key=lambda lot: lot.number)
    return market


def editable(actor: Actor, market_id: int, seen_version: int | None) -> Market:
    """A market this person may still change, locked, as it was when the form was opened."""
    market = load(actor, Permission.MARKET_FILE, Market, market_id,
                  selectinload(Market.lots).selectinload(Lot.clause))  # fmt: skip
    if market.state not in EDITABLE:
        raise IllegalMove(state=market.state)
    check_version(market, seen_version)
    return market


def _refuse_wrong_market(buyer_id: int, fields: MarketFields, market_id: int | None) -> None:
    refusals: list[DomainError] = []
    same = select(Market.id).where(Market.buyer_id == buyer_id, Market.reference == fields.reference)
    taken = db.session.scalar(same)
    if taken is not None and taken != market_id:
        refusals.append(Refused("market_ref_taken", field="market_ref", ref=fields.reference))
    if not fields.places:
        refusals.append(Refused("market_places", field="places"))
    if (
        fields.publication_date
        and fields.offers_deadline
        and fields.offers_deadline <= fields.publication_date
    ):
        refusals.append(Refused("offers_before_publication", field="offers_deadline"))
    if fields.offers_deadline and fields.exec_start and fields.exec_start <= fields.offers_deadline:
        refusals.append(Refused("exec_before_offers", field="exec_start"))
    if refusals:
        raise Several(refusals)


def _write_market(market: Market, fields: MarketFields, actor: Actor, now: datetime) -> None:
    for name in ("reference", "title", "market_type", "market_form", "procedure", "programme", "cpv", "amount",
                 "publication_date", "offers_deadline", "exec_start", "exec_months"):  # fmt: skip
        setattr(market, name, getattr(fields, name))
    market.places = list(fields.places)
    touch(market, actor, now)


def touch(market: Market, actor: Actor, now: datetime) -> None:
    """Note who changed a market last: two forms opened at once are told apart by it."""
    market.changed_at, market.changed_by_id = now, actor.user_id


def _refuse_wrong_lots(market: Market, rows: list[LotFields], duty: Duty) -> None:
    if not rows:
        raise Refused("no_lot")
    if len(rows) > MOST_LOTS:
        raise Refused("too_many_lots", max=MOST_LOTS, n=len(rows))
    refusals: list[DomainError] = []
    seen: set[int] = set()
    for row in rows:
        if row.number in seen:
            refusals.append(Refused("lot_number_taken", field="lot_number", row=row.row, n=row.number))
        seen.add(row.number)
        if row.has_clause is None:
            refusals.append(Refused("lot_answer", field="has_clause", row=row.row))
        if row.has_clause is False and duty.due:
            if row.legal_ground not in {one.code for one in law.grounds(duty.on)}:
                refusals.append(Refused("legal_ground", field="legal_ground", row=row.row, n=row.number))
            if len(row.ground_explanation or "") < SHORTEST_EXPLANATION:
                refusals.append(
                    Refused(
                        "ground_explanation",
                        field="ground_explanation",
                        row=row.row,
                        n=row.number,
                        min=SHORTEST_EXPLANATION,
                    )
                )
        elif row.has_clause is False and row.no_clause_reason is None:
            refusals.append(Refused("no_clause_reason", field="no_clause_reason", row=row.row))
        if row.has_clause and not row.places and not market.places:
            refusals.append(Refused("lot_places", field="lot_places", row=row.row, n=row.number))
    if refusals:
        raise Several(refusals)


def _remove(lot: Lot) -> None:
    for opinion in lot.opinions:
        db.session.delete(opinion)
    for model in (Tranche, YearTerm):
        db.session.execute(delete(model).where(model.lot_id == lot.id))
    if lot.clause is not None:
        db.session.delete(lot.clause)
    db.session.delete(lot)


def _route(lot: Lot, market: Market, on: date) -> None:
    """The first commune of the lot, else of the market, designates the territory that follows it (R20).

    The territories of the other communes are associated: they read the lot.
    """

    def number_of(commune: str) -> int | None:
        territory = territory_of(commune, on)
        return territory.id if territory else None

    found = routing.route(lot.places or market.places, number_of)
    lot.territory_id = found.territory
    kept = {one.territory_id: one for one in lot.associated}
    lot.associated = [kept.get(id) or LotTerritory(territory_id=id) for id in found.associated]
