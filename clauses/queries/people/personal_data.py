"""What does the desk of personal data show? Requests and their deadlines, what will be taken away, what was."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.domain import retention as retention_rules
from clauses.domain.kinds_personal_data import DataRequestState, PurgeKind
from clauses.extensions import db
from clauses.models.markets import Lot
from clauses.models.personal_data import DataRequest, PurgeOrder, PurgeProof, RetentionHold
from clauses.queries.people import retention
from clauses.reference import rulebook

SHOWN = 50
NIGHTS_AHEAD = 12  # months shown in the calendar


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and the days that are left to answer it (negative: late)."""

    request: DataRequest
    days_left: int

    @property
    def late(self) -> bool:
        return self.days_left < 0

    @property
    def days_late(self) -> int:
        return -self.days_left


def answer_due(received_on: date) -> date:
    """The last day to answer a request of this day."""
    return retention_rules.answer_due(received_on, rulebook.retention(received_on).answer_months)


def requests(actor: Actor, on: date) -> list[Asked]:
    """The open ones first, the nearest deadline first."""
    rows = db.session.scalars(
        select(DataRequest)
        .where(within_reach(actor, Permission.DATA_ANSWER, DataRequest))
        .order_by(DataRequest.state != DataRequestState.OPEN, DataRequest.due_on, DataRequest.id)
        .limit(SHOWN)
    )
    return [Asked(one, (one.due_on - on).days) for one in rows]


def request(actor: Actor, data_request_id: int) -> DataRequest:
    return load(
        actor, Permission.DATA_ANSWER, DataRequest, data_request_id, joinedload(DataRequest.participant),
        joinedload(DataRequest.user), joinedload(DataRequest.recorded_by), joinedload(DataRequest.answered_by),
    )  # fmt: skip


def holds(actor: Actor) -> list[RetentionHold]:
    return list(
        db.session.scalars(
            select(RetentionHold)
            .where(
                within_reach(actor, Permission.DATA_ANSWER, RetentionHold), RetentionHold.lifted_on.is_(None)
            )
            .options(
                joinedload(RetentionHold.lot).joinedload(Lot.market), joinedload(RetentionHold.placed_by)
            )
            .order_by(RetentionHold.id)
        )
    )


def order(actor: Actor) -> PurgeOrder | None:
    """The purge that waits for two persons, or for its night."""
    return db.session.scalars(
        select(PurgeOrder)
        .where(within_reach(actor, Permission.PURGE_CONFIRM, PurgeOrder), PurgeOrder.done_at.is_(None))
        .options(joinedload(PurgeOrder.first_by), joinedload(PurgeOrder.second_by))
        .order_by(PurgeOrder.id)
    ).first()


def proofs() -> list[PurgeProof]:
    """What was taken away, the latest first: counts and digests, no name."""
    return list(db.session.scalars(select(PurgeProof).order_by(PurgeProof.id.desc()).limit(SHOWN)))


def next_night(on: date) -> date:
    return on + timedelta(days=1)


def preview(day: date) -> list[tuple[PurgeKind, int]]:
    """What the night of this day takes away, if nothing changes until then."""
    return retention.preview(day)


def calendar(on: date) -> list[tuple[date, int, int]]:
    """(first day, people, documents) of the months to come in which something of somebody ends."""
    rule = rulebook.retention(on)
    months: dict[date, list[int]] = {}
    for one in retention.people():
        for index, (months_kept, count) in enumerate(
            ((rule.identity_months, 1), (rule.document_months, len(one.proofs)))
        ):
            if one.held or one.ended_on is None or not count:
                continue
            month = retention_rules.due_on(one.ended_on, months_kept).replace(day=1)
            months.setdefault(month, [0, 0])[index] += count
    return [(month, people, files) for month, (people, files) in sorted(months.items())][:NIGHTS_AHEAD]


def held_back() -> int:
    """How many people a dispute holds back."""
    return sum(1 for one in retention.people() if one.held)


def waiting(on: date) -> tuple[int, int]:
    """(open requests, those that are late): for a menu or a list of what is to be done."""
    rows = db.session.execute(
        select(DataRequest.due_on < on, func.count())
        .where(DataRequest.state == DataRequestState.OPEN)
        .group_by(DataRequest.due_on < on)
    ).all()
    counts = {bool(late): n for late, n in rows}
    return sum(counts.values()), counts.get(True, 0)
