"""What is due because time has passed? Looked up at each tick, so that a missed night costs nothing."""

import logging
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from clauses.actions import agenda, audit
from clauses.actions.base import civil_day
from clauses.actions.markets import calendar as actions
from clauses.actions.people import sign_ups
from clauses.config import clock
from clauses.domain.kinds import CommitmentState, MarketState
from clauses.domain.values import add_months
from clauses.extensions import db, write_transaction
from clauses.jobs import (
    letters,
    letters_aci,
    letters_exits,
    letters_quarters,
    letters_reviews,
    letters_week,
    notices,
)
from clauses.jobs.calendar_territories import hand_over_territories
from clauses.jobs.letters_capacity import remind_of_capacity
from clauses.jobs.letters_months import remind_of_months
from clauses.jobs.planned_reports import ask_planned_reports
from clauses.jobs.purge import plan_the_night
from clauses.models.allocation import Commitment
from clauses.models.markets import Award, Lot, Market
from clauses.models.territory import Territory
from clauses.queries import agenda as agenda_queries
from clauses.queries import audit as audit_queries
from clauses.reference import rulebook

log = logging.getLogger(__name__)


def run_due(now: datetime) -> None:
    """Hand over the territories, start the works that begin, remind of the opinions that are late (M03)."""
    hand_over_territories(now)
    start_works(now)
    remind_of_opinions(now)
    remind_of_months(now)
    remind_of_capacity(now)
    ask_planned_reports(now)
    letters_exits.tell_exits(now)
    letters_aci.tell_stays(now)
    letters_quarters.ask_for_quarters(now)
    letters_reviews.open_reviews(now)
    letters_reviews.remind_of_reviews(now)
    letters_reviews.tell_renewals(now)
    publish_head(now)
    forget_requests()
    notices.forget_old_notifications(now)
    forget_appointments(now)
    letters_week.plan_the_week(now)
    plan_the_night(now)


def forget_requests() -> None:
    """What was typed to ask for an account and never confirmed, and the tries that no limit counts any more."""
    at = clock.real()
    stale = sign_ups.has_stale(at)
    db.session.rollback()
    if stale:
        sign_ups.forget_stale(at=at)


def forget_appointments(now: datetime) -> None:
    """The appointments of a calendar are kept as long as notifications are."""
    first = add_months(civil_day(now), -rulebook.sending(civil_day(now)).keep_months)
    due = agenda_queries.has_before(first)
    db.session.rollback()
    if due:
        agenda.forget_appointments(first)


def publish_head(now: datetime) -> None:
    """Once a day, tell outside where the journal stands: whoever cuts it or writes it again contradicts that."""
    told = audit_queries.is_published(civil_day(now))
    db.session.rollback()
    if not told:
        audit.publish_head(now=now)


def start_works(now: datetime) -> None:
    on = civil_day(now)
    due = db.session.scalars(
        select(Market.id)
        .join(Lot, Lot.market_id == Market.id)
        .join(Award, Award.lot_id == Lot.id)
        .join(Commitment, Commitment.lot_id == Lot.id)
        .where(
            Award.exec_start <= on,
            or_(Market.state == MarketState.AWARDED, Commitment.state == CommitmentState.PLANNED),
        )
        .distinct()
        .limit(200)
    ).all()
    db.session.rollback()
    if due:
        actions.start_works(list(due), now=now)


def remind_of_opinions(now: datetime) -> None:
    """M03, once for a request, the day after it was due: the resource person, and the coordination in copy."""
    on = civil_day(now)
    late = db.session.scalars(
        select(Market.id).where(Market.state == MarketState.OPINION_REQUESTED, Market.opinion_due_on < on)
    ).all()
    db.session.rollback()
    for market_id in late:
        try:
            with write_transaction():
                _remind(market_id, now)
                db.session.commit()
        except Exception:  # another process has just written it, or this market alone is wrong
            db.session.rollback()
            log.exception("reminder_not_written", extra={"market_id": market_id})


def _remind(market_id: int, now: datetime) -> None:
    market = db.session.scalars(
        select(Market)
        .where(Market.id == market_id)
        .options(joinedload(Market.buyer), selectinload(Market.lots).joinedload(Lot.territory))
    ).one()
    key = f"OpinionLate-{market.id}-{market.opinion_requested_on:%Y%m%d}"
    if notices.was_told(key):
        return
    post = letters.Post(key, now)
    territories: dict[int | None, Territory | None] = {
        lot.territory_id: lot.territory for lot in market.lots if lot.has_clause
    }
    for territory in territories.values():
        about = notices.About(market.id, part=territory.id if territory else 0)
        give, see = (
            letters.link(f"markets.{page}", market_id=market.id) for page in ("instruction", "market")
        )
        letters.send(
            "M03", [letters.follower(territory, post.on)], post, territory=territory, url=give, market=market,
            about=about,
        )  # fmt: skip
        letters.send(
            "M03", [letters.coordination(post.on)], post, territory=territory, url=see, market=market, about=about,
        )  # fmt: skip
