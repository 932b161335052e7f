"""Which resource persons have not been seen in the portal for thirty days, without having said that they are away? (ux/5.6)

Asked at each opening, beside the page that is kept: a sign-in marks nothing. The coordination is told a day, for whoever
holds a territory, and nothing of what they did; it reads the same day in its page of the network.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import Date, bindparam, func, select

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
    seen = _last_seen({who.user_id for who, _ in held.values()}, on)
    since = {
        number: day
        for number, (who, begun) in held.items()
        if (day := max(begun, seen.get(who.user_id, begun))) <= limit
    }
    if not since:
        return []
    rows = db.session.execute(
        select(Territory.id, Territory.code, Territory.name)
        .where(Territory.id.in_(since), within_reach(actor, Permission.NETWORK_VIEW, Territory))
        .order_by(Territory.code)
    )
    return [
        Found("unseen_person", {"who": held[number][0].name, "territory": name}, "people.territory", {"code": code}, since[number])
        for number, code, name in rows
    ]  # fmt: skip


def _last_seen(user_ids: Collection[int], on: date) -> dict[int, date]:
    """The last day that tells of each: of a sign-in, of an act that the journal keeps, of the end of an absence that they
    had told, else of the opening of their account. One statement, by indexes."""
    return {
        user_id: max(
            [*([ended] if ended else []), *(at.astimezone(PARIS).date() for at in moments if at is not None)]
        )
        for user_id, ended, *moments in db.session.execute(_SEEN, {"on": on, "users": list(user_ids)})
    }


# Made once for the whole process: each opening of the coordination's home page asks it.
# The last line of each is the last one of its part of the index: asked for one number alone, PostgreSQL may as well read the
# journal backwards until it meets one, which is all of it for whoever wrote nothing.
_SEEN = select(
    User.id,
    select(func.max(Absence.ends_on))
    .where(Absence.user_id == User.id, Absence.ends_on < bindparam("on", type_=Date))
    .scalar_subquery(),
    User.created_at,
    select(func.max(WebSession.created_at)).where(WebSession.user_id == User.id).scalar_subquery(),
    select(AuditEvent.at)
    .where(AuditEvent.actor_id.between(User.id, User.id))
    .order_by(AuditEvent.actor_id.desc(), AuditEvent.seq.desc())
    .limit(1)
    .correlate(User)
    .scalar_subquery(),
).where(User.id.in_(bindparam("users", expanding=True)))
