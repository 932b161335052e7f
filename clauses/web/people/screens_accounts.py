"""Who has an account on the portal, who waits for one, and which accesses were not reviewed in time?"""

from flask import abort, g, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from clauses.access.policy import Permission
from clauses.actions.people import administration as actions
from clauses.actions.people import members, sign_ups
from clauses.config import clock
from clauses.domain.kinds import Rank, Role
from clauses.domain.kinds_accounts import SignUpState
from clauses.queries.people import organization as queries
from clauses.web.doorkeeper import needs
from clauses.web.fields import Form, whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_members import DecideForm, InviteAnywhereForm


@bp.get("/admin/utilisateurs")
@needs(Permission.ACCOUNT_MANAGE)
def accounts() -> Response:
    words, role = request.args.get("q", "")[:80], request.args.get("role", "")
    role = role if role in set(Role) else ""
    number = max(1, whole_number(request.args.get("page")) or 1)
    rows, total = queries.find_people(g.actor, words, role, number)
    return page(
        "people/accounts.html", rows=rows, total=total, words=words, role=role, roles=list(Role), number=number,
        pages=-(-total // 50), last=queries.last_sign_ins([one.id for one in rows]),
        waiting=len(queries.to_check(g.actor)), late=queries.late_reviews(clock.today()),
    )  # fmt: skip


@bp.get("/admin/utilisateurs/inviter")
@needs(Permission.ACCOUNT_MANAGE)
def show_invite_anywhere() -> Response:
    return page("people/account_invite.html", "form", form=_choices(InviteAnywhereForm()))


@bp.post("/admin/utilisateurs/inviter")
@needs(Permission.ACCOUNT_MANAGE)
def invite_anywhere() -> Response:
    form = _choices(InviteAnywhereForm(request.form))
    if form.validate():
        form.attempt(
            members.invite_anywhere, g.actor, int(form.organization_id.data), Role(form.role.data), form.email.data,
            Rank(form.rank.data), now=clock.now(), at=clock.real(),
        )  # fmt: skip
        if not form.errors:
            return done("people.accounts", "invitation_sent", facts={"email": form.email.data})
    return page("people/account_invite.html", "form", status=422, form=form)


@bp.get("/admin/utilisateurs/<int:user_id>")
@needs(Permission.ACCOUNT_MANAGE, guarded=True)
def one_account(user_id: int) -> Response:
    return _one(user_id, Form())


@bp.post("/admin/utilisateurs/<int:user_id>/fermer")
@needs(Permission.ACCOUNT_MANAGE, guarded=True)
def deactivate_account(user_id: int) -> Response:
    form = Form(request.form)
    form.attempt(actions.deactivate_account, g.actor, user_id, now=clock.now(), at=clock.real())
    return _after(user_id, form, "account_deactivated")


@bp.post("/admin/utilisateurs/<int:user_id>/rouvrir")
@needs(Permission.ACCOUNT_MANAGE, guarded=True)
def reactivate_account(user_id: int) -> Response:
    form = Form(request.form)
    form.attempt(actions.reactivate_account, g.actor, user_id, now=clock.now())
    return _after(user_id, form, "account_reactivated")


@bp.post("/admin/utilisateurs/<int:user_id>/mot-de-passe")
@needs(Permission.ACCOUNT_MANAGE, guarded=True)
def force_new_password(user_id: int) -> Response:
    form = Form(request.form)
    form.attempt(actions.force_new_password, g.actor, user_id, now=clock.now(), at=clock.real())
    return _after(user_id, form, "password_forced")


@bp.get("/comptes-a-verifier")
@needs(Permission.ACCOUNT_CHECK)
def accounts_to_check() -> Response:
    return page(
        "people/accounts_to_check.html", askers=queries.to_check(g.actor), decide=DecideForm(), act=None
    )


@bp.post("/comptes-a-verifier/<int:sign_up_id>")
@needs(Permission.ACCOUNT_CHECK, guarded=True)
def decide_account(sign_up_id: int) -> Response:
    form = DecideForm(request.form)
    state = form.attempt(
        sign_ups.decide_account, g.actor, sign_up_id, accept=request.form.get("act") == "accept",
        reason=(form.reason.data or "").strip() or None, now=clock.now(),
    )  # fmt: skip
    if state is None:
        return page("people/accounts_to_check.html", status=422, askers=queries.to_check(g.actor),
                    decide=DecideForm(), act=form)  # fmt: skip
    return done(
        "people.accounts_to_check", "asker_accepted" if state is SignUpState.OPENED else "asker_refused"
    )


def _choices(form: InviteAnywhereForm) -> InviteAnywhereForm:
    form.organization_id.choices = [
        SelectChoice("", "—"),
        *(SelectChoice(str(id), name) for id, name in queries.all_organizations()),
    ]
    return form


def _one(user_id: int, form: Form, status: int = 200) -> Response:
    user = queries.account_of(g.actor, user_id)
    if user is None:
        abort(404)
    last = queries.last_sign_ins([user.id]).get(user.id)
    return page("people/one_account.html", status=status, user=user, last=last, form=form)


def _after(user_id: int, form: Form, said: str) -> Response:
    if form.errors or getattr(form, "form_errors", None):
        return _one(user_id, form, 422)
    return done("people.one_account", said, user_id=user_id)
