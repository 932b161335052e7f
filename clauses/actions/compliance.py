"""How is a report asked for, and how is it published once, whole?"""

from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select, update

from clauses.access.gate import load
from clauses.access.policy import Actor, Permission
from clauses.actions.base import action, civil_day, journal, record
from clauses.domain import events
from clauses.domain.as_of import cut
from clauses.domain.errors import Refused
from clauses.domain.kinds import JobState, ReportKind
from clauses.extensions import db
from clauses.models.compliance import ReportRequest, ReportSnapshot
from clauses.models.journal import BackgroundJob
from clauses.models.markets import Market
from clauses.reference import rulebook


class Turn(Protocol):
    """The attempt that publishes; it refuses when another one has taken over."""

    def finish(self) -> None: ...


@action
def request_report(actor: Actor, market_id: int, *, as_of: date, now: datetime) -> ReportRequest:
    """Ask for the compliance report of a market. The same report still being made is not asked twice.

    Refuses a closing date in the future. The request keeps who asked, in which role, and the cut of what is known.
    """
    market = load(actor, Permission.REPORT_REQUEST, Market, market_id)
    on = civil_day(now)
    if as_of > on:
        raise Refused("as_of_future", field="rep_date")
    known = cut(as_of, on, rulebook.reporting(on).settled_months)
    under_way = db.session.scalar(
        select(ReportRequest).where(
            ReportRequest.market_id == market.id,
            ReportRequest.as_of == as_of,
            ReportRequest.known_on == known.known_on,
            ReportRequest.organization_id == actor.organization_id,
            ReportRequest.role == actor.role,
            ReportRequest.state.in_((JobState.QUEUED, JobState.RUNNING)),
        )
    )
    if under_way is not None:
        return under_way
    request = ReportRequest(
        kind=ReportKind.MARKET_COMPLIANCE, market_id=market.id, as_of=as_of, known_on=known.known_on,
        requested_by_id=actor.user_id, organization_id=actor.organization_id, role=actor.role,
        membership_id=actor.membership_id, requested_at=now,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    record(events.ReportRequested(request.id), now=now)
    journal(actor, "report:request", request, now=now, market=market.id, as_of=as_of, known_on=known.known_on)
    return request


@action
def retry_report(actor: Actor, request_id: int, *, now: datetime, at: datetime) -> ReportRequest:
    """Try a failed report again, from the first attempt."""
    request = load(actor, Permission.REPORT_REQUEST, ReportRequest, request_id)
    if request.state is JobState.FAILED:
        request.state, request.done_steps = JobState.QUEUED, 0
        db.session.execute(
            update(BackgroundJob)
            .where(BackgroundJob.kind == "report", BackgroundJob.subject_id == request.id)
            .values(state=JobState.QUEUED, not_before=at, rung_at=None, lease_until=None, ended_at=None)
        )
        record(events.ReportRequested(request.id), now=now)
        journal(actor, "report:retry", request, now=now)
    return request


@action
def publish_report(
    turn: Turn, request_id: int, *, title: str, file_name: str, tables: dict[str, Any], fingerprint: str, content: bytes,
    sha256: str, now: datetime,
) -> None:  # fmt: skip
    """Publish the result and end the job in one commit; the same figures keep the file they already have."""
    turn.finish()
    request = db.session.get_one(ReportRequest, request_id)
    snapshot = db.session.scalar(
        select(ReportSnapshot)
        .where(ReportSnapshot.fingerprint == fingerprint, ReportSnapshot.file_name == file_name)
        .order_by(ReportSnapshot.id)
    )
    if snapshot is None:
        snapshot = ReportSnapshot(
            title=title, file_name=file_name, tables=tables, fingerprint=fingerprint, file_sha256=sha256,
            content=content, produced_on=civil_day(now), produced_at=now,
        )  # fmt: skip
        db.session.add(snapshot)
        db.session.flush()
    request.snapshot_id = snapshot.id
    request.state, request.done_steps = JobState.DONE, request.total_steps
    record(events.ReportReady(request.id), now=now)
    journal(None, "report:publish", request, now=now, fingerprint=fingerprint, file=snapshot.file_sha256)
