"""How does the web server go on answering while a browser keeps a connection open and says nothing?

Browsers open connections in advance, before they know what to ask. A worker that reads one at a time would wait for
it until it is killed, and so would everybody behind. Here a silent connection is set aside and read when it speaks.
"""

import select
import socket
import time
from typing import Any

from gunicorn.util import close, close_on_exec
from gunicorn.workers.sync import SyncWorker

from clauses.jobs import heap

# The settings of gunicorn, which reads this file as its configuration. The portal is loaded once, then forked: a worker
# weighs what it changes alone, and the next one is there at once where one dies.
preload_app = True
worker_class = f"{__name__}.PatientWorker"
timeout, graceful_timeout = 30, 5

AT_ONCE = 0.01  # seconds in which an ordinary request follows its connection
SILENCE = 60.0  # seconds a connection may say nothing
STALL = 20.0  # seconds a request may stop in the middle; under the 30 after which a worker is killed
HELD = 400  # silent connections kept at most; the oldest goes first


def when_ready(server: Any) -> None:
    """gunicorn calls it before it forks the first worker: what is loaded by now is shared, and nobody walks it again."""
    heap.settle()


class PatientWorker(SyncWorker):
    """One request at a time, and only those that have begun."""

    wait_fds: list[Any]

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.silent: dict[socket.socket, tuple[socket.socket, Any, float]] = {}

    def accept(self, listener: socket.socket) -> None:
        client, address = listener.accept()
        client.settimeout(STALL)
        close_on_exec(client)
        if select.select([client], [], [], AT_ONCE)[0]:
            self.handle(listener, client, address)
            return
        self.silent[client] = (listener, address, time.monotonic())
        if len(self.silent) > HELD:
            self._let_go(next(iter(self.silent)))

    def wait(self, timeout: float) -> list[Any] | None:
        for client, (_, _, since) in list(self.silent.items()):
            if time.monotonic() - since > SILENCE:
                self._let_go(client)
        kept = list(self.wait_fds)
        self.wait_fds = [*kept, *self.silent]
        try:
            ready = super().wait(timeout)
        finally:
            self.wait_fds = kept
        for client in [one for one in ready or () if one in self.silent]:
            listener, address, _ = self.silent.pop(client)
            self.notify()
            self.handle(listener, client, address)
        return None if ready is None else [one for one in ready if one in kept]

    def _let_go(self, client: socket.socket) -> None:
        self.silent.pop(client)
        close(client)
