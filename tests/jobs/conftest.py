"""What do the tests of the engine room share? One private Redis, empty for each test."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from clauses.jobs import engine
from tests import servers


@pytest.fixture(scope="session")
def _redis_process() -> Iterator[servers.RedisUnderTest]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(servers.redis_server())
        except servers.Missing as missing:
            servers.skip(f"Redis : {missing}")
        yield server


@pytest.fixture
def redis(_redis_process: servers.RedisUnderTest) -> Iterator[servers.RedisUnderTest]:
    """A real Redis without a key in it; the process's bell hangs there during the test."""
    client = engine.connection(_redis_process.url)
    keys = list(client.scan_iter("*"))
    if keys:
        client.delete(*keys)
    client.close()
    engine.configure(_redis_process.url)
    yield _redis_process
    _redis_process.wake()
    engine.configure(None)
