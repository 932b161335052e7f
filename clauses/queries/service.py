"""Does the service itself work: database, migrations, outbox, jobs and mail?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alembic.script import ScriptDirectory
from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import contains_eager, joinedload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS, ROOT
from clauses.domain.kinds import JobState, MailState
from clauses.domain.kinds_notices import MailFault
from clauses.extensions import db
from clauses.models.journal import BackgroundJob, EmailMessage, OutboxEvent
from clauses.models.people import User


def database_answers() -> bool:
    try:
        return db.session.scalar(text("SELECT 1")) == 1
    except SQLAlchemyError:
        db.session.rollback()
        return False


def migrations_at_head() -> bool:
    """The database is at the revision this code expects."""
    try:
        current = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return current == ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def oldest_fact_age(at: datetime) -> timedelta | None:
    """How long the oldest fact has been waiting to leave."""
    oldest = db.session.scalar(
        select(func.min(OutboxEvent.created_at)).where(OutboxEvent.drained_at.is_(None))
    )
    return at - oldest if oldest else None


def counts() -> dict[str, int]:
    """What waits and what failed, for the state page."""
    facts = db.session.scalar(select(func.count()).where(OutboxEvent.drained_at.is_(None))) or 0
    jobs = dict(
        db.session.execute(select(BackgroundJob.state, func.count()).group_by(BackgroundJob.state)).all()
    )
    mails = dict(
        db.session.execute(select(EmailMessage.state, func.count()).group_by(EmailMessage.state)).all()
    )
    return {
        "facts": facts,
        "queued": jobs.get(JobState.QUEUED, 0),
        "running": jobs.get(JobState.RUNNING, 0),
        "failed": jobs.get(JobState.FAILED, 0),
        "mails_waiting": mails.get(MailState.QUEUED, 0),
        "mails_failed": mails.get(MailState.FAILED, 0),
    }


# The mail server itself is unwell: no message is to blame, all of them wait.
UNWELL = frozenset({MailFault.SERVER, MailFault.SECURITY, MailFault.SIGN_IN})


def mail_server_fault() -> MailFault | None:
    """What is wrong with the mail server, while messages wait for it."""
    return db.session.scalar(
        select(EmailMessage.fault)
        .where(EmailMessage.state == MailState.QUEUED, EmailMessage.fault.in_(UNWELL))
        .order_by(EmailMessage.id.desc())
        .limit(1)
    )


# What a reader looks for among the messages: those that wait, that left, that came back or never left.
MAIL_VIEWS: dict[str, tuple[MailState, ...]] = {
    "attente": (MailState.QUEUED,),
    "partis": (MailState.SENT, MailState.CARRIED),
    "echec": (MailState.FAILED,),
    "refuses": (MailState.FAILED, MailState.REFUSED),
}
MAILS = 25


@dataclass(frozen=True, slots=True)
class MailPage:
    """A page of messages; `older` is the number to go on from, None on the last page."""

    messages: list[EmailMessage]
    total: int
    older: int | None


def mails(
    actor: Actor,
    view: str | None = None,
    *,
    text: str | None = None,
    since: date | None = None,
    before: int | None = None,
) -> MailPage:
    """Twenty-five messages, newest first, with the person each was written to; `text` is looked for in the subject, the
    number of the model and the name of the addressee, `since` is a day of Paris."""
    kept = [within_reach(actor, Permission.MAIL_VIEW, EmailMessage)]
    if view in MAIL_VIEWS:
        kept.append(EmailMessage.state.in_(MAIL_VIEWS[view]))
    if since is not None:
        kept.append(EmailMessage.created_at >= datetime.combine(since, time(), PARIS))
    asked = select(EmailMessage).outerjoin(EmailMessage.recipient).where(*kept)
    if text:
        asked = asked.where(
            or_(
                EmailMessage.subject.icontains(text, autoescape=True),
                EmailMessage.template == text.upper(),
                (User.first_name + " " + User.last_name).icontains(text, autoescape=True),
            )
        )
    total = db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    if before is not None:
        asked = asked.where(EmailMessage.id < before)
    rows = list(
        db.session.scalars(
            asked.order_by(EmailMessage.id.desc())
            .limit(MAILS + 1)
            .options(contains_eager(EmailMessage.recipient))
        )
    )
    return MailPage(rows[:MAILS], total, rows[MAILS - 1].id if len(rows) > MAILS else None)


def mail(actor: Actor, message_id: int) -> EmailMessage:
    """One message; raises OutOfReach."""
    return gate.load(
        actor, Permission.MAIL_VIEW, EmailMessage, message_id, joinedload(EmailMessage.recipient)
    )
