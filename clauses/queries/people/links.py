"""Which link is this, and what secret does its letter carry?"""

import hashlib
from datetime import datetime

from sqlalchemy import select

from clauses.domain.accounts import LINK_PATHS
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.extensions import db
from clauses.models.accounts import SecretLink
from clauses.sealing import seals


def subject_of(purpose: LinkPurpose, token: str, at: datetime) -> int | None:
    """What a link is about; None when it opens nothing. Reading does not use it up."""
    link = db.session.scalar(select(SecretLink).where(SecretLink.token_hash == fingerprint(token)))
    return link.subject_id if link and is_alive(link, purpose, at) else None


def is_alive(link: SecretLink, purpose: LinkPurpose, at: datetime) -> bool:
    return link.purpose is purpose and link.ended_at is None and link.expires_at > at


def path_of(link_id: int) -> str | None:
    """The path that a letter carries, with its secret; None once it has left or is worth nothing."""
    link = db.session.get(SecretLink, link_id)
    if link is None or link.sealed is None:
        return None
    token = seals.open(link.sealed, place=place_of(link.purpose, link.subject_id))
    return LINK_PATHS[link.purpose].format(token=token)


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def place_of(purpose: LinkPurpose, subject_id: int) -> str:
    """Where the secret of a link may be opened: nowhere but on its own row."""
    return f"link:{purpose}:{subject_id}"
