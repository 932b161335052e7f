"""What does the administration look at of the service, all in one look: what waits, what failed, when it was copied? (B06)

The days and delays are those of the design (ux/5.7): a copy is late after 26 hours, a queue is old after ten minutes, a
request about personal data is told at twenty days.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select

from clauses.access.charges import current
from clauses.config import PARIS
from clauses.domain.kinds import JobState, MailState
from clauses.domain.kinds_accounts import SignUpState
from clauses.domain.kinds_personal_data import DataRequestState
from clauses.extensions import db
from clauses.models.accounts import SignUp
from clauses.models.administration import ParameterValue
from clauses.models.journal import AuditEvent, BackgroundJob, EmailMessage, OutboxEvent
from clauses.models.personal_data import DataRequest
from clauses.models.territory import TerritoryEpci
from clauses.reference import geography

WEEK = timedelta(days=7)
COPY_LATE = timedelta(hours=26)
QUEUE_OLD = timedelta(minutes=10)
REQUEST_DAYS = 20
COPIED, RESTORED = "backup:done", "backup:restored"


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and since when the oldest of them."""

    n: int
    since: datetime | None = None

    @property
    def day(self) -> date | None:
        return self.since.astimezone(PARIS).date() if self.since else None


@dataclass(frozen=True, slots=True)
class Pulse:
    """The service at an instant. A copy or a restore test that nobody noted is None: it is not known."""

    at: datetime
    accounts: Count
    failed_jobs: Count
    waiting_jobs: Count  # for more than ten minutes
    stuck_facts: Count  # that failed once, or for more than ten minutes
    waiting_mails: Count
    failed_mails: Count
    mails_written: int  # in seven days
    mails_refused: int  # of these
    parameters: int
    next_parameter: date | None
    revision: str
    copied_at: datetime | None
    restored_at: datetime | None
    requests: int  # about personal data, open for twenty days
    request_since: date | None
    request_due: date | None
    outside: int  # communes in no territory

    @property
    def copy_late(self) -> bool:
        return self.copied_at is not None and self.at - self.copied_at > COPY_LATE


def week_ago(on: date) -> datetime:
    return datetime.combine(on, time(), PARIS) - WEEK


def pulse(on: date, at: datetime, real: datetime) -> Pulse:
    """Two statements. `at` dates what people did, `real` the turns of the background work: the same save in a
    demonstration that plays another day."""
    at_stake = {
        "late": real - QUEUE_OLD, "old": at - QUEUE_OLD, "week": week_ago(on), "on": on,
        "received": on - timedelta(days=REQUEST_DAYS),
    }  # fmt: skip
    found = db.session.execute(_ALL, at_stake).one()
    return Pulse(
        at, Count(found.accounts, found.accounts_since), Count(found.failed, found.failed_since),
        Count(found.waiting, found.waiting_since), Count(found.stuck, found.stuck_since),
        Count(found.queued, found.queued_since), Count(found.refused, found.refused_since), found.mails,
        found.mails_refused, found.coming, found.first, found.revision or "", found.copied, found.restored,
        found.requests, found.request_since, found.request_due, _outside(on),
    )  # fmt: skip


def _outside(on: date) -> int:
    """How many communes are in no territory on a day: a lot put there has nobody but the coordination."""
    held = set(db.session.scalars(select(TerritoryEpci.epci_code).where(*current(TerritoryEpci, on))))
    return sum(
        one.epci_code not in held and one.department in geography.DEPARTMENTS for one in geography.communes()
    )


def _one(what: Any, *where: Any) -> Any:
    return select(what).where(*where).scalar_subquery()


def _last(verb: str) -> Any:
    found = select(AuditEvent.at).where(AuditEvent.action == verb)
    return found.order_by(AuditEvent.seq.desc()).limit(1).scalar_subquery()


def _everything() -> Any:
    """All that is counted, in one statement made once for the whole process."""
    failed = BackgroundJob.state == JobState.FAILED
    waits = and_(BackgroundJob.state == JobState.QUEUED, BackgroundJob.not_before < bindparam("late"))
    stuck = and_(
        OutboxEvent.drained_at.is_(None),
        or_(OutboxEvent.attempts > 0, OutboxEvent.created_at < bindparam("old")),
    )
    queued, refused = EmailMessage.state == MailState.QUEUED, EmailMessage.state == MailState.FAILED
    came_back = EmailMessage.state.in_((MailState.FAILED, MailState.REFUSED))
    week = EmailMessage.created_at >= bindparam("week")
    coming = ParameterValue.effective_from > bindparam("on")
    asks = SignUp.state == SignUpState.WAITING_COORDINATION
    old = and_(DataRequest.state == DataRequestState.OPEN, DataRequest.received_on <= bindparam("received"))
    return select(
        _one(func.count(SignUp.id), asks).label("accounts"),
        _one(func.min(SignUp.confirmed_at), asks).label("accounts_since"),
        _one(func.count(BackgroundJob.id), failed).label("failed"),
        _one(func.min(BackgroundJob.created_at), failed).label("failed_since"),
        _one(func.count(BackgroundJob.id), waits).label("waiting"),
        _one(func.min(BackgroundJob.not_before), waits).label("waiting_since"),
        _one(func.count(OutboxEvent.id), stuck).label("stuck"),
        _one(func.min(OutboxEvent.created_at), stuck).label("stuck_since"),
        _one(func.count(EmailMessage.id), queued).label("queued"),
        _one(func.min(EmailMessage.created_at), queued).label("queued_since"),
        _one(func.count(EmailMessage.id), refused).label("refused"),
        _one(func.min(EmailMessage.created_at), refused).label("refused_since"),
        _one(func.count(EmailMessage.id), week).label("mails"),
        _one(func.count(EmailMessage.id), week, came_back).label("mails_refused"),
        _one(func.count(ParameterValue.id), coming).label("coming"),
        _one(func.min(ParameterValue.effective_from), coming).label("first"),
        literal_column("(SELECT version_num FROM alembic_version)").label("revision"),
        _last(COPIED).label("copied"),
        _last(RESTORED).label("restored"),
        _one(func.count(DataRequest.id), old).label("requests"),
        _one(func.min(DataRequest.received_on), old).label("request_since"),
        _one(func.min(DataRequest.due_on), old).label("request_due"),
    )


_ALL = _everything()
