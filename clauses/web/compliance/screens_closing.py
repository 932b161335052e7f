"""How does a lot end? E09, C12, and its reopening by two functions."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import decisions as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.kinds_decisions import DecisionKind
from clauses.queries import closing as facts
from clauses.queries import decisions as queries
from clauses.queries import people, recovery, small_counts
from clauses.web.compliance import shown
from clauses.web.compliance.door import bp
from clauses.web.compliance.forms_decisions import ClosingForm, ClosingReportForm, ReopeningForm
from clauses.web.compliance.screens_decisions import OF_A_LOT, seen_version
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.wording import decisions as words
from clauses.wording import hours as hours_words
from clauses.wording.report import few
from clauses.wording.sentences import written

P = Permission


@bp.get("/engagements/<int:commitment_id>/bilan")
@needs(P.CLOSING_REPORT, guarded=True)
def closing_report(commitment_id: int) -> Response:
    return _report_page(commitment_id)


@bp.post("/engagements/<int:commitment_id>/bilan")
@needs(P.CLOSING_REPORT, guarded=True)
def send_closing_report(commitment_id: int) -> Response:
    form = ClosingReportForm(request.form)
    made = form.attempt(
        lambda: actions.send_closing_report(g.actor, commitment_id, form.fields(), now=clock.now())
    )
    if made is None:
        return _report_page(commitment_id, form, status=422)
    buyer = queries.buyer_of(made.lot_id)
    return done(
        "compliance.closing_report",
        "closing_report_sent",
        facts={"buyer": buyer},
        commitment_id=commitment_id,
    )


def _report_page(commitment_id: int, form: ClosingReportForm | None = None, status: int = 200) -> Response:
    commitment, case = queries.case_of_commitment(g.actor, commitment_id, clock.today())
    if case is None:
        raise Refused("decision_nothing_owed")
    opens = queries.opens_on(case.version)
    early = clock.today() < opens and not facts.terminated(case.lot.id)
    kept = case.report
    if form is None:
        form = ClosingReportForm(
            data={"bilan_text": kept.text, "bilan_causes": kept.causes, "op_neutral": kept.neutralise or None,
                  "op_attribution": kept.attribution.value} if kept else None
        )  # fmt: skip
    return page(
        "compliance/closing_report.html", "form", status=status, form=form, case=case, lot=case.lot, kept=kept,
        commitment=commitment, early=written(words.REPORT_OPENS, day=opens) if early else None,
        summary=shown.summary(case), closed=case.lot.closed_on, recovering=recovery.of_lots([case.lot.id]), modalities=queries.modalities_of(case.lot.id),
        breadcrumb=shown.breadcrumb(g.actor, case.lot, words.CLOSING_REPORT),
    )  # fmt: skip


@bp.get(f"{OF_A_LOT}/cloture")
@needs(P.DECISION_VIEW, guarded=True)
def closing(market_id: int, number: int) -> Response:
    """The report of the resource person and the final state, for those who read the decisions of the lot."""
    return _closing_page(market_id, number)


@bp.post(f"{OF_A_LOT}/cloture")
@needs(P.LOT_CLOSE, guarded=True)
def close_lot(market_id: int, number: int) -> Response:
    form = ClosingForm(request.form)
    made = form.attempt(
        lambda: actions.close_lot(
            g.actor, market_id, number, comment=form.close_comment.data or None, seen_version=seen_version(),
            now=clock.now(),
        )
    )  # fmt: skip
    if made is None:
        return _closing_page(market_id, number, form, status=422)
    return done("compliance.closing", "lot_ended", market_id=market_id, number=number)


def _closing_page(
    market_id: int, number: int, form: ClosingForm | None = None, status: int = 200
) -> Response:
    case = queries.open_case(g.actor, market_id, number, P.DECISION_VIEW, clock.today())
    if case is None:
        raise Refused("decision_nothing_owed")
    lot = case.lot
    follower = people.follower_of(lot.territory_id, clock.today())
    decided = list(queries.decisions_of(lot.id))
    closings = list(queries.closings_of(lot.id))
    may = queries.may_on(g.actor, lot.id, P.LOT_CLOSE, P.LOT_REOPEN, P.CASE_FILE_MAKE)
    waiting = [one for one in decided if one.kind is DecisionKind.PENALTY and one.state in queries.OPEN]
    return page(
        "compliance/closing.html", "form", status=status, few=few, least=small_counts.least_read(g.actor, clock.today()), form=form or ClosingForm(), case=case, lot=lot,
        report=case.report, decided=decided, closings=closings, recovering=recovery.of_lots([lot.id]), summary=shown.summary(case), waiting=waiting,
        may_close=may[P.LOT_CLOSE] and lot.closed_on is None, may_file=may[P.CASE_FILE_MAKE], over=case.ended or facts.terminated(lot.id),
        by_audience=bool(facts.mandatory_parts(lot)), will_end=written(
            words.WILL_END, status=facts.status_at_closing(case, clock.today()), validated=case.validated, owed=case.figures.owed
        ),
        without_report=written(words.REPORT_WAITS, follower=follower.name if follower else hours_words.FOLLOWER_MISSING),
        breadcrumb=shown.breadcrumb(g.actor, lot, words.CLOSING),
    )  # fmt: skip


@bp.get("/lots/<int:lot_id>/reouverture")
@needs(P.LOT_REOPEN, guarded=True)
def reopening(lot_id: int) -> Response:
    return _reopening_page(lot_id)


@bp.post("/lots/<int:lot_id>/reouverture")
@needs(P.LOT_REOPEN, guarded=True)
def reopen_lot(lot_id: int) -> Response:
    form = ReopeningForm(request.form)
    made = form.attempt(
        lambda: actions.reopen_lot(g.actor, lot_id, reason=form.reopen_reason.data or None, now=clock.now())
    )
    if made is None:
        return _reopening_page(lot_id, form, status=422)
    said = "lot_reopened" if made.reopened_on else "reopening_asked"
    return done("compliance.reopening", said, lot_id=lot_id)


def _reopening_page(lot_id: int, form: ReopeningForm | None = None, status: int = 200) -> Response:
    lot = queries.lot_to_reopen(g.actor, lot_id)
    closings = list(queries.closings_of(lot.id))
    last = closings[-1] if closings and closings[-1].reopened_on is None else None
    return page(
        "compliance/reopening.html", "form", status=status, form=form or ReopeningForm(), lot=lot, last=last,
        mine=bool(last and last.reopening_asked_as is g.actor.role),
        breadcrumb=shown.breadcrumb(g.actor, lot, words.REOPENING),
    )  # fmt: skip
