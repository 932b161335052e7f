"""How is a report produced from the shell? Same figures and same gate as the screen."""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from clauses.access import gate
from clauses.config import clock
from clauses.jobs import compliance as jobs
from clauses.queries import report_requests as queries


@click.command("report")
@click.argument("kind", type=click.Choice(["market_compliance"]))
@click.option("--market", "reference", required=True, help="Référence du marché.")
@click.option("--as-of", "as_of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Arrêté au.")
@click.option("--as", "email", required=True, help="Adresse du compte au nom duquel le rapport est produit.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("."), help="Dossier du fichier.")
@with_appcontext
def report(kind: str, reference: str, as_of: datetime, email: str, out: Path) -> None:
    """Produit un rapport dans un fichier xlsx."""
    membership = queries.membership_for(email)
    actor = gate.actor_of(membership, clock.today()) if membership else None
    if actor is None:
        raise click.ClickException("Ce compte n'existe pas ou n'est plus actif.")
    try:
        path = jobs.write_report(actor, reference, as_of.date(), out)
    except (gate.OutOfReach, gate.Forbidden):
        raise click.ClickException(
            "Ce compte ne peut pas produire ce rapport, ou ce marché n'existe pas."
        ) from None
    click.echo(str(path))
