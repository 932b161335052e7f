"""How does one command open the whole portal, keep it open, and close it without leaving anything behind?

Redis, the web server, the worker and the scheduler are started as children, started again when they die, and stopped
in order. On Linux they also die with this process when it is killed outright.
"""

import contextlib
import fcntl
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from clauses.config import ROOT, Misconfigured, Settings, read_settings
from clauses.jobs import prepared, redis_server
from clauses.jobs.children import Child, die_with_parent, stop
from clauses.wording import startup as say

HOST = "127.0.0.1"
WEB_WORKERS = 2
OPENING = 60.0  # seconds given to the first page
STEP = 600.0  # seconds given to migrations, or to the demonstration


class CannotStart(RuntimeError):
    """The portal does not open; the message is for the person at the terminal."""


class Stopped(Exception):
    """Somebody asked for the end."""


def main() -> int:
    _listen_to_signals()
    children: list[Child] = []
    redis: redis_server.PrivateRedis | None = None
    try:
        settings, port = read_settings(), read_port(os.environ)
        settings.instance.mkdir(parents=True, exist_ok=True)
        with only_one(settings.instance):
            try:
                refuse_busy(port)
                logs = settings.instance / "logs"
                logs.mkdir(exist_ok=True)
                env = dict(os.environ, PORT=str(port), PYTHONUNBUFFERED="1")
                redis = start_redis(settings, logs, env, children)
                prepare_database(settings, env)
                children += plan(port, logs, env)
                for child in sorted(children, key=lambda child: child.name != "web"):
                    if child.process is None:
                        child.start()
                    if child.name == "web":  # the others would take its processor from the first page
                        wait_first_page(port, children)
                announce(settings, port, logs, env)
                watch(children)
            except Stopped:
                pass
            finally:
                _close(children, redis, settings)
        print(say.STOPPED.format(instance=settings.instance), flush=True)
        return 0
    except Stopped:
        return 0
    except (CannotStart, Misconfigured) as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1


def read_port(env: Mapping[str, str]) -> int:
    text = env.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(say.PORT_WRONG)
    return int(text)


def refuse_busy(port: int) -> None:
    """Says in one sentence that the port is taken, and which one is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CannotStart(say.PORT_WRONG) from None
        except OSError:
            with socket.socket() as other:
                other.bind((HOST, 0))
                free = other.getsockname()[1]
            raise CannotStart(say.PORT_BUSY.format(port=port, other=free)) from None


@contextlib.contextmanager
def only_one(instance: Path) -> Iterator[None]:
    """Two portals on the same folder would share a database and a Redis file: the second is refused."""
    with (instance / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(say.ALREADY_RUNNING.format(instance=instance)) from None
        yield


def start_redis(
    settings: Settings, logs: Path, env: dict[str, str], children: list[Child]
) -> redis_server.PrivateRedis | None:
    """Gives the other processes a REDIS_URL, unless they have one or this machine has no Redis."""
    if settings.redis_url:
        return None
    redis = redis_server.prepare(settings.instance / "redis")
    if redis is not None:
        child = Child("redis", redis.command, logs)
        child.start()
        children.append(child)
        if redis.wait():
            env["REDIS_URL"] = redis.url
            return redis
        children.remove(child)
        child.kill()
        redis_server.clear(redis, settings.instance / "redis")
    print(say.NO_REDIS, flush=True)
    return None


def prepare_database(settings: Settings, env: Mapping[str, str]) -> None:
    """Migrations unless nothing moved since they last passed; the demonstration once, into a database that this folder
    has not filled yet."""
    print(say.PREPARING, flush=True)
    filled = settings.instance / "demonstration"
    mark = hashlib.sha256(settings.database_url.encode()).hexdigest()
    file = Path(settings.database_url.removeprefix("sqlite:///")) if settings.embedded else None
    known = filled.exists() and filled.read_text() == mark and (file is None or file.exists())
    passed, now = settings.instance / "prepared", prepared.seal(settings)
    if now is None or not passed.exists() or passed.read_text() != now:
        passed.unlink(missing_ok=True)
        _step(("db", "upgrade"), env)
        passed.write_text(prepared.seal(settings) or "")
    if settings.demonstration and not known:
        print(say.LOADING, flush=True)
        _step(("demo",), env)
        filled.write_text(mark)


def plan(port: int, logs: Path, env: Mapping[str, str]) -> list[Child]:
    """The processes of the portal, without Redis; without Redis there is no worker, the scheduler works itself."""
    gunicorn = [
        *_python("gunicorn"), "--config", "python:clauses.jobs.web_server", "--workers", str(WEB_WORKERS),
        "--bind", f"{HOST}:{port}", "--no-control-socket", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    children = [
        Child("web", gunicorn, logs, env, ROOT),
        Child("scheduler", _flask("scheduler"), logs, env, ROOT),
    ]
    if env.get("REDIS_URL"):
        children.append(Child("worker", _flask("worker"), logs, env, ROOT))
    return children


def wait_first_page(port: int, children: Sequence[Child]) -> None:
    end = time.monotonic() + OPENING
    web = next(child for child in children if child.name == "web")
    while not page_answers(port):
        if time.monotonic() > end or not web.alive:
            raise CannotStart(say.NOT_ANSWERING.format(log=web.log, detail=web.tail()))
        time.sleep(0.05)


def page_answers(port: int) -> bool:
    link = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        link.request("GET", "/")
        return link.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def announce(settings: Settings, port: int, logs: Path, env: Mapping[str, str]) -> None:
    print(say.READY.format(address=f"http://{HOST}:{port}"), flush=True)
    if settings.demonstration:
        accounts = _run(("accounts",), env)
        if accounts.returncode == 0 and accounts.stdout.strip():
            print(say.ACCOUNTS, accounts.stdout.rstrip(), sep="\n", flush=True)
    print(say.STOP_HINT.format(logs=logs), flush=True)


def watch(children: Sequence[Child]) -> None:
    """Until told to stop: whatever dies is started again."""
    while True:
        now = time.monotonic()
        for child in children:
            if child.watch(now):
                print(say.RESTARTED.format(name=child.name, log=child.log), file=sys.stderr, flush=True)
        time.sleep(0.2)


def _close(children: list[Child], redis: redis_server.PrivateRedis | None, settings: Settings) -> None:
    """The doors first, Redis last: it still takes what the others say goodbye with."""
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.SIG_IGN)
    running = [child for child in children if child.process is not None]
    if running:
        print(say.STOPPING, flush=True)
    stop([child for child in running if child.name != "redis"])
    stop([child for child in running if child.name == "redis"])
    if redis is not None:
        redis_server.clear(redis, settings.instance / "redis")


def _step(command: Sequence[str], env: Mapping[str, str]) -> None:
    done = _run(command, env)
    if done.returncode:
        detail = "\n".join((done.stderr or done.stdout).splitlines()[-15:])
        raise CannotStart(say.STEP_FAILED.format(step=" ".join(command), detail=detail))


def _run(command: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A step of the opening; it ends with the supervisor, however that ends."""
    parent = os.getpid()
    return subprocess.run(
        _flask(*command),
        preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent),  # noqa: PLW1509 - no thread here
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=STEP,
        check=False,
    )


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _flask(*arguments: str) -> list[str]:
    return [*_python("flask"), "--app", "wsgi", *arguments]


def _listen_to_signals() -> None:
    def end(*_: object) -> None:
        raise Stopped

    signal.signal(signal.SIGINT, end)  # also where a shell that put us in the background had it ignored
    signal.signal(signal.SIGTERM, end)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asked not to be told
        signal.signal(signal.SIGHUP, end)
    if os.environ.get("MAKELEVEL"):
        die_with_parent(signal.SIGTERM, os.getppid())  # make killed outright must not leave the portal behind


if __name__ == "__main__":
    sys.exit(main())
