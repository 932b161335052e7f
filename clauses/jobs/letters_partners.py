"""Who is told of a consultation that opens nearby, of a request to a structure, of its answer and of what follows?"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.events import (
    MarketPublished,
    PartnerAnswered,
    PartnerAsked,
    PartnerReminded,
    PartnerRequestSettled,
)
from clauses.domain.kinds_partners import Zone
from clauses.domain.kinds_requests import RequestKind, RequestState, RequestStepKind
from clauses.extensions import db
from clauses.jobs.letters import About, Post, link, members, place_names, quoted, send
from clauses.jobs.mail import whole_words
from clauses.models.markets import Lot, Market
from clauses.models.partner_requests import PartnerRequest, PartnerRequestStep
from clauses.models.partners import SiaeProfile
from clauses.models.people import Organization
from clauses.queries.markets.lists import owed
from clauses.queries.partners import search
from clauses.queries.partners.asked import Asked
from clauses.reference import geography
from clauses.wording import requests as words

USUAL_KM = 30  # where a structure did not say how far it works
SHOWN_LOTS = 4
SUBJECT_ROOM = 28  # characters left for the title in a subject of 70


def market_published(fact: MarketPublished, *, event_key: str, now: datetime) -> None:
    """M04: the structures that cover the trade of a lot with a clause, within their own radius of one of its places."""
    market = db.session.scalars(
        select(Market)
        .where(Market.id == fact.market_id)
        .options(joinedload(Market.buyer), selectinload(Market.lots).options(
            joinedload(Lot.clause), joinedload(Lot.territory), selectinload(Lot.targets)))
    ).one()  # fmt: skip
    lots = [lot for lot in market.lots if lot.has_clause and lot.trade]
    if not market.visible or not lots:
        return
    near: dict[int, list[tuple[Lot, int]]] = {}
    for lot in lots:
        for place in _nearby(lot, market, Post(event_key, now).on):
            near.setdefault(place.id, []).append((lot, place.km or 0))
    structures = db.session.scalars(
        select(Organization).where(Organization.id.in_(near)).order_by(Organization.id)
    )
    for structure in structures.all():
        found = near[structure.id]
        territory = next((lot.territory for lot, _ in found if lot.territory), None)
        send(
            "M04", [members("nearby", structure)], Post(f"{event_key}-s{structure.id}", now),
            territory=territory, url=f"{link('markets.consultations')}#market-{market.id}", about=About(market.id),
            market=market, title=whole_words(market.title, SUBJECT_ROOM), km=min(km for _, km in found),
            lots=[(lot.number, quoted(lot.title, 6), owed(lot)) for lot, _ in found[:SHOWN_LOTS]], count=len(found),
            more=max(0, len(found) - SHOWN_LOTS),
        )  # fmt: skip


def _nearby(lot: Lot, market: Market, on: date) -> list[search.Place]:
    """Who covers the trade of a lot and works at its first place: as each said, or close by where it did not say."""
    city = next((geography.commune(code) for code in (lot.places or market.places)), None)
    if city is None or not lot.trade:
        return []
    asked = Asked(on=on, trades=frozenset({lot.trade}), city=city, km=0, moves=True)
    found = {place.id: place for place in search.candidates(asked)}
    close = [
        place
        for place in search.candidates(replace(asked, km=USUAL_KM, moves=False))
        if place.id not in found
    ]
    silent = set(
        db.session.scalars(
            select(SiaeProfile.organization_id).where(
                SiaeProfile.organization_id.in_([place.id for place in close]), SiaeProfile.radius_km.is_(None),
                SiaeProfile.zone == Zone.RADIUS,
            )
        )
    )  # fmt: skip
    return [*found.values(), *(place for place in close if place.id in silent)]


def partner_asked(fact: PartnerAsked, *, event_key: str, now: datetime) -> None:
    """M05: the structure that is asked, and nobody else."""
    _ask(_request(fact.partner_request_id), event_key, now, reminder=False)


def partner_reminded(fact: PartnerReminded, *, event_key: str, now: datetime) -> None:
    """M05 again, « Relance - », while an answer is still waited for."""
    request = _request(fact.partner_request_id)
    if request.state is RequestState.SENT and request.reply_by >= Post(event_key, now).on:
        _ask(request, event_key, now, reminder=True)


def _ask(request: PartnerRequest, event_key: str, now: datetime, *, reminder: bool) -> None:
    lot = request.lot
    commune = geography.commune(request.company.commune_code)
    send(
        "M05", [members("asked", request.structure)], Post(event_key, now), territory=lot.territory,
        url=_link(request), about=About(request.id, part=int(reminder)), request=request, lot=lot, market=lot.market,
        company=request.company, company_commune=commune.name if commune else "", title=quoted(lot.market.title, 15),
        place=next(iter(place_names(lot.places or lot.market.places)), None), reminder=reminder,
        sought=words.sought(tuple(RequestKind(kind) for kind in request.kinds)), need=quoted(request.need),
        period=words.period(request.first_month, request.last_month),
    )  # fmt: skip


def partner_answered(fact: PartnerAnswered, *, event_key: str, now: datetime) -> None:
    """M06: the company, with the answer; where it is no, how many other structures cover the trade around."""
    step, request = _step(fact.step_id)
    lot, post = request.lot, Post(event_key, now)
    place = next((geography.commune(code) for code in (lot.places or lot.market.places)), None)
    others = 0
    if step.step is RequestStepKind.DECLINED and lot.trade and place:
        asked = Asked(on=post.on, trades=frozenset({lot.trade}), city=place, km=USUAL_KM)
        ids = [one.id for one in search.candidates(asked)]
        others = len(ids) - _asked_of(request, ids)
    send(
        "M06", [members("seeker", request.company)], post, territory=lot.territory, url=_link(request),
        about=About(request.id, asks=step.step is RequestStepKind.COUNTERED), request=request, step=step, lot=lot,
        market=lot.market, structure=request.structure, offer=_offer(step), others=others, km=USUAL_KM,
        message=quoted(step.message),
    )  # fmt: skip


def _asked_of(request: PartnerRequest, ids: list[int]) -> int:
    """How many of these structures the company has asked for this lot already."""
    rows = select(PartnerRequest.structure_id).where(
        PartnerRequest.lot_id == request.lot_id, PartnerRequest.company_id == request.company_id,
        PartnerRequest.structure_id.in_(ids),
    )  # fmt: skip
    return len(set(db.session.scalars(rows)))


def partner_request_settled(fact: PartnerRequestSettled, *, event_key: str, now: datetime) -> None:
    """M44: the structure, told that its counter-proposal is accepted or that the request is withdrawn."""
    step, request = _step(fact.step_id)
    lot = request.lot
    send(
        "M44", [members("asked", request.structure)], Post(event_key, now), territory=lot.territory,
        url=_link(request), about=About(request.id), request=request, step=step, lot=lot, market=lot.market,
        company=request.company, offer=_offer(step), message=quoted(step.message),
        agreed=step.step is RequestStepKind.AGREED,
    )  # fmt: skip


def _offer(step: PartnerRequestStep) -> str:
    return words.offer(step.hours, step.way, step.first_month, step.last_month)


def _link(request: PartnerRequest) -> str:
    return link("partners.one_request", partner_request_id=request.id)


_WHOLE = (
    joinedload(PartnerRequest.lot).options(joinedload(Lot.market), joinedload(Lot.territory)),
    joinedload(PartnerRequest.company),
    joinedload(PartnerRequest.structure),
)


def _request(partner_request_id: int) -> PartnerRequest:
    return db.session.get_one(PartnerRequest, partner_request_id, options=_WHOLE)


def _step(step_id: int) -> tuple[PartnerRequestStep, PartnerRequest]:
    step = db.session.get_one(PartnerRequestStep, step_id)
    return step, _request(step.request_id)
