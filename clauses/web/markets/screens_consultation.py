"""How is a question asked, answered to everyone, and a published market rectified or given up?"""

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions import markets as actions
from clauses.config import clock
from clauses.models.markets import Market
from clauses.queries import markets as queries
from clauses.queries import partner_requests
from clauses.queries.markets import ConsultationFile, QuestionsFile
from clauses.web.doorkeeper import needs
from clauses.web.markets.door import bp
from clauses.web.markets.forms_consultation import (
    AbandonForm,
    AnswerForm,
    DraftForm,
    QuestionForm,
    RectificationForm,
)
from clauses.web.markets.screens_filing import seen_version
from clauses.web.markets.shown import breadcrumb
from clauses.web.page import done, page
from clauses.wording.threads import ABANDON, QUESTIONS, RECTIFICATION, change


@bp.get("/consultations/<int:market_id>")
@needs(Permission.CONSULTATION_VIEW, guarded=True)
def consultation(market_id: int) -> Response:
    return _consultation_page(queries.consultation(g.actor, market_id, clock.today()), QuestionForm())


@bp.post("/consultations/<int:market_id>")
@needs(Permission.QUESTION_ASK, guarded=True)
def ask_question(market_id: int) -> Response:
    form = QuestionForm(request.form)
    asked = form.attempt(
        lambda: actions.ask_question(g.actor, market_id, form.question.data, now=clock.now())
    )
    if asked is None:
        return _consultation_page(queries.consultation(g.actor, market_id, clock.today()), form, status=422)
    return done("markets.consultation", "question_asked", market_id=market_id)


def _consultation_page(file: ConsultationFile, form: QuestionForm, status: int = 200) -> Response:
    return page("markets/consultation.html", "questions", status=status, file=file, one=file.consultation, form=form,
                told=change, seeks=file.open and reach_of(g.actor, Permission.PARTNER_SEEK) is not None,
                asked=partner_requests.asked_counts(g.actor, [lot.id for lot in file.consultation.lots]))  # fmt: skip


@bp.get("/marches/<int:market_id>/questions")
@needs(Permission.MARKET_VIEW, guarded=True)
def questions(market_id: int) -> Response:
    return _questions_page(queries.questions_file(g.actor, market_id, clock.today()))


@bp.post("/marches/<int:market_id>/questions/<int:question_id>/reponse")
@needs(Permission.MARKET_FILE, guarded=True)
def answer_question(market_id: int, question_id: int) -> Response:
    form = AnswerForm(request.form)
    answered = form.attempt(
        lambda: actions.answer_question(g.actor, market_id, question_id, form.answer.data, now=clock.now())
    )
    if answered is None:
        file = queries.questions_file(g.actor, market_id, clock.today())
        return _questions_page(file, {question_id: form}, status=422)
    return done("markets.questions", "answer_published", market_id=market_id)


@bp.post("/marches/<int:market_id>/questions/<int:question_id>/proposition")
@needs(Permission.OPINION_GIVE, guarded=True)
def draft_answer(market_id: int, question_id: int) -> Response:
    form = DraftForm(request.form)
    drafted = form.attempt(
        lambda: actions.draft_answer(
            g.actor, market_id, question_id, form.draft.data, seen_version=seen_version(), now=clock.now()
        )
    )
    if drafted is None:
        file = queries.questions_file(g.actor, market_id, clock.today())
        return _questions_page(file, {question_id: form}, status=422)
    return done("markets.questions", "answer_drafted", market_id=market_id)


def _questions_page(file: QuestionsFile, typed: dict[int, Any] | None = None, status: int = 200) -> Response:
    forms: dict[int, Any] = {}
    if file.open and (file.may_answer or file.may_draft):
        for one in file.questions:
            blank = AnswerForm(answer=one.draft) if file.may_answer else DraftForm(draft=one.draft)
            forms[one.id] = (typed or {}).get(one.id, blank)
            for each in forms[one.id]:
                each.id = f"{each.short_name}-{one.id}"
    wrong = next(iter((typed or {}).values()), None)
    return page(
        "markets/questions.html", "list", status=status, file=file, forms=forms, form=wrong, told=change,
        late=file.answer_by is not None and clock.today() > file.answer_by,
        breadcrumb=breadcrumb(g.actor, file.market, last=QUESTIONS),
    )  # fmt: skip


@bp.get("/marches/<int:market_id>/rectification")
@needs(Permission.MARKET_FILE, guarded=True)
def rectification(market_id: int) -> Response:
    market = queries.market_to_rectify(g.actor, market_id)
    return _rectification_page(market, RectificationForm(market))


@bp.post("/marches/<int:market_id>/rectification")
@needs(Permission.MARKET_FILE, guarded=True)
def rectify(market_id: int) -> Response:
    market = queries.market_to_rectify(g.actor, market_id)
    form = RectificationForm(market, request.form)
    made = form.attempt(
        lambda: actions.rectify(
            g.actor, market_id, form.fields(), seen_version=seen_version(), now=clock.now()
        )
    )
    if made is None:
        return _rectification_page(queries.market_to_rectify(g.actor, market_id), form, status=422)
    return done("markets.market", "market_rectified", market_id=market_id)


def _rectification_page(market: Market, form: RectificationForm, status: int = 200) -> Response:
    open_now = queries.consultation_open(market, clock.today())
    volumes = {row.row: row for row in form.volumes.rows}
    return page(
        "markets/rectification.html", "form", status=status, market=market, form=form, volumes=volumes, open=open_now,
        version=seen_version() or market.version, breadcrumb=breadcrumb(g.actor, market, last=RECTIFICATION),
    )  # fmt: skip


@bp.get("/marches/<int:market_id>/sans-suite")
@needs(Permission.AWARD_DECLARE, guarded=True)
def abandon(market_id: int) -> Response:
    return _abandon_page(queries.market_to_abandon(g.actor, market_id), AbandonForm())


@bp.post("/marches/<int:market_id>/sans-suite")
@needs(Permission.AWARD_DECLARE, guarded=True)
def declare_abandon(market_id: int) -> Response:
    form = AbandonForm(request.form)
    market = form.attempt(
        lambda: actions.abandon_market(
            g.actor, market_id, form.abandon_result.member, form.result_reason.data, seen_version=seen_version(),
            now=clock.now(),
        )
    )  # fmt: skip
    if market is None:
        return _abandon_page(queries.market_to_abandon(g.actor, market_id), form, status=422)
    return done("markets.market", "market_abandoned", market_id=market_id)


def _abandon_page(market: Market, form: AbandonForm, status: int = 200) -> Response:
    return page(
        "markets/abandon.html", "form", status=status, market=market, form=form,
        possible=queries.may_be_abandoned(market), version=seen_version() or market.version,
        breadcrumb=breadcrumb(g.actor, market, last=ABANDON),
    )  # fmt: skip
