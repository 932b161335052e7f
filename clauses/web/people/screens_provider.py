"""How does a person sign in and out with ProConnect, and tie it to their account?

The browser leaves by a form (nobody is signed in without asking for it) and comes back by an address that it opens:
the one GET that must write. It does so by acts alone: the answer is marked as read before anything is made of it, so
that opening the same address again does nothing, then the session is opened or the identity tied.
"""

import logging
import re
import secrets
from collections.abc import Callable

from flask import abort, current_app, g, make_response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from clauses.access.policy import Permission
from clauses.access.provider import Provider, provider_of
from clauses.access.provider_calls import Silent
from clauses.actions.people import identities as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.kinds_accounts import Counted
from clauses.domain.openid import Distrust, Identity
from clauses.queries.people import accounts, organization
from clauses.queries.people import identities as queries
from clauses.web.doorkeeper import cookie_name, hash_token, needs, public, set_cookie
from clauses.web.page import done, page
from clauses.web.people import passages
from clauses.web.people.door import bp
from clauses.web.people.fresh import fresh
from clauses.web.people.hashing import count, place
from clauses.web.people.passages import Passage, Purpose
from clauses.web.people.paths import safe_path
from clauses.wording import sentences

log = logging.getLogger(__name__)
P = Permission


@bp.post("/connexion/proconnect")
@public
def leave_for_provider() -> Response:
    return _leave(Purpose.SIGN_IN, next_url=safe_path(request.form.get("next_url")) or "")


@bp.get("/connexion/proconnect/retour")
@public
def back_from_provider() -> Response:
    provider = _provider()
    passage = passages.held(Purpose.SIGN_IN, Purpose.LINK)
    if passage is None or passage.issuer != provider.registration.issuer:
        return _refused("provider_state", 400)
    response = _read_answer(provider, passage)
    passages.take_back(response)
    return response


@bp.get("/mon-compte/proconnect")
@needs(P.DASHBOARD_VIEW)
def proconnect() -> Response:
    issuer = _provider().registration.issuer
    return page("people/proconnect.html", linked=queries.linked(g.actor, issuer))


@bp.post("/mon-compte/proconnect")
@needs(P.DASHBOARD_VIEW)
@fresh
def link_provider() -> Response:
    return _leave(Purpose.LINK, session_id=current_user.session_id)


@bp.post("/mon-compte/proconnect/retrait")
@needs(P.DASHBOARD_VIEW)
@fresh
def unlink_provider() -> Response:
    issuer = _provider().registration.issuer
    actions.unlink(g.actor, issuer, session_id=current_user.session_id, now=clock.now(), at=clock.real())
    return done("people.proconnect", "identity_unlinked")


@bp.get("/deconnexion/retour")
@public
def back_from_sign_out() -> Response:
    _provider()
    right = passages.held(Purpose.SIGN_OUT) is not None
    response = done("people.home", "signed_out_there") if right else _refused("provider_sign_out", 400)
    passages.take_back(response)
    return response


def door_out(id_token: str | None) -> Response | None:
    """The way out that passes by the provider, for a session that it opened; None when there is none, or it is silent.

    The session here has already ended. This page leads on by itself rather than by a redirect: the provider may send
    the browser on to the person's own service, on a host that our forms, and what follows from them, may not lead to.
    """
    if id_token is None or current_app.config["SETTINGS"].proconnect is None:
        return None
    provider = _provider()
    passage = passages.begin(Purpose.SIGN_OUT, provider.registration.issuer)
    try:
        url = provider.sign_out_url(id_token, passage.state, _ours("people.back_from_sign_out"))
    except (Silent, Distrust) as fault:
        _note(fault)
        return None
    if url is None:
        return None
    response = page("people/leaving.html", url=url)
    response.headers["Refresh"] = f"0; url={url}"
    passages.give(response, passage)
    return response


def _provider() -> Provider:
    registration = current_app.config["SETTINGS"].proconnect
    if registration is None:
        abort(404)
    return provider_of(registration)


def _leave(purpose: Purpose, *, next_url: str = "", session_id: int | None = None) -> Response:
    provider = _provider()
    passage = passages.begin(purpose, provider.registration.issuer, next_url=next_url, session_id=session_id)
    try:
        url = provider.sign_in_url(passage.left, passage.state, _ours("people.back_from_provider"))
    except (Silent, Distrust) as fault:
        return _failed(fault)
    response = make_response(redirect(url, 303))
    passages.give(response, passage)
    return response


def _read_answer(provider: Provider, passage: Passage) -> Response:
    """What came back, read once: an error of the provider, or a code that is worth an identity."""
    if minutes := accounts.minutes_to_wait(
        Counted.PROVIDER, place_hash=place(), name_hash=None, at=clock.real()
    ):
        return _refused("login_paused", 429, minutes=minutes)
    if not actions.spend(passage.state, at=clock.real()):
        return _refused("provider_state", 400)
    codes = request.args.getlist("code")
    try:
        provider.check_answer_issuer(request.args.get("iss"))
        if "error" in request.args:
            return _interrupted(request.args["error"])
        if len(codes) != 1 or not codes[0]:
            raise Distrust("code")
        now = int(clock.real().timestamp())
        identity, id_token = provider.exchange(
            codes[0], passage.left, _ours("people.back_from_provider"), now
        )
    except (Silent, Distrust) as fault:
        count(Counted.PROVIDER, place())
        return _failed(fault)
    try:
        return _ends[passage.purpose](passage, identity, id_token)
    except Refused as refusal:
        return _not_ours(refusal, identity)


def _sign_in(passage: Passage, identity: Identity, id_token: str) -> Response:
    token = secrets.token_urlsafe(32)
    leaving = current_user.session_id if current_user.is_authenticated else None
    actions.enter(identity, hash_token(token), provider_token=id_token, leaving=leaving, at=clock.real())
    response = redirect(safe_path(passage.next_url) or url_for("people.dashboard"), 303)
    set_cookie(response, cookie_name(), token)
    return response


def _link(passage: Passage, identity: Identity, _: str) -> Response:
    """The session that asked for it less than ten minutes ago, its person's proof fresh, must still be the one here."""
    if g.actor is None or current_user.session_id != passage.session_id:
        return _refused("provider_state", 400)
    actions.link(g.actor, identity, now=clock.now(), at=clock.real())
    return done("people.proconnect", "identity_linked")


_ends: dict[str, Callable[[Passage, Identity, str], Response]] = {
    Purpose.SIGN_IN: _sign_in,
    Purpose.LINK: _link,
}


def _not_ours(refusal: Refused, identity: Identity) -> Response:
    """The provider is believed, but this identity opens no account: say what to do next."""
    if refusal.code == "identity_waits":
        return page("people/waiting.html", asked=organization.waits(refusal.facts["user_id"]), status=403)
    if refusal.code == "identity_unknown":
        siret = identity.siret if identity.siret and re.fullmatch("[0-9]{14}", identity.siret) else None
        return page("people/provider_unknown.html", status=403, siret=siret)
    return _refused(refusal.code, 403)


def _interrupted(error: str) -> Response:
    """The person gave up there, or the provider refused: nothing was opened."""
    if error == "access_denied":
        return _refused("provider_left", 403)
    log.warning("provider_refused", extra={"check": "answer_error"})
    return _refused("provider_refused", 403)


def _failed(fault: Silent | Distrust) -> Response:
    _note(fault)
    if isinstance(fault, Silent):
        return _refused("provider_silent", 503)
    return _refused("provider_level" if fault.code == "acr" else "provider_refused", 403)


def _note(fault: Silent | Distrust) -> None:
    """What failed, by its code: neither a token nor an answer is ever written."""
    if isinstance(fault, Silent):
        log.warning("provider_silent", extra={"step": fault.step})
    else:
        log.warning("provider_refused", extra={"check": fault.code})


def _refused(code: str, status: int, **facts: object) -> Response:
    return page(
        "people/provider_refused.html", status=status, sentence=sentences.refusal(code, **facts), code=code
    )


def _ours(endpoint: str) -> str:
    """The address registered with the provider, exact: it does not depend on how this request came."""
    return str(current_app.config["SETTINGS"].base_url) + url_for(endpoint)
