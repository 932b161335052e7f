"""Do the figures hold together, and is the audit chain whole? One line per breach, exit 1 on any."""

from functools import partial
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from clauses.actions import sums
from clauses.config import clock
from clauses.queries import audit
from clauses.queries import invariants as found
from clauses.queries.invariants_forms import read_journal
from clauses.reports import exported_totals
from clauses.stores import Away
from clauses.wording import audit as words
from clauses.wording import invariants as sentences
from clauses.wording.sentences import refusal


@click.command("invariants")
@click.option(
    "--journal",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Journal d'un client : une ligne « sent CLÉ » par envoi, « kept CLÉ » par réponse reçue.",
)
@with_appcontext
def invariants(journal: Path | None) -> None:
    """Vérifie chaque invariant : heures, formulaires, fichiers, exports. Une phrase par écart, code 1 s'il y en a."""
    client = None
    if journal is not None:
        with journal.open(encoding="utf-8") as lines:
            client = read_journal(lines)
    asked = found.questions(client, current_app.config["SETTINGS"].files, clock.real())
    asked.append(("I14", partial(exported_totals.same_as_ledger, clock.today())))
    try:
        breaches = found.told(asked)
    except Away as error:
        raise click.ClickException(refusal(error.code)) from error
    for breach in breaches:
        click.echo(breach)
    if client is None:
        click.echo(sentences.UNASKED.format(code="I5"), err=True)
    if breaches:
        raise SystemExit(1)
    click.echo(sentences.WHOLE.format(count=len({code for code, _ in asked})))


@click.command("rebuild-sums")
@with_appcontext
def rebuild() -> None:
    """Refait depuis le registre les sommes que la base garde par lot, mois et personne. Sans danger, à toute heure."""
    click.echo(sentences.REBUILT.format(count=sums.rebuild_sums()))


audit_group = AppGroup("audit", help="Journal d'audit.")


@audit_group.command("verify")
def verify() -> None:
    """Recalcule la chaîne, la compare aux empreintes publiées et nomme la première ligne rompue."""
    result = audit.verify()
    if result.broken is not None:
        click.echo(f"Chaîne rompue à la ligne {result.broken} : {words.BROKEN[result.why]}")
        raise SystemExit(1)
    click.echo(f"{result.lines} lignes, chaîne entière. Tête : {result.head}")
