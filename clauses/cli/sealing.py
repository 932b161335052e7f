"""How is the secret of the data at rest changed? One command, run after the new one was put first in DATA_KEYS."""

import click
from flask import current_app
from flask.cli import with_appcontext

from clauses.actions import resealing
from clauses.queries.files.storage import Gone
from clauses.sealing import Unsealable
from clauses.stores import Away
from clauses.wording.sentences import refusal


@click.command("reseal")
@with_appcontext
def reseal() -> None:
    """Referme avec la clé du jour tout ce que le portail garde chiffré. Peut être interrompue et relancée."""
    done = 0
    try:
        for place in resealing.sealed_columns():
            while changed := resealing.reseal_rows(*place):
                done += changed
                click.echo(f"{place[0]}.{place[1]} : {changed}")
        for changed in resealing.reseal_files(current_app.config["SETTINGS"].files):
            done += changed
            click.echo(f"documents : {changed}")
    except Unsealable as error:
        raise click.ClickException(
            f"Une valeur est fermée par une clé inconnue ({error.key}). Remettez l'ancien secret à la suite du nouveau "
            "dans DATA_KEYS, puis relancez la commande."
        ) from error
    except Gone as error:
        raise click.ClickException(
            "Un document n'est plus celui qui a été déposé : restaurez-le depuis la sauvegarde."
        ) from error
    except Away as error:
        raise click.ClickException(refusal(error.code)) from error
    click.echo(f"{done} valeurs refermées, tout est fermé par la clé du jour.")
