"""Does the service itself work: database, migrations, outbox, jobs and mail?"""

from datetime import datetime, timedelta

from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from clauses.config import ROOT
from clauses.domain.kinds import JobState, MailState
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
    oldest = db.session.scalar(select(func.min(OutboxEvent.created_at)).where(OutboxEvent.drained_at.is_(None)))
    return at - oldest if oldest else None


def counts() -> dict[str, int]:
    """What waits and what failed, for the state page."""
    facts = db.session.scalar(select(func.count()).where(OutboxEvent.drained_at.is_(None))) or 0
    jobs = dict(db.session.execute(select(BackgroundJob.state, func.count()).group_by(BackgroundJob.state)).all())
    mails = dict(db.session.execute(select(EmailMessage.state, func.count()).group_by(EmailMessage.state)).all())
    return {
        "facts": facts,
        "queued": jobs.get(JobState.QUEUED, 0),
        "running": jobs.get(JobState.RUNNING, 0),
        "failed": jobs.get(JobState.FAILED, 0),
        "mails_waiting": mails.get(MailState.QUEUED, 0),
        "mails_failed": mails.get(MailState.FAILED, 0),
    }


def mails(limit: int = 100) -> list[EmailMessage]:
    return list(db.session.scalars(select(EmailMessage).order_by(EmailMessage.id.desc()).limit(limit)))
