"""Who is at the door, may this view be entered at all, and does the answer carry every guard?

Deny by default: a view without `@needs` or `@public` answers 500. Every unsafe request carries the token of its own
session. Sessions are held in the database; the cookie has only their secret.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from clauses.access import gate
from clauses.access.policy import Actor, Permission, reach_of, reads_personal_data
from clauses.actions import people as people_actions
from clauses.actions.base import Intent, intent, remember_answer
from clauses.config import clock
from clauses.domain.kinds import Role
from clauses.domain.second_factor import PROVE_WITHIN, Step, step_left
from clauses.queries import parameters
from clauses.queries import people as people_queries
from clauses.web import threshold
from clauses.web.traces import place_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEALTH = frozenset({"sante", "pret"})
TOUCH_EVERY = timedelta(minutes=1)
STEPS = {Step.PROVE: "people.show_code", Step.ENROL: "people.second_factor"}
View = TypeVar("View", bound=Callable[..., Any])

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
}


def guards() -> dict[str, str]:
    """The guards of every answer; where a provider of identities is set, forms may lead to its host, and to no other."""
    registration = current_app.config["SETTINGS"].proconnect
    if registration is None:
        return HEADERS
    policy = HEADERS["Content-Security-Policy"]
    opened = policy.replace("form-action 'self'", f"form-action 'self' {registration.origin}")
    return {**HEADERS, "Content-Security-Policy": opened}


class Visitor(UserMixin):
    """What Flask-Login holds: an actor and the open session it came by."""

    def __init__(self, actor: Actor, session_id: int, token: str, step: Step | None = None) -> None:
        self.actor, self.session_id, self.token = actor, session_id, token
        self.step = step  # what the session still lacks; meanwhile it opens the pages of that step alone

    def get_id(self) -> str:
        return str(self.actor.user_id)


def needs(
    permission: Permission, *, guarded: bool = False, hidden: bool = False, during: tuple[Step, ...] = ()
) -> Callable[[View], View]:
    """This view asks for a permission. `guarded`: the thing its address names decides (404 or 403).

    `hidden`: what is refused is not even said to exist (404), though the thing around it is seen.
    `during`: the steps of a sign-in that this view belongs to; any other view waits until the sign-in is complete.
    """

    def mark(view: View) -> View:
        view.permission, view.guarded, view.hidden = permission, guarded, hidden  # type: ignore[attr-defined]
        view.during = during  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """This view is for everyone, signed in or not."""
    view.permission, view.guarded, view.hidden = None, False, False  # type: ignore[attr-defined]
    view.during = ()  # type: ignore[attr-defined]
    return view


def recall(_: Any = None) -> Visitor | None:
    """The visitor of this request's cookie, rebuilt from the database."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    opened = people_queries.open_session(hash_token(token), clock.real())
    if opened is None:
        return None
    actor = gate.identify(opened.user_id, opened.membership_id, clock.today())
    if actor is None:
        return None
    step = step_left(opened.strength, has_factor=opened.has_factor, must_have=must_prove_two(actor.role))
    if step is Step.PROVE and clock.real() - opened.created_at > PROVE_WITHIN:
        return None
    if clock.real() - opened.seen_at > TOUCH_EVERY and not request.headers.get("HX-Request"):
        g.touch = opened.id
    return Visitor(actor, opened.id, token, step)


def must_prove_two(role: Role) -> bool:
    """Must this role have a second factor here? As the settings ask, for the roles that read personal data."""
    return current_app.config["SETTINGS"].second_factor == "required" and reads_personal_data(role)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_name() -> str:
    """`__Host-` ties the cookie to this host over https; plain http on loopback cannot have it."""
    return "__Host-session" if current_app.config["SETTINGS"].production else "session"


def set_cookie(response: AnyResponse, name: str, value: str) -> None:
    secure = current_app.config["SETTINGS"].production
    response.set_cookie(name, value, httponly=True, samesite="Lax", secure=secure, path="/")


def _visitor_secret() -> str:
    """What the form token is bound to: the session's secret, or a cookie of its own before sign-in."""
    if current_user.is_authenticated:
        return str(current_user.token)
    if not hasattr(g, "visit"):
        g.visit = request.cookies.get("visit") or secrets.token_urlsafe(24)
    return str(g.visit)


def csrf_token() -> str:
    """A token of this session that is never written twice alike: the length of a compressed page tells nothing of it."""
    chance = secrets.token_hex(16)
    return chance + _token_for(chance)


def _token_for(chance: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"form:{chance}:{_visitor_secret()}".encode(), hashlib.sha256).hexdigest()[:32]


def _is_token(sent: str) -> bool:
    return hmac.compare_digest(sent.encode(), (sent[:32] + _token_for(sent[:32])).encode())


def csrf_field() -> Markup:
    """The two hidden inputs of every form: the token of this session, and a key that makes it count once."""
    return Markup(
        '<input type="hidden" name="csrf_token" value="{}"><input type="hidden" name="idem_key" value="{}">'
    ).format(csrf_token(), secrets.token_hex(16))


class RowNumber(IntegerConverter):
    """A number in an address; one that no database holds is no address."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": 2**31 - 1, **options})


def attach(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    app.before_request(_open_door)
    app.after_request(_close_door)
    app.teardown_request(_forget)
    app.jinja_env.globals.update(csrf_field=csrf_field, csrf_token=csrf_token)


def _open_door() -> AnyResponse | None:
    g.request_id = secrets.token_hex(8)
    g.actor = g.step = None
    if request.endpoint is None or request.endpoint == "static":
        return None
    view: Any = current_app.view_functions[request.endpoint]
    if not hasattr(view, "permission"):
        raise RuntimeError(f"{request.endpoint} names no permission: mark it @needs(...) or @public")
    if _unwritable(request.args):
        abort(400)
    if request.endpoint not in HEALTH:  # whether the service is alive is answered without a database
        parameters.refresh(clock.today())
    visitor = current_user if current_user.is_authenticated else None
    g.actor, g.step = (visitor.actor, visitor.step) if visitor else (None, None)
    if g.step and g.step not in getattr(view, "during", ()):
        if view.permission is not None:
            return _lead_to_step(g.step)
        g.actor = None  # a page for everyone is read as a stranger reads it
    if getattr(g, "touch", None):
        people_actions.touch_session(g.touch, at=clock.real())
    if request.method not in SAFE:
        _check_form()
    if view.permission is not None:
        if g.actor is None:
            abort(401)
        if view.guarded:
            threshold.cross(g.actor, view.permission, hidden=view.hidden)
        elif reach_of(g.actor, view.permission) is None:
            abort(403)
    return None


def _lead_to_step(step: Step) -> AnyResponse:
    """The sign-in is not complete: nothing is read or done before it is; then the page asked for is opened."""
    fragment = bool(request.headers.get("HX-Request"))
    returns = step is Step.PROVE and request.method in SAFE and not fragment
    asked: dict[str, Any] = {"next_url": request.full_path.rstrip("?")} if returns else {}
    url = url_for(STEPS[step], **asked)
    return Response(status=204, headers={"HX-Redirect": url}) if fragment else redirect(url, 303)


def _check_form() -> None:
    if request.mimetype not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        abort(415)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    sent = request.form.get("csrf_token") or request.headers.get("X-CSRFToken") or ""
    if not _is_token(sent):
        abort(401 if g.actor is None and request.endpoint != "people.sign_in" else 400)
    if _unwritable(request.form):
        abort(400)
    typed = sorted((k, v) for k, v in request.form.items(multi=True) if k not in ("csrf_token", "idem_key"))
    files = sorted((k, f.filename or "") for k, f in request.files.items(multi=True))
    key = request.form.get("idem_key")
    if g.actor is not None and not (key and len(key) <= 64):
        abort(400)
    g.intent = intent.set(
        Intent(
            key=key if g.actor is not None else None,
            user_id=g.actor.user_id if g.actor else None,
            route=request.path[:200],
            body_hash=hashlib.sha256(repr((typed, files)).encode()).hexdigest(),
            request_id=g.request_id,
            at=clock.real(),
            place=place_of(request.remote_addr)[:12],
        )
    )


def _unwritable(sent: MultiDict[str, str]) -> bool:
    """A character that no keyboard types and that PostgreSQL refuses in any text."""
    return any("\0" in name or "\0" in value for name, value in sent.items(multi=True))


def _close_door(response: Response) -> Response:
    current = intent.get()
    if current and current.key and response.status_code < 400 and g.get("intent") is not None:
        led = response.headers.get("Location") or response.headers.get("HX-Redirect")
        intent.set(None)
        if led:
            remember_answer(current.key, led)
    for name, value in guards().items():
        response.headers.setdefault(name, value)
    if current_app.config["SETTINGS"].production:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if hasattr(g, "visit") and request.cookies.get("visit") != g.visit:
        set_cookie(response, "visit", g.visit)
    return response


def _forget(_: BaseException | None) -> None:
    token = g.pop("intent", None)
    if token is not None:
        intent.reset(token)
