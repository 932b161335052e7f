"""How is a compliance report made? With its requester's rights, step by step, published whole or not at all."""

import hashlib
import io
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.actions import compliance as actions
from clauses.actions.base import civil_day
from clauses.config import clock
from clauses.domain import events
from clauses.domain.as_of import Cut, cut
from clauses.domain.kinds import JobState
from clauses.extensions import db
from clauses.models.compliance import ReportRequest
from clauses.models.people import Membership
from clauses.queries import compliance as queries
from clauses.reference import rulebook
from clauses.reports import xlsx
from clauses.reports.market import market_report, report_name
from clauses.reports.table import Report, fingerprint, row_text

if TYPE_CHECKING:
    from clauses.jobs.work import Run

BATCH = 25  # lots gathered between two signs of life


class NoLongerAllowed(RuntimeError):
    """The person who asked may no longer see this: the report is not made."""


def produce_report(run: "Run") -> None:
    """Make the report of a request. Safe to run twice: the second finds the job taken or the figures the same."""
    request = db.session.get_one(ReportRequest, run.subject_id)
    request_id, market_id, as_of, known_on = request.id, request.market_id, request.as_of, request.known_on
    asked_on = civil_day(request.requested_at)
    membership = db.session.get_one(Membership, request.membership_id)
    actor = gate.actor_of(membership, clock.today())
    if actor is None or actor.role is not request.role:
        raise NoLongerAllowed(f"request {request_id}")
    asked_by = f"{actor.name}, {actor.organization_name}"
    rule = rulebook.reporting(asked_on)
    whole = cut(as_of, asked_on, rule.settled_months)
    known = Cut(as_of, whole.last_month, known_on, provisional=whole.provisional)
    assert market_id is not None
    report, name = gather(actor, market_id, known, asked_by=asked_by, produced_on=clock.today(),
                          progress=lambda done, total: _sign_of_life(run, request_id, done, total))  # fmt: skip
    content = io.BytesIO()
    xlsx.write(report, content)
    data = content.getvalue()
    actions.publish_report(
        run, request_id, title=report.title, file_name=f"{name}.xlsx", tables=as_page(report),
        fingerprint=fingerprint(report), content=data, sha256=hashlib.sha256(data).hexdigest(), now=clock.now(),
    )  # fmt: skip


def _sign_of_life(run: "Run", request_id: int, done: int, total: int) -> None:
    """Keep the lease and tell the progress bar."""
    progress = update(ReportRequest).where(ReportRequest.id == request_id)
    run.renew(progress.values(state=JobState.RUNNING, done_steps=done, total_steps=total))


def gather(
    actor: Actor, market_id: int, known: Cut, *, asked_by: str, produced_on: date, progress: Any = None
) -> tuple[Report, str]:
    """The report of a market at a cut, gathered in batches of lots, within the actor's reach.

    Read in one snapshot, so that what is validated meanwhile cannot stand in one table and not in another.
    """
    queries.begin_snapshot()
    _, ids = queries.market_lot_ids(actor, market_id, Permission.REPORT_REQUEST)
    steps = -(-len(ids) // BATCH) + 1
    figures, months = [], []
    for step, start in enumerate(range(0, len(ids), BATCH)):
        if progress:
            progress(step, steps)
        batch = ids[start : start + BATCH]
        figures += queries.figures_of(queries.lots(batch), on=known.as_of, cut=known)
        months += queries.monthly(batch, known)
    if progress:
        progress(steps - 1, steps)
    market, _ = queries.market_lot_ids(actor, market_id, Permission.REPORT_REQUEST)
    months.sort(key=lambda row: (row[1], row[0]))
    report = market_report(market, figures, months, cut=known, asked_by=asked_by, produced_on=produced_on)
    return report, report_name(market, known)


def as_page(report: Report) -> dict[str, Any]:
    """The same tables as French text, for the page: what is on screen is what is in the workbook."""
    return {
        "title": report.title,
        "as_of": report.as_of.isoformat(),
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "note": table.note,
                "columns": [[column.heading, column.kind.value] for column in table.columns],
                "rows": [row_text(table, row) for row in table.each()],
                "total": row_text(table, table.total) if table.total else None,
            }
            for table in report.tables
        ],
        "method": [list(term) for term in report.method],
    }


def on_failure(request_id: int) -> Iterable[Any]:
    """After the last attempt: the request says so, and its requester is told."""
    db.session.execute(
        update(ReportRequest).where(ReportRequest.id == request_id).values(state=JobState.FAILED)
    )
    return [events.ReportFailed(request_id)]


def write_report(actor: Actor, reference: str, as_of: date, folder: Path, *, now: datetime) -> Path:
    """The report of a market straight into a file, for the shell: same figures, same gate."""
    on = clock.today()
    market_id = queries.market_by_reference(actor, reference)
    known = cut(as_of, on, rulebook.reporting(on).settled_months)
    report, name = gather(
        actor, market_id, known, asked_by=f"{actor.name}, {actor.organization_name}", produced_on=on
    )
    path = folder / f"{name}.xlsx"
    xlsx.write_file(report, path)
    return path
