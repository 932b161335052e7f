"""Do the figures hold together, and is the audit chain whole? One line per breach, exit 1 on any."""

import click
from flask.cli import AppGroup, with_appcontext

from clauses.queries import audit
from clauses.queries import invariants as found
from clauses.wording import audit as words


@click.command("invariants")
@with_appcontext
def invariants() -> None:
    """Vérifie chaque invariant du registre d'heures."""
    breaches = found.breaches()
    for breach in breaches:
        click.echo(breach)
    if breaches:
        raise SystemExit(1)
    click.echo(f"{len(found.INVARIANTS)} invariants vérifiés, aucun écart.")


audit_group = AppGroup("audit", help="Journal d'audit.")


@audit_group.command("verify")
def verify() -> None:
    """Recalcule la chaîne, la compare aux empreintes publiées et nomme la première ligne rompue."""
    result = audit.verify()
    if result.broken is not None:
        click.echo(f"Chaîne rompue à la ligne {result.broken} : {words.BROKEN[result.why]}")
        raise SystemExit(1)
    click.echo(f"{result.lines} lignes, chaîne entière. Tête : {result.head}")
