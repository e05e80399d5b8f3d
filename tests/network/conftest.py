"""Short ways for the tests of people and rights."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_memory_of_tries() -> Iterator[None]:
    """Neither the counted tries nor the codes already used pass from a test to the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def knock(site: Any) -> Any:
    """Try to sign in by the page: knock("grenoble", "lea@grenoble.example")."""
    from world import PASSWORD

    def _knock(host: str, email: str, password: str = PASSWORD) -> tuple[Any, Any]:
        here = site(host)
        return here, here.post("/compte/connexion/", {"login": email, "password": password})

    return _knock


@pytest.fixture
def jobs(world: Any) -> Any:
    """The jobs asked for, as the worker sees them: [(task, arguments)]."""
    from django.db import connection

    from kit.antennes import WORKER, at

    def _jobs() -> list[tuple[str, dict[str, Any]]]:
        with at(WORKER), connection.cursor() as cursor:
            cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
            return [(name, json.loads(arguments)) for name, arguments in cursor.fetchall()]

    return _jobs
