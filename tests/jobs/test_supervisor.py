"""Does the portal open only where it can, and say in plain French why it does not?"""

import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from clauses.jobs import supervisor
from clauses.jobs.children import Child
from clauses.jobs.prepared import seal
from tests.conftest import settings_for


def test_a_busy_port_is_named_with_a_free_one() -> None:
    with socket.socket() as other:
        other.bind((supervisor.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            supervisor.CannotStart, match=rf"Le port {port} est déjà occupé .* make run PORT=\d+"
        ):
            supervisor.refuse_busy(port)
    supervisor.refuse_busy(port)


@pytest.mark.parametrize("text", ["", "0", "65536", "huit", "-1", "80 80"])
def test_a_wrong_port_is_refused(text: str) -> None:
    if not text:
        assert supervisor.read_port({"PORT": text}) == 8000
        return
    with pytest.raises(supervisor.CannotStart):
        supervisor.read_port({"PORT": text})


def test_a_second_portal_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    second = supervisor.only_one(tmp_path)
    with supervisor.only_one(tmp_path), pytest.raises(supervisor.CannotStart, match="déjà lancé"):
        second.__enter__()
    with supervisor.only_one(tmp_path):
        pass


def test_there_is_a_worker_only_where_there_is_a_redis(tmp_path: Path) -> None:
    def names(env: dict[str, str]) -> list[str]:
        return [child.name for child in supervisor.plan(8000, tmp_path, env)]

    assert names({}) == ["web", "scheduler"]
    assert names({"REDIS_URL": "unix:///somewhere"}) == ["web", "scheduler", "worker"]


def test_a_web_server_that_dies_at_once_shows_its_last_words(tmp_path: Path) -> None:
    web = Child("web", [sys.executable, "-c", "raise SystemExit('no such table: user')"], tmp_path)
    web.start()
    with socket.socket() as free:
        free.bind((supervisor.HOST, 0))
        port = free.getsockname()[1]
    with pytest.raises(supervisor.CannotStart, match="no such table: user"):
        supervisor.wait_first_page(port, [web])
    web.kill()


def test_the_migrations_are_asked_again_as_soon_as_the_code_or_the_database_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening what is prepared loads the portal once rather than twice; nothing may open on an older revision for it."""
    code, base = tmp_path / "code", tmp_path / "clauses.sqlite"
    (code / "migrations").mkdir(parents=True)
    (code / "clauses").mkdir()
    (code / "clauses" / "app.py").write_text("one = 1\n")
    settings = settings_for(f"sqlite:///{base}", tmp_path)

    def at(revision: str) -> None:
        with closing(sqlite3.connect(base)) as written:
            written.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT)")
            written.execute("DELETE FROM alembic_version")
            written.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
            written.commit()

    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(supervisor, "_step", lambda command, env: (asked.append(command), at("0002")))
    monkeypatch.setattr(supervisor.prepared, "seal", lambda told: seal(told, code))

    def opened() -> list[tuple[str, ...]]:
        asked.clear()
        supervisor.prepare_database(settings, {})
        return [command for command in asked if command != ("demo",)]

    upgrade = [("db", "upgrade")]
    assert seal(settings, code) is None, "no database yet"
    assert opened() == upgrade
    assert opened() == []
    at("0001")  # a copy of before is put back
    assert opened() == upgrade
    assert opened() == []
    (code / "migrations" / "0003.py").write_text("")
    assert opened() == upgrade
    (code / "clauses" / "app.py").write_text("one = 10\n")
    assert opened() == upgrade
    assert opened() == []
    base.unlink()
    assert opened() == upgrade
    elsewhere = settings_for("postgresql://somewhere/clauses", tmp_path)
    assert seal(elsewhere, code) is None, "what another machine may have moved is asked each time"
