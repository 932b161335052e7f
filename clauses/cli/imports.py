"""How does a DECP file come in from the shell? Checked first, written only with --confirmer."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from clauses.actions import decp as actions
from clauses.config import clock
from clauses.domain.errors import DomainError
from clauses.queries import decp as queries
from clauses.wording import decp as words
from clauses.wording import sentences


@click.command("import-decp")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--confirmer", "confirmed", is_flag=True, help="Écrit les marchés ; sans elle, rien n'est écrit."
)
@with_appcontext
def import_decp(file: Path, confirmed: bool) -> None:
    """Lit un fichier DECP (JSON ou tableau), montre ce qui serait créé et refusé."""
    try:
        check = queries.check(file.read_bytes(), file.name, today=clock.today())
    except DomainError as refused:
        raise click.ClickException(sentences.refusal(refused.code, **refused.facts)) from None
    click.echo(f"{check.read} lignes lues : {len(check.to_create)} à créer, {len(check.known)} déjà connues, "
               f"{len(check.refusals)} motifs de refus.")  # fmt: skip
    for refusal in check.refusals:
        click.echo("  " + words.sentence(refusal))
    if not confirmed:
        click.echo("Rien n'a été écrit. Ajoutez --confirmer pour créer ces marchés.")
        return
    created = actions.import_contracts(None, check.to_create, now=clock.now())
    click.echo(f"{created} marchés créés.")
