"""How does an identity of an outside provider open a session, and how does an account take one or leave it?

An identity is known by (issuer, subject). The e-mail address that the provider tells proves nothing here: an account
takes an identity from its own settings alone, once its person has signed in as usual.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from clauses.access.policy import Actor
from clauses.actions.base import action, journal, record
from clauses.actions.people.second_factor import locked, must_be_fresh
from clauses.actions.people.sessions import end, end_all, opened
from clauses.domain import events
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.openid import Identity
from clauses.domain.second_factor import Strength
from clauses.extensions import db
from clauses.models.identities import ProviderIdentity, SpentPassage
from clauses.models.people import Membership, User

REMEMBERED = timedelta(hours=1)  # much longer than a passage lasts


@action
def spend(state: str, *, at: datetime) -> bool:
    """Take the answer of a passage; False when it was taken already, even at this very moment."""
    db.session.execute(delete(SpentPassage).where(SpentPassage.at < at - REMEMBERED))
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"state_hash": hashlib.sha256(state.encode()).hexdigest(), "at": at}
    taken = db.session.execute(
        insert(SpentPassage).values(row).on_conflict_do_nothing().returning(SpentPassage.id)
    )
    return taken.first() is not None


@action
def enter(
    identity: Identity, token_hash: str, *, provider_token: str, leaving: int | None, at: datetime
) -> None:
    """Open a session for the account that holds this identity; nothing is ever created here.

    `leaving` is the session that this browser had open, which ends. Several factors proved at the provider are worth
    our second step; otherwise it is still asked.
    """
    found = db.session.scalar(
        select(ProviderIdentity)
        .where(ProviderIdentity.issuer == identity.issuer, ProviderIdentity.subject == identity.subject)
        .with_for_update()
    )
    if found is None:
        raise Refused("identity_changed" if _has_another(identity) else "identity_unknown")
    user = locked(found.user_id)
    if not user.active:
        raise Refused("identity_closed")
    if (
        db.session.scalar(
            select(Membership.id).where(Membership.user_id == user.id, Membership.active).limit(1)
        )
        is None
    ):
        raise Refused("identity_waits", user_id=user.id)
    if leaving is not None:
        end(leaving, at)
    found.used_at = at
    strength = Strength.PROVIDER_STRONG if identity.strong else Strength.PROVIDER
    opened(user, token_hash, at=at, strength=strength, provider_token=provider_token)


@action
def link(actor: Actor, identity: Identity, *, now: datetime, at: datetime) -> None:
    """Tie an identity to one's account; the one it had with this provider is replaced, and the person is told."""
    user = locked(actor.user_id)
    holder = db.session.scalar(
        select(ProviderIdentity.user_id).where(
            ProviderIdentity.issuer == identity.issuer, ProviderIdentity.subject == identity.subject
        )
    )
    if holder == user.id:
        return
    if holder is not None:
        raise Refused("identity_taken")
    own = _own(user.id, identity.issuer)
    if own is None:
        own = ProviderIdentity(user_id=user.id, issuer=identity.issuer)
        db.session.add(own)
    own.subject, own.linked_at, own.used_at = identity.subject, at, None
    journal(actor, "identity:link", user, now=now)
    record(events.IdentityLinked(user.id), now=now)


@action
def unlink(actor: Actor, issuer: str, *, session_id: int, now: datetime, at: datetime) -> None:
    """Leave the identity of this provider: it opens nothing any more. The other sessions end."""
    user = locked(actor.user_id)
    must_be_fresh(session_id, at)
    own = _own(user.id, issuer)
    if own is None:
        raise IllegalMove("identity_none")
    if user.password_hash is None:
        raise Refused("identity_last")
    db.session.delete(own)
    end_all(user.id, at, but=session_id)
    journal(actor, "identity:unlink", user, now=now)
    record(events.IdentityUnlinked(user.id), now=now)


def _own(user_id: int, issuer: str) -> ProviderIdentity | None:
    return db.session.scalar(
        select(ProviderIdentity).where(ProviderIdentity.user_id == user_id, ProviderIdentity.issuer == issuer)
    )


def _has_another(identity: Identity) -> bool:
    """Whether the account of this address holds another identity of this provider: told, and never followed."""
    if identity.email is None:
        return False
    question = (
        select(ProviderIdentity.id)
        .join(User, User.id == ProviderIdentity.user_id)
        .where(User.email == identity.email.lower(), ProviderIdentity.issuer == identity.issuer)
    )
    return db.session.scalar(question) is not None
