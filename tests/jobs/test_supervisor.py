"""Does the portal open only where it can, and say in plain French why it does not?"""

import socket
import sys
from pathlib import Path

import pytest

from clauses.jobs import supervisor
from clauses.jobs.children import Child


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
