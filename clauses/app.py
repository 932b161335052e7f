"""How is the portal put together? The only file that knows every floor: wiring, no logic."""

import hashlib
import importlib
from pathlib import Path
from typing import Any

from flask import Flask, g, url_for
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from clauses import cli, logs
from clauses.actions import base, stamps
from clauses.config import ROOT, Settings, clock, read_settings
from clauses.extensions import db, htmx, login_manager
from clauses.jobs import dispatch
from clauses.queries.people import notices
from clauses.sealing import seals
from clauses.web import colours, doorkeeper, errors, health, kept, nav, readings, traces
from clauses.wording import formats, labels, typography

ROOMS = (
    "people",
    "markets",
    "partners",
    "structure",
    "supply",
    "allocation",
    "hours",
    "compliance",
    "cooperation",
    "api",
)


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """The portal, ready to serve; settings come from the environment unless given."""
    settings = settings or read_settings()
    if not overrides.get("TESTING"):  # a test keeps the handlers it has
        logs.write_to()
    app = Flask("clauses", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        SESSION_COOKIE_NAME="message",  # Flask's own cookie carries one-line messages and nothing else
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        MAX_CONTENT_LENGTH=25 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        MAX_FORM_PARTS=2_000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        TEMPLATES_AUTO_RELOAD=False,
        # every browser reads it, and it costs a page two milliseconds at this level
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=4,
        COMPRESS_MIMETYPES=["text/html", "application/json"],
        COMPRESS_STREAMS=False,  # files are sent as they are: styles are kept a year, workbooks are zipped already
    )
    app.config.update(overrides)
    if settings.pretended_day:
        clock.pretended = settings.pretended_day
    seals.configure(settings.sealing_secrets)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    app.json.ensure_ascii = False  # type: ignore[attr-defined]

    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            stamps.watch(engine)
    htmx.init_app(app)
    login_manager.init_app(app)
    login_manager.request_loader(doorkeeper.recall)

    doorkeeper.attach(app)
    traces.attach(app)
    Compress(app)
    readings.attach(app)
    kept.attach(app)
    errors.attach(app)
    health.attach(app)
    for room in ROOMS:
        module = importlib.import_module(f"clauses.web.{room}.views")
        app.register_blueprint(module.bp)
    cli.attach(app)
    _dress_templates(app)

    dispatch.attach(app)
    if dispatch.nudge not in base.ON_COMMIT:
        base.ON_COMMIT.append(dispatch.nudge)
    return app


def _engine_options(settings: Settings) -> dict[str, Any]:
    # A failed statement is logged without its values: they are people's names.
    if settings.embedded:
        return {"hide_parameters": True, "connect_args": {"timeout": 15}}
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "connect_args": {"options": "-c lock_timeout=5000 -c statement_timeout=120000 -c timezone=UTC"},
    }


def _dress_templates(app: Flask) -> None:
    """What every template finds: French formats, the macros, fingerprinted files, the menu and the day."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension(typography.FrenchSpaces)
    env.filters.update(
        hours=formats.hours, hours_plain=formats.hours_plain, number=formats.number, euros=formats.euros,
        percent=formats.percent, rate=formats.rate, day=formats.day_long, day_short=formats.day_short,
        weekday=formats.day_weekday, month=formats.month_long, quarter=formats.quarter_long, of_month=formats.of_month, moment=formats.moment, hour_of_day=formats.hour_of_day, hour_written=formats.hour_written,
        phone=formats.phone, siret=formats.siret, count=formats.count, pieces=typography.pieces,
        label=labels.label, expanded=labels.expanded, badge_tone=labels.badge, colour=colours.of,
    )  # fmt: skip
    prints: dict[str, str] = {}

    def static_url(path: str) -> str:
        if path not in prints:
            content = (Path(app.static_folder or "") / path).read_bytes()
            prints[path] = hashlib.sha256(content).hexdigest()[:12]
        return url_for("static", filename=path, v=prints[path])

    env.globals.update(static_url=static_url, today=clock.today)
    for name, file in (
        ("ui", "ui"),
        ("field", "form"),
        ("chart", "chart"),
        ("plots", "plots"),
        ("maps", "maps"),
        ("lines", "lines"),
        ("assistant", "assistant"),
        ("months", "months"),
        ("recalls", "reminders"),
        ("cooperation", "cooperation"),
        ("in_time", "relays"),
        ("ways_out", "exits"),
    ):
        env.globals[name] = _Macros(app, f"components/{file}.html")

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        actor = g.get("actor")
        settings = app.config["SETTINGS"]
        return {
            "actor": actor,
            "menu": [] if g.get("step") else nav.menu(actor),
            "unfinished": g.get(
                "step"
            ),  # a sign-in that is not complete: no page has a variable of this name
            "unread_notifications": lambda: notices.unread_count(actor.user_id) if actor else 0,
            "demo": settings.demonstration,
            "proconnect": settings.proconnect is not None,
            "pretended_day": clock.pretended,
        }


class _Macros:
    """The macros of a component file, seen from any page and from a block rendered alone."""

    def __init__(self, app: Flask, template: str) -> None:
        self._app, self._template = app, template

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._app.jinja_env.get_template(self._template).module, name)
