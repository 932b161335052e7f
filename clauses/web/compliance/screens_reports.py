"""How does a person ask for a report, follow it, open its figures and take it away?"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from clauses.access import gate
from clauses.access.policy import Permission, reach_of
from clauses.actions import compliance as actions
from clauses.config import clock
from clauses.domain.kinds import JobState
from clauses.domain.kinds_reports import ReportFormat, ReportKind, ReportScope
from clauses.domain.reports import SHAPES
from clauses.domain.small_cell_masking import Shown
from clauses.domain.values import add_months, last_day, month_of
from clauses.models.compliance import ReportRequest
from clauses.queries import report_lines, report_names, report_opened, report_scope
from clauses.queries import report_requests as queries
from clauses.queries.report_lots import Counted
from clauses.reference import rulebook
from clauses.reports import csv_archive, pdf
from clauses.web.compliance.door import bp
from clauses.web.compliance.forms import CHOOSE, REGION, ReportForm, SubjectForm, scope_choice
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page
from clauses.wording import formats, reviews
from clauses.wording import report as words
from clauses.wording.labels import label

P = Permission
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    ReportFormat.XLSX: XLSX,
    ReportFormat.CSV: csv_archive.MEDIA_TYPE,
    ReportFormat.PDF: pdf.MEDIA_TYPE,
}


@bp.get("/rapports")
@needs(P.REPORT_VIEW)
def report_list() -> Response:
    kept, older = queries.report_requests(g.actor, clock.today(), whole_number(request.args.get("avant")))
    found = [(one, words.title_of(one)) for one in kept]
    return page(
        "compliance/list.html",
        requests=found,
        older=older,
        states=words.STATES,
        may_ask=bool(kinds()),
        may_plan=reach_of(g.actor, P.REPORT_PLAN) is not None,
    )


@bp.get("/rapports/nouveau")
@needs(P.REPORT_VIEW)
def show_request() -> Response:
    """The form; the closing date proposed is the last day of the last complete month."""
    offered = kinds()
    form = ReportForm(data={"rep_date": last_day(add_months(month_of(clock.today()), -1)),
                            "rep_kind": request.args.get("rep_kind", offered[0] if offered else ""),
                            "rep_scope": request.args.get("rep_scope", "")})  # fmt: skip
    return _form_page(form)


@bp.post("/rapports/nouveau")
@needs(P.REPORT_VIEW, guarded=True)
def ask() -> Response:
    form = ReportForm(request.form)
    asked = form.attempt(_request, form)
    if asked is None:
        return _form_page(form, status=422)
    said = "report_there" if asked.state is JobState.DONE else "report_asked"
    return done("compliance.report", said, request_id=asked.id)


def _request(form: ReportForm) -> Any:
    assert form.kind is not None and form.rep_date.data is not None
    return actions.request_report(
        g.actor,
        form.number,
        as_of=form.rep_date.data,
        now=clock.now(),
        kind=form.kind,
        fte_base=form.fte_base,
    )


def trail(one: ReportRequest, last: str | None = None) -> list[tuple[str, str]]:
    """From the list of the reports down to one of them, or to what it opens."""
    above = [(words.MY_REPORTS, url_for("compliance.report_list"))]
    if last is None:
        return [*above, (words.title_of(one), "")]
    return [*above, (words.title_of(one), url_for("compliance.report", request_id=one.id)), (last, "")]


@bp.get("/rapports/<int:request_id>")
@needs(P.REPORT_VIEW, guarded=True)
def report(request_id: int) -> Response:
    """The report being made, then the report itself, from the same tables as its files."""
    one = queries.report_request(g.actor, request_id)
    return page(
        "compliance/report.html", "progress", one=one, title=words.title_of(one),
        waiting=one.state in (JobState.QUEUED, JobState.RUNNING), failed=one.state is JobState.FAILED,
        cancelled=one.state is JobState.CANCELLED, shown=one.snapshot.tables if one.snapshot else None,
        files=queries.formats_of(one), leads=leads, what_opens=reviews.WHAT_OPENS, a_record=reviews.A_RECORD,
        breadcrumb=trail(one),
    )  # fmt: skip


@bp.get("/rapports/<int:request_id>.xlsx")
@needs(P.REPORT_VIEW, guarded=True)
def download(request_id: int) -> Response:
    """The workbook, always as a file to keep."""
    return _file(request_id, ReportFormat.XLSX)


@bp.get("/rapports/<int:request_id>.pdf")
@needs(P.REPORT_VIEW, guarded=True)
def download_pdf(request_id: int) -> Response:
    return _file(request_id, ReportFormat.PDF)


@bp.get("/rapports/<int:request_id>.zip")
@needs(P.REPORT_VIEW, guarded=True)
def download_csv(request_id: int) -> Response:
    """One CSV a table, in one archive."""
    return _file(request_id, ReportFormat.CSV)


def _file(request_id: int, format: ReportFormat) -> Response:
    found = queries.report_file(g.actor, request_id, format)
    if found is None:
        raise gate.OutOfReach  # not made yet: there is nothing to take
    name, content = found
    return send_file(
        io.BytesIO(content), mimetype=MEDIA_TYPES[format], as_attachment=True, download_name=name, max_age=0
    )


@bp.get("/rapports/<int:request_id>/lignes")
@needs(P.REPORT_VIEW, guarded=True)
def lines(request_id: int) -> Response:
    """The lines of the ledger that make one figure of a report, and their sum; of an evaluation, its records."""
    one = queries.report_request(g.actor, request_id)
    if one.kind is ReportKind.COOPERATION:  # its figures are counts of records, not hours
        records = queries.measured(one, request.args.get("mesure", ""))
        if records is None:
            raise gate.OutOfReach
        return page(
            "compliance/records.html", one=one, title=words.title_of(one), found=records,
            breadcrumb=trail(one, words.LINES),
        )  # fmt: skip
    asked = request.args.to_dict()
    what = asked.pop("figure", "")
    if what == report_opened.PROFILE:
        return _persons(one, asked)
    if what in words.FIGURE_LEADS:
        counted = report_opened.counted_lines(g.actor, one, asked, what)
        found, said = counted.found, words.counted(what, counted.number, counted.found.hours)
    else:
        found, said = report_opened.opened_figure(g.actor, one, asked), ""
    return page(
        "compliance/lines.html", one=one, title=words.title_of(one), found=found, said=said,
        breadcrumb=trail(one, words.LINES),
    )  # fmt: skip


def _persons(one: ReportRequest, asked: Mapping[str, str]) -> Response:
    """The places of the persons of a group, each count and its hours masked where they must be (R21)."""
    minimum = rulebook.small_cell(one.as_of).minimum
    found = report_opened.counted_profile(g.actor, one, asked, minimum)
    called = report_names.called(found.level, [place.number for place in found.places if place.number])
    rows = [
        (called.get(place.number or 0, words.NOWHERE), words.masked_text(place.persons, place.shown, minimum),
         place.hours if place.told else None)
        for place in sorted(found.places, key=lambda one: one.shown is not Shown.PLAIN)
    ]  # fmt: skip
    return page(
        "compliance/persons.html", one=one, title=words.title_of(one), found=found, rows=rows,
        breadcrumb=trail(one, words.PERSONS_OF),
        masked_hours=sum(place.hours for place in found.places if not place.told), heading=words.PLACES[found.level],
        said=words.counted(report_opened.PROFILE, found.persons, found.hours),
    )  # fmt: skip


@bp.get("/rapports/<int:request_id>/objectifs")
@needs(P.REPORT_VIEW, guarded=True)
def targets(request_id: int) -> Response:
    """The lots whose targets or amounts make one figure of a report, or that it counts; a page after a lot."""
    one = queries.report_request(g.actor, request_id)
    asked = {name: value for name, value in request.args.items() if name in report_lines.FILTERS}
    what = request.args.get("figure", Counted.TARGET.value)
    if what not in set(Counted):
        raise gate.OutOfReach
    after = whole_number(request.args.get("apres")) or 0
    found = report_opened.counted_lots(g.actor, one, asked, Counted(what), after)

    def url(n: int) -> str:
        return url_for(
            "compliance.targets", request_id=one.id, figure=what, apres=n or None, **dict[str, Any](asked)
        )

    return page(
        "compliance/targets.html", one=one, title=words.title_of(one), found=found, breadcrumb=trail(one, words.LINES),
        said=words.counted_lots(what, found.value), further=url(found.further) if found.further else None,
        first=url(0) if after else None,
    )  # fmt: skip


def leads(request_id: int, column: Sequence[Any], cell: str, opening: Mapping[str, str] | None) -> str | None:
    """The address of what makes a printed figure; None for a masked count, and for what opens nothing."""
    asked = report_opened.opening_of(column, opening)
    if asked is None or not cell or cell == words.WITHOUT_TARGET or words.is_masked(cell):
        return None
    lots = asked.get("figure") in set(Counted)
    if asked.get("figure") == Counted.TARGET:
        del asked["figure"]
    where = "compliance.targets" if lots else "compliance.lines"
    return url_for(where, request_id=request_id, **dict[str, Any](asked))


@bp.post("/rapports/<int:request_id>/relance")
@needs(P.REPORT_VIEW, guarded=True)
def retry(request_id: int) -> Response:
    actions.retry_report(g.actor, request_id, now=clock.now(), at=clock.real())
    return done("compliance.report", "report_asked", request_id=request_id)


@bp.post("/rapports/<int:request_id>/annulation")
@needs(P.REPORT_VIEW, guarded=True)
def cancel(request_id: int) -> Response:
    given_up = actions.cancel_report(g.actor, request_id, now=clock.now(), at=clock.real())
    return done(
        "compliance.report", "report_cancelled" if given_up else "report_there", request_id=request_id
    )


def kinds() -> list[ReportKind]:
    """The kinds that this role may ask."""
    return report_scope.kinds_for(g.actor)


def fill_choices(form: SubjectForm) -> None:
    """The kinds of this role, and what it reaches to ask them on."""
    offered = kinds()
    scopes = {SHAPES[kind].scope for kind in offered}
    form.rep_kind.choices = [SelectChoice(kind.value, label(kind)) for kind in offered]
    choices: list[SelectChoice] = []
    if ReportScope.MARKET in scopes:
        markets = queries.report_markets(g.actor)
        choices += [scope_choice(ReportScope.MARKET, m.id, f"{m.reference}, {m.title[:90]}") for m in markets]
    for scope, asked in _ASKED_ON.items():
        if scope in scopes:
            choices += [scope_choice(scope, one.id, one.name) for one in asked(g.actor)]
    if ReportScope.REGION in scopes:
        choices.append(SelectChoice(REGION, words.WHOLE_REGION, optgroup=label(ReportScope.REGION)))
    if len(choices) == len(scopes) == 1:  # nothing to choose: one's own company
        form.rep_scope.data = form.rep_scope.data or choices[0].value
    rule = rulebook.fte(clock.today())  # its own base first: the one taken when nothing is chosen
    others = [SelectChoice(str(base), _base(base)) for base in rule.selectable if base != rule.base_hours]
    form.rep_base.choices = [SelectChoice("", _base(rule.base_hours)), *others]
    form.rep_scope.description = words.SCOPE_HELP if len(scopes) > 1 else ""
    form.rep_scope.choices = [SelectChoice("", CHOOSE), *choices]


def _base(hours: int) -> str:
    return words.FTE_CHOICE.format(base=formats.hours(hours))


_ASKED_ON: dict[ReportScope, Any] = {
    ReportScope.BUYER: report_scope.buyers,
    ReportScope.COMPANY: report_scope.companies,
    ReportScope.TERRITORY: report_scope.territories,
}


def _form_page(form: ReportForm, **context: Any) -> Response:
    fill_choices(form)
    return page("compliance/new.html", "form", form=form, none=len(form.rep_scope.choices) == 1, **context)
