"""B06. Does the service work: accounts, jobs, messages, parameters, and the acts that deserve a look?"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, text

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
    "mandate:give", "mandate:end", "mandate:cancel", "parameter:record", "reference:record", "territory:redraw",
    "organization:merge", "organization:merge_undone", "organization:close", "participant:merge", "participant:unmerge",
    "data_request:export", "journal:export", "purge:confirm", "purge:done",
)  # fmt: skip


def board(actor: Actor, on: date) -> Board:
    """Five figures and the last twenty acts that deserve a look. Seven statements."""
    return Board(
        figures=[_accounts(actor), _jobs(), _mails(on), _parameters(on), _revision()],
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


def _jobs() -> Figure:
    failed, oldest = db.session.execute(
        select(func.count(), func.min(BackgroundJob.created_at)).where(BackgroundJob.state == JobState.FAILED)
    ).one()
    return Figure(
        words.FAILED_JOBS, formats.number(failed),
        sentences.plural(words.FAILED_JOBS_NOTE, failed, day=_day(oldest)), "people.jobs", {},
        "rouge" if failed else None,
    )  # fmt: skip


def _mails(on: date) -> Figure:
    """Messages of the last seven days, by the day of Paris on which they were written."""
    since = datetime.combine(on, time(), PARIS) - DAYS
    rows = dict(
        db.session.execute(
            select(EmailMessage.state, func.count())
            .where(EmailMessage.created_at >= since)
            .group_by(EmailMessage.state)
        ).all()
    )
    refused = rows.get(MailState.FAILED, 0)
    note = sentences.plural(
        words.BOUNCED_NOTE, refused, sent=formats.number(sum(rows.values())), day=_day(since)
    )
    return Figure(
        words.BOUNCED, formats.number(refused), note, "people.mails", {}, "rouge" if refused else None
    )


def _parameters(on: date) -> Figure:
    count, first = db.session.execute(
        select(func.count(), func.min(ParameterValue.effective_from)).where(
            ParameterValue.effective_from > on
        )
    ).one()
    note = sentences.plural(words.COMING_NOTE, count, day=formats.day_long(first) if first else "")
    return Figure(words.COMING, formats.number(count), note, "people.parameters")


def _revision() -> Figure:
    revision = db.session.scalar(text("SELECT version_num FROM alembic_version")) or ""
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
