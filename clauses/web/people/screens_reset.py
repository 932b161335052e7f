"""How does a person who has forgotten the password, or confirms a new address, go on? By a link, without a session.

The answer never tells whether an address is known. A link opens no session: it ends on the sign-in page, where the
second factor is asked as ever.
"""

from flask import request
from werkzeug.wrappers import Response

from clauses.actions.people import accounts as actions
from clauses.config import clock
from clauses.domain.errors import Refused
from clauses.domain.kinds_accounts import Counted, LinkPurpose
from clauses.queries.people import accounts as queries
from clauses.web.doorkeeper import public
from clauses.web.page import done, page
from clauses.web.people.door import bp
from clauses.web.people.forms_accounts import EmailForm, NewPasswordForm
from clauses.web.people.hashing import hashed, hasher, place
from clauses.web.people.link_doors import dead, opened, private
from clauses.wording import sentences


@bp.get("/connexion/mot-de-passe-oublie")
@public
def show_forgotten() -> Response:
    return page("people/forgotten.html", "form", form=EmailForm(), sent=False)


@bp.post("/connexion/mot-de-passe-oublie")
@public
def ask_password() -> Response:
    form = EmailForm(request.form)
    if not form.validate():
        return page("people/forgotten.html", "form", status=422, form=form, sent=False)
    email, at = form.email.data or "", clock.real()
    here, name = place(), hashed(email)
    if minutes := queries.minutes_to_wait(Counted.RESET, place_hash=here, name_hash=None, at=at):
        form.form_errors = [sentences.refusal("try_later", minutes=minutes)]
        response = page("people/forgotten.html", "form", status=429, form=form, sent=False)
        response.headers["Retry-After"] = str(minutes * 60)
        return response
    # Too many letters to one address: the answer is the same, the letter alone is not written.
    silent = queries.minutes_to_wait(Counted.RESET, place_hash=here, name_hash=name, at=at) > 0
    actions.ask_password("" if silent else email, place_hash=here, name_hash=name, now=clock.now(), at=at)
    return page("people/forgotten.html", "form", form=form, sent=True)


@bp.get("/connexion/nouveau-mot-de-passe/<token>")
@public
def show_new_password(token: str) -> Response:
    known = opened(LinkPurpose.RESET, token)
    if isinstance(known, Response):
        return known
    form = NewPasswordForm()
    form.expect(known.administrator)
    return private(page("people/new_password.html", "form", form=form, token=token))


@bp.post("/connexion/nouveau-mot-de-passe/<token>")
@public
def choose_password(token: str) -> Response:
    known = opened(LinkPurpose.RESET, token)
    if isinstance(known, Response):
        return known
    form = NewPasswordForm(request.form)
    if not form.judge(*known.context, administrator=known.administrator):
        return private(page("people/new_password.html", "form", status=422, form=form, token=token))
    try:
        actions.choose_password(
            token, hasher.hash(form.password.data or ""), now=clock.now(), at=clock.real()
        )
    except Refused:
        return dead(LinkPurpose.RESET)
    return done("people.sign_in", "password_chosen")


@bp.get("/connexion/nouvelle-adresse/<token>")
@public
def show_new_email(token: str) -> Response:
    known = opened(LinkPurpose.EMAIL_CHANGE, token)
    if isinstance(known, Response):
        return known
    return private(page("people/new_email.html", token=token))


@bp.post("/connexion/nouvelle-adresse/<token>")
@public
def confirm_new_email(token: str) -> Response:
    known = opened(LinkPurpose.EMAIL_CHANGE, token)
    if isinstance(known, Response):
        return known
    try:
        actions.confirm_new_email(token, now=clock.now(), at=clock.real())
    except Refused:
        return dead(LinkPurpose.EMAIL_CHANGE)
    return done("people.sign_in", "email_changed")
