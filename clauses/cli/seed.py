"""How is a database filled for a benchmark from the shell?"""

import click
from flask.cli import with_appcontext

from clauses.actions import synthetic
from clauses.config import clock


@click.command("seed")
@click.option("--lots", default=100, show_default=True, help="Nombre de lots à ajouter.")
@click.option("--seed", default=1, show_default=True, help="Graine : la même donne les mêmes données.")
@with_appcontext
def seed(lots: int, seed: int) -> None:
    """Ajoute des lots, des personnes et des heures de synthèse, pour mesurer."""
    written = synthetic.seed(lots, seed=seed, now=clock.now())
    click.echo(f"{lots} lots ajoutés, {written} lignes au registre.")
