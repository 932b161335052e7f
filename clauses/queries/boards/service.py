"""B06. Does the service work: accounts, jobs, messages, copies, parameters, and the acts that deserve a look?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import select, union_all

from clauses.access.policy import Actor, Permission, reach_of
from clauses.domain.kinds import JobState
from clauses.extensions import db
from clauses.models.journal import AuditEvent
from clauses.queries.boards.board import Act, Board, Figure, Link
from clauses.queries.pulse import Count, Pulse, week_ago
from clauses.wording import dashboard as words
from clauses.wording import formats, journal, sentences
from clauses.wording import service as told

SHOWN = 20
SENSITIVE = (
    "membership:rank", "membership:remove", "account:deactivate", "account:reactivate", "account:force_password",
    "mandate:give", "mandate:end", "mandate:cancel", "parameter:record", "email_model:record", "email_model:put_back", "reference:record", "territory:redraw",
    "organization:merge", "organization:merge_undone", "organization:close", "participant:merge", "participant:unmerge",
    "data_request:export", "journal:export", "purge:confirm", "purge:done",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disk:
    """The room of the disk where the portal writes, in octets."""

    free: int
    total: int

    @property
    def full(self) -> bool:
        """Less than a twentieth is left."""
        return self.free * 20 <= self.total


def board(actor: Actor, on: date, now: Pulse, disk: Disk) -> Board:
    """The figures of the service and the last twenty acts that deserve a look. One statement."""
    return Board(
        figures=[
            _accounts(now.accounts), _jobs(now.failed_jobs), _mails(now, on), *copies(now), _disk(disk), _parameters(now),
            _revision(now),
        ],
        acts=_acts(actor),
        links=[
            Link(words.ACCOUNTS_OPEN, "people.accounts"), Link(words.JOBS, "people.jobs"), Link(words.EMAIL_MODELS, "people.email_models"),
            Link(words.STATE_OF_SERVICE, "people.service_state"), Link(words.JOURNAL, "people.journal"),
            Link(words.ORGANIZATIONS, "people.organization_list"), Link(words.DATA_DESK, "people.data_desk"),
        ],
    )  # fmt: skip


def copies(now: Pulse) -> list[Figure]:
    """How old the last copy and the last restore test are; what nobody noted is said unknown, and how to note it."""
    late = "rouge" if now.copy_late else None
    return [
        _copy(words.COPY, words.COPY_NEVER, words.COPY_UNKNOWN, now.copied_at, now.at, late),
        _copy(words.RESTORE, words.RESTORE_NEVER, words.RESTORE_UNKNOWN, now.restored_at, now.at, None),
    ]


def _copy(
    label: str, never: str, unknown: str, noted: datetime | None, at: datetime, tone: str | None
) -> Figure:
    if noted is None:
        return Figure(label, never, unknown, "people.service_state", {}, "ambre")
    value = told.age(max(timedelta(0), at - noted))
    note = sentences.written(words.NOTED, at=noted)
    return Figure(label, value, note, "people.service_state", {}, tone)


def _disk(disk: Disk) -> Figure:
    value = formats.percent(Fraction(disk.free, disk.total), 0) if disk.total else words.DISK_UNKNOWN
    note = sentences.written(words.DISK_NOTE, free=formats.size(disk.free), total=formats.size(disk.total))
    return Figure(words.DISK, value, note, "people.service_state", {}, "rouge" if disk.full else None)


def _day(count: Count) -> str:
    return formats.day_long(count.day) if count.day else ""


def _accounts(waiting: Count) -> Figure:
    return Figure(
        words.ACCOUNTS, formats.number(waiting.n),
        sentences.plural(words.ACCOUNTS_NOTE, waiting.n, day=_day(waiting)), "people.accounts_to_check", {},
        "ambre" if waiting.n else None,
    )  # fmt: skip


def _jobs(failed: Count) -> Figure:
    return Figure(
        words.FAILED_JOBS, formats.number(failed.n),
        sentences.plural(words.FAILED_JOBS_NOTE, failed.n, day=_day(failed)), "people.jobs", {"etat": JobState.FAILED.value},
        "rouge" if failed.n else None,
    )  # fmt: skip


def _mails(now: Pulse, on: date) -> Figure:
    """Messages of the last seven days, by the day of Paris on which they were written."""
    day, sent, refused = (
        formats.day_long(week_ago(on).date()),
        formats.number(now.mails_written),
        now.mails_refused,
    )
    note = sentences.plural(words.BOUNCED_NOTE, refused, sent=sent, day=day)
    return Figure(
        words.BOUNCED,
        formats.number(refused),
        note,
        "people.mails",
        {"etat": "refuses", "depuis": week_ago(on).date()},
        "rouge" if refused else None,
    )


def _parameters(now: Pulse) -> Figure:
    day = formats.day_long(now.next_parameter) if now.next_parameter else ""
    note = sentences.plural(words.COMING_NOTE, now.parameters, day=day)
    return Figure(words.COMING, formats.number(now.parameters), note, "people.parameters")


def _revision(now: Pulse) -> Figure:
    note = sentences.written(words.REVISION_NOTE, revision=now.revision)
    return Figure(words.REVISION, now.revision.partition("_")[0], note, "people.service_state")


def _acts(actor: Actor) -> list[Act]:
    """Without a name: the journal says who, and keeps trace that it was read."""
    if reach_of(actor, Permission.AUDIT_VIEW) is None:
        return []
    return [Act(journal.act(action), at, seq) for action, at, seq in db.session.execute(_LATEST)]


def _latest(action: str) -> Any:
    """The last acts of one kind, by its part of the index."""
    found = (
        select(AuditEvent.action, AuditEvent.at, AuditEvent.seq)
        .where(AuditEvent.action == action)
        .order_by(AuditEvent.action.desc(), AuditEvent.seq.desc())
        .limit(SHOWN)
        .subquery()
    )
    return select(found)


# Asked for all kinds at once, a database may as well read the journal backwards until it has met twenty: nearly all of it
# where such acts are few among the validations.
_EVERY = union_all(*(_latest(action) for action in SENSITIVE)).subquery()
_LATEST = select(_EVERY).order_by(_EVERY.c.seq.desc()).limit(SHOWN)
