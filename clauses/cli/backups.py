"""How does the portal know that it was copied? The script that copies it says so, once the copy is whole."""

import click
from flask.cli import with_appcontext

from clauses.actions import backups
from clauses.config import clock


@click.command("backup-done")
@with_appcontext
def backup_done() -> None:
    """Note une sauvegarde réussie. À lancer à la fin du script qui sauvegarde, et seulement s'il a réussi."""
    backups.note_backup(now=clock.now())
    click.echo("Sauvegarde notée.")


@click.command("restore-tested")
@with_appcontext
def restore_tested() -> None:
    """Note un essai de restauration réussi. À lancer ici, après « flask invariants » sur la copie restaurée ailleurs."""
    backups.note_restore(now=clock.now())
    click.echo("Essai de restauration noté.")
