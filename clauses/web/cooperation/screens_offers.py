"""How does a structure offer posts to all the others, and who was reached? F08, F09."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.cooperation import offers as actions
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.models.cooperation import OfferDispatch
from clauses.models.people import Organization
from clauses.queries import cooperation as queries
from clauses.web.cooperation.door import bp, may, place, tabs, year_asked
from clauses.web.cooperation.forms import AnswerForm, OfferForm
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page

P = Permission


@bp.get("/postes")
@needs(P.COOPERATION_VIEW)
def offers() -> Response:
    return _list_page()


@bp.post("/postes")
@needs(P.OFFER_PUBLISH)
def answer_offer() -> Response:
    number = whole_number(request.form.get("offre"))
    if number is None:  # sent by something else than the page: there is nothing to answer
        return _list_page(status=422)
    form = AnswerForm(request.form, prefix=f"{number}-")
    made = form.attempt(
        lambda: actions.answer_offer(g.actor, number, form.answer, form.offer_people.data, now=clock.now())
    )
    if made is None:
        return _list_page(form, number, status=422)
    return done("cooperation.offers", "offer_answered", annee=year_asked())


def _list_page(refused: AnswerForm | None = None, number: int = 0, status: int = 200) -> Response:
    """The offers of the year; those that the structure was sent and that still run, each with its answer to give."""
    where, year = place(), year_asked()
    rows = queries.offers(g.actor, where.one.id, year) if where.one else []
    forms = {
        row.offer.id: refused if refused and row.offer.id == number else _answer(row.mine)
        for row in rows
        if row.mine is not None and row.offer.starts_on > clock.today()
    }
    return page(
        "cooperation/offers.html", status=status, where=where, year=year, tabs=tabs("offers"), rows=rows,
        forms=forms if may(P.OFFER_PUBLISH, where.one) else {}, form=refused,
        sees_answers=g.actor.role in (Role.RESOURCE_PERSON, Role.REGIONAL_COORDINATOR),
        may_publish=may(P.OFFER_PUBLISH, where.one),
    )  # fmt: skip


def _answer(mine: OfferDispatch) -> AnswerForm:
    given = {"offer_answer": mine.answer.value if mine.answer else None, "offer_people": mine.people}
    return AnswerForm(data=given, prefix=f"{mine.offer_id}-")


@bp.get("/postes/nouveau")
@needs(P.OFFER_PUBLISH)
def show_offer() -> Response:
    return _form_page(OfferForm(structures=_others()))


@bp.post("/postes/nouveau")
@needs(P.OFFER_PUBLISH)
def publish_offer() -> Response:
    form = OfferForm(request.form, structures=_others())
    made = form.attempt(lambda: actions.publish_offer(g.actor, form.offer(), now=clock.now()))
    return _form_page(form, status=422) if made is None else done("cooperation.offers", "offer_published")


def _others() -> list[Organization]:
    """The structures that the offer goes to: all the others of the territory."""
    where = place()
    if where.one is None:
        return []
    found = queries.active_structures(where.one.id, clock.today())
    return [one for one in found if one.id != g.actor.organization_id]


def _form_page(form: OfferForm, status: int = 200) -> Response:
    return page(
        "cooperation/offer_new.html", "form", status=status, form=form, where=place(), others=_others(),
        tabs=tabs("offers"),
    )  # fmt: skip
