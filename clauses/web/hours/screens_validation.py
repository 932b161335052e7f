"""What does the resource person validate, keep in part, send back or reopen? E04."""

from datetime import date

from flask import abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import doubles
from clauses.actions.hours import validation as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.values import add_months
from clauses.queries import hours_claims, hours_control, hours_doubles, hours_evidence, hours_staff
from clauses.queries import hours_validation as queries
from clauses.queries.boards import delays
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours import shown
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_claims import SettleForm
from clauses.web.hours.forms_validation import decision_form, reason, retained
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced

P = Permission
KEYS = {
    actions.Decision.VALIDATE: "v",
    actions.Decision.RETURN: "r",
}  # one letter, once the decision has the focus
SAID = {
    "validated": "report_validated",
    "partly_validated": "report_partly_validated",
    "to_correct": "report_returned",
}


@bp.get("/validation")
@needs(P.HOURS_VALIDATE)
def validation() -> Response:
    month = queries.latest_month(g.actor, clock.today())
    asked = "1" if request.args.get("delais") else None
    anchor = "delais" if asked else None
    return redirect(url_for("hours.validation_month", month=written(month), delais=asked, _anchor=anchor))


@bp.get("/validation/<month>")
@needs(P.HOURS_VALIDATE)
@traced(NAMES)
def validation_month(month: str) -> Response:
    return _page(month_in(month), _lot_id())


@bp.post("/validation/<month>")
@needs(P.HOURS_VALIDATE)
def validate_clean(month: str) -> Response:
    wanted = month_in(month)
    sent = [whole_number(pick) for pick in request.form.getlist("pick")]
    picks = [pick for pick in sent if pick is not None]
    form = Form(request.form)
    if not picks:
        form.refuse(Refused("reports_none"))
        return _page(wanted, None, batch=form, status=422)
    if request.form.get("confirmed") != "1":
        return _page(wanted, None, asked=picks)
    decided = form.attempt(actions.validate_clean, g.actor, wanted, picks, now=clock.now())
    if decided is None:
        return _page(wanted, None, batch=form, status=422)
    return done(
        "hours.validation_month",
        "reports_validated",
        facts={"text": shown.validated_together(decided)},
        month=month,
    )


@bp.post("/validation/<month>/<int:lot_id>/decision")
@needs(P.HOURS_VALIDATE, guarded=True)
def decide(month: str, lot_id: int) -> Response:
    wanted = month_in(month)
    found = queries.month(g.actor, wanted)
    one = next((r for r in [*found.to_decide, *found.decided] if r.report.lot_id == lot_id), None)
    lines = queries.detail(one) if one else []
    form = decision_form(lines, request.form)
    decided = None
    if one is None or one not in found.to_decide or form.validate():
        # A report out of reach or already decided is asked of the action all the same: it says 403, 404 or 409.
        decided = form.attempt(
            actions.decide_report, g.actor, lot_id, wanted, _decision(form), retained=retained(form, lines),
            reason=reason(request.form.get("v_reason")), message=(form["v_message"].data or "").strip()[:500] or None,
            version=request.form.get("version", type=int), now=clock.now(),
        )  # fmt: skip
    if decided is None:
        return _page(wanted, lot_id, form=form, status=422)
    facts = {"hours": decided.counted, "month": wanted}
    return done("hours.validation_month", SAID[decided.report.state.value], facts=facts, month=month)


@bp.post("/validation/<month>/<int:lot_id>/doublon")
@needs(P.HOURS_VALIDATE, guarded=True)
def settle_match(month: str, lot_id: int) -> Response:
    wanted, form = month_in(month), SettleForm(request.form)
    one, other = (whole_number(request.form.get(name)) or 0 for name in ("one", "other"))
    settled = form.attempt(
        doubles.settle_match, g.actor, lot_id, wanted, one, other, kept_id=whole_number(request.form.get("match_kept")),
        reason=form.match_reason.data, now=clock.now(),
    )  # fmt: skip
    if settled is None:
        return _page(wanted, lot_id, settle=form, status=422)
    return done("hours.validation_month", f"match_{settled.state}", month=month, lot=lot_id)


@bp.post("/releves/<int:lot_id>/<month>/rouvrir")
@needs(P.HOURS_VALIDATE, guarded=True)
def reopen(lot_id: int, month: str) -> Response:
    text = (request.form.get("reopen_reason") or "").strip()[:300]
    taken = actions.reopen_report(g.actor, lot_id, month_in(month), text, now=clock.now())
    return done("hours.month", "report_reopened", facts={"hours": taken}, lot_id=lot_id, month=month)


def _decision(form: Form) -> actions.Decision:
    value = form["v_decision"].data
    return (
        actions.Decision(value) if value in {d.value for d in actions.Decision} else actions.Decision.VALIDATE
    )


def _lot_id() -> int | None:
    asked = request.args.get("lot", "")
    if not asked:
        return None
    lot_id = whole_number(asked)
    if lot_id is None:
        abort(404)
    return lot_id


def _page(
    wanted: date, lot_id: int | None, *, form: Form | None = None, batch: Form | None = None,
    asked: list[int] | None = None, settle: Form | None = None, status: int = 200,
) -> Response:  # fmt: skip
    found = queries.month(g.actor, wanted)
    rows = [*found.to_decide, *found.decided]
    one = next((r for r in rows if r.report.lot_id == lot_id), None) if lot_id else None
    if one is None and asked is None:
        one = next(iter(found.to_decide), None)
    lines = queries.detail(one) if one else []
    report, on = one.report if one else None, clock.today()
    pairs = hours_doubles.open_doubles([report])[report.id] if report and one in found.to_decide else []
    question = shown.batch_question(found, asked) if asked is not None else shown.batch_question(found)
    return page(
        "hours/validation.html", status=status, keys=KEYS,
        found=found, one=one, lines=lines, form=form or decision_form(lines), batch=batch, asked=asked,
        question=question, written=written, month=wanted, previous=add_months(wanted, -1),
        following=add_months(wanted, 1), waiting=queries.months_waiting(g.actor), decidable=one in found.to_decide,
        staff=shown.staff_in_short(hours_staff.told_in(one.report.id)) if one else [],
        pairs=pairs, settle=settle or SettleForm(), control=hours_control.control(g.actor, wanted, found.clean),
        waits=delays.listed(g.actor, on) if request.args.get("delais") else None, waits_since=delays.since(on),
        claims=hours_claims.open_claims(g.actor, P.HOURS_VALIDATE),
        pieces=hours_evidence.beside(g.actor, report) if report else {},
        beside=[a.sentence for a in one.anomalies if a.entry_id is None] if one else [],
    )  # fmt: skip
