"""How do the messages that come back reach the portal? The mail server hands each one over, or leaves them in files."""

import sys
from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext

from clauses.config import clock
from clauses.jobs import bounces as back


@click.command("bounces")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def bounces(files: tuple[Path, ...]) -> None:
    """Lit les messages revenus : FICHIERS, ou l'entrée standard ; l'adresse refusée est marquée."""
    raws = [path.read_bytes() for path in files]
    if not files:
        raws = [sys.stdin.buffer.read(back.MOST_BYTES + 1)]
    found: Counter[back.Taken] = Counter(back.take(raw, clock.now()) for raw in raws)
    click.echo(
        f"{len(raws)} message(s) lu(s) : {found[back.Taken.MARKED]} adresse(s) marquée(s), "
        f"{found[back.Taken.FAILED]} message(s) non remis, {found[back.Taken.KNOWN]} déjà connu(s), "
        f"{found[back.Taken.LEFT]} sans suite"
    )
