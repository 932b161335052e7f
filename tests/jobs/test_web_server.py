"""Does the web server go on answering while connections say nothing, and read them when they speak?"""

import gc
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from clauses.jobs import heap

LOADED_BY = os.getpid()


def served(environ: object, start: Callable[..., object]) -> list[bytes]:
    """What the server of these tests serves: who loaded it, what its collector walks, and when."""
    start("200 OK", [])
    return [f"{LOADED_BY} {os.getpid()} {gc.get_freeze_count()} {gc.get_threshold()}".encode()]


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "--config", "python:clauses.jobs.web_server", "--workers", "1",
            "--bind", f"127.0.0.1:{number}", "--no-control-socket", "--log-level", "error", f"{__name__}:served",
        ]
    )  # fmt: skip
    try:
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", number), 1).close()
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)
        yield number
    finally:
        server.terminate()
        server.wait(20)


def _asks(port: int) -> int:
    return _answer(port)[0]


def _answer(port: int) -> tuple[int, str]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/")
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    finally:
        link.close()


def test_a_silent_connection_holds_nobody_up_and_is_read_when_it_speaks(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(5)]
    try:
        assert [_asks(port) for _ in range(3)] == [200, 200, 200]
        silent[2].sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert silent[2].recv(12) == b"HTTP/1.1 200"
        silent[0].close()
        assert _asks(port) == 200
    finally:
        for one in silent:
            one.close()


def test_what_is_loaded_once_is_shared_and_not_walked_again_while_somebody_waits(port: int) -> None:
    loaded_by, served_by, kept, thresholds = _answer(port)[1].split(" ", 3)
    assert loaded_by != served_by, "the application, loaded before the workers are forked"
    assert int(kept) > 10_000, "the application, set aside before the first request"
    assert thresholds == str((heap.YOUNG, heap.MIDDLE, heap.OLD))
