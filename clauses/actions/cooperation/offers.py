"""How does an offer of posts reach every SIAE of a territory, and how is a joint information session planned and noted?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clauses.access.gate import OutOfReach, load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, check_version, civil_day, journal, record
from clauses.actions.cooperation.noted import to_note
from clauses.actions.cooperation.texts import nobody_named
from clauses.domain import events
from clauses.domain.errors import DomainError, IllegalMove, Refused, Several
from clauses.domain.kinds_cooperation import NoSession, OfferAnswer, OfferContract
from clauses.extensions import db
from clauses.models.cooperation import CollectiveSession, JobOffer, OfferDispatch, SessionHost
from clauses.models.territory import Territory
from clauses.queries import cooperation as queries
from clauses.reference import rulebook

LEAST_TITLE, LEAST_TASKS, MOST_POSTS, LEAST_WEEKLY, MOST_WEEKLY = 5, 30, 50, 100, 4800


@dataclass(frozen=True, slots=True)
class Session:
    """When and where a joint session is held, and with which other structures (their numbers)."""

    held_on: date | None
    place: str | None
    hosts: Sequence[int] = ()

    @property
    def empty(self) -> bool:
        return self.held_on is None and not self.place and not self.hosts


@dataclass(frozen=True, slots=True)
class Offer:
    """The posts offered; weekly hours in hundredths."""

    title: str
    posts: int | None
    tasks: str
    contract_type: OfferContract | None
    weekly: int | None
    starts_on: date | None
    session: Session
    no_session: NoSession | None = None


@action
def publish_offer(actor: Actor, offer: Offer, *, now: datetime) -> JobOffer:
    """Publish an offer of one's structure: publishing is sending it to every other SIAE of the territory, without choosing
    (convention, S1; R24).

    Refuses, from 3 posts on, an offer with neither a joint session nor a reason (R25).
    """
    territory = _own(actor, Permission.OFFER_PUBLISH)
    on = civil_day(now)
    refusals = _offer_refusals(offer, on) + _session_refusals(actor, territory.id, offer.session, on)
    refusals += nobody_named(territory.id, on, o_title=offer.title, o_tasks=offer.tasks)
    if refusals or offer.posts is None or offer.contract_type is None or offer.starts_on is None:
        raise Several(refusals)
    made = JobOffer(
        territory_id=territory.id, organization_id=actor.organization_id, title=offer.title, posts=offer.posts,
        tasks=offer.tasks, contract_type=offer.contract_type, weekly_hours=offer.weekly, starts_on=offer.starts_on,
        no_session_reason=offer.no_session if offer.session.empty else None, published_on=on,
        published_by_id=actor.user_id,
    )  # fmt: skip
    others = [
        one.id for one in queries.active_structures(territory.id, on) if one.id != actor.organization_id
    ]
    made.dispatches = [OfferDispatch(organization_id=number) for number in others]
    db.session.add(made)
    db.session.flush()
    if not offer.session.empty:
        _plan(actor, territory.id, offer.session, on, made.id)
    journal(actor, "offer:publish", made, now=now, posts=made.posts, lines=len(others))
    record(events.OfferPublished(made.id), now=now)
    return made


@action
def answer_offer(
    actor: Actor, offer_id: int, answer: OfferAnswer | None, people: int | None, *, now: datetime
) -> OfferDispatch:
    """Say for one's structure whether it has somebody for an offer that it was sent; the last word stands (F09).

    Nobody is named: how many persons could suit is asked, and only of whoever has somebody. Refuses an offer whose first
    day has come, and one that the structure was not sent.
    """
    _own(actor, Permission.OFFER_PUBLISH)
    on = civil_day(now)
    found = db.session.scalars(
        select(OfferDispatch)
        .where(OfferDispatch.offer_id == offer_id, OfferDispatch.organization_id == actor.organization_id)
        .options(joinedload(OfferDispatch.offer))
        .with_for_update(of=OfferDispatch)
    ).one_or_none()
    if found is None:
        raise OutOfReach
    if found.offer.starts_on <= on:
        raise Refused("offer_over", field="offer_answer", day=found.offer.starts_on)
    if answer is None:
        raise Refused("offer_answer", field="offer_answer")
    some = answer is OfferAnswer.SOMEBODY
    if some and (people is None or not 1 <= people <= MOST_POSTS):
        raise Refused("offer_people", field="offer_people", max=MOST_POSTS)
    found.answer, found.people, found.answered_on = answer, people if some else None, on
    journal(actor, "offer:answer", found.offer, now=now, kind=answer.value, persons=found.people)
    return found


@action
def plan_session(actor: Actor, territory_id: int, session: Session, *, now: datetime) -> CollectiveSession:
    """Plan a joint session of a territory that no offer calls for. Refuses a day gone by and less than two structures."""
    load(actor, Permission.COOPERATION_NOTE, Territory, territory_id)
    on = civil_day(now)
    refusals = _session_refusals(actor, territory_id, session, on, asked=True)
    if refusals:
        raise Several(refusals)
    made = _plan(actor, territory_id, session, on, None)
    journal(actor, "session:plan", made, now=now, day=session.held_on)
    record(events.SessionPlanned(made.id), now=now)
    return made


@action
def note_session(
    actor: Actor,
    session_id: int,
    present: int | None,
    result: str | None,
    *,
    version: int | None,
    now: datetime,
) -> CollectiveSession:
    """Say how many persons came and what followed: the session is then held. Refuses one that is still to come."""
    found = to_note(actor, CollectiveSession, session_id)
    check_version(found, version)
    on = civil_day(now)
    if found.noted_on is not None:
        raise IllegalMove("result_there")
    if found.held_on > on:
        raise Refused("session_future", field="ses_present", day=found.held_on)
    refusals: list[DomainError] = []
    if present is None or present < 0:
        refusals.append(Refused("ses_present", field="ses_present"))
    refusals += nobody_named(found.territory_id, on, ses_result=result or "")
    if refusals:
        raise Several(refusals)
    found.present, found.result = present, result
    found.noted_on, found.noted_by_id = on, actor.user_id
    journal(actor, "session:note", found, now=now, persons=present)
    return found


def _own(actor: Actor, permission: Permission) -> Territory:
    """The territory where the structure of the actor is established."""
    if not actor.home:
        raise Refused("offer_nowhere")
    return load(actor, permission, Territory, min(actor.home))


def _plan(
    actor: Actor, territory_id: int, session: Session, on: date, offer_id: int | None
) -> CollectiveSession:
    assert session.held_on is not None and session.place  # refused before
    made = CollectiveSession(
        territory_id=territory_id, offer_id=offer_id, held_on=session.held_on, place=session.place, planned_on=on,
        planned_by_id=actor.user_id, hosts=[SessionHost(organization_id=one) for one in _hosts(actor, session)],
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _hosts(actor: Actor, session: Session) -> list[int]:
    """The structures of a session, each once; that of the actor first, where it is one."""
    own = [actor.organization_id] if actor.home else []
    return list(dict.fromkeys([*own, *session.hosts]))


def _offer_refusals(offer: Offer, on: date) -> list[DomainError]:
    found: list[DomainError] = []
    if len(offer.title) < LEAST_TITLE:
        found.append(Refused("o_title", field="o_title"))
    if offer.posts is None or not 1 <= offer.posts <= MOST_POSTS:
        found.append(Refused("number_range", field="o_posts", min=1, max=MOST_POSTS))
    if len(offer.tasks) < LEAST_TASKS:
        found.append(Refused("o_tasks", field="o_tasks", min=LEAST_TASKS))
    if offer.contract_type is None:
        found.append(Refused("choose", field="o_contract"))
    if offer.weekly is not None and not LEAST_WEEKLY <= offer.weekly <= MOST_WEEKLY:
        found.append(Refused("number_range", field="o_hours_week", min=1, max=48))
    if offer.starts_on is None or offer.starts_on < on:
        found.append(Refused("o_start", field="o_start"))
    from_posts = rulebook.cooperation(on).session_posts
    many = offer.posts is not None and offer.posts >= from_posts
    if many and offer.session.empty and offer.no_session is None:
        found.append(Refused("o_session", field="o_session", posts=from_posts))
    return found


def _session_refusals(
    actor: Actor, territory_id: int, session: Session, on: date, *, asked: bool = False
) -> list[DomainError]:
    if session.empty and not asked:
        return []
    found: list[DomainError] = []
    if session.held_on is None or session.held_on < on:
        found.append(Refused("ses_date", field="o_session"))
    if not session.place:
        found.append(Refused("ses_place", field="ses_place"))
    known = {one.id for one in queries.active_structures(territory_id, on)}
    if not set(session.hosts) <= known:
        found.append(Refused("choose", field="ses_hosts"))
    elif len(_hosts(actor, session)) < 2:
        found.append(Refused("ses_hosts", field="ses_hosts"))
    return found
