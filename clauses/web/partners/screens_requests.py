"""What became of each request: how does a company follow it, how does a structure answer it, and what is left of both?"""

from typing import Any

from flask import Response as Sent
from flask import g, request, url_for
from werkzeug.wrappers import Response

from clauses.access import gate
from clauses.access.policy import Permission, reach_of
from clauses.actions import partner_requests as actions
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.models.partner_requests import PartnerRequest
from clauses.queries import partner_requests as queries
from clauses.queries import people
from clauses.queries.partner_requests import Request
from clauses.reports import efforts as report
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.web.partners.door import bp
from clauses.web.partners.forms_requests import ReplyForm, WithdrawalForm
from clauses.web.partners.requests_shown import by_lot, cost_of, line_of, steps_of
from clauses.wording import requests as words

P = Permission


@bp.get("/partenaires/demandes")
@needs(P.EFFORT_VIEW)
def sent() -> Response:
    found = queries.sent_requests(g.actor, clock.today())
    follows = g.actor.role not in (Role.COMPANY, Role.SIAE)
    return page("partners/request_list.html", groups=by_lot(found), follows=follows, seeks=_seeks())


def _seeks() -> bool:
    return reach_of(g.actor, P.PARTNER_SEEK) is not None


@bp.get("/partenaires/demandes/<int:partner_request_id>")
@needs(P.REQUEST_VIEW, guarded=True)
def one_request(partner_request_id: int) -> Response:
    if gate.may(g.actor, P.REQUEST_ANSWER, PartnerRequest, partner_request_id):
        actions.see_request(g.actor, partner_request_id, now=clock.now())
    return _request_page(partner_request_id)


@bp.post("/partenaires/demandes/<int:partner_request_id>/reponse")
@needs(P.REQUEST_ANSWER, guarded=True)
def answer_request(partner_request_id: int) -> Response:
    one = queries.one_request(g.actor, partner_request_id, clock.today(), P.REQUEST_ANSWER)
    form = ReplyForm(one, request.form)
    made = form.attempt(
        lambda: actions.answer_request(
            g.actor, partner_request_id, form.reply(), version=_version(), now=clock.now()
        )
    )
    if made is None:
        return _request_page(partner_request_id, reply=form, status=422)
    return done("allocation.requests", f"replied_{made.state.value}")


@bp.post("/partenaires/demandes/<int:partner_request_id>/accord")
@needs(P.PARTNER_SEEK, guarded=True)
def agree(partner_request_id: int) -> Response:
    name = _structure_name(partner_request_id)
    actions.agree_counter(g.actor, partner_request_id, version=_version(), now=clock.now())
    return done(
        "partners.one_request", "request_agreed", facts={"name": name}, partner_request_id=partner_request_id
    )


@bp.post("/partenaires/demandes/<int:partner_request_id>/relance")
@needs(P.PARTNER_SEEK, guarded=True)
def remind(partner_request_id: int) -> Response:
    name = _structure_name(partner_request_id)
    actions.remind_structure(g.actor, partner_request_id, version=_version(), now=clock.now())
    return done(
        "partners.one_request",
        "request_reminded",
        facts={"name": name},
        partner_request_id=partner_request_id,
    )


@bp.post("/partenaires/demandes/<int:partner_request_id>/retrait")
@needs(P.PARTNER_SEEK, guarded=True)
def withdraw(partner_request_id: int) -> Response:
    form = WithdrawalForm(request.form)
    name = _structure_name(partner_request_id)
    made = form.attempt(
        lambda: actions.withdraw_request(
            g.actor, partner_request_id, form.withdrawal.data, version=_version(), now=clock.now()
        )
    )
    if made is None:
        return _request_page(partner_request_id, withdrawal=form, status=422)
    return done(
        "partners.one_request",
        "request_withdrawn",
        facts={"name": name},
        partner_request_id=partner_request_id,
    )


def _structure_name(partner_request_id: int) -> str:
    return queries.one_request(g.actor, partner_request_id, clock.today(), P.PARTNER_SEEK).structure.name


def _version() -> int | None:
    return request.form.get("version", type=int)


def _request_page(
    partner_request_id: int,
    *,
    reply: ReplyForm | None = None,
    withdrawal: WithdrawalForm | None = None,
    status: int = 200,
) -> Response:
    on = clock.today()
    one = queries.one_request(g.actor, partner_request_id, on, P.REQUEST_VIEW)
    asks, answers = (
        gate.may(g.actor, permission, PartnerRequest, one.id)
        for permission in (P.PARTNER_SEEK, P.REQUEST_ANSWER)
    )
    received = one.structure.id == g.actor.organization_id and one.company.id != g.actor.organization_id
    return page(
        "partners/request.html", status=status, one=one, line=line_of(one), steps=steps_of(one), asks=asks,
        received=received, follows=not asks and not received,
        reply=(reply or ReplyForm(one)) if answers and one.may_answer else None,
        withdrawal=withdrawal or WithdrawalForm(), form=reply or withdrawal, cost=cost_of(one, on) if received else None,
        follower=people.follower_of(one.lot.territory_id, on), breadcrumb=_trail(one, received),
    )  # fmt: skip


def _trail(one: Request, received: bool) -> list[tuple[str, str]]:
    if received:
        return [(words.RECEIVED, url_for("allocation.requests")), (one.company.name, "")]
    return [(words.SENT, url_for("partners.sent")), (one.structure.name, "")]


@bp.get("/lots/<int:lot_id>/demarches")
@needs(P.EFFORT_VIEW, guarded=True)
def efforts(lot_id: int) -> Response:
    return page("partners/efforts.html", **_efforts(lot_id))


@bp.get("/lots/<int:lot_id>/demarches.csv")
@needs(P.EFFORT_VIEW, guarded=True)
def efforts_csv(lot_id: int) -> Response:
    """The same lines as the page, for a spreadsheet or a file of evidence."""
    found = queries.efforts_of(g.actor, lot_id, clock.today())
    answer = Sent("".join(report.csv_lines(found)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{words.FILE_NAME}-lot-{lot_id}.csv"'
    return answer


def _efforts(lot_id: int) -> dict[str, Any]:
    on = clock.today()
    found = queries.efforts_of(g.actor, lot_id, on)
    lot = queries.effort_lot(g.actor, lot_id, on)
    follows = g.actor.role not in (Role.COMPANY, Role.SIAE)
    return {
        "lot": lot, "rows": [line_of(one) for one in found], "tally": report.tally(found), "follows": follows,
        "on": on, "seeks": _seeks() and lot.open,
        "breadcrumb": [(words.SENT, url_for("partners.sent")), (words.EFFORTS_OF_ALL if follows else words.EFFORTS, "")],
    }  # fmt: skip
