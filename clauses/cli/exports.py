"""How do the contracts of a buyer leave as essential data from the shell? The same file as the screen."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from clauses.queries import decp_export as queries
from clauses.reports import decp as report


@click.command("export-decp")
@click.option("--acheteur", "siret", help="SIRET de l'acheteur ; sans lui, tous les acheteurs.")
@click.option(
    "--annee", "year", type=click.IntRange(1990, 2100), help="Année de notification ; sans elle, toutes."
)
@click.option(
    "--format", "shape", type=click.Choice(["json", "csv"]), default="json", help="Forme du fichier."
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Fichier à écrire."
)
@with_appcontext
def export_decp(siret: str | None, year: int | None, shape: str, out: Path) -> None:
    """Écrit les données essentielles (DECP) des contrats attribués."""
    found = report.publication(queries.contracts(None, year=year, siret=siret))
    text = report.json_text(found.ready) if shape == "json" else "\ufeff" + report.csv_text(found.ready)
    out.write_text(text, encoding="utf-8", newline="")
    click.echo(f"{len(found.ready)} contrats écrits, {len(found.waiting)} à compléter.")
    for one in found.waiting:
        click.echo(f"  {one.contract.market.reference}, lot {one.contract.lot.number} : {one.reason}")
