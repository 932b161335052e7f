"""Is the service alive, and is it ready? Two answers in JSON, without an account and without detail."""

import shutil
from typing import Any

from flask import Flask, Response, current_app, jsonify

from clauses.config import clock
from clauses.queries import service
from clauses.queries.boards import Disk
from clauses.queries.email_models import versions
from clauses.queries.pulse import QUEUE_OLD
from clauses.stores import opened
from clauses.web.doorkeeper import public

DEGRADED = (
    "redis",
    "messagerie",
    "documents",
    "modeles",
)  # the portal answers without them, and nothing is lost


def attach(app: Flask) -> None:
    app.add_url_rule("/sante", "sante", alive)
    app.add_url_rule("/pret", "pret", ready)


@public
def alive() -> Response:
    """This process answers; nothing else is asked."""
    return jsonify(etat="vivant")


@public
def ready() -> tuple[Response, int]:
    """Database, migrations, disk, documents and age of the outbox; a lost Redis or a store of documents that is away reads « dégradé », not down."""
    found = checks()
    broken = [name for name, ok in found.items() if not ok and name not in DEGRADED]
    state = "indisponible" if broken else ("prêt" if all(found.values()) else "dégradé")
    return jsonify(etat=state, controles=found), 503 if broken else 200


def checks() -> dict[str, Any]:
    settings = current_app.config["SETTINGS"]
    database = service.database_answers()
    current = database and service.migrations_at_head()
    age = service.oldest_fact_age(clock.now()) if database else None
    return {
        "base": database,
        "migrations": current,
        "disque": not disk().full,
        "documents": opened(settings.files).answers(),
        "envois": age is None or age < QUEUE_OLD,
        "messagerie": not database or service.mail_server_fault() is None,
        "modeles": not current or not versions.failing(clock.now()),
        "redis": current_app.extensions["redis_answers"](),
    }


def disk() -> Disk:
    """The room left where the database of a small portal, its documents and its own files lie."""
    usage = shutil.disk_usage(current_app.config["SETTINGS"].instance)
    return Disk(usage.free, usage.total)
