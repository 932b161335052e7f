"""How does a structure offer posts to all the others, and who was reached? F08, F09."""

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.cooperation import offers as actions
from clauses.config import clock
from clauses.models.people import Organization
from clauses.queries import cooperation as queries
from clauses.web.cooperation.door import bp, may, place, tabs, year_asked
from clauses.web.cooperation.forms import OfferForm
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page

P = Permission


@bp.get("/postes")
@needs(P.COOPERATION_VIEW)
def offers() -> Response:
    where, year = place(), year_asked()
    return page(
        "cooperation/offers.html", where=where, year=year, tabs=tabs("offers"),
        rows=queries.offers(where.one.id, year) if where.one else [], may_publish=may(P.OFFER_PUBLISH, where.one),
    )  # fmt: skip


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
