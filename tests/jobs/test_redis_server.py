"""Is the portal's own Redis really private?"""

import os
import stat
import time
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, ResponseError
from redis.retry import Retry

from clauses.jobs import redis_server
from tests.servers import RedisUnderTest

pytestmark = pytest.mark.redis


def test_it_asks_for_its_password(redis: RedisUnderTest) -> None:
    patience = Retry(NoBackoff(), 0)
    with (
        Redis(unix_socket_path=str(redis.settings.socket), retry=patience) as stranger,
        pytest.raises(AuthenticationError),
    ):
        stranger.ping()
    with Redis.from_url(redis.url) as owner:
        assert owner.ping()


def test_its_socket_and_settings_open_for_their_owner_alone(redis: RedisUnderTest) -> None:
    folder = redis.settings.socket.parent
    assert stat.S_IMODE(redis.settings.socket.stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "redis.conf").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_listens_on_no_port(redis: RedisUnderTest) -> None:
    with Redis.from_url(redis.url) as owner:
        assert owner.info("server")["tcp_port"] == 0


@pytest.mark.parametrize(
    "command", ["CONFIG GET dir", "FLUSHALL", "DEBUG SLEEP 0", "SHUTDOWN NOSAVE", "KEYS *"]
)
def test_commands_that_could_harm_are_closed(redis: RedisUnderTest, command: str) -> None:
    with Redis.from_url(redis.url) as owner, pytest.raises(ResponseError, match="unknown command"):
        owner.execute_command(*command.split())


def test_what_it_holds_survives_being_killed(redis: RedisUnderTest) -> None:
    with Redis.from_url(redis.url) as owner:
        owner.set("kept", "yes")
    time.sleep(1.1)  # the append-only file reaches the disk every second
    redis.kill()
    redis.start()
    with Redis.from_url(redis.url) as owner:
        assert owner.get("kept") == b"yes"


def test_a_long_folder_name_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    redis = redis_server.prepare(folder, program="/bin/true")
    assert redis is not None
    assert len(os.fsencode(redis.socket)) <= redis_server.SOCKET_MAX
    assert stat.S_IMODE(redis.socket.parent.stat().st_mode) == 0o700
    redis_server.clear(redis, folder)
    assert not redis.socket.parent.exists()


def test_a_machine_without_redis_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(redis_server, "WHEELS", ())
    assert redis_server.prepare(tmp_path / "redis") is None
