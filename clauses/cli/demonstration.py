"""What does a newcomer find? The six territories of the Oise, fictitious structures and people, 50 real SIAE."""

import click
from flask import current_app
from flask.cli import with_appcontext

from clauses.actions import demonstration as actions
from clauses.cli import story
from clauses.config import clock
from clauses.queries import demonstration as queries


@click.command("demo")
@click.option(
    "--vide", "empty", is_flag=True, help="Sans les marchés en cours : structures et personnes seulement."
)
@with_appcontext
def demo(empty: bool) -> None:
    """Charge la démonstration ; une seconde fois ne change rien."""
    if not current_app.config["SETTINGS"].demonstration:
        raise click.ClickException(
            "La démonstration est fermée en production (CLAUSES_DEMO=1 pour l'ouvrir)."
        )
    if queries.loaded():
        click.echo("La démonstration est déjà chargée.")
        return
    actions.load(now=clock.now())
    if not empty:
        story.tell(clock.today(), current_app.config["SETTINGS"].files)
    click.echo("Démonstration chargée : six territoires de l'Oise, structures et personnes fictives.")


@click.command("accounts")
@with_appcontext
def accounts() -> None:
    """Affiche les comptes de démonstration."""
    for who, email in queries.accounts():
        click.echo(f"  {email:<50} {who}")
    click.echo(f"  Mot de passe de tous ces comptes : {actions.PASSWORD}")
