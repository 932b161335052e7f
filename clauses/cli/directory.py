"""How does a list of structures enter the directory from the shell, and how does the directory leave?"""

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from clauses.actions import partners as actions
from clauses.config import clock
from clauses.domain.errors import DomainError
from clauses.queries import directory_export, directory_lists
from clauses.reports import directory as report
from clauses.wording import directory as words
from clauses.wording import formats, sentences
from clauses.wording.labels import label

_SHOWN = 200  # names of each kind on the screen of a terminal; the counts say the rest


@click.command("import-siae")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--confirmer", "confirmed", is_flag=True, help="Écrit les structures ; sans elle, rien n'est écrit."
)
@click.option(
    "--date", "listed", type=click.DateTime(["%Y-%m-%d"]), help="Jour d'une liste qui ne date pas ses lignes."
)
@with_appcontext
def import_siae(file: Path, confirmed: bool, listed: datetime | None) -> None:
    """Lit une liste de structures, montre ce qui serait créé, changé, laissé et refusé."""
    content, listed_on = file.read_bytes(), listed.date() if listed else None
    try:
        check = directory_lists.check(content, today=clock.today(), listed_on=listed_on)
        _tell(check)
        if not confirmed:
            click.echo("Rien n'a été écrit. Ajoutez --confirmer pour importer cette liste.")
            return
        done = actions.import_list(None, file.name, content, listed_on=listed_on, now=clock.now())
    except DomainError as refused:
        raise click.ClickException(sentences.refusal(refused.code, **refused.facts)) from None
    if not done.created and not done.changed:
        click.echo("Rien n'a changé : l'annuaire disait déjà tout ce que dit cette liste.")
        return
    click.echo(f"{done.created} structures créées, {done.changed} changées.")


@click.command("export-siae")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Fichier à écrire."
)
@with_appcontext
def export_siae(out: Path) -> None:
    """Écrit l'annuaire (CSV, sans donnée personnelle), dans la forme qu'import-siae relit."""
    found = list(directory_export.structures())
    out.write_text("\ufeff" + report.csv_text(found), encoding="utf-8", newline="")
    click.echo(f"{len(found)} structures écrites.")


def _tell(check: directory_lists.Check) -> None:
    """Every row read is in one of these lines."""
    day: date = check.listed_on
    click.echo(f"{label(check.shape)}, {formats.day_short(day)} : {check.read} lignes lues.")
    click.echo(f"  {len(check.created)} à créer")
    _names([f"{one.entry.siret} {one.entry.kind} {one.entry.name}" for one in check.created], shown=5)
    click.echo(f"  {len(check.changed)} à changer")
    _names([f"{one.name} : {words.named(one.values, one.trades)}" for one in check.changed])
    click.echo(f"  {check.unchanged} déjà à jour")
    click.echo(f"  {check.kept} laissées ({len(check.published)} publiées par la structure, {check.older} connues par "
               f"une liste plus récente, {len(check.closed)} fermées)")  # fmt: skip
    click.echo(f"  {check.refused} refusées")
    _names([words.refused(one) for one in check.refusals])
    if check.warned:
        click.echo(f"{len(check.warned)} points à vérifier dans les lignes prises :")
        _names([words.warned(entry, one) for entry, one in check.warned])


def _names(said: list[str], shown: int = _SHOWN) -> None:
    for one in said[:shown]:
        click.echo(f"    {one}")
    if len(said) > shown:
        click.echo(f"    … et {len(said) - shown} autres")
