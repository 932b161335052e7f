"""May I hold this thing? `load()` is the only way to obtain a guarded object.

A thing out of reach and a thing that does not exist look the same (`OutOfReach`, 404); an act refused on a thing one
may see says so (`Forbidden`, 403).
"""

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import joinedload

from clauses.access import charges, frozen
from clauses.access.policy import Actor, Permission, reach_of
from clauses.access.scoping import PLACES, SEEN_BY, within_reach
from clauses.domain.kinds import Role
from clauses.extensions import db, writing
from clauses.models.markets import Lot
from clauses.models.people import Membership, Organization, User

Model = TypeVar("Model")


class OutOfReach(Exception):
    """Not there, or not yours: the two look the same."""


class Forbidden(Exception):
    """Seen, but this act is not for this role."""


def load(actor: Actor, permission: Permission, model: type[Model], id: int, *options: Any) -> Model:
    """The thing, locked when the transaction writes; raises OutOfReach or Forbidden, IllegalMove once its lot is closed.

    `options` are loader options, so that a page asks for what it prints in a fixed number of statements.
    """
    key: Any = model
    question = select(model).where(key.id == id, within_reach(actor, permission, model)).options(*options)
    if writing.get():
        question = question.with_for_update(of=key).execution_options(populate_existing=True)
    found = db.session.scalars(question).unique().one_or_none()
    if found is not None:
        if writing.get():
            frozen.refuse_closed(permission, found)
        return found
    seen = SEEN_BY.get(model)
    if seen is not None and _reaches(actor, seen, model, id):
        raise Forbidden
    raise OutOfReach


def load_by(actor: Actor, permission: Permission, model: type[Model], *criteria: Any) -> Model:
    """Like `load()`, for a thing known by something else than its number (a lot by market and number…)."""
    key: Any = model
    found = db.session.scalars(select(key.id).where(*criteria)).one_or_none()
    if found is None:
        raise OutOfReach
    return load(actor, permission, model, found)


def ask(actor: Actor, permission: Permission, model: type, *criteria: Any) -> None:
    """Would `load()` of the thing that answers these criteria succeed? Raises what it would raise; locks nothing."""
    key: Any = model
    found = db.session.scalars(select(key.id).where(*criteria)).one_or_none()
    if found is None:
        raise OutOfReach
    if _reaches(actor, permission, model, found):
        return
    seen = SEEN_BY.get(model)
    if seen is not None and _reaches(actor, seen, model, found):
        raise Forbidden
    raise OutOfReach


def may(actor: Actor, permission: Permission, model: type, id: int) -> bool:
    """Would `load()` succeed? For a button; asks the very same criterion. No act is offered on a closed lot."""
    if not _reaches(actor, permission, model, id):
        return False
    if model is not Lot or not frozen.freezes(permission):
        return True
    return frozen.closed_on(id) is None


def _reaches(actor: Actor, permission: Permission, model: type, id: int) -> bool:
    if reach_of(actor, permission) is None or model not in PLACES:
        return False
    key: Any = model
    return bool(
        db.session.scalar(select(exists().where(key.id == id, within_reach(actor, permission, model))))
    )


# Made once for the whole process: each request asks it.
_MEMBERSHIPS = (
    select(Membership)
    .where(Membership.user_id == bindparam("user"))
    .options(joinedload(Membership.user), joinedload(Membership.organization))
    .order_by(Membership.id)
)


def identify(user_id: int, membership_id: int | None, on: date) -> Actor | None:
    """The actor of a signed-in person today, rebuilt from the database: a mandate ended this morning is ended."""
    known = db.session.scalars(_MEMBERSHIPS, {"user": user_id}).all()
    memberships = [m for m in known if m.user.active and m.active and _is_open(m.organization, on)]
    chosen = next((m for m in memberships if m.id == membership_id), memberships[0] if memberships else None)
    if chosen is None:
        return None
    return _actor(chosen.user, chosen, on, len(memberships))


def actor_of(membership: Membership, on: date) -> Actor | None:
    """The actor of a stored membership, for work done later in a person's name; None when it has ended."""
    if not (membership.active and membership.user.active and _is_open(membership.organization, on)):
        return None
    return _actor(membership.user, membership, on, 1)


def _is_open(organization: Organization, on: date) -> bool:
    return organization.closed_on is None or on < organization.closed_on


def _actor(user: User, membership: Membership, on: date, count: int) -> Actor:
    territories: frozenset[int] = frozenset()
    vacant: frozenset[int] = frozenset()
    if membership.role is Role.RESOURCE_PERSON:
        territories = frozenset(db.session.scalars(charges.territories_of(user.id, on)))
    elif membership.role is Role.REGIONAL_COORDINATOR:
        vacant = charges.uncovered(on)
    epcis, home = charges.around(membership.organization, membership.role, territories, on)
    return Actor(
        user_id=user.id,
        name=user.name,
        membership_id=membership.id,
        organization_id=membership.organization_id,
        organization_name=membership.organization.name,
        role=membership.role,
        rank=membership.rank,
        territories=territories,
        vacant=vacant,
        epcis=epcis,
        home=home,
        memberships_count=count,
        shortcuts=user.shortcuts,
    )
