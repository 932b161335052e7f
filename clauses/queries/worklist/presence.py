"""Which resource persons have not been seen in the portal for thirty days, without having said that they are away? (ux/5.6)

Asked at each opening, beside the page that is kept: a sign-in marks nothing. The coordination is told a day, for whoever
holds a territory, and nothing of what they did; it reads the same day in its page of the network.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import func, select, union_all

from clauses.access.charges import charges
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain.kinds import Role
from clauses.domain.kinds_territories import Cover
from clauses.extensions import db
from clauses.models.handovers import Absence
from clauses.models.journal import AuditEvent
from clauses.models.people import User, WebSession
from clauses.models.territory import Territory
from clauses.queries.worklist.found import Found

DAYS = 30


def unseen(actor: Actor, on: date) -> list[Found]:
    """The territories whose holder has not signed in for thirty days, since when; for the coordination alone.

    The days count from the last sign-in, the opening of the account, the beginning of the mandate or the end of an
    absence, whichever is latest.
    """
    if actor.role is not Role.REGIONAL_COORDINATOR:
        return []
    limit = on - timedelta(days=DAYS)
    held = {
        number: (one.holder, one.since) for number, one in charges(on).items()
        if one.holder is not None and one.cover is not Cover.ABSENCE and one.since is not None and one.since <= limit
    }  # fmt: skip
    seen = _signed_in({who.user_id for who, _ in held.values()})
    unseen = {who.user_id for who, _ in held.values() if seen.get(who.user_id, date.min) <= limit}
    if not unseen:
        return []
    other = _other_signs(unseen, on)
    since = {
        number: max(begun, seen.get(who.user_id, date.min), other.get(who.user_id, date.min))
        for number, (who, begun) in held.items() if who.user_id in unseen
    }  # fmt: skip
    rows = db.session.execute(
        select(Territory.id, Territory.code, Territory.name)
        .where(Territory.id.in_(since), within_reach(actor, Permission.NETWORK_VIEW, Territory))
        .order_by(Territory.code)
    )
    return [
        Found("unseen_person", {"who": held[number][0].name, "territory": name}, "people.territory", {"code": code}, since[number])
        for number, code, name in rows if since[number] <= limit
    ]  # fmt: skip


def _signed_in(user_ids: Collection[int]) -> dict[int, date]:
    """The day of the last sign-in of each."""
    rows = db.session.execute(
        select(WebSession.user_id, func.max(WebSession.created_at))
        .where(WebSession.user_id.in_(user_ids))
        .group_by(WebSession.user_id)
    )
    return {user_id: at.astimezone(PARIS).date() for user_id, at in rows}


def _other_signs(user_ids: Collection[int], on: date) -> dict[int, date]:
    """What tells otherwise of those who did not sign in: the last act that the journal keeps of them, as where an act was
    recorded in their name, the opening of the account, and the end of an absence that they had told."""
    last = union_all(
        *(
            select(AuditEvent.actor_id, AuditEvent.at)
            .where(AuditEvent.seq == select(func.max(AuditEvent.seq)).where(AuditEvent.actor_id == one).scalar_subquery())
            for one in sorted(user_ids)
        )
    )  # fmt: skip
    found = {user_id: at.astimezone(PARIS).date() for user_id, at in db.session.execute(last) if user_id}
    opened = db.session.execute(select(User.id, User.created_at).where(User.id.in_(user_ids)))
    for user_id, at in opened:
        found[user_id] = max(found.get(user_id, date.min), at.astimezone(PARIS).date())
    back = db.session.execute(
        select(Absence.user_id, func.max(Absence.ends_on))
        .where(Absence.user_id.in_(user_ids), Absence.ends_on < on)
        .group_by(Absence.user_id)
    )
    for user_id, ended in back:
        found[user_id] = max(found.get(user_id, date.min), ended)
    return found
