"""Which organizations are there, and how are they added, closed and merged?"""

from flask import abort, g, request
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.people import organizations as actions
from clauses.config import clock
from clauses.domain.kinds import BuyerKind, EmployerKind, OrganizationKind
from clauses.queries.people import organizations as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_organizations import CloseForm, ConfirmMergeForm, MergeForm, NewOrganizationForm
from clauses.wording import organizations as words
from clauses.wording import sentences


@bp.get("/admin/organisations")
@needs(Permission.ORGANIZATION_EDIT)
def organization_list() -> Response:
    asked = request.args.get("q", "")[:80]
    number = max(1, whole_number(request.args.get("page")) or 1)
    rows, total = queries.find_organizations(g.actor, asked, number)
    return page("people/organization_list.html", rows=rows, total=total, words=asked, number=number, pages=-(-total // queries.SIZE))  # fmt: skip


@bp.get("/admin/organisations/nouvelle")
@needs(Permission.ORGANIZATION_EDIT)
def show_new_organization() -> Response:
    return page("people/organization_new.html", form=NewOrganizationForm())


@bp.post("/admin/organisations/nouvelle")
@needs(Permission.ORGANIZATION_EDIT)
def add_organization() -> Response:
    form = NewOrganizationForm(request.form)
    made = None
    if form.validate():
        kinds = form.employer_kind.data, form.buyer_kind.data
        new = actions.NewOrganization(
            (form.name.data or "").strip(), OrganizationKind(form.kind.data), form.siret.data or "", form.commune.data or "",
            BuyerKind(kinds[1]) if kinds[1] else None, EmployerKind(kinds[0]) if kinds[0] else None,
        )  # fmt: skip
        made = form.attempt(actions.add_organization, g.actor, new, now=clock.now())
    if made is None:
        return page("people/organization_new.html", status=422, form=form)
    return done("people.organization", "organization_added", organization_id=made.id)


@bp.get("/admin/organisations/<int:organization_id>")
@needs(Permission.ORGANIZATION_EDIT)
def organization(organization_id: int) -> Response:
    return _sheet(organization_id)


@bp.post("/admin/organisations/<int:organization_id>/fermer")
@needs(Permission.ORGANIZATION_EDIT)
def close_organization(organization_id: int) -> Response:
    form = CloseForm(request.form)
    closed = form.attempt(
        lambda: actions.close_organization(
            g.actor,
            organization_id,
            form.closed_on.data or clock.today(),
            form.close_reason.data or "",
            now=clock.now(),
        )
    )
    if closed is None:
        return _sheet(organization_id, 422, close=form)
    return done("people.organization", "organization_closed", organization_id=organization_id)


@bp.post("/admin/organisations/<int:organization_id>/rouvrir")
@needs(Permission.ORGANIZATION_EDIT)
def reopen_organization(organization_id: int) -> Response:
    form = Form(request.form)
    if form.attempt(actions.reopen_organization, g.actor, organization_id, now=clock.now()) is None:
        return _sheet(organization_id, 422, other=form)
    return done("people.organization", "organization_reopened", organization_id=organization_id)


@bp.get("/admin/organisations/<int:organization_id>/fusion")
@needs(Permission.ORGANIZATION_EDIT)
def show_merge(organization_id: int) -> Response:
    """What would move, before anything does."""
    form = MergeForm(request.args)
    survivor = queries.by_number_or_siret(g.actor, form.survivor.data or "") if form.validate() else None
    if survivor is None:
        if form.survivor.data:
            form.survivor.errors = [sentences.refusal("organization_unknown")]
        return _sheet(organization_id, 422, merge=form)
    return _preview(organization_id, survivor.id, ConfirmMergeForm(survivor=str(survivor.id)))


@bp.post("/admin/organisations/<int:organization_id>/fusion")
@needs(Permission.ORGANIZATION_EDIT)
def merge_organizations(organization_id: int) -> Response:
    form = ConfirmMergeForm(request.form)
    survivor_id = whole_number(form.survivor.data)
    if survivor_id is None:
        return _sheet(organization_id, 422)
    merged = form.attempt(
        lambda: actions.merge_organizations(
            g.actor, organization_id, survivor_id, form.merge_reason.data or "", now=clock.now()
        )
    )
    if merged is None:
        return _preview(organization_id, survivor_id, form, 422)
    return done("people.organization", "organizations_merged", organization_id=survivor_id)


@bp.post("/admin/organisations/fusions/<int:merge_id>/annulation")
@needs(Permission.ORGANIZATION_EDIT)
def undo_merge(merge_id: int) -> Response:
    form = Form(request.form)
    undone = form.attempt(actions.undo_merge, g.actor, merge_id, now=clock.now())
    if undone is None:
        shown = whole_number(request.form.get("organization_id"))
        return _sheet(shown, 422, other=form) if shown else page("people/organization_list.html", status=422, rows=[], total=0, words="", number=1, pages=0, form=form)  # fmt: skip
    return done("people.organization", "merge_undone", organization_id=undone.merged_id)


def _sheet(organization_id: int, status: int = 200, *, close: Form | None = None, merge: Form | None = None,
           other: Form | None = None) -> Response:  # fmt: skip
    found = queries.organization_sheet(g.actor, organization_id)
    if found is None:
        abort(404)
    return page(
        "people/organization.html", status=status, sheet=found, one=found.organization, counts=words.rows(found.counts),
        kept=words.rows(found.kept), close=close or CloseForm(), merge=merge or MergeForm(),
        form=close or merge or other or Form(),
    )  # fmt: skip


def _preview(organization_id: int, survivor_id: int, form: ConfirmMergeForm, status: int = 200) -> Response:
    merged = queries.organization_sheet(g.actor, organization_id)
    survivor = queries.organization_sheet(g.actor, survivor_id)
    if merged is None or survivor is None:
        abort(404)
    return page(
        "people/organization_merge.html", status=status, merged=merged.organization, survivor=survivor.organization,
        moving=words.rows(merged.counts), kept=words.rows(merged.kept), form=form,
    )  # fmt: skip
