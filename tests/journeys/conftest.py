"""A real server, and where to find a real browser."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def address(committed: Any) -> Iterator[Callable[[str], str]]:
    """The address of a host: address("grenoble")."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from hub.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None: ...

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield lambda host: f"http://{host}.localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.fixture
def chromium() -> str:
    """Its path; `make test` installs one where there is none."""
    found = os.environ.get("MAILLON_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "no Chromium: run `make test`, or give its path in MAILLON_CHROMIUM"
    return found
