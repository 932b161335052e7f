"""How is the secret of a link made, recognised and ended? Helpers of the acts on accounts; none of them is an act.

The secret has 256 bits. Its SHA-256 is kept to recognise it; the secret itself is sealed until the letter that carries
it has left, so that neither the database nor a copy of it ever shows one.
"""

import secrets
from datetime import datetime

from sqlalchemy import select, update

from clauses.domain.accounts import LIFETIMES
from clauses.domain.errors import Refused
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.extensions import db
from clauses.models.accounts import SecretLink
from clauses.queries.people.links import fingerprint, is_alive, place_of
from clauses.sealing import seals

__all__ = ["end", "fingerprint", "make", "make_known", "place_of", "use"]


def make(purpose: LinkPurpose, subject_id: int, *, at: datetime) -> SecretLink:
    """A new link; those made before for the same thing are worth nothing any more."""
    return make_known(purpose, subject_id, at=at)[0]


def make_known(purpose: LinkPurpose, subject_id: int, *, at: datetime) -> tuple[SecretLink, str]:
    """A new link and its secret, for whoever shows it at once."""
    end(purpose, subject_id, at=at)
    token = secrets.token_urlsafe(32)
    link = SecretLink(
        purpose=purpose, subject_id=subject_id, token_hash=fingerprint(token),
        sealed=seals.seal(token, place=place_of(purpose, subject_id)), made_at=at, expires_at=at + LIFETIMES[purpose],
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    return link, token


def use(purpose: LinkPurpose, token: str, *, at: datetime) -> int:
    """Use a link up and tell what it is about; `Refused("link_dead")` for one that is used, replaced, late or unknown."""
    link = db.session.scalar(
        select(SecretLink).where(SecretLink.token_hash == fingerprint(token)).with_for_update()
    )
    if link is None or not is_alive(link, purpose, at):
        raise Refused("link_dead")
    link.ended_at = at
    link.sealed = None
    return link.subject_id


def end(purpose: LinkPurpose, subject_id: int, *, at: datetime) -> None:
    """The links for this thing are worth nothing from now on."""
    db.session.execute(
        update(SecretLink)
        .where(
            SecretLink.purpose == purpose,
            SecretLink.subject_id == subject_id,
            SecretLink.ended_at.is_(None),
        )
        .values(ended_at=at, sealed=None)
    )
