"""Does the service itself work: database, migrations, outbox, jobs and mail?"""

from datetime import datetime, timedelta

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import ROOT
from clauses.domain.kinds import JobState, MailState
from clauses.domain.kinds_notices import MailFault
from clauses.extensions import db
from clauses.models.journal import BackgroundJob, EmailMessage, OutboxEvent


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


def mails(actor: Actor, limit: int = 100) -> list[EmailMessage]:
    """The latest messages, newest first, with the person each was written to."""
    return list(
        db.session.scalars(
            select(EmailMessage)
            .where(within_reach(actor, Permission.MAIL_VIEW, EmailMessage))
            .order_by(EmailMessage.id.desc())
            .limit(limit)
            .options(joinedload(EmailMessage.recipient))
        )
    )


def mail(actor: Actor, message_id: int) -> EmailMessage:
    """One message; raises OutOfReach."""
    return gate.load(
        actor, Permission.MAIL_VIEW, EmailMessage, message_id, joinedload(EmailMessage.recipient)
    )
