"""How far do the structures of a territory cooperate, and what was decided from it? G05."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission, reach_of
from clauses.actions.cooperation import evaluation as actions
from clauses.config import clock
from clauses.domain.cooperation import last_day_of
from clauses.domain.kinds_reports import ReportKind
from clauses.queries import cooperation as queries
from clauses.reports import cooperation as reports
from clauses.reports.table import row_text
from clauses.web.cooperation.door import beside, bp, in_range, may, place, tabs
from clauses.web.cooperation.forms import EvaluationForm
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page

P = Permission


@bp.get("/cooperation/evaluations/<int:year>")
@needs(P.COOPERATION_VIEW)
def evaluation(year: int) -> Response:
    return _page(year)


@bp.post("/cooperation/evaluations/<int:year>")
@needs(P.EVALUATION_PUBLISH)
def publish_evaluation(year: int) -> Response:
    where = place()
    if where.one is None:
        raise gate.OutOfReach
    territory_id, form = where.one.id, EvaluationForm(request.form)
    made = form.attempt(
        lambda: actions.publish_evaluation(
            g.actor, territory_id, in_range(year), comment=form.ev_comment.data or "",
            decisions=form.ev_decisions.data or "", funding=form.ev_funding.data or None, now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _page(year, form)
    return done("cooperation.evaluation", "evaluation_published", year=year, territoire=where.one.code)


def _page(year: int, form: EvaluationForm | None = None) -> Response:
    where, on = place(), clock.today()
    found = queries.standing(where.one.id, in_range(year), on) if where.one else None
    published = queries.evaluation(where.one.id, year) if where.one else None
    typed = {"ev_comment": published.comment, "ev_decisions": published.decisions, "ev_funding": published.funding} if published else {}  # fmt: skip
    minimum = queries.minimum_for(g.actor, on)
    return page(
        "cooperation/evaluation.html", "form", status=422 if form else 200, where=where, year=year, years=beside(year),
        tabs=tabs("evaluation"), figures=found, index=found.index(minimum) if found else None,
        tables=reports.tables(found, minimum) if found else (), row_text=row_text, published=published,
        may_publish=may(P.EVALUATION_PUBLISH, where.one) and on > last_day_of(year),
        form=form or EvaluationForm(data=typed), report_kind=ReportKind.COOPERATION.value,
        may_report=reach_of(g.actor, P.TERRITORY_REPORT) is not None,
    )  # fmt: skip
