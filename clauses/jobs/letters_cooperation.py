"""Who receives an offer of posts? Every other SIAE of the territory, and whoever follows it in copy (M16, S1, R24)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.events import OfferPublished
from clauses.extensions import db
from clauses.jobs.letters import About, Post, follower, link, members, quoted, send, shortened
from clauses.models.cooperation import JobOffer, OfferDispatch
from clauses.reference import geography

SUBJECT_ROOM = 45  # characters of a subject of 70 left for the title and the commune


def offer_published(fact: OfferPublished, *, event_key: str, now: datetime) -> None:
    """M16: one message a person, one key a structure: the proof of sending is what became of these messages."""
    offer = db.session.scalars(
        select(JobOffer)
        .where(JobOffer.id == fact.offer_id)
        .options(
            joinedload(JobOffer.organization), joinedload(JobOffer.territory), joinedload(JobOffer.session),
            selectinload(JobOffer.dispatches).joinedload(OfferDispatch.organization),
        )
    ).one()  # fmt: skip
    place = geography.commune(offer.organization.commune_code)
    commune = place.name if place else ""
    told = {
        "offer": offer, "title": shortened(offer.title, SUBJECT_ROOM - len(commune)), "tasks": quoted(offer.tasks),
        "commune": commune, "session": offer.session,
    }  # fmt: skip
    url = link("cooperation.offers", annee=offer.published_on.year, territoire=offer.territory.code)
    for one in offer.dispatches:
        one.mail_key = f"{event_key}-s{one.organization_id}"
        send(
            "M16", [members("local", one.organization)], Post(one.mail_key, now), territory=offer.territory,
            about=About(offer.territory_id), url=url, **told,
        )  # fmt: skip
    post = Post(event_key, now)
    send(
        "M16", [follower(offer.territory, post.on)], post, territory=offer.territory, url=url,
        about=About(offer.territory_id, asks=False), **told,
    )  # fmt: skip
