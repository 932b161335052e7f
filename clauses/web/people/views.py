"""How does a person enter the portal, and what comes first?"""

import secrets
from typing import Any

from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app, g, make_response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.actions import people as actions
from clauses.actions.demonstration import PASSWORD
from clauses.config import clock
from clauses.domain.second_factor import Step
from clauses.queries import demonstration
from clauses.queries import people as queries
from clauses.queries.people import identities, organization
from clauses.web.doorkeeper import cookie_name, hash_token, needs, public, set_cookie
from clauses.web.page import done, page
from clauses.web.people import (  # noqa: F401  (their screens hang on the same door)
    admin,
    dashboard,
    pages,
    screens_account,
    screens_accounts,
    screens_agenda,
    screens_division,
    screens_email_models,
    screens_factor_reset,
    screens_figures,
    screens_jobs,
    screens_journal,
    screens_lists,
    screens_members,
    screens_month_link,
    screens_network,
    screens_notifications,
    screens_organizations,
    screens_parameters,
    screens_participant_notice,
    screens_passkeys,
    screens_personal_data,
    screens_provider,
    screens_reset,
    screens_second_factor,
    screens_sign_up,
    screens_territory,
)
from clauses.web.people.door import bp
from clauses.web.people.forms import FindForm, SignInForm
from clauses.web.people.hashing import NOBODY, hashed, hasher
from clauses.web.people.paths import safe_path
from clauses.wording import sentences
from clauses.wording.public_figures import NONE_YET, TOO_FEW
from clauses.wording.report import HIDDEN


@bp.get("/")
@public
def home() -> Response:
    if g.actor:
        return redirect(url_for("people.dashboard"))
    return page(
        "people/home.html",
        form=FindForm(),
        last=screens_figures.last_published(),
        none_yet=NONE_YET,
        too_few=TOO_FEW,
        hidden=HIDDEN,
    )


@bp.get("/connexion")
@public
def show_sign_in() -> Response:
    form = SignInForm(next_url=request.args.get("next_url", ""))
    return page("people/sign_in.html", "form", form=form, **_demonstration())


@bp.post("/connexion")
@public
def sign_in() -> Response:
    form = SignInForm(request.form)
    if not form.validate():
        return _refused(form, 422)
    at = clock.real()
    account_hash = hashed(form.email.data.strip().lower())
    place_hash = hashed(request.remote_addr or "")
    if minutes := queries.pause_minutes(account_hash, place_hash, at):
        form.form_errors = [sentences.refusal("login_paused", minutes=minutes)]
        response = _refused(form, 429)
        response.headers["Retry-After"] = str(minutes * 60)
        return response
    user = queries.account(form.email.data)
    stored = (user.password_hash if user else None) or NOBODY
    user_id = user.id if user and user.password_hash else None
    try:
        right: bool = hasher.verify(stored, form.password.data)
    except (VerifyMismatchError, InvalidHashError):
        right = False
    if not right or user_id is None:
        actions.note_failure(account_hash, place_hash, at=at)
        form.form_errors = [sentences.refusal("login_failed")]
        return _refused(form, 422)
    if not organization.has_door(user_id):  # told to whoever knows the password, and to nobody else
        return page("people/waiting.html", asked=organization.waits(user_id))
    token = secrets.token_urlsafe(32)
    renewed = hasher.hash(form.password.data) if hasher.check_needs_rehash(stored) else None
    actions.open_session(
        user_id, hash_token(token), account_hash=account_hash, new_password_hash=renewed, at=at
    )
    response = make_response(redirect(safe_path(form.next_url.data) or url_for("people.dashboard"), 303))
    set_cookie(response, cookie_name(), token)
    return response


@bp.post("/deconnexion")
@needs(Permission.DASHBOARD_VIEW, during=(Step.PROVE, Step.ENROL))
def sign_out() -> Response:
    id_token = identities.token_of(current_user.session_id)
    actions.close_session(current_user.session_id, at=clock.real())  # before anything that may fail elsewhere
    response = screens_provider.door_out(id_token) or done("people.home", "signed_out")
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["SETTINGS"].production, httponly=True
    )
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/organisation/choisir")
@needs(Permission.DASHBOARD_VIEW)
def show_organizations() -> Response:
    return page("people/organizations.html", memberships=queries.memberships_of(g.actor))


@bp.post("/organisation/choisir/<int:membership_id>")
@needs(Permission.DASHBOARD_VIEW, guarded=True)
def choose_organization(membership_id: int) -> Response:
    token = secrets.token_urlsafe(32)
    name = actions.choose_organization(
        g.actor,
        membership_id,
        session_id=current_user.session_id,
        token_hash=hash_token(token),
        at=clock.real(),
    )
    response = done("people.dashboard", "organization_changed", facts={"name": name})
    set_cookie(response, cookie_name(), token)
    return response


def _refused(form: SignInForm, status: int) -> Response:
    return page("people/sign_in.html", "form", status=status, form=form, **_demonstration())


def _demonstration() -> dict[str, Any]:
    """The accounts printed on the sign-in page of a demonstration, and nowhere else."""
    if not current_app.config["SETTINGS"].demonstration:
        return {}
    accounts = [(who.split(", ", 1), email) for who, email in demonstration.accounts()]
    return {"accounts": accounts, "password": PASSWORD}
