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
from clauses.domain.events import (
    EmailChangeAsked,
    InvitationSent,
    PasswordAsked,
    PasswordChanged,
    SignUpAsked,
    SignUpDecided,
    SignUpWaiting,
)
from clauses.domain.kinds import Rank, Role
from clauses.domain.kinds_accounts import LinkPurpose, SignUpState
from clauses.extensions import db
from clauses.jobs import mail
from clauses.jobs.letters import About, link
from clauses.models.accounts import SignUp
from clauses.models.people import Membership, User
from clauses.queries import people
from clauses.queries.people import organization as people_organization
from clauses.wording.notices import lasting


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


def invitation_sent(fact: InvitationSent, *, event_key: str, now: datetime) -> None:
    """M30 to the invited address, with the link that accepts."""
    found = people_organization.invitation(fact.invitation_id)
    if found is None:
        return
    _send(
        "M30", None, event_key, now, address=found.email, purpose=LinkPurpose.INVITATION, subject_id=found.id,
        invitation=found,
    )  # fmt: skip


def sign_up_asked(fact: SignUpAsked, *, event_key: str, now: datetime) -> None:
    """M65 to an address without an account, with the link that confirms it; M63 to the owner of one that has one."""
    asked = db.session.get_one(SignUp, fact.sign_up_id)
    owner = db.session.scalar(select(User).where(User.email == asked.email))
    if owner is None:
        _send("M65", None, event_key, now, address=asked.email, purpose=LinkPurpose.SIGN_UP, subject_id=asked.id,
              asked=asked)  # fmt: skip
    elif owner.active:
        _send("M63", owner, event_key, now, url=link("people.show_forgotten"))


def sign_up_waiting(fact: SignUpWaiting, *, event_key: str, now: datetime) -> None:
    """M66 to those who decide: the managers of the organization, or the coordination and the administration."""
    asked = db.session.get_one(SignUp, fact.sign_up_id)
    managers = asked.state is SignUpState.WAITING_MANAGERS
    deciding = select(User).join(Membership).where(Membership.active, User.active).order_by(User.id)
    if managers:
        deciding = deciding.where(
            Membership.organization_id == asked.organization_id, Membership.rank == Rank.MANAGER
        )
    else:
        deciding = deciding.where(Membership.role.in_((Role.REGIONAL_COORDINATOR, Role.ADMIN)))
    url = link("people.members" if managers else "people.accounts_to_check")
    for user in db.session.scalars(deciding).unique():
        _send("M66", user, event_key, now, url=url, about=About(asked.id), asked=asked, managers=managers)


def sign_up_decided(fact: SignUpDecided, *, event_key: str, now: datetime) -> None:
    """M31: the account is open, or why it is not."""
    asked = db.session.get_one(SignUp, fact.sign_up_id)
    user = db.session.get(User, asked.user_id)
    if user is not None:
        opened = asked.state is SignUpState.OPENED
        _send("M31", user, event_key, now, url=link("people.sign_in"), asked=asked, opened=opened)


def _send(
    template: str, user: User | None, event_key: str, now: datetime, *, address: str | None = None,
    purpose: LinkPurpose | None = None, subject_id: int = 0, url: str = "", **context: Any,
) -> None:  # fmt: skip
    made = links.make(purpose, subject_id, at=clock.real()) if purpose else None
    contact = people.follower_of(None, civil_day(now))
    mail.compose(
        template, user, event_key=event_key, now=now, address=address, secret_link=made, link=url,
        contact=contact if user is None or (contact and contact.user_id != user.id) else None,
        lasts=lasting(LIFETIMES[purpose]) if purpose else None, **context,
    )  # fmt: skip
