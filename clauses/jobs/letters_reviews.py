"""Who is asked to sign the joint review of a territory, who is reminded, and who is told that the convention is renewed?

M21 and M22. Asked at each tick: a missed day costs nothing, and what was told is not told again.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.actions.base import civil_day
from clauses.actions.cooperation import reviews as actions
from clauses.domain import cooperation as domain
from clauses.domain.events import ReviewOpened
from clauses.domain.values import add_months
from clauses.extensions import db, write_transaction
from clauses.jobs import letters, notices
from clauses.jobs.letters import About, Post, follower, link, members, send
from clauses.models.cooperation import JointAnnualReview, ReviewSignature
from clauses.models.territory import Territory
from clauses.queries import cooperation as queries

log = logging.getLogger(__name__)
TOLD_BEFORE_MONTHS = 1  # the renewal of 1 July is told on 1 June


def open_reviews(now: datetime) -> None:
    """Open the campaign of the year before, from 15 January to the day it is due; a territory never holds back another."""
    on = civil_day(now)
    year = on.year - 1
    if not domain.review_opens(year) <= on <= domain.review_due(year):
        return
    known = select(JointAnnualReview.territory_id).where(JointAnnualReview.year == year)
    waiting = [
        number
        for number in db.session.scalars(select(Territory.id).where(Territory.id.not_in(known)).order_by(Territory.id))
        if queries.active_structures(number, on)
    ]  # fmt: skip
    db.session.rollback()
    for territory_id in waiting:
        try:
            actions.open_review(territory_id, year, now=now)
        except Exception:
            db.session.rollback()
            log.exception("review_not_opened", extra={"territory_id": territory_id})


def review_opened(fact: ReviewOpened, *, event_key: str, now: datetime) -> None:
    """M21: each structure that is to sign, and whoever follows the territory."""
    found = _review(fact.review_id)
    _ask(found, Post(event_key, now), found.signatures, reminder=False)
    post = Post(event_key, now)
    send(
        "M21", [follower(found.territory, post.on)], post, territory=found.territory, about=About(found.id, asks=False),
        url=_url(found), review=found, reminder=False, signed=0, all=len(found.signatures),
    )  # fmt: skip


def remind_of_reviews(now: datetime) -> None:
    """M21 again, once, to the structures alone that have not signed."""
    on = civil_day(now)
    year = on.year - 1
    due = domain.review_due(year)
    if not due - timedelta(days=domain.REMINDER_DAYS) <= on <= due:
        return
    open_ones = db.session.scalars(
        select(JointAnnualReview.id).where(JointAnnualReview.year == year, JointAnnualReview.frozen_on.is_(None))
    ).all()  # fmt: skip
    db.session.rollback()
    for review_id in open_ones:
        try:
            with write_transaction():
                found = _review(review_id)
                waiting = [one for one in found.signatures if one.signed_on is None]
                _ask(found, Post(f"ReviewReminder-{review_id}", now), waiting, reminder=True)
                db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("review_not_reminded", extra={"review_id": review_id})


def tell_renewals(now: datetime) -> None:
    """M22, once a year, a month before: the coordination and the structures, whose networks may object."""
    on = civil_day(now)
    found = queries.agreement(queries.DEPARTMENT)
    coming = _coming(found.effective_on, on) if found is not None and found.ended_on is None else None
    key = f"Renewal-{coming:%Y}" if coming else ""
    told = coming is None or notices.was_told(key)
    db.session.rollback()
    if coming is None or told:
        return
    try:
        with write_transaction():
            _tell(Post(key, now), coming)
            db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("renewal_not_told")


def _coming(effective_on: date, on: date) -> date | None:
    """The renewal of within a month of a day; none otherwise."""
    following = domain.renewed_on(effective_on, domain.renewals(effective_on, on) + 1)
    return following if add_months(following, -TOLD_BEFORE_MONTHS) <= on else None


def _tell(post: Post, day: date) -> None:
    region = letters.coordination(post.on)
    context: dict[str, Any] = {
        "day": day, "last": day - timedelta(days=1), "url": link("cooperation.agreement"),
    }  # fmt: skip
    send("M22", [region], post, territory=None, **context)
    for territory in db.session.scalars(select(Territory).order_by(Territory.id)).all():
        for structure in queries.active_structures(territory.id, post.on):
            send("M22", [members("local", structure)], post, territory=territory, **context)


def _ask(found: JointAnnualReview, post: Post, whom: list[ReviewSignature], *, reminder: bool) -> None:
    signed = sum(one.signed_on is not None for one in found.signatures)
    for one in whom:
        send(
            "M21", [members("local", one.organization)], Post(f"{post.event_key}-s{one.organization_id}", post.now),
            territory=found.territory, about=About(found.id), url=_url(found), review=found, reminder=reminder,
            signed=signed, all=len(found.signatures),
        )  # fmt: skip


def _review(review_id: int) -> JointAnnualReview:
    return db.session.scalars(
        select(JointAnnualReview)
        .where(JointAnnualReview.id == review_id)
        .options(
            joinedload(JointAnnualReview.territory),
            selectinload(JointAnnualReview.signatures).joinedload(ReviewSignature.organization),
        )
    ).one()


def _url(found: JointAnnualReview) -> str:
    return link("cooperation.review", year=found.year, territoire=found.territory.code)
