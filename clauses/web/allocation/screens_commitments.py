"""Which lots does an organization hold, how does each stand, and how does it declare its hours? D01, D06, D07."""

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission, reach_of
from clauses.actions import allocation as actions
from clauses.config import clock
from clauses.domain.kinds import CommitmentState, RelayChoice
from clauses.models.allocation import Commitment
from clauses.queries import allocation as queries
from clauses.queries import compliance as figures
from clauses.queries import lot_sums
from clauses.web.allocation import sheets
from clauses.web.allocation.balance import balance, with_more_people, with_relay
from clauses.web.allocation.door import bp, structures_near, trail
from clauses.web.allocation.forms import DeclarationForm
from clauses.web.allocation.forms_lines import Lines, Offer
from clauses.web.doorkeeper import needs
from clauses.web.page import done, page
from clauses.wording import allocation as words
from clauses.wording import formats

P = Permission


@bp.get("/engagements")
@needs(P.COMMITMENT_VIEW)
def commitment_list() -> Response:
    every = queries.commitments(g.actor)
    asked = request.args.get("etat", "")
    state = CommitmentState(asked) if asked in set(CommitmentState) else None
    kept = [one for one in every if state is None or one.state is state]
    lots = [one.lot_id for one in kept]
    validated, persons = lot_sums.validated_on(lots), lot_sums.persons_on(lots)
    states = [one for one in CommitmentState if any(c.state is one for c in every)]
    return page(
        "allocation/list.html", rows=sheets.rows_of(g.actor, kept, validated, persons, clock.today()), states=states,
        state=state, every=len(every), may_pool=reach_of(g.actor, P.POOL_PROPOSE) is not None,
        plans=reach_of(g.actor, P.PLAN_MAKE) is not None,
        certifies=reach_of(g.actor, P.CERTIFICATE_REQUEST) is not None,
    )  # fmt: skip


@bp.get("/engagements/<int:commitment_id>")
@needs(P.COMMITMENT_VIEW, guarded=True)
def commitment(commitment_id: int) -> Response:
    one = queries.commitment(g.actor, commitment_id)
    follow_up = figures.lot_follow_up(g.actor, one.lot_id, on=clock.today())
    sheet = sheets.sheet_of(g.actor, one, clock.today())
    return page(
        "allocation/commitment.html",
        sheet=sheet,
        follow_up=follow_up,
        period=words.period,
        breadcrumb=trail(one),
    )


@bp.get("/engagements/<int:commitment_id>/declaration")
@needs(P.COMMITMENT_EDIT, guarded=True)
def show_declaration(commitment_id: int) -> Response:
    one, offer = _to_declare(commitment_id)
    form = DeclarationForm(data={"relay_choice": one.relay_choice, "company_contact": one.company_contact})
    form.lines_form = Lines.of(one.lines, offer)
    return _declaration_page(one, form)


@bp.post("/engagements/<int:commitment_id>/declaration")
@needs(P.COMMITMENT_EDIT, guarded=True)
def declare(commitment_id: int) -> Response:
    one, offer = _to_declare(commitment_id)
    form = DeclarationForm(request.form)
    form.lines_form = Lines.read(request.form, offer)
    act = request.form.get("act", "compute")
    if act == "relay":
        form.lines_form = with_relay(form.lines_form, clock.today())
    elif act == "people":
        form.lines_form = with_more_people(form.lines_form, clock.today())
    lines = form.lines_form.values()
    if act in ("compute", "relay", "people") or lines is None:
        return _declaration_page(one, form, status=200 if lines is not None else 422)
    choice = form.relay_choice.data
    common: dict[str, Any] = {
        "relay_choice": RelayChoice(choice) if choice else None, "contact": form.company_contact.data,
        "version": request.form.get("version", type=int), "now": clock.now(),
    }  # fmt: skip
    if act == "send":
        sent = form.attempt(
            actions.submit_commitment, g.actor, commitment_id, lines, signed=form.signatory.data,
            more_confirmed=form.more_confirmed.data, **common,
        )  # fmt: skip
        if sent:
            name = sheets.follower_name(one, clock.today())
            return done("allocation.commitment", "commitment_sent", facts={"name": name}, commitment_id=commitment_id)  # fmt: skip
    elif form.attempt(actions.save_commitment, g.actor, commitment_id, lines, **common):
        time = formats.moment(clock.now()).rsplit(" ", 1)[-1]
        return done("allocation.show_declaration", "commitment_saved", facts={"time": time}, commitment_id=commitment_id)  # fmt: skip
    return _declaration_page(one, form, status=422)


def _to_declare(commitment_id: int) -> tuple[Commitment, Offer]:
    one = queries.commitment(g.actor, commitment_id, P.COMMITMENT_EDIT)
    return one, Offer.of(one, structures_near(one), to_define=True)


def _declaration_page(one: Commitment, form: DeclarationForm, status: int = 200) -> Response:
    on = clock.today()
    return page(
        "allocation/declaration.html", "form", status=status, form=form, one=one,
        balance=balance(form.lines_form, one, on), follower=sheets.follower(one, on), sheet=sheets.head_of(one),
        open=one.state in sheets.OPEN, breadcrumb=trail(one, words.DECLARATION),
    )  # fmt: skip
