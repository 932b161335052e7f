"""Who is told of an opinion asked, an opinion given, a lot awarded?"""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.events import LotAwarded, OpinionGiven, OpinionRequested
from clauses.domain.kinds import OpinionResult
from clauses.domain.kinds_requests import RequestState
from clauses.domain.values import add_months
from clauses.domain.workdays import add_working_days
from clauses.extensions import db
from clauses.jobs.letters import (
    About,
    Post,
    follower,
    follower_name,
    link,
    lot_with_market,
    members,
    place_names,
    quoted,
    send,
)
from clauses.models.allocation import Commitment
from clauses.models.markets import HoursTarget, Lot, Market
from clauses.models.partner_requests import PartnerRequest
from clauses.models.people import Organization
from clauses.models.territory import Territory
from clauses.queries import deadlines
from clauses.queries.markets.groups import shared
from clauses.queries.markets.lists import owed

SHOWN_REASONS = 3


def opinion_requested(fact: OpinionRequested, *, event_key: str, now: datetime) -> None:
    """M01: each resource person, for the lots that person follows."""
    market = _market(fact.market_id)
    by_territory: dict[int | None, list[Lot]] = defaultdict(list)
    for lot in market.lots:
        if lot.has_clause:
            by_territory[lot.territory_id].append(lot)
    for lots in by_territory.values():
        territory = lots[0].territory
        post = Post(event_key, now)
        send(
            "M01", [follower(territory, post.on)], post, territory=territory,
            url=link("markets.instruction", market_id=market.id), market=market, title=quoted(market.title, 20),
            about=About(market.id, part=territory.id if territory else 0),
            places=place_names(lots[0].places or market.places)[:3], lots=len(lots),
            hours=sum(owed(lot) for lot in lots), question=quoted(market.opinion_question),
        )  # fmt: skip


def opinion_given(fact: OpinionGiven, *, event_key: str, now: datetime) -> None:
    """M02: the buyer, with what was said lot by lot."""
    market = _market(fact.market_id)
    last = [(lot, lot.opinions[-1]) for lot in market.lots if lot.opinions]
    results = Counter(opinion.result for _, opinion in last)
    reasons = [(lot.number, quoted(opinion.text, 15)) for lot, opinion in last if opinion.text]
    send(
        "M02", [members("buyer", market.buyer)], Post(event_key, now), territory=_territory(market),
        url=link("markets.opinion_request", market_id=market.id), market=market, lots=len(last), about=About(market.id),
        givers=list(dict.fromkeys(opinion.given_by.name for _, opinion in last)),
        favourable=results[OpinionResult.FAVOURABLE], changed=results[OpinionResult.FAVOURABLE_WITH_CHANGE],
        reserved=results[OpinionResult.RESERVED], reasons=reasons[:SHOWN_REASONS],
        more=max(0, len(reasons) - SHOWN_REASONS),
    )  # fmt: skip


def lot_awarded(fact: LotAwarded, *, event_key: str, now: datetime) -> None:
    """M07: the company that holds the lot, the members of its group, the structures it asked and the
    resource person, once hours are owed on it."""
    lot = lot_with_market(fact.lot_id)
    commitment = db.session.scalar(select(Commitment).where(Commitment.lot_id == lot.id))
    if not lot.targets or lot.award is None or commitment is None:
        return
    post, target = Post(event_key, now), lot.targets[-1]
    context = {
        "lot": lot, "market": lot.market, "title": quoted(lot.title, 20), "company": lot.award.awardee,
        "hours": target.hours, "first": target.exec_start, "last": execution_end(target),
        "due": max(deadlines.commitment_due(lot.award.notified_on), add_working_days(post.on, 5)),
        "adviser": follower_name(lot.territory, post.on),
    }  # fmt: skip
    send(
        "M07", [members("company", lot.award.awardee)], post, territory=lot.territory,
        url=link("allocation.show_declaration", commitment_id=commitment.id), about=About(commitment.id), **context,
    )  # fmt: skip
    only_told = About(commitment.id, asks=False)
    for request_id, structure in _asked_by(lot):
        send(
            "M07", [members("consulted", structure)], post, territory=lot.territory, about=only_told,
            url=link("partners.one_request", partner_request_id=request_id), **context,
        )  # fmt: skip
    for member, part in _parts(lot):
        send(
            "M07", [members("member", member)], post, territory=lot.territory,
            url=link("markets.lot", market_id=lot.market_id, number=lot.number), part=part, about=only_told,
            **context,
        )  # fmt: skip
    send(
        "M07", [follower(lot.territory, post.on)], post, territory=lot.territory,
        url=link("allocation.commitment", commitment_id=commitment.id), about=only_told, **context,
    )  # fmt: skip


def _asked_by(lot: Lot) -> list[tuple[int, Organization]]:
    """The structures that the holder asked for this lot and that did not decline, each with its last request."""
    assert lot.award is not None
    rows = db.session.scalars(
        select(PartnerRequest)
        .where(
            PartnerRequest.lot_id == lot.id, PartnerRequest.company_id == lot.award.awardee_id,
            PartnerRequest.state.not_in((RequestState.DECLINED, RequestState.WITHDRAWN)),
        )
        .options(joinedload(PartnerRequest.structure))
        .order_by(PartnerRequest.id)
    )  # fmt: skip
    return list({row.structure_id: (row.id, row.structure) for row in rows}.values())


def _parts(lot: Lot) -> list[tuple[Organization, int | None]]:
    """The members of the group besides its lead, each with its part of what the lot owes."""
    assert lot.award is not None
    if not lot.award.members:  # held by one company alone
        return []
    parts = shared(lot.targets[-1].hours, [one.share for one in lot.award.members])
    return [
        (one.organization, part) for one, part in zip(lot.award.members, parts, strict=True) if not one.lead
    ]


def execution_end(target: HoursTarget) -> date:
    """The last day of the execution of a lot."""
    return add_months(target.exec_start, target.exec_months) - timedelta(days=1)


def _market(market_id: int) -> Market:
    return db.session.scalars(
        select(Market)
        .where(Market.id == market_id)
        .options(joinedload(Market.buyer), selectinload(Market.lots).options(
            joinedload(Lot.clause), joinedload(Lot.territory), selectinload(Lot.targets), selectinload(Lot.opinions)
        ))
    ).one()  # fmt: skip


def _territory(market: Market) -> Territory | None:
    """The territory that answers for a market: that of its first lot with a clause."""
    return next((lot.territory for lot in market.lots if lot.has_clause and lot.territory), None)
