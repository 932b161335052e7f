"""How does the coordination cover its territories: who is named, who takes over, which organizations close?"""

from typing import Any

from flask import abort, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import GRANTS, Permission
from clauses.actions.people import mandates as actions
from clauses.actions.people import transfers
from clauses.config import clock
from clauses.domain.errors import Refused, Several
from clauses.queries.boards import delays, shared
from clauses.queries.people import network as queries
from clauses.queries.territories import coordination
from clauses.web.doorkeeper import needs
from clauses.web.fields import whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_network import EndForm, NameForm, TransferForm
from clauses.wording import sentences
from clauses.wording import territories as words

_GIVERS = frozenset(GRANTS[Permission.MANDATE_GIVE])


def cover_words(line: queries.NetworkLine) -> str:
    """« couvert », « absence couverte par … », « vacant depuis n jours »."""
    charge = line.charge
    name = charge.acting.name if charge.acting else words.THE_COORDINATION
    return sentences.plural(words.COVERS[charge.cover], line.vacant_days, name=name, until=charge.until)


@bp.get("/reseau")
@needs(Permission.NETWORK_VIEW)
def network() -> Response:
    lines = queries.network(g.actor, clock.today())
    rows = [(line, cover_words(line), shared.days(line.delay) if line.delay is not None else None)
            for line in lines]  # fmt: skip
    return page(
        "people/network.html", rows=rows, vacant=sum(1 for line in lines if line.vacant),
        names=g.actor.role in _GIVERS, on=clock.today(),
        waits_since=delays.since(clock.today()),
    )  # fmt: skip


@bp.get("/reseau/zones-blanches")
@needs(Permission.NETWORK_VIEW)
def white_zones() -> Response:
    zones = queries.white_zones(g.actor, clock.today())
    return page(
        "people/white_zones.html", zones=zones, coordination=coordination(), names=g.actor.role in _GIVERS
    )


@bp.get("/reseau/<code>/nommer")
@needs(Permission.MANDATE_GIVE)
def show_naming(code: str) -> Response:
    file = queries.naming(g.actor, code, clock.today())
    return _naming(file, NameForm().offer(file.people, file.hosts))


@bp.post("/reseau/<code>/nommer")
@needs(Permission.MANDATE_GIVE)
def name_person(code: str) -> Response:
    file = queries.naming(g.actor, code, clock.today())
    form = NameForm(request.form).offer(file.people, file.hosts)
    given = None
    if form.validate():
        given = form.attempt(actions.give_mandate, g.actor, file.territory.id,
                             actions.MandateFields(**form.values()), now=clock.now())  # fmt: skip
    if given is None:
        return _naming(file, form, 422)
    name = next(user.name for user, _ in file.people if user.id == given.user_id)
    return done("people.show_naming", "mandate_given", code=code,
                facts={"name": name, "territory": file.territory.name, "day": given.starts_on})  # fmt: skip


def _naming(
    file: queries.Naming, form: NameForm, status: int = 200, ending: EndForm | None = None
) -> Response:
    return page("people/naming.html", "form", status=status, file=file, form=form, on=clock.today(),
                ending=ending or EndForm(formdata=None))  # fmt: skip


@bp.post("/reseau/<code>/mandats/<int:mandate_id>/fin")
@needs(Permission.MANDATE_GIVE)
def end_mandate(code: str, mandate_id: int) -> Response:
    file = queries.naming(g.actor, code, clock.today())
    if mandate_id not in {one.id for one in file.mandates}:
        abort(404)
    form = EndForm(request.form)
    ended = form.attempt(actions.end_mandate, g.actor, mandate_id, form.end_on.data, form.end_reason.data,
                         now=clock.now())  # fmt: skip
    if ended is None:
        return _naming(file, NameForm(formdata=None).offer(file.people, file.hosts), 422, form)
    return done("people.show_naming", "mandate_ended", code=code, facts={"day": ended.ends_on})


@bp.post("/reseau/<code>/mandats/<int:mandate_id>/annuler")
@needs(Permission.MANDATE_GIVE)
def cancel_mandate(code: str, mandate_id: int) -> Response:
    file = queries.naming(g.actor, code, clock.today())
    form = NameForm(formdata=None).offer(file.people, file.hosts)
    if mandate_id not in {one.id for one in file.mandates}:
        abort(404)
    try:
        actions.cancel_mandate(g.actor, mandate_id, now=clock.now())
    except (Refused, Several) as refusal:
        form.refuse(refusal)
        return _naming(file, form, 422)
    return done("people.show_naming", "mandate_cancelled", code=code)


@bp.get("/reseau/<code>/transferer")
@needs(Permission.MANDATE_GIVE)
def show_transfer(code: str) -> Response:
    file = queries.naming(g.actor, code, clock.today())
    return page("people/transfer.html", "form", file=file, form=TransferForm().offer(file.people))


@bp.post("/reseau/<code>/transferer")
@needs(Permission.MANDATE_GIVE)
def transfer(code: str) -> Response:
    file = queries.naming(g.actor, code, clock.today())
    form = TransferForm(request.form).offer(file.people)
    given = form.attempt(
        transfers.transfer_territory, g.actor, file.territory.id, whole_number(form.transfer_to.data),
        form.transfer_date.data, form.transfer_reason.data, seen_warning=bool(form.rp_confirm.data), now=clock.now(),
    )  # fmt: skip
    if given is None:
        return page("people/transfer.html", "form", status=422, file=file, form=form)
    name = next(user.name for user, _ in file.people if user.id == given.user_id)
    return done("people.white_zones", "territory_transferred",
                facts={"name": name, "territory": file.territory.name, "day": given.starts_on})  # fmt: skip


@bp.get("/reseau/structures/<int:host_id>/fermer")
@needs(Permission.MANDATE_GIVE)
def show_host_closing(host_id: int) -> Response:
    file = _host(host_id)
    return page(
        "people/host_closing.html",
        "form",
        file=file,
        form=TransferForm().offer(file.people, coordination=True),
    )


@bp.post("/reseau/structures/<int:host_id>/fermer")
@needs(Permission.MANDATE_GIVE)
def close_host(host_id: int) -> Response:
    file = _host(host_id)
    form = TransferForm(request.form).offer(file.people, coordination=True)
    closing = None
    chosen = form.transfer_to.data
    if not chosen:
        form.validate()
        form.refuse(Refused("transfer_to", field="transfer_to"))
    else:
        closing = form.attempt(
            transfers.close_host, g.actor, host_id, form.transfer_date.data, whole_number(chosen),
            form.transfer_reason.data, now=clock.now(),
        )  # fmt: skip
    if closing is None:
        return page("people/host_closing.html", "form", status=422, file=file, form=form)
    return done("people.network", "host_closing", facts={"day": closing.closes_on})


def _host(host_id: int) -> Any:
    file = queries.host_file(g.actor, host_id, clock.today())
    if file is None:
        abort(404)
    return file
