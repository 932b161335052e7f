"""Do the migrations lead to the models and back, on both databases, without leaning on today's code?"""

import ast
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

import clauses.models  # noqa: F401
from clauses.cli.database import alembic_config
from clauses.config import ROOT
from clauses.extensions import Base
from tests import servers
from tests.conftest import WORKER
from tests.house.source import of_each

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request, tmp_path, monkeypatch):
    """The address of an empty database, which the commands of the portal then use."""
    if request.param == "sqlite":
        url, drop = f"sqlite:///{tmp_path / 'empty.sqlite'}", None
    else:
        address = request.getfixturevalue("postgres")
        name = f"migrations_{WORKER}_{tmp_path.name}".lower().replace("-", "_")[:50]
        servers.create_database(address, name)
        url, drop = servers.url_of(address, name), (address, name)
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    if drop:
        servers.drop_database(*drop)


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_there_is_one_head_and_one_line():
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1, (
        "two revisions follow the same one: give the second its down_revision"
    )
    assert all(len(r.nextrev) <= 1 for r in script.walk_revisions())


def test_up_down_and_up_again_ends_at_the_models(empty_database):
    config = alembic_config()
    command.upgrade(config, "head")
    assert tables(empty_database) == set(Base.metadata.tables) | {"alembic_version"}
    command.downgrade(config, "base")
    assert tables(empty_database) <= {"alembic_version"}, "a downgrade leaves tables behind"
    command.upgrade(config, "head")
    engine = create_engine(empty_database)
    try:
        with engine.connect() as connection:
            gap = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    finally:
        engine.dispose()
    assert not gap, f"write a revision (flask db revision « … ») for: {gap}"


def test_each_step_can_be_taken_back(empty_database, monkeypatch):
    config = alembic_config()
    steps = ScriptDirectory(str(ROOT / "migrations"))
    # Each command would read all the revisions again.
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda config: steps)
    for revision in [r.revision for r in steps.walk_revisions()][::-1]:
        command.upgrade(config, revision)
        command.downgrade(config, "-1")
        command.upgrade(config, revision)


@of_each(VERSIONS)
def test_a_migration_does_not_depend_on_todays_code(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert not name.startswith("clauses"), (
                f"{path.name}:{node.lineno}: write what {name} says as plain SQL"
            )
