"""Who makes a report that was asked for, and who is told that it is ready or that it failed?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions.base import civil_day
from clauses.config import clock
from clauses.domain.events import ReportFailed, ReportReady, ReportRequested
from clauses.domain.kinds import JobState
from clauses.extensions import db
from clauses.jobs.letters import Post, Side, admins, link, send
from clauses.models.compliance import ReportRequest
from clauses.models.journal import BackgroundJob
from clauses.models.markets import Lot
from clauses.models.territory import Territory
from clauses.queries.report_requests import recipients_of
from clauses.wording import report as words


def report_requested(fact: ReportRequested, *, event_key: str, now: datetime) -> None:
    """Leave the work to be done; asked again, the same work stands."""
    known = select(BackgroundJob.id).where(
        BackgroundJob.kind == "report", BackgroundJob.subject_id == fact.request_id
    )
    state = db.session.scalar(select(ReportRequest.state).where(ReportRequest.id == fact.request_id))
    if db.session.scalar(known) is None and state is JobState.QUEUED:
        at = clock.real()  # the delays of the work are those of the machine, whatever day is pretended
        db.session.add(
            BackgroundJob(
                kind="report", subject_id=fact.request_id, state=JobState.QUEUED, not_before=at, created_at=at
            )
        )


def report_ready(fact: ReportReady, *, event_key: str, now: datetime) -> None:
    """M25: the person who asked; of a planned report, its recipients who may still read it."""
    request = db.session.get_one(ReportRequest, fact.request_id)
    if request.snapshot is None:
        return
    send(
        "M25", _told(request, civil_day(now)), Post(event_key, now), territory=_territory(request),
        url=link("compliance.report", request_id=request.id), title=request.snapshot.title, request=request,
    )  # fmt: skip


def report_failed(fact: ReportFailed, *, event_key: str, now: datetime) -> None:
    """M26: the person who asked, and the administration."""
    request = db.session.get_one(ReportRequest, fact.request_id)
    post, territory = Post(event_key, now), _territory(request)
    asked: dict[str, Any] = {"request": request, "title": words.title_of(request)}
    send(
        "M26", [_asker(request)], post, territory=territory, url=link("compliance.report", request_id=request.id), **asked
    )  # fmt: skip
    send("M26", [admins()], post, territory=territory, url=link("people.service_state"), **asked)


def _told(request: ReportRequest, on: date) -> list[Side]:
    if request.schedule_id is None:
        return [_asker(request)]
    users = [
        membership.user
        for membership in recipients_of(request.schedule_id)
        if (actor := gate.actor_of(membership, on))
        and gate.may(actor, Permission.REPORT_VIEW, ReportRequest, request.id)
    ]
    return [Side("planned", users, request.organization.name)] if users else []


def _asker(request: ReportRequest) -> Side:
    return Side("asker", [request.requested_by], request.organization.name)


def _territory(request: ReportRequest) -> Territory | None:
    return db.session.scalar(
        select(Territory)
        .join(Lot, Lot.territory_id == Territory.id)
        .where(Lot.market_id == request.market_id, Lot.has_clause.is_(True))
        .order_by(Lot.number)
        .limit(1)
    )
