"""Why do two reports differ? Choose another one, read each difference and its reasons, open their lines, take it away."""

import io
from dataclasses import replace
from typing import Any

from flask import g, request, send_file, url_for
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.config import clock
from clauses.domain.kinds_reconciliation import MonthRead, PlaceRead, Reason, SharedRead
from clauses.domain.kinds_reports import ReportFormat
from clauses.domain.reconciliation import Reading
from clauses.models.compliance import ReportRequest
from clauses.queries import report_lines
from clauses.queries import report_reconciliation as lines_queries
from clauses.queries import report_requests as queries
from clauses.queries.report_figures import RESERVED, TOTAL, figure_of
from clauses.reference import rulebook
from clauses.reports import csv_archive, reconciliation, xlsx
from clauses.reports.reconciliation import Reconciliation
from clauses.reports.table import ReportTable, row_text
from clauses.web.compliance.door import bp
from clauses.web.compliance.screens_reports import MEDIA_TYPES, trail
from clauses.web.doorkeeper import needs
from clauses.web.page import page
from clauses.wording import formats, sentences
from clauses.wording import reconciliation as words
from clauses.wording import report as report_words
from clauses.wording.labels import label

P = Permission
COMPARED = 100  # reports looked among for one to compare with
ADDRESS = "/rapports/<int:request_id>/comparaison"
# What the form of the reading asks, field by field: the kind of answer, and the reason that it may bring. In an address
# a field is « read_month »: « month » alone already narrows the lines of a figure.
READINGS: dict[str, tuple[Any, Reason]] = {
    "month": (MonthRead, Reason.MONTH),
    "place": (PlaceRead, Reason.PLACE),
    "shared": (SharedRead, Reason.SHARED),
}


@bp.get(ADDRESS)
@needs(P.REPORT_VIEW, guarded=True)
def choose_other(request_id: int) -> Response:
    """The other made reports that this person may see."""
    one = _made(request_id)
    others = [
        (other, report_words.title_of(other))
        for other in queries.report_requests(g.actor, clock.today(), most=COMPARED)[0]
        if other.snapshot_id is not None and other.id != one.id
    ]
    return page(
        "compliance/reconcile.html", one=one, title=report_words.title_of(one), others=others,
        breadcrumb=trail(one, words.TITLE),
    )  # fmt: skip


@bp.get(f"{ADDRESS}/<int:other_id>")
@needs(P.REPORT_VIEW, guarded=True)
def compare_reports(request_id: int, other_id: int) -> Response:
    found, reading = _found(request_id, other_id)
    tables = [] if found.masked else list(_tables(found))
    return page(
        "compliance/reconciliation.html", "comparison", found=found, tables=[_shown(found, one) for one in tables],
        readings=_readings(found, reading), kept=_kept(reading), words=words, masked=_masked(found), finding=_finding(found),
        breadcrumb=trail(found.one, words.TITLE),
        by_place=reading.place is PlaceRead.PERSON,
    )  # fmt: skip


@bp.get(f"{ADDRESS}/<int:other_id>/lignes")
@needs(P.REPORT_VIEW, guarded=True)
def compared_lines(request_id: int, other_id: int) -> Response:
    """The lines of one reason of one figure, page by page."""
    one, other = _made(request_id), _made(other_id)
    reading = _reading(one, other)
    asked = {name: value for name, value in request.args.items() if name in report_lines.FILTERS}
    reason = request.args.get("reason", "")
    figure = figure_of(asked)
    if reason not in set(Reason) or reason == Reason.PLACE or figure is None or _by_place(reading):
        raise gate.OutOfReach
    first = lines_queries.side_of(g.actor, one)
    second = lines_queries.side_of(g.actor, other).read(reading)
    reserved = figure == RESERVED
    also = [] if reserved else report_lines.narrowed(asked)
    after = lines_queries.place_of(request.args.get("apres", ""))
    found = lines_queries.moved_lines(first, second, Reason(reason), also, after, reserved=reserved)

    def url(place: str | None) -> str:
        kept: dict[str, Any] = {**asked, **_kept(reading)}
        return url_for(
            "compliance.compared_lines",
            request_id=one.id,
            other_id=other.id,
            reason=reason,
            apres=place,
            **kept,
        )

    return page(
        "compliance/reconciliation_lines.html", "list", one=one, other=other, found=found, breadcrumb=trail(one, words.TITLE),
        further=url(found.further) if found.further else None, first=url(None) if found.before else None,
        reason=Reason(reason), why=words.WHYS[Reason(reason)], kept=_kept(reading), words=words,
        titles=(report_words.title_of(one), report_words.title_of(other)),
    )  # fmt: skip


@bp.get(f"{ADDRESS}/<int:other_id>.xlsx")
@needs(P.REPORT_VIEW, guarded=True)
def compared_workbook(request_id: int, other_id: int) -> Response:
    return _file(request_id, other_id, ReportFormat.XLSX, xlsx.write, ".xlsx")


@bp.get(f"{ADDRESS}/<int:other_id>.zip")
@needs(P.REPORT_VIEW, guarded=True)
def compared_csv(request_id: int, other_id: int) -> Response:
    return _file(request_id, other_id, ReportFormat.CSV, csv_archive.write, "_csv.zip")


def _file(request_id: int, other_id: int, format: ReportFormat, write: Any, ending: str) -> Response:
    found, _ = _found(request_id, other_id)
    if found.masked:
        raise gate.OutOfReach
    asked_by = f"{g.actor.name}, {g.actor.organization_name}"
    made, name = reconciliation.report(found, produced_on=clock.today(), asked_by=asked_by)
    content = io.BytesIO()
    write(made, content)
    content.seek(0)
    return send_file(
        content, mimetype=MEDIA_TYPES[format], as_attachment=True, download_name=f"{name}{ending}", max_age=0
    )


def _finding(found: Reconciliation) -> str | None:
    """What the comparison shows, in one sentence: the gap of the totals and its reasons; None where no total is common."""
    total = found.figures.get(TOTAL)
    if total is None:
        return None
    gap = total.difference
    if not gap:
        return sentences.written(words.SAME_TOTAL, hours=total.first or 0)
    reasons = [label(one).lower() for one in Reason if total.parts.get(one)]
    told = formats.joined(reasons) if reasons else words.NO_REASON
    return sentences.written(words.LESS if gap < 0 else words.MORE, hours=abs(gap), reasons=told)


def _made(request_id: int) -> ReportRequest:
    """A report within reach, already made: one being made has no figure to compare."""
    one = queries.report_request(g.actor, request_id)
    if one.snapshot_id is None:
        raise gate.OutOfReach
    return one


def _found(request_id: int, other_id: int) -> tuple[Reconciliation, Reading]:
    one, other = _made(request_id), _made(other_id)
    reading = _reading(one, other)
    return reconciliation.reconciled(g.actor, one, other, reading), reading


def _reading(one: ReportRequest, other: ReportRequest) -> Reading:
    """How the second report is read; what this person may not ask, or what means nothing, is as it was published."""
    allowed = lines_queries.may_read_by(g.actor, queries.about_of(other))
    reading = Reading()
    for name, (kind, reason) in READINGS.items():
        typed = request.args.get(f"read_{name}", "")
        if reason in allowed and typed in set(kind):
            reading = replace(reading, **{name: kind(typed)})
    return reading


def _by_place(reading: Reading) -> bool:
    return reading.place is PlaceRead.PERSON


def _kept(reading: Reading) -> dict[str, str]:
    """What an address says of the reading: nothing where it is that of the publication."""
    published = Reading()
    return {
        f"read_{name}": getattr(reading, name).value
        for name in READINGS
        if getattr(reading, name) is not getattr(published, name)
    }


def _readings(found: Reconciliation, reading: Reading) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The fields of the form: name, question, and its answers with the one in force."""
    allowed = lines_queries.may_read_by(g.actor, found.second.about)
    asked = {"month": words.MONTH_READ, "place": words.PLACE_READ, "shared": words.SHARED_READ}
    return [
        (name, asked[name], [(one.value, label(one), getattr(reading, name) is one) for one in kind])
        for name, (kind, reason) in READINGS.items()
        if reason in allowed
    ]


def _masked(found: Reconciliation) -> str:
    minimum = rulebook.small_cell(found.other.as_of).minimum
    return words.MASKED_PLACE.format(minimum=minimum) if found.masked else ""


def _tables(found: Reconciliation) -> list[ReportTable]:
    made, _ = reconciliation.report(found, produced_on=clock.today(), asked_by="")
    return list(made.tables)


def _shown(found: Reconciliation, table: ReportTable) -> dict[str, Any]:
    """A table as the page prints it, each figure of a reason with the address of its lines."""
    reasons = {label(reason): reason.value for reason in Reason}
    rows = []
    for row, opening in zip(table.each(), table.opens or (None,) * len(tuple(table.each())), strict=True):
        cells = []
        for column, text in zip(table.columns, row_text(table, row), strict=True):
            leads = None
            if column.opens and text and opening is not None:
                leads = {"reason": reasons[column.heading], **opening, **_kept(found.second.reading)}
            cells.append((text or "—", leads))
        rows.append(cells)
    total = row_text(table, table.total) if table.total else None
    return {"title": table.title, "columns": table.columns, "rows": rows, "total": total, "note": table.note}
