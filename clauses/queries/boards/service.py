"""B06. Does the service work: accounts, jobs, messages, parameters, and the acts that deserve a look?"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, literal_column, select

from clauses.access.policy import Actor, Permission, reach_of
from clauses.config import PARIS
from clauses.domain.kinds import JobState, MailState
from clauses.extensions import db
from clauses.models.administration import ParameterValue
from clauses.models.journal import AuditEvent, BackgroundJob, EmailMessage
from clauses.queries.boards.board import Act, Board, Figure, Link
from clauses.queries.people import organization
from clauses.wording import dashboard as words
from clauses.wording import formats, journal, sentences

DAYS = timedelta(days=7)
SHOWN = 20
SENSITIVE = (
    "membership:rank", "membership:remove", "account:deactivate", "account:reactivate", "account:force_password",
    "mandate:give", "mandate:end", "mandate:cancel", "parameter:record", "email_model:record", "email_model:put_back", "reference:record", "territory:redraw",
    "organization:merge", "organization:merge_undone", "organization:close", "participant:merge", "participant:unmerge",
    "data_request:export", "journal:export", "purge:confirm", "purge:done",
)  # fmt: skip


def board(actor: Actor, on: date) -> Board:
    """Five figures and the last twenty acts that deserve a look. Three statements."""
    now = _state(on)
    return Board(
        figures=[_accounts(actor), _jobs(now), _mails(now, on), _parameters(now), _revision(now)],
        acts=_acts(actor),
        links=[
            Link(words.STATE_OF_SERVICE, "people.service_state"), Link(words.JOBS, "people.jobs"),
            Link(words.ORGANIZATIONS, "people.organization_list"), Link(words.DATA_DESK, "people.data_desk"),
        ],
    )  # fmt: skip


def _day(at: datetime | None) -> str:
    return formats.day_long(at.astimezone(PARIS).date()) if at else ""


def _accounts(actor: Actor) -> Figure:
    waiting = organization.to_check(actor)
    oldest = min((one.confirmed_at for one in waiting if one.confirmed_at), default=None)
    return Figure(
        words.ACCOUNTS, formats.number(len(waiting)),
        sentences.plural(words.ACCOUNTS_NOTE, len(waiting), day=_day(oldest)), "people.accounts_to_check", {},
        "ambre" if waiting else None,
    )  # fmt: skip


def _state(on: date) -> Any:
    """What is counted of the service, each in one column. One statement."""
    failed = BackgroundJob.state == JobState.FAILED
    week = EmailMessage.created_at >= _week_ago(on)
    coming = ParameterValue.effective_from > on

    def one(what: Any, *where: Any) -> Any:
        return select(what).where(*where).scalar_subquery()

    return db.session.execute(
        select(
            one(func.count(BackgroundJob.id), failed).label("jobs"),
            one(func.min(BackgroundJob.created_at), failed).label("jobs_since"),
            one(func.count(EmailMessage.id), week).label("mails"),
            one(func.count(EmailMessage.id), week, EmailMessage.state == MailState.FAILED).label("refused"),
            one(func.count(ParameterValue.id), coming).label("coming"),
            one(func.min(ParameterValue.effective_from), coming).label("first"),
            literal_column("(SELECT version_num FROM alembic_version)").label("revision"),
        )
    ).one()


def _jobs(now: Any) -> Figure:
    return Figure(
        words.FAILED_JOBS, formats.number(now.jobs),
        sentences.plural(words.FAILED_JOBS_NOTE, now.jobs, day=_day(now.jobs_since)), "people.jobs", {},
        "rouge" if now.jobs else None,
    )  # fmt: skip


def _week_ago(on: date) -> datetime:
    return datetime.combine(on, time(), PARIS) - DAYS


def _mails(now: Any, on: date) -> Figure:
    """Messages of the last seven days, by the day of Paris on which they were written."""
    note = sentences.plural(
        words.BOUNCED_NOTE, now.refused, sent=formats.number(now.mails), day=_day(_week_ago(on))
    )
    return Figure(
        words.BOUNCED, formats.number(now.refused), note, "people.mails", {}, "rouge" if now.refused else None
    )


def _parameters(now: Any) -> Figure:
    day = formats.day_long(now.first) if now.first else ""
    note = sentences.plural(words.COMING_NOTE, now.coming, day=day)
    return Figure(words.COMING, formats.number(now.coming), note, "people.parameters")


def _revision(now: Any) -> Figure:
    revision = now.revision or ""
    note = sentences.written(words.REVISION_NOTE, revision=revision)
    return Figure(words.REVISION, revision.partition("_")[0], note, "people.service_state")


def _acts(actor: Actor) -> list[Act]:
    """Without a name: the journal says who, and keeps trace that it was read."""
    if reach_of(actor, Permission.AUDIT_VIEW) is None:
        return []
    rows = db.session.execute(
        select(AuditEvent.action, AuditEvent.at)
        .where(AuditEvent.action.in_(SENSITIVE))
        .order_by(AuditEvent.seq.desc())
        .limit(SHOWN)
    )
    return [Act(journal.act(action), at) for action, at in rows]
