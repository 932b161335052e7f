"""Is one's account tied to an identity of an outside provider, and how does one leave it when signing out?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clauses.access.policy import Actor
from clauses.extensions import db
from clauses.models.identities import ProviderIdentity
from clauses.models.people import WebSession
from clauses.sealing import Unsealable, seals


@dataclass(frozen=True, slots=True)
class Linked:
    at: datetime
    used_at: datetime | None


def linked(actor: Actor, issuer: str) -> Linked | None:
    """Since when the account is tied to this provider, and when that served last."""
    found = db.session.scalar(
        select(ProviderIdentity).where(
            ProviderIdentity.user_id == actor.user_id, ProviderIdentity.issuer == issuer
        )
    )
    return Linked(found.linked_at, found.used_at) if found else None


def token_of(session_id: int) -> str | None:
    """The token that the session was opened with at the provider; None for any other session."""
    found = db.session.execute(
        select(WebSession.user_id, WebSession.provider_token).where(WebSession.id == session_id)
    ).first()
    if found is None or found.provider_token is None:
        return None
    try:
        return seals.open(found.provider_token, place=f"provider_token:{found.user_id}")
    except Unsealable:  # sealed with a key that is gone: one signs out here alone
        return None
