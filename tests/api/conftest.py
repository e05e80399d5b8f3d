"""Programs that speak to the API: a token of a site, JSON in and out."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from world import PASSWORD, Site


class Program(Site):
    """A client of the API on one host; `token` goes into each demand."""

    def __init__(self, host: str, token: str = "") -> None:
        super().__init__(host)
        self.token = token

    def ask(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str
    ) -> Any:
        if self.token:
            headers = {"authorization": f"Token {self.token}", **headers}
        sent = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        kind = headers.pop("content_type", "application/json")
        return self._kept(
            lambda: self.client.generic(
                method, f"/api/v1/{path}", sent, content_type=kind,
                headers={name.replace("_", "-"): value for name, value in headers.items()},
            )
        )  # fmt: skip

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("PUT", path, body, **headers)

    def sign_in(self, email: str) -> "Program":
        answer = self.post("auth/token/", {"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["token"]
        return self


@pytest.fixture(autouse=True)
def _no_tries_counted_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(world):
    """The cast today: the API reads the clock at its door."""
    world.now = timezone.now()
    world.today = timezone.localdate(world.now)
    return world


@pytest.fixture
def program(world):
    """program("grenoble", "lea@grenoble.example"): signed in with a token of that site."""

    def make(host: str, email: str = "") -> Program:
        one = Program(host)
        return one.sign_in(email) if email else one

    return make


@pytest.fixture
def lea(program):
    return program("grenoble", "lea@grenoble.example")


@pytest.fixture
def desk(program):
    return program("grenoble", "desk@grenoble.example")


@pytest.fixture
def manager(program):
    return program("grenoble", "manager@grenoble.example")


@pytest.fixture
def at_once():
    """at_once(8, path, body, …): as many programs of Léa post the same thing at the same moment."""

    def run(many: int, path: str, body: Any, **headers: str) -> list[Any]:
        lea, gate = Program("grenoble").sign_in("lea@grenoble.example"), Barrier(many)

        def one(_: int) -> Any:
            try:
                gate.wait()
                return Program("grenoble", lea.token).post(path, body, **headers)
            finally:
                connection.close()

        with ThreadPoolExecutor(many) as pool:
            return list(pool.map(one, range(many)))

    return run
