"""What does a person see and change of their own account?"""

import secrets

from flask import g, request
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions.people import accounts as actions
from clauses.config import clock
from clauses.domain.kinds_accounts import Counted
from clauses.domain.second_factor import Step
from clauses.queries.people import accounts as queries
from clauses.web.doorkeeper import cookie_name, hash_token, needs, set_cookie
from clauses.web.fields import whole_number
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_accounts import (
    ChangePasswordForm,
    ConfirmForm,
    CurrentPasswordForm,
    EmailForm,
    IdentityForm,
    KeyboardForm,
)
from clauses.web.people.fresh import fresh
from clauses.web.people.hashing import count, hashed, hasher, matches, place
from clauses.web.people.paths import safe_path
from clauses.wording import sentences


@bp.get("/mon-compte")
@needs(Permission.DASHBOARD_VIEW)
def account() -> Response:
    return page("people/account.html", me=queries.me(g.actor))


@bp.get("/mon-compte/coordonnees")
@needs(Permission.DASHBOARD_VIEW)
def show_identity() -> Response:
    me = queries.me(g.actor)
    return page("people/account_identity.html", "form", form=IdentityForm(obj=me), version=me.version)


@bp.post("/mon-compte/coordonnees")
@needs(Permission.DASHBOARD_VIEW)
def save_identity() -> Response:
    form = IdentityForm(request.form)
    if form.validate():
        actions.save_identity(g.actor, **form.data, version=_version(), now=clock.now())
        return done("people.account", "identity_saved")
    return page("people/account_identity.html", "form", status=422, form=form, version=_version())


@bp.get("/mon-compte/clavier")
@needs(Permission.DASHBOARD_VIEW)
def show_keyboard() -> Response:
    return page("people/account_keyboard.html", form=KeyboardForm(data={"shortcuts": g.actor.shortcuts}))


@bp.post("/mon-compte/clavier")
@needs(Permission.DASHBOARD_VIEW)
def save_keyboard() -> Response:
    form = KeyboardForm(request.form)
    actions.save_shortcuts(g.actor, form.shortcuts.data, now=clock.now())
    return done("people.account", "shortcuts_on" if form.shortcuts.data else "shortcuts_off")


@bp.get("/mon-compte/mot-de-passe")
@needs(Permission.DASHBOARD_VIEW)
def show_password() -> Response:
    form, me = ChangePasswordForm(), queries.known(g.actor.user_id)
    form.expect(me is not None and me.administrator)
    return page("people/account_password.html", "form", form=form)


@bp.post("/mon-compte/mot-de-passe")
@needs(Permission.DASHBOARD_VIEW)
def change_password() -> Response:
    form = ChangePasswordForm(request.form)
    me = queries.known(g.actor.user_id)
    assert me is not None
    if not form.judge(*me.context, administrator=me.administrator):
        return page("people/account_password.html", "form", status=422, form=form)
    if status := _refuses_password(form, me):
        return page("people/account_password.html", "form", status=status, form=form)
    if form.password.data == form.current_password.data:
        form.password.errors = [sentences.refusal("password_same")]
        return page("people/account_password.html", "form", status=422, form=form)
    token = secrets.token_urlsafe(32)
    actions.change_password(
        g.actor, hasher.hash(form.password.data or ""), session_id=current_user.session_id,
        token_hash=hash_token(token), now=clock.now(), at=clock.real(),
    )  # fmt: skip
    return _renamed(done("people.account", "password_changed"), token)


@bp.get("/mon-compte/confirmation")
@needs(Permission.DASHBOARD_VIEW, during=(Step.ENROL,))
def show_confirmation() -> Response:
    form = ConfirmForm(next_url=request.args.get("next_url", ""))
    return page("people/account_confirmation.html", "form", form=form)


@bp.post("/mon-compte/confirmation")
@needs(Permission.DASHBOARD_VIEW, during=(Step.ENROL,))
def confirm() -> Response:
    form = ConfirmForm(request.form)
    me = queries.known(g.actor.user_id)
    assert me is not None
    status = 422 if not form.validate() else _refuses_password(form, me)
    if status:
        return page("people/account_confirmation.html", "form", status=status, form=form)
    token = secrets.token_urlsafe(32)
    actions.confirm_identity(
        g.actor, session_id=current_user.session_id, token_hash=hash_token(token), at=clock.real()
    )
    target = safe_path(form.next_url.data)
    return _renamed(redirect(target, 303) if target else done("people.account"), token)


@bp.get("/mon-compte/adresse")
@needs(Permission.DASHBOARD_VIEW)
@fresh
def show_email() -> Response:
    return page("people/account_email.html", "form", form=EmailForm(), me=queries.me(g.actor))


@bp.post("/mon-compte/adresse")
@needs(Permission.DASHBOARD_VIEW)
@fresh
def change_email() -> Response:
    form = EmailForm(request.form)
    me = queries.me(g.actor)
    if form.validate():
        email, at = form.email.data or "", clock.real()
        if minutes := queries.minutes_to_wait(
            Counted.RESET, place_hash=place(), name_hash=hashed(email), at=at
        ):
            form.form_errors = [sentences.refusal("try_later", minutes=minutes)]
            return page("people/account_email.html", "form", status=429, form=form, me=me)
        form.attempt(actions.ask_new_email, g.actor, email, now=clock.now())
        if not form.errors:
            count(Counted.RESET, hashed(email))
            return done("people.account", "email_asked")
    return page("people/account_email.html", "form", status=422, form=form, me=me)


@bp.get("/mon-compte/sessions")
@needs(Permission.DASHBOARD_VIEW)
def show_sessions() -> Response:
    return page("people/account_sessions.html", sessions=queries.sessions_of(g.actor, clock.real()),
                present=current_user.session_id)  # fmt: skip


@bp.post("/mon-compte/sessions/<int:session_id>/fermer")
@needs(Permission.DASHBOARD_VIEW, guarded=True)
def close_one_session(session_id: int) -> Response:
    actions.end_session(g.actor, session_id, now=clock.now(), at=clock.real())
    return done("people.show_sessions", "session_closed")


@bp.post("/mon-compte/sessions/fermer")
@needs(Permission.DASHBOARD_VIEW)
def close_other_sessions() -> Response:
    actions.end_other_sessions(g.actor, current_user.session_id, now=clock.now(), at=clock.real())
    return done("people.show_sessions", "sessions_closed")


def _refuses_password(form: CurrentPasswordForm, me: queries.Known) -> int | None:
    """The status of the refusal when one's own password is wrong, or was wrong too often; None when it is right."""
    name, at = hashed(f"user:{me.user_id}"), clock.real()
    if minutes := queries.minutes_to_wait(Counted.CONFIRMATION, place_hash=place(), name_hash=name, at=at):
        form.form_errors = [sentences.refusal("try_later", minutes=minutes)]
        return 429
    if matches(me.password_hash, form.current_password.data or ""):
        return None
    count(Counted.CONFIRMATION, name)
    form.current_password.errors = [sentences.refusal("password_wrong")]
    return 422


def _renamed(response: Response, token: str) -> Response:
    set_cookie(response, cookie_name(), token)
    return response


def _version() -> int | None:
    return whole_number(request.form.get("version"))
