"""How does a person add a passkey, take it away, and sign in with it?"""

import secrets
from typing import Any

from flask import g, make_response, redirect, request, url_for
from flask_login import current_user
from webauthn import generate_authentication_options, generate_registration_options, options_to_json
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from werkzeug.wrappers import Response

from clauses.access import recovery
from clauses.access.policy import Permission
from clauses.actions import people as actions
from clauses.actions.people.passkeys import Site
from clauses.config import clock
from clauses.domain.errors import IllegalMove, Refused
from clauses.domain.second_factor import Step
from clauses.queries import people as queries
from clauses.web.doorkeeper import hash_token, must_prove_two, needs
from clauses.web.page import done
from clauses.web.people.door import bp
from clauses.web.people.forms_second_factor import CodeForm, PasskeyForm, SetUpForm
from clauses.web.people.paths import safe_path
from clauses.web.people.screens_second_factor import (
    ISSUER,
    code_page,
    codes_page,
    confirm_first,
    own_page,
    refused,
    renewed,
    site,
)
from clauses.wording import sentences

P = Permission
VERIFIED = UserVerificationRequirement.REQUIRED


@bp.post("/connexion/cle/defi")
@needs(P.DASHBOARD_VIEW, during=(Step.PROVE,))
def ask_key() -> Response:
    here = _here()
    challenge = actions.ask_passkey(g.actor, "prove", session_id=current_user.session_id, at=clock.real())
    options = generate_authentication_options(
        rp_id=here.host, challenge=base64url_to_bytes(challenge), user_verification=VERIFIED,
        allow_credentials=_known(),
    )  # fmt: skip
    return _json(options)


@bp.post("/connexion/cle")
@needs(P.DASHBOARD_VIEW, during=(Step.PROVE,))
def prove_key() -> Response:
    form, here = CodeForm(request.form), site()
    token = secrets.token_urlsafe(32)
    right = here is not None and actions.prove_passkey(
        g.actor, request.form.get("credential", ""), here, session_id=current_user.session_id,
        token_hash=hash_token(token), at=clock.real(),
    )  # fmt: skip
    if not right:
        form.form_errors = [sentences.refusal("passkey_wrong")]
        return code_page(form, 422)
    return renewed(redirect(safe_path(form.next_url.data) or url_for("people.dashboard"), 303), token)


@bp.post("/mon-compte/double-authentification/cles/defi")
@needs(P.DASHBOARD_VIEW, during=(Step.ENROL,))
def ask_new_key() -> Response:
    here = _here()
    challenge = actions.ask_passkey(g.actor, "add", session_id=current_user.session_id, at=clock.real())
    options = generate_registration_options(
        rp_id=here.host, rp_name=ISSUER, user_name=queries.factors_of(g.actor).email,
        user_display_name=g.actor.name, user_id=f"clauses-{g.actor.user_id}".encode(),
        challenge=base64url_to_bytes(challenge), exclude_credentials=_known(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True, user_verification=VERIFIED
        ),
    )  # fmt: skip
    return _json(options)


@bp.post("/mon-compte/double-authentification/cles")
@needs(P.DASHBOARD_VIEW, during=(Step.ENROL,))
def add_key() -> Response:
    if again := confirm_first():
        return again
    form, here = PasskeyForm(request.form), site()
    if not form.validate():
        return own_page(SetUpForm(), 422, key_form=form)
    codes = [] if queries.factors_of(g.actor).codes_left else recovery.draw()
    token = secrets.token_urlsafe(32)
    added = here is not None and form.attempt(
        actions.add_passkey, g.actor, request.form.get("credential", ""), form.key_name.data,
        [recovery.kept(code) for code in codes], here, session_id=current_user.session_id,
        token_hash=hash_token(token), now=clock.now(), at=clock.real(),
    )  # fmt: skip
    if not added:
        if added is False:
            form.form_errors = [sentences.refusal("passkey_wrong")]
        return own_page(SetUpForm(), 422, key_form=form)
    shown = codes_page(codes, first=True) if codes else done("people.second_factor", "passkey_added")
    return renewed(shown, token)


@bp.post("/mon-compte/double-authentification/cles/<int:passkey_id>/retrait")
@needs(P.DASHBOARD_VIEW)
def remove_key(passkey_id: int) -> Response:
    if again := confirm_first():
        return again
    token = secrets.token_urlsafe(32)
    try:
        actions.remove_passkey(
            g.actor, passkey_id, must_have=must_prove_two(g.actor.role), session_id=current_user.session_id,
            token_hash=hash_token(token), now=clock.now(), at=clock.real(),
        )  # fmt: skip
    except Refused as refusal:
        return refused(refusal)
    return renewed(done("people.second_factor", "factor_removed"), token)


def _here() -> Site:
    here = site()
    if here is None:
        raise IllegalMove("passkey_nowhere")
    return here


def _known() -> list[PublicKeyCredentialDescriptor]:
    keys = queries.factors_of(g.actor).keys
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in keys]


def _json(options: Any) -> Response:
    return make_response(options_to_json(options), 200, {"Content-Type": "application/json"})
