"""How does a person set up a second factor, and prove it when signing in?"""

import ipaddress
import secrets
from typing import Any
from urllib.parse import urlsplit

import pyotp
import segno
from flask import current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from clauses.access import recovery
from clauses.access.policy import Permission
from clauses.actions import people as actions
from clauses.actions.people.passkeys import Site
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.second_factor import Step
from clauses.queries import people as queries
from clauses.queries.people import accounts
from clauses.web.doorkeeper import cookie_name, hash_token, must_prove_two, needs, set_cookie
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_second_factor import CodeForm, PasskeyForm, SetUpForm
from clauses.web.people.paths import safe_path
from clauses.wording import sentences

P = Permission
ISSUER = "Clauses d'insertion"


@bp.get("/connexion/code")
@needs(P.DASHBOARD_VIEW, during=(Step.PROVE,))
def show_code() -> Response:
    if g.step is None:
        return redirect(url_for("people.dashboard"))
    return code_page(CodeForm(next_url=request.args.get("next_url", "")))


@bp.post("/connexion/code")
@needs(P.DASHBOARD_VIEW, during=(Step.PROVE,))
def prove_code() -> Response:
    if g.step is None:
        return redirect(url_for("people.dashboard"), 303)
    form = CodeForm(request.form)
    token = secrets.token_urlsafe(32)
    right = form.attempt(
        actions.prove, g.actor, form.otp_code.data or "", session_id=current_user.session_id,
        token_hash=hash_token(token), now=clock.now(), at=clock.real(),
    )  # fmt: skip
    if not right:
        return code_page(_wrong(form, right), 422)
    response = redirect(safe_path(form.next_url.data) or url_for("people.dashboard"), 303)
    set_cookie(response, cookie_name(), token)
    return response


@bp.get("/mon-compte/double-authentification")
@needs(P.DASHBOARD_VIEW, during=(Step.ENROL,))
def second_factor() -> Response:
    return own_page(SetUpForm())


@bp.post("/mon-compte/double-authentification/application")
@needs(P.DASHBOARD_VIEW, during=(Step.ENROL,))
def begin_application() -> Response:
    if again := confirm_first():
        return again
    actions.begin_authenticator(g.actor, session_id=current_user.session_id, at=clock.real())
    return done("people.second_factor", _anchor="application")


@bp.post("/mon-compte/double-authentification/application/confirmation")
@needs(P.DASHBOARD_VIEW, during=(Step.ENROL,))
def confirm_application() -> Response:
    if again := confirm_first():
        return again
    form = SetUpForm(request.form)
    codes, token = recovery.draw(), secrets.token_urlsafe(32)
    right = form.attempt(
        actions.confirm_authenticator, g.actor, form.otp_code.data or "", [recovery.kept(code) for code in codes],
        session_id=current_user.session_id, token_hash=hash_token(token), now=clock.now(), at=clock.real(),
    )  # fmt: skip
    if not right:
        return own_page(_wrong(form, right), 422)
    return renewed(codes_page(codes, first=True), token)


@bp.post("/mon-compte/double-authentification/application/retrait")
@needs(P.DASHBOARD_VIEW)
def remove_application() -> Response:
    if again := confirm_first():
        return again
    token = secrets.token_urlsafe(32)
    try:
        actions.remove_authenticator(
            g.actor, must_have=must_prove_two(g.actor.role), session_id=current_user.session_id,
            token_hash=hash_token(token), now=clock.now(), at=clock.real(),
        )  # fmt: skip
    except Refused as refusal:
        return refused(refusal)
    return renewed(done("people.second_factor", "factor_removed"), token)


@bp.post("/mon-compte/double-authentification/codes-de-secours")
@needs(P.DASHBOARD_VIEW)
def renew_codes() -> Response:
    if again := confirm_first():
        return again
    codes = recovery.draw()
    actions.renew_codes(
        g.actor, [recovery.kept(code) for code in codes], session_id=current_user.session_id, now=clock.now(),
        at=clock.real(),
    )  # fmt: skip
    return codes_page(codes, first=False)


def site() -> Site | None:
    """The host that passkeys are tied to; None where browsers have none: a bare number, or a plain connection."""
    parts = urlsplit(current_app.config["SETTINGS"].base_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        plain = parts.scheme != "https" and host != "localhost"
        return None if plain else Site(host, f"{parts.scheme}://{parts.netloc}")
    return None


def code_page(form: CodeForm, status: int = 200) -> Response:
    factors = queries.factors_of(g.actor)
    return page("people/code.html", "form", status=status, form=form, factors=factors)


def own_page(form: SetUpForm, status: int = 200, *, key_form: PasskeyForm | None = None) -> Response:
    factors = queries.factors_of(g.actor)
    context: dict[str, Any] = {"factors": factors, "form": form, "due": must_prove_two(g.actor.role),
                               "key_form": key_form or PasskeyForm(), "site": site()}  # fmt: skip
    if factors.pending:
        address = pyotp.TOTP(factors.pending).provisioning_uri(name=factors.email, issuer_name=ISSUER)
        context["qr"] = _drawn(address)
        context["key"] = " ".join(factors.pending[i : i + 4] for i in range(0, len(factors.pending), 4))
    return page("people/second_factor.html", "panel", status=status, **context)


def _drawn(address: str) -> tuple[int, str]:
    """The QR code of an address: its side in squares, and the path of its dark squares, row by row."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=2)]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, square in enumerate(row) if square]
    return len(rows), "".join(dark)


def codes_page(codes: list[str], *, first: bool) -> Response:
    return page("people/recovery_codes.html", codes=codes, first=first)


def _wrong(form: Any, right: bool | None) -> Any:
    """The form with its refusal: a wrong code, or what `attempt` found."""
    if right is False:
        form.otp_code.errors = [sentences.refusal("factor_wrong")]
    return form


def refused(refusal: Refused) -> Response:
    form = SetUpForm()
    form.refuse(refusal)
    return own_page(form, 422)


def renewed(response: Response, token: str) -> Response:
    """The session goes on under a new identifier."""
    set_cookie(response, cookie_name(), token)
    return response


def confirm_first() -> Response | None:
    """Before what is sensitive: the password again, unless it was typed less than five minutes ago."""
    if accounts.is_fresh(current_user.session_id, clock.real()):
        return None
    return redirect(url_for("people.show_confirmation", next_url=url_for("people.second_factor")), 303)
