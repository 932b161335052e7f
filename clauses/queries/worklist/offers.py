"""Which offers of posts that a structure was sent wait for its answer, until the contracts begin? F09."""

from datetime import date

from sqlalchemy import select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.extensions import db
from clauses.models.cooperation import JobOffer, OfferDispatch
from clauses.models.markets import Lot
from clauses.models.people import Organization
from clauses.queries.worklist.found import Found, short


def to_answer(actor: Actor, on: date, lots: list[Lot]) -> list[Found]:
    """The offers of the other structures of the territory that this one has said nothing of."""
    if reach_of(actor, Permission.OFFER_PUBLISH) is None:
        return []
    rows = db.session.execute(
        select(
            JobOffer.id, JobOffer.title, JobOffer.published_on, JobOffer.starts_on, JobOffer.posts, Organization.name
        )
        .join(OfferDispatch, OfferDispatch.offer_id == JobOffer.id)
        .join(Organization, Organization.id == JobOffer.organization_id)
        .where(
            OfferDispatch.organization_id == actor.organization_id, OfferDispatch.answer.is_(None), JobOffer.starts_on > on
        )
        .order_by(JobOffer.starts_on, JobOffer.id)
    )  # fmt: skip
    return [
        Found(
            "answer_offer", {"title": short(title), "n": posts, "who": who}, "cooperation.offers",
            {"annee": sent_on.year, "_anchor": f"offre-{number}"}, sent_on, starts_on,
        )
        for number, title, sent_on, starts_on, posts, who in rows
    ]  # fmt: skip
