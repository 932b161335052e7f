"""How does a person ask for a report, follow it and take it away?"""

import io
from typing import Any

from flask import Blueprint, g, request, send_file
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from clauses.access import gate
from clauses.access.policy import Permission
from clauses.actions import compliance as actions
from clauses.config import clock
from clauses.domain.kinds import JobState
from clauses.domain.values import add_months, last_day, month_of
from clauses.queries import compliance as queries
from clauses.web.compliance.forms import CHOOSE_MARKET, ReportForm
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page

bp = Blueprint("compliance", __name__)
P = Permission
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/rapports")
@needs(P.REPORT_VIEW)
def report_list() -> Response:
    return page("compliance/list.html", requests=queries.report_requests(g.actor))


@bp.get("/rapports/nouveau")
@needs(P.REPORT_REQUEST)
def show_request() -> Response:
    """The form; the closing date proposed is the last day of the last complete month."""
    form = ReportForm(data={"rep_date": last_day(add_months(month_of(clock.today()), -1)),
                            "rep_scope": request.args.get("rep_scope", "")})  # fmt: skip
    return _form_page(form)


@bp.post("/rapports/nouveau")
@needs(P.REPORT_REQUEST, guarded=True)
def ask() -> Response:
    form = ReportForm(request.form)
    _fill_choices(form)
    market_id = whole_number(form.rep_scope.data) or 0
    asked = form.attempt(
        actions.request_report, g.actor, market_id, as_of=form.rep_date.data, now=clock.now()
    )
    if asked is None:
        return _form_page(form, status=422)
    return done("compliance.report", "report_asked", request_id=asked.id)


@bp.get("/rapports/<int:request_id>")
@needs(P.REPORT_VIEW, guarded=True)
def report(request_id: int) -> Response:
    """The report being made, then the report itself, from the same tables as the workbook."""
    one = queries.report_request(g.actor, request_id)
    return page(
        "compliance/report.html", "progress", one=one, waiting=one.state in (JobState.QUEUED, JobState.RUNNING),
        failed=one.state is JobState.FAILED, shown=one.snapshot.tables if one.snapshot else None,
    )  # fmt: skip


@bp.get("/rapports/<int:request_id>.xlsx")
@needs(P.REPORT_VIEW, guarded=True)
def download(request_id: int) -> Response:
    """The workbook, always as a file to keep."""
    one = queries.report_request(g.actor, request_id)
    if one.snapshot is None:
        raise gate.OutOfReach  # not made yet: there is nothing to take
    return send_file(
        io.BytesIO(one.snapshot.content), mimetype=XLSX, as_attachment=True, download_name=one.snapshot.file_name,
        max_age=0,
    )  # fmt: skip


@bp.post("/rapports/<int:request_id>/relance")
@needs(P.REPORT_REQUEST, guarded=True)
def retry(request_id: int) -> Response:
    actions.retry_report(g.actor, request_id, now=clock.now(), at=clock.real())
    return done("compliance.report", "report_asked", request_id=request_id)


def _fill_choices(form: ReportForm) -> None:
    markets = queries.report_markets(g.actor)
    form.rep_scope.choices = [
        SelectChoice("", CHOOSE_MARKET),
        *(SelectChoice(str(m.id), f"{m.reference}, {m.title[:90]}") for m in markets),
    ]


def _form_page(form: ReportForm, **context: Any) -> Response:
    _fill_choices(form)
    return page("compliance/new.html", "form", form=form, none=len(form.rep_scope.choices) == 1, **context)
