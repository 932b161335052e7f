"""Who is told of an offer of posts or of a joint session? The other SIAE of the territory (M16, M18, S1, R24)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.domain.events import OfferPublished, SessionPlanned
from clauses.extensions import db
from clauses.jobs.letters import About, Post, follower, link, members, quoted, send
from clauses.jobs.mail import SUBJECT_MAX, whole_words
from clauses.models.cooperation import CollectiveSession, JobOffer, OfferDispatch, SessionHost
from clauses.models.territory import Territory
from clauses.queries.cooperation import active_structures
from clauses.reference import geography
from clauses.wording import formats

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
        "offer": offer, "title": whole_words(offer.title, SUBJECT_ROOM - len(commune)), "tasks": quoted(offer.tasks),
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


def session_planned(fact: SessionPlanned, *, event_key: str, now: datetime) -> None:
    """M18: the structures of the territory, those that hold it left out. A session of an offer is told with the offer."""
    session = db.session.scalars(
        select(CollectiveSession)
        .where(CollectiveSession.id == fact.session_id)
        .options(selectinload(CollectiveSession.hosts).joinedload(SessionHost.organization))
    ).one()
    post = Post(event_key, now)
    if session.held_on < post.on:
        return
    territory = db.session.get_one(Territory, session.territory_id)
    hosts = {one.organization_id: one.organization.name for one in session.hosts}
    others = [one for one in active_structures(territory.id, post.on) if one.id not in hosts]
    room = SUBJECT_MAX - len(f"Information collective le {formats.day_long(session.held_on)} : ")
    send(
        "M18", [members("local", one) for one in others], post, territory=territory, about=About(territory.id, asks=False),
        url=link("cooperation.sessions", annee=session.held_on.year, territoire=territory.code), session=session,
        place=whole_words(session.place, room), hosts=formats.joined(sorted(hosts.values())),
    )  # fmt: skip
