"""How does the first administrator of a new portal come in? By an invitation printed once, here."""

import click
from flask import current_app
from flask.cli import with_appcontext

from clauses.actions.people import members
from clauses.config import clock
from clauses.domain.accounts import LINK_PATHS
from clauses.domain.errors import Refused
from clauses.domain.kinds_accounts import LinkPurpose
from clauses.web.contacts import is_email
from clauses.wording import parsing, sentences


@click.command("invite-admin")
@click.argument("email")
@click.option("--siret", required=True, help="SIRET de l'organisation qui exploite le portail.")
@click.option("--name", required=True, help="Son nom, s'il faut la créer.")
@click.option("--commune", required=True, help="Code INSEE de sa commune, par exemple 60057.")
@with_appcontext
def invite_admin(email: str, siret: str, name: str, commune: str) -> None:
    """Invite une personne comme administratrice et affiche, une seule fois, son lien valable 24 heures."""
    if not is_email(email):
        raise click.ClickException(sentences.refusal("email"))
    try:
        number = parsing.siret(siret)
        token = members.invite_first(
            email, siret=number, name=name, commune_code=commune, now=clock.now(), at=clock.real()
        )
    except parsing.NotUnderstood as problem:
        raise click.ClickException(sentences.refusal(problem.code, **problem.facts)) from None
    except Refused as refusal:
        raise click.ClickException(sentences.refusal(refusal.code, **refusal.facts)) from None
    path = LINK_PATHS[LinkPurpose.INVITATION].format(token=token)
    click.echo(f"{current_app.config['SETTINGS'].base_url}{path}")
