"""One real PostgreSQL for the whole run; two antennes made once, each test in a transaction.

The tests speak to the database through the application's login, as the product does. Building
the schemas needs the owner's credentials: that is done in a process of its own.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import django
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_DATABASE = f"maillon_test_{_WORKER}"

from infra.local.postgres import Cluster  # noqa: E402
from infra.local.problems import AlreadyOpen, LocalProblem  # noqa: E402


def _start_a_cluster() -> Cluster:
    """The first free one: several runs of the tests may share a checkout."""
    programs = os.environ.get("MAILLON_TEST_PG_BIN")
    kind = "system" if programs else "embedded"
    for number in range(1, 9):
        home = ROOT / ".maillon" / f"test-{kind}-{number}"
        cluster = Cluster(home, durable=False, bin_dir=Path(programs) if programs else None)
        try:
            cluster.start()
        except AlreadyOpen:
            continue
        except LocalProblem as problem:
            pytest.exit(str(problem), returncode=3)
        atexit.register(cluster.stop)
        return cluster
    pytest.exit("Huit essais tournent déjà dans ce dossier.", returncode=3)


def _set_the_stage() -> None:
    """Before Django reads its settings: the main process starts the database, each worker has its own."""
    if "MAILLON_TEST_URLS" not in os.environ:
        cluster = _start_a_cluster()
        os.environ["MAILLON_TEST_URLS"] = f"{cluster.app_url('DB')} {cluster.owner_url('DB')}"
    application, owner = os.environ["MAILLON_TEST_URLS"].split()
    os.environ |= {
        "DATABASE_URL": application.replace("/DB", f"/{_DATABASE}"),
        "DATABASE_OWNER_URL": owner.replace("/DB", f"/{_DATABASE}"),
        "DJANGO_SETTINGS_MODULE": "hub.settings",
        "MAILLON_DEMO": "1",
        "MAILLON_POOL": "0",
    }


_set_the_stage()
django.setup()


def pytest_configure(config: pytest.Config) -> None:
    """A worker must not read Django's settings before it has set its own stage."""
    if getattr(config.option, "numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> None:
    """A fresh database with the shared floor, Grenoble and Lyon, built with the owner's credentials."""
    import psycopg

    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner.replace(f"/{_DATABASE}", "/postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{_DATABASE}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{_DATABASE}" TEMPLATE template0')
        connection.execute(f'REVOKE ALL ON DATABASE "{_DATABASE}" FROM PUBLIC')
        login = urlsplit(os.environ["DATABASE_URL"]).username
        connection.execute(f'GRANT CONNECT ON DATABASE "{_DATABASE}" TO "{login}"')
    built = subprocess.run(
        [sys.executable, "-m", "world"],
        cwd=ROOT / "tests",
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"MAILLON_OWNER": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.fixture(autouse=True)
def _nowhere_between_tests() -> Iterator[None]:
    """No test inherits a place, a remembered host or a language from the one before."""
    yield
    from django.db import connection
    from django.utils import timezone, translation

    from tenants.network.middleware import SiteMiddleware

    connection.set_schema_to_public()
    SiteMiddleware.forget()
    timezone.deactivate()
    translation.deactivate()


@pytest.fixture
def world(db: None):
    """The cast, in a transaction that is undone."""
    from world import World

    return World()


@pytest.fixture
def grenoble(world):
    """Stand in Grenoble for the length of the test."""
    from kit.antennes import inside

    with inside(world.grenoble):
        yield world


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker):
    """The cast without a transaction (threads, browsers); what was written is emptied afterwards."""
    from django.db import connection
    from world import World, sweep

    with django_db_blocker.unblock():
        yield World()
        connection.close()
        sweep(os.environ["DATABASE_OWNER_URL"])


@pytest.fixture
def site():
    """A client for a host, signed in as somebody: site("grenoble", lea)."""
    from world import Site

    return Site
