"""How does somebody contest or correct a decided line, answer it, and say whose hours declared twice are? E04, D09."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.hours import claims as actions
from clauses.actions.hours import doubles
from clauses.config import clock
from clauses.domain.kinds_validation import ClaimState, MatchAnswer
from clauses.queries import hours_claims as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.hours.door import bp, month_in, written
from clauses.web.hours.forms_claims import AnswerForm, MatchForm, claim_form
from clauses.web.page import done, page
from clauses.web.readings import NAMES, traced

P = Permission


@bp.get("/releves/<int:lot_id>/<month>/reclamer")
@needs(P.HOURS_ENTER, guarded=True)
@traced(NAMES)
def claim_new(lot_id: int, month: str) -> Response:
    wanted = month_in(month)
    lot, lines = queries.claimable(g.actor, lot_id, wanted, clock.today())
    return page(
        "hours/claim_new.html", "form", lot=lot, month=wanted, lines=lines, written=written,
        form=claim_form(lines, data={"claim_line": request.args.get("ligne", "")}),
    )  # fmt: skip


@bp.post("/releves/<int:lot_id>/<month>/reclamer")
@needs(P.HOURS_ENTER, guarded=True)
def ask_claim(lot_id: int, month: str) -> Response:
    wanted = month_in(month)
    lot, lines = queries.claimable(g.actor, lot_id, wanted, clock.today())
    form = claim_form(lines, formdata=request.form)
    claim = form.attempt(
        actions.ask_claim, g.actor, lot_id, wanted, whole_number(form.claim_line.data) or 0, form.claim_hours.data,
        form.claim_motive.data, now=clock.now(),
    )  # fmt: skip
    if claim is None:
        return page(
            "hours/claim_new.html",
            "form",
            status=422,
            lot=lot,
            month=wanted,
            lines=lines,
            written=written,
            form=form,
        )
    return done("hours.claim", "claim_asked", claim_id=claim.id)


@bp.get("/reclamations/<int:claim_id>")
@needs(P.PARTICIPANT_IDENTIFY, guarded=True)
@traced(NAMES)
def claim(claim_id: int) -> Response:
    return _claim(claim_id, AnswerForm())


@bp.post("/reclamations/<int:claim_id>/decider")
@needs(P.HOURS_VALIDATE, guarded=True)
def decide_claim(claim_id: int) -> Response:
    return _answer(claim_id, P.HOURS_VALIDATE)


@bp.post("/reclamations/<int:claim_id>/confirmer")
@needs(P.HOURS_ENTER, guarded=True)
def confirm_claim(claim_id: int) -> Response:
    return _answer(claim_id, P.HOURS_ENTER)


@bp.get("/doublons/<int:match_id>")
@needs(P.PARTICIPANT_IDENTIFY, guarded=True)
@traced(NAMES)
def match(match_id: int) -> Response:
    return _match(match_id, MatchForm())


@bp.post("/doublons/<int:match_id>/repondre")
@needs(P.HOURS_ENTER, guarded=True)
def answer_match(match_id: int) -> Response:
    form = MatchForm(request.form)
    value = form.match_answer.data
    answer = MatchAnswer(value) if value in {one.value for one in MatchAnswer} else MatchAnswer.DISTINCT
    answered = form.attempt(doubles.answer_match, g.actor, match_id, answer, now=clock.now())
    if answered is None:
        return _match(match_id, form, status=422)
    return done("hours.match", f"match_{answered.state}", match_id=match_id)


def _answer(claim_id: int, permission: Permission) -> Response:
    form = AnswerForm(request.form)
    accept = request.form.get("accept") == "1"
    decided = form.attempt(
        actions.decide_claim, g.actor, claim_id, permission, accept, form.claim_answer.data, now=clock.now()
    )
    if decided is None:
        return _claim(claim_id, form, status=422)
    said = "claim_accepted" if decided.state is ClaimState.ACCEPTED else "claim_refused"
    return done("hours.claim", said, facts={"hours": decided.after}, claim_id=claim_id)


def _claim(claim_id: int, form: Form, status: int = 200) -> Response:
    sheet = queries.claim_sheet(g.actor, claim_id)
    return page("hours/claim.html", "form", status=status, sheet=sheet, form=form, written=written)


def _match(match_id: int, form: Form, status: int = 200) -> Response:
    sheet = queries.match_sheet(g.actor, match_id)
    return page("hours/match.html", "form", status=status, sheet=sheet, form=form, written=written)
