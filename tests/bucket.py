"""A real S3-compatible server for the tests, and a relay before it that fails as networks and machines do."""

import contextlib
import os
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from clauses.config import Bucket
from tests.servers import Missing

KEY_ID, SECRET = "portal", "a-secret-of-the-tests"
NAME = "documents"


@contextlib.contextmanager
def server(folder: Path) -> Iterator[int]:
    """The port of rclone's S3 server, whose one bucket is in this folder."""
    program = Path(sys.executable).parent / "rclone"
    found = str(program) if program.exists() else shutil.which("rclone")
    if found is None:
        raise Missing("no rclone to serve a bucket")
    (folder / NAME).mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [found, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY_ID},{SECRET}", str(folder)],
        env={"PATH": os.environ["PATH"], "RCLONE_CONFIG": os.devnull, "HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise Missing(f"rclone ended at once ({process.returncode})")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise Missing("rclone does not open its port")


def place(port: int, *, name: str = NAME, prefix: str = "oise", secret: str = SECRET) -> Bucket:
    return Bucket(name, prefix, f"http://127.0.0.1:{port}", "us-east-1", KEY_ID, secret)


class Weather(Enum):
    CLEAR = "what is said passes"
    CUT = "the line breaks in the middle of what is sent"
    STUCK = "what is sent stops in the middle, and the line stays"
    UNANSWERED = "what is sent arrives, the answer does not come back"


class Relay(socketserver.ThreadingTCPServer):
    """Between the portal and the store. `struck` is set once the weather has done its work on a connection."""

    daemon_threads = True
    FIRST = 20_000  # bytes that pass before the middle: the head of a request and a little of a document

    def __init__(self, to: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.to, self.weather, self.struck = to, Weather.CLEAR, threading.Event()
        self.port = self.server_address[1]

    def change(self, weather: Weather) -> None:
        self.struck.clear()
        self.weather = weather


class _Passing(socketserver.BaseRequestHandler):
    server: Relay

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.to)) as beyond:
            back = threading.Thread(target=self._back, args=[beyond], daemon=True)
            back.start()
            passed = 0
            with contextlib.suppress(OSError):
                while some := self.request.recv(4_096):
                    passed += len(some)
                    weather = self.server.weather
                    if weather in (Weather.CUT, Weather.STUCK) and passed > Relay.FIRST:
                        self.server.struck.set()
                        if weather is Weather.CUT:
                            break
                        continue
                    beyond.sendall(some)
            with contextlib.suppress(OSError):
                beyond.shutdown(socket.SHUT_RDWR)

    def _back(self, beyond: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while some := beyond.recv(4_096):
                if self.server.weather is Weather.UNANSWERED:
                    self.server.struck.set()
                    continue
                self.request.sendall(some)
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_RDWR)
