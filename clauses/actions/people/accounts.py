"""What does a person change in their own account: contact details, password, address, open sessions?"""

from datetime import datetime

from sqlalchemy import select, update

from clauses.access.gate import OutOfReach
from clauses.access.policy import Actor
from clauses.actions.base import action, check_version, journal, record
from clauses.actions.people import links
from clauses.domain.errors import Refused
from clauses.domain.events import EmailChangeAsked, PasswordAsked, PasswordChanged
from clauses.domain.kinds_accounts import Counted, LinkPurpose
from clauses.extensions import db
from clauses.models.accounts import CountedTry
from clauses.models.people import User, WebSession


@action
def save_identity(
    actor: Actor, *, first_name: str, last_name: str, job_title: str | None, phone: str | None, version: int | None,
    now: datetime,
) -> None:  # fmt: skip
    """Correct one's own name, function and telephone."""
    user = _locked(actor.user_id)
    check_version(user, version)
    user.first_name, user.last_name, user.job_title, user.phone = first_name, last_name, job_title, phone
    journal(actor, "account:identity", user, now=now)


@action
def save_shortcuts(actor: Actor, shortcuts: bool, *, now: datetime) -> None:
    """Say whether one letter of the keyboard does an act on the pages that offer it (K03)."""
    user = _locked(actor.user_id)
    user.shortcuts = shortcuts
    journal(actor, "account:shortcuts", user, now=now, active=shortcuts)


@action
def change_password(
    actor: Actor, password_hash: str, *, session_id: int, token_hash: str, now: datetime, at: datetime
) -> None:
    """Take a new password; the other sessions and the links that wait are closed, this one goes on under a new name."""
    user = _locked(actor.user_id)
    user.password_hash = password_hash
    _end_sessions(user.id, at, but=session_id)
    links.end(LinkPurpose.RESET, user.id, at=at)
    _rename(session_id, user.id, token_hash, at)
    journal(actor, "account:password", user, now=now)
    record(PasswordChanged(user.id), now=now)


@action
def ask_password(email: str, *, place_hash: str, name_hash: str, now: datetime, at: datetime) -> None:
    """Somebody has forgotten the password of this address. Known or not, the same work is done here."""
    db.session.add_all(CountedTry(what=Counted.RESET, who_hash=one, at=at) for one in (place_hash, name_hash))
    user_id = db.session.scalar(select(User.id).where(User.email == email.strip().lower(), User.active))
    record(PasswordAsked(user_id or 0), now=now)


@action
def choose_password(token: str, password_hash: str, *, now: datetime, at: datetime) -> None:
    """Take the password chosen by whoever holds the link: it is used up and every session is closed."""
    user = db.session.get(
        User, links.use(LinkPurpose.RESET, token, at=at), with_for_update=True, populate_existing=True
    )
    if user is None or not user.active:
        raise Refused("link_dead")
    user.password_hash = password_hash
    _end_sessions(user.id, at)
    journal(None, "account:password_reset", user, now=now)
    record(PasswordChanged(user.id), now=now)


@action
def ask_new_email(actor: Actor, email: str, *, now: datetime) -> None:
    """Ask for another address; nothing changes until it is confirmed from there. Taken or not, the answer is the same."""
    user = _locked(actor.user_id)
    email = email.strip().lower()
    if email == user.email:
        raise Refused("email_same", field="email")
    user.pending_email = email
    journal(actor, "account:email_asked", user, now=now)
    record(EmailChangeAsked(user.id), now=now)


@action
def confirm_new_email(token: str, *, now: datetime, at: datetime) -> None:
    """Take the address that the link was sent to; every session and every link for a password is closed.

    The former address was told when the change was asked for, before anything could happen.
    """
    user = db.session.get(
        User, links.use(LinkPurpose.EMAIL_CHANGE, token, at=at), with_for_update=True, populate_existing=True
    )
    if user is None or not user.active or user.pending_email is None:
        raise Refused("link_dead")
    if db.session.scalar(select(User.id).where(User.email == user.pending_email)) is not None:
        raise Refused("email_taken")
    user.email, user.pending_email = user.pending_email, None
    links.end(LinkPurpose.RESET, user.id, at=at)
    _end_sessions(user.id, at)
    journal(None, "account:email", user, now=now)


@action
def end_session(actor: Actor, session_id: int, *, now: datetime, at: datetime) -> None:
    """Close one of one's own sessions."""
    found = db.session.scalar(
        select(WebSession).where(WebSession.id == session_id, WebSession.user_id == actor.user_id)
    )
    if found is None:
        raise OutOfReach
    if found.ended_at is None:
        found.ended_at = at
        journal(actor, "account:session_closed", found, now=now)


@action
def end_other_sessions(actor: Actor, session_id: int, *, now: datetime, at: datetime) -> None:
    """Close all one's sessions but the present one."""
    _end_sessions(actor.user_id, at, but=session_id)
    journal(actor, "account:sessions_closed", _locked(actor.user_id), now=now)


@action
def confirm_identity(actor: Actor, *, session_id: int, token_hash: str, at: datetime) -> None:
    """Note that the person has just proved who they are; the session goes on under a new name."""
    _rename(session_id, actor.user_id, token_hash, at)


@action
def count_try(what: Counted, *hashes: str | None, at: datetime) -> None:
    """Count a try from a place, about a name; both are kept as hashes."""
    db.session.add_all(CountedTry(what=what, who_hash=one, at=at) for one in hashes if one)


def _locked(user_id: int) -> User:
    return db.session.get_one(User, user_id, with_for_update=True, populate_existing=True)


def _end_sessions(user_id: int, at: datetime, but: int | None = None) -> None:
    open_ones = update(WebSession).where(WebSession.user_id == user_id, WebSession.ended_at.is_(None))
    if but is not None:
        open_ones = open_ones.where(WebSession.id != but)
    db.session.execute(open_ones.values(ended_at=at))


def _rename(session_id: int, user_id: int, token_hash: str, at: datetime) -> None:
    db.session.execute(
        update(WebSession)
        .where(WebSession.id == session_id, WebSession.user_id == user_id, WebSession.ended_at.is_(None))
        .values(token_hash=token_hash, confirmed_at=at)
    )
