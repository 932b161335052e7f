"""How is a difficulty signalled and answered, and a visit noted? D12, E08."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions.hours import follow_up as actions
from clauses.config import clock
from clauses.domain.kinds_follow_up import VisitPoint
from clauses.queries import hours_follow_up as queries
from clauses.queries import people
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form
from clauses.web.hours.door import bp
from clauses.web.hours.forms_follow_up import AnswerDifficultyForm, DifficultyForm, VisitForm
from clauses.web.page import done, page
from clauses.web.readings import NAMES, say, traced
from clauses.wording import follow_up as words
from clauses.wording import hours as hours_words
from clauses.wording.labels import label

P = Permission


@bp.get("/difficultes")
@needs(P.DIFFICULTY_VIEW)
def difficulty_list() -> Response:
    return page("hours/difficulty_list.html", found=queries.difficulties(g.actor))


@bp.get("/engagements/<int:commitment_id>/difficulte")
@needs(P.DIFFICULTY_SIGNAL, guarded=True)
@traced(NAMES)
def show_signal(commitment_id: int) -> Response:
    return _signal_page(commitment_id)


@bp.post("/engagements/<int:commitment_id>/difficulte")
@needs(P.DIFFICULTY_SIGNAL, guarded=True)
def signal(commitment_id: int) -> Response:
    commitment = queries.commitment_of(g.actor, commitment_id)
    form = DifficultyForm(request.form, people=queries.people_of(g.actor, commitment.lot_id))
    follower = people.follower_of(commitment.lot.territory_id, clock.today())
    made = form.attempt(
        lambda: actions.signal_difficulty(g.actor, commitment_id, form.told(), now=clock.now())
    )
    if made is None:
        return _signal_page(commitment_id, form, status=422)
    told = follower.name if follower else hours_words.FOLLOWER_MISSING
    return done("hours.difficulty", "difficulty_signalled", facts={"follower": told}, difficulty_id=made.id)


def _signal_page(commitment_id: int, form: DifficultyForm | None = None, status: int = 200) -> Response:
    commitment = queries.commitment_of(g.actor, commitment_id)
    known = queries.people_of(g.actor, commitment.lot_id)
    follower = people.follower_of(commitment.lot.territory_id, clock.today())
    return page(
        "hours/difficulty_new.html", "form", status=status, form=form or DifficultyForm(people=known),
        commitment=commitment, lot=commitment.lot, people=known,
        follower=follower.name if follower else hours_words.FOLLOWER_MISSING,
        breadcrumb=[(words.COMMITMENT, f"/engagements/{commitment_id}"), (words.SIGNAL, "")],
    )  # fmt: skip


@bp.get("/difficultes/<int:difficulty_id>")
@needs(P.DIFFICULTY_VIEW, guarded=True)
def difficulty(difficulty_id: int) -> Response:
    return _difficulty_page(difficulty_id)


@bp.post("/difficultes/<int:difficulty_id>")
@needs(P.DIFFICULTY_ANSWER, guarded=True)
def answer_difficulty(difficulty_id: int) -> Response:
    form = AnswerDifficultyForm(request.form)
    version = request.form.get("version", type=int)
    made = form.attempt(
        lambda: actions.answer_difficulty(
            g.actor, difficulty_id, form.diff_answer.data, version=version, now=clock.now()
        )
    )
    if made is None:
        return _difficulty_page(difficulty_id, form, status=422)
    return done("hours.difficulty", "difficulty_answered", difficulty_id=difficulty_id)


def _difficulty_page(difficulty_id: int, form: Form | None = None, status: int = 200) -> Response:
    sheet = queries.difficulty_sheet(g.actor, difficulty_id)
    if sheet.person:
        say(NAMES)
    return page(
        "hours/difficulty.html", "form", status=status, sheet=sheet, one=sheet.difficulty,
        form=form or AnswerDifficultyForm(), breadcrumb=[(words.DIFFICULTIES, "/difficultes"), (words.ONE, "")],
    )  # fmt: skip


@bp.get("/visites")
@needs(P.VISIT_VIEW)
def visit_list() -> Response:
    return page(
        "hours/visit_list.html", found=queries.visits(g.actor), notes=reach_of(g.actor, P.VISIT_NOTE) is not None,
        points={one.value: label(one) for one in VisitPoint},
    )  # fmt: skip


@bp.get("/visites/nouvelle")
@needs(P.VISIT_NOTE)
def show_visit() -> Response:
    form = VisitForm(lots=_lots(), data={"visit_lot": request.args.get("lot", "")})
    return _visit_page(form)


@bp.post("/visites/nouvelle")
@needs(P.VISIT_NOTE)
def note_visit() -> Response:
    form = VisitForm(request.form, lots=_lots())
    made = form.attempt(lambda: actions.note_visit(g.actor, form.seen(), now=clock.now()))
    return _visit_page(form, status=422) if made is None else done("hours.visit_list", "visit_noted")


def _lots() -> list[tuple[int, str]]:
    return [
        (lot.id, words.LOT.format(ref=lot.market.reference, lot=lot.number, title=lot.title))
        for lot in queries.lots_to_visit(g.actor)
    ]


def _visit_page(form: VisitForm, status: int = 200) -> Response:
    return page(
        "hours/visit_new.html", "form", status=status, form=form,
        breadcrumb=[(words.VISITS, "/visites"), (words.NOTE, "")],
    )  # fmt: skip
