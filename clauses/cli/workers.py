"""How are the two background processes started? One worker and one scheduler, one process each."""

import click
from flask import current_app
from flask.cli import with_appcontext

from clauses.jobs import scheduler as scheduler_process
from clauses.jobs import worker as worker_process


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Exécute les tâches de fond."""
    worker_process.main(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("scheduler")
@with_appcontext
def scheduler() -> None:
    """Sonne l'heure des tâches ; sans Redis, les exécute lui-même."""
    scheduler_process.main(current_app._get_current_object())  # type: ignore[attr-defined]
