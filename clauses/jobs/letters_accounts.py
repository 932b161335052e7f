"""Who is told that a password, an address or an account was asked for, was changed, or waits for a decision?

Letters that carry a secret link make it here, in the transaction that writes them: it is kept nowhere in clear.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from clauses.actions.base import civil_day
from clauses.actions.people import links
from clauses.config import clock
from clauses.domain.accounts import LIFETIMES
from clauses.domain.events import EmailChangeAsked, PasswordAsked, PasswordChanged
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.extensions import db
from clauses.jobs import mail
from clauses.jobs.letters import link
from clauses.models.people import User
from clauses.queries import people


def password_asked(fact: PasswordAsked, *, event_key: str, now: datetime) -> None:
    """M39: a link to choose a new password; nothing where the address is nobody's."""
    user = db.session.get(User, fact.user_id)
    if user is None or not user.active:
        return
    _send("M39", user, event_key, now, purpose=LinkPurpose.RESET, subject_id=user.id)


def password_changed(fact: PasswordChanged, *, event_key: str, now: datetime) -> None:
    """M64: the password was changed, in case it was not by the person."""
    user = db.session.get_one(User, fact.user_id)
    _send("M64", user, event_key, now, url=link("people.show_forgotten"))


def email_change_asked(fact: EmailChangeAsked, *, event_key: str, now: datetime) -> None:
    """M61 to the new address, with the link that confirms it; M62 to the present one, before anything changes.

    The owner of an address that has an account already is told so (M63) and nobody else.
    """
    user = db.session.get_one(User, fact.user_id)
    if user.pending_email is None:
        return
    owner = db.session.scalar(select(User).where(User.email == user.pending_email))
    if owner is None:
        _send("M61", user, event_key, now, address=user.pending_email, purpose=LinkPurpose.EMAIL_CHANGE,
              subject_id=user.id)  # fmt: skip
    elif owner.id != user.id and owner.active:
        _send("M63", owner, event_key, now, url=link("people.show_forgotten"))
    _send("M62", user, f"{event_key}-present", now, url=link("people.show_sessions"))


def _send(
    template: str, user: User | None, event_key: str, now: datetime, *, address: str | None = None,
    purpose: LinkPurpose | None = None, subject_id: int = 0, url: str = "", **context: Any,
) -> None:  # fmt: skip
    made = links.make(purpose, subject_id, at=clock.real()) if purpose else None
    contact = people.follower_of(None, civil_day(now))
    mail.compose(
        template, user, event_key=event_key, now=now, address=address, secret_link=made, link=url,
        contact=contact if user is None or (contact and contact.user_id != user.id) else None,
        hours=int(LIFETIMES[purpose].total_seconds()) // 3600 if purpose else None, **context,
    )  # fmt: skip
