"""How is a report made? With its requester's rights, step by step, published whole or not at all."""

import hashlib
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import update

from clauses.access import gate
from clauses.access.policy import Actor
from clauses.actions import compliance as actions
from clauses.actions.base import civil_day
from clauses.actions.compliance import MadeFile
from clauses.config import clock
from clauses.domain import events
from clauses.domain.as_of import Cut, cut
from clauses.domain.kinds import JobState
from clauses.domain.kinds_reports import ReportFormat, ReportKind
from clauses.domain.release_guard import Release
from clauses.extensions import db
from clauses.jobs.run import Run
from clauses.models.compliance import ReportRequest
from clauses.models.people import Membership
from clauses.queries import compliance as queries
from clauses.queries import report_releases, report_requests, report_scope
from clauses.queries.report_scope import Subject
from clauses.reference import rulebook
from clauses.reports import counts, csv_archive, making, pdf, xlsx
from clauses.reports.asked import Asked
from clauses.reports.table import Column, Report, ReportTable, fingerprint, row_text


class NoLongerAllowed(RuntimeError):
    """The person who asked may no longer see this: the report is not made."""


def produce_report(run: Run) -> None:
    """Make the report of a request. Safe to run twice: the second finds the job taken or the figures the same."""
    request = db.session.get_one(ReportRequest, run.subject_id)
    request_id, as_of, known_on = request.id, request.as_of, request.known_on
    about = report_requests.about_of(request)
    asked_on = civil_day(request.requested_at)
    membership = db.session.get_one(Membership, request.membership_id)
    actor = gate.actor_of(membership, clock.today())
    if actor is None or actor.role is not request.role:
        raise NoLongerAllowed(f"request {request_id}")
    whole = cut(as_of, asked_on, rulebook.reporting(as_of).settled_months)
    known = Cut(as_of, whole.last_month, known_on, provisional=whole.provisional)
    asked = Asked(
        actor,
        about,
        known,
        clock.today(),
        lambda done, total: _sign_of_life(run, request_id, done, total),
    )
    published = False
    while (
        not published
    ):  # a report of the same subject came out meanwhile: this one is guarded against it too
        report, name, release = gather(asked)
        after = report_releases.last_release(about)
        files = written(report, name, sign=run.renew)
        tables = {**as_page(report), report_releases.KEPT: counts.kept(release)}
        published = actions.publish_report(
            run, request_id, title=report.title, tables=tables, fingerprint=fingerprint(report), files=files,
            after=after, now=clock.now(),
        )  # fmt: skip


def _sign_of_life(run: Run, request_id: int, done: int, total: int) -> None:
    """Keep the lease and tell the progress bar."""
    progress = update(ReportRequest).where(ReportRequest.id == request_id)
    run.renew(progress.values(state=JobState.RUNNING, done_steps=done, total_steps=total))


def gather(asked: Asked) -> tuple[Report, str, Release]:
    """A report at a cut, within the actor's reach, the name of its files and its counts, as they are given.

    Read in one snapshot, so that what is validated meanwhile cannot stand in one table and not in another.
    """
    queries.begin_snapshot()
    report_scope.ask(asked.actor, asked.about)
    return making.made(asked)


def written(report: Report, name: str, *, sign: Any = None) -> tuple[MadeFile, ...]:
    """The same tables in each format; a sign of life is given between two of them."""
    files = []
    for format in ReportFormat:
        if sign:
            sign()
        content = _WRITERS[format](report)
        checksum = hashlib.sha256(content).hexdigest()
        files.append(MadeFile(format, f"{name}{_ENDINGS[format]}", content, checksum))
    return tuple(files)


def _xlsx(report: Report) -> bytes:
    content = io.BytesIO()
    xlsx.write(report, content)
    return content.getvalue()


def _csv(report: Report) -> bytes:
    content = io.BytesIO()
    csv_archive.write(report, content)
    return content.getvalue()


_WRITERS = {ReportFormat.XLSX: _xlsx, ReportFormat.CSV: _csv, ReportFormat.PDF: pdf.pdf_of}
_ENDINGS = {ReportFormat.XLSX: ".xlsx", ReportFormat.CSV: "_csv.zip", ReportFormat.PDF: ".pdf"}


def as_page(report: Report) -> dict[str, Any]:
    """The same tables as French text, for the page: what is on screen is what is in the files.

    The tables of detail are not copied there: the page opens their lines one figure at a time.
    """
    return {
        "title": report.title,
        "as_of": report.as_of.isoformat(),
        "tables": [_page_table(table) for table in report.tables if not table.detail],
        "method": [list(term) for term in report.method],
    }


def _page_table(table: ReportTable) -> dict[str, Any]:
    rows = [row_text(table, row) for row in table.each()]
    return {
        "name": table.name,
        "title": table.title,
        "note": table.note,
        "columns": [_column(column) for column in table.columns],
        "rows": rows,
        "opens": list(table.opens) or [None] * len(rows),
        "total": row_text(table, table.total) if table.total else None,
        "total_opens": table.total_opens,
        "records": table.records,
    }


def _column(column: Column) -> list[Any]:
    return [column.heading, column.kind.value, column.opens, column.figure, column.asks or {}]


def on_failure(request_id: int) -> Iterable[Any]:
    """After the last attempt: the request says so, and its requester is told."""
    db.session.execute(
        update(ReportRequest)
        .where(ReportRequest.id == request_id, ReportRequest.state != JobState.CANCELLED)
        .values(state=JobState.FAILED)
    )
    return [events.ReportFailed(request_id)]


def write_report(actor: Actor, reference: str, as_of: date, folder: Path) -> Path:
    """The report of a market straight into a file, for the shell: same figures, same gate."""
    on = clock.today()
    about = Subject(
        ReportKind.MARKET_COMPLIANCE, market_id=report_requests.market_by_reference(actor, reference)
    )
    known = cut(as_of, on, rulebook.reporting(as_of).settled_months)
    report, name, _ = gather(Asked(actor, about, known, on))
    path = folder / f"{name}.xlsx"
    xlsx.write_file(report, path)
    return path
