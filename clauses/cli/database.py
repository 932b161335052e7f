"""How is the database brought to the revision this code expects, and back?"""

import click
from alembic import command
from alembic.config import Config
from flask.cli import AppGroup

from clauses.actions.partners import complete_profiles
from clauses.config import ROOT

db_group = AppGroup("db", help="Migrations de la base de données.")


def alembic_config() -> Config:
    config = Config(str(ROOT / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config


@db_group.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Amène la base à la révision voulue (la dernière par défaut)."""
    command.upgrade(alembic_config(), revision)
    if revision in ("head", "heads"):  # the code of today knows the last revision only
        complete_profiles()


@db_group.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Ramène la base à une révision antérieure."""
    command.downgrade(alembic_config(), revision)


@db_group.command("revision")
@click.argument("message")
def revision(message: str) -> None:
    """Prépare une révision à relire, à partir de l'écart entre les modèles et la base."""
    command.revision(alembic_config(), message, autogenerate=True)
