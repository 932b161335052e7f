"""Which convention do the structures cooperate under, and how many times was it renewed? G01."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions.cooperation import agreements as actions
from clauses.config import clock
from clauses.queries import cooperation as queries
from clauses.web.cooperation.door import bp, place, tabs
from clauses.web.cooperation.forms import AgreementEndForm, AgreementForm
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.page import done, page
from clauses.wording import cooperation as words

P = Permission


@bp.get("/cooperation/convention")
@needs(P.DASHBOARD_VIEW)
def agreement() -> Response:
    return _page()


@bp.post("/cooperation/convention")
@needs(P.AGREEMENT_RECORD)
def record_agreement() -> Response:
    form = AgreementForm(request.form)
    made = form.attempt(
        lambda: actions.record_agreement(
            g.actor, queries.DEPARTMENT, form.conv_title.data or "", form.conv_signatories.data or "",
            form.conv_date.data, now=clock.now(),
        )
    )  # fmt: skip
    return _page(new=form) if made is None else done("cooperation.agreement", "agreement_recorded")


@bp.post("/cooperation/convention/fin")
@needs(P.AGREEMENT_RECORD)
def end_agreement() -> Response:
    form = AgreementEndForm(request.form)
    made = form.attempt(
        lambda: actions.end_agreement(
            g.actor, queries.DEPARTMENT, form.conv_end.data, form.conv_reason.data or "",
            version=request.form.get("version", type=int), now=clock.now(),
        )
    )  # fmt: skip
    return _page(end=form) if made is None else done("cooperation.agreement", "convention_ended")


def _page(new: Form | None = None, end: Form | None = None) -> Response:
    found = queries.agreement(queries.DEPARTMENT)
    where = place()
    on = clock.today()
    reads = reach_of(g.actor, P.COOPERATION_VIEW) is not None
    return page(
        "cooperation/agreement.html", status=422 if new or end else 200, found=found,
        history=queries.renewals_of(found, on) if found else [], tabs=tabs("agreement") if reads else (),
        may_record=reach_of(g.actor, P.AGREEMENT_RECORD) is not None, new=new or AgreementForm(),
        end=end or AgreementEndForm(), refused=new or end, where=where, year=on.year, asked=words.ENGAGEMENTS,
        engagements=queries.engagements(where.one.id, on.year, on, queries.minimum_for(g.actor, on)) if where.one else [],
    )  # fmt: skip
