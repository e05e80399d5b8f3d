"""A real server, and where to find a real browser."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from world import PASSWORD

PHONE = {"width": 390, "height": 844}


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


@pytest.fixture
def page(chromium: str, committed: Any) -> Iterator[Page]:
    """A phone in a real browser. At the end nothing may have gone wrong in its console.

    While it is open Django's connection rests: scenes are set before, and looked at after `close`.
    """
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        # Colours do not fade while axe looks at them, and a busy machine has its time.
        page = browser.new_page(viewport=PHONE, has_touch=True, locale="fr-FR", reduced_motion="reduce")
        expect.set_options(timeout=20_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        yield page
        browser.close()
    assert wrong == []


@pytest.fixture
def meanwhile(committed: Any) -> Callable[[Callable[[], Any]], Any]:
    """Look at the database while a browser is open: its event loop keeps Django out of this thread."""
    from django.db import connection

    def look(act: Callable[[], Any]) -> Any:
        def aside() -> Any:
            try:
                return act()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(aside).result()

    return look


@pytest.fixture
def sign_in(page: Page) -> Callable[[str, str], None]:
    """Sign in by the login page, as a person does: sign_in(address, e-mail)."""

    def by_hand(home: str, email: str) -> None:
        page.goto(home)
        page.get_by_label("Adresse e-mail").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()

    return by_hand
