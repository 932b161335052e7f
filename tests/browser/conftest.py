"""What do the tests in a browser stand on? The portal served on a loopback port, and one headless Chromium.

The browser is started once; where the machine has none, these tests are skipped with one line. They run on SQLite
alone: what differs between the two databases is held by the tests over HTTP.
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests import servers
from tests.browser.staged import SCENES
from tests.browser.window import Window
from tests.conftest import Store
from tests.portal import Portal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # the browser keeps its connections, as behind a real server

    def log(self, type: str, message: str, *args: Any) -> None: ...


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the portal, served by threads of this process: the clock of the test is its clock."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    server.daemon_threads = True  # type: ignore[attr-defined]
    server.block_on_close = False  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The one browser of this run."""
    with ExitStack() as stack:
        try:
            driver = stack.enter_context(servers.chromium())
        except servers.Missing as missing:
            servers.skip(str(missing))
        yield driver


@pytest.fixture
def window(chromium: Any, portal: Portal, store: Store) -> Iterator[Window]:
    """A window on the `portal` of this test (ask for the store « sqlite »)."""
    with served(store.app) as address:
        window = Window(chromium, address, portal)
        yield window
        window.close()


@pytest.fixture
def looking(chromium: Any, portal: Portal, store: Store, request: pytest.FixtureRequest) -> Iterator[Window]:
    """A window on a staged portal: `request.param` is « empty » or « filled » (ask for the store « sqlite »)."""
    known = SCENES[request.param](portal)
    with served(store.app) as address:
        window = Window(chromium, address, portal, known)
        yield window
        window.close()
