"""A network of many antennes with plausible numbers, in a database of its own: what the report is measured on.

The tables are the product's own, opened as the product opens an antenne. Of a thousand, the first ones are; the
others are copies of them (benchmarks.copies), for opening and counting them all takes ten minutes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from benchmarks import copies, filling
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import override_settings

from billing.tariffs.models import Product
from hub import opening
from hub.management.commands.prepare import prepare_shared
from hub.rollup.refresh import rebuild
from kit.antennes import NATIONAL, at, schemas
from programs.catalogue.operations import LevelDraft, draft_template, draft_version, publish
from tenants.network.middleware import SiteMiddleware
from tenants.network.models import Antenne, User
from tenants.network.operations import join

# The attendance rows of an antenne, by the number of antennes: 19 full ones, then smaller ones.
SIZES = {19: 100_000, 200: 2_000, 1_000: 400}
BUILT = 200  # more are not all opened by the product
NOW = datetime(2023, 4, 3, 9, 0, tzinfo=UTC)
YEAR = date(2022, 1, 1), date(2022, 12, 1)
PROGRAMMES = ("emploi", "demarches", "parents", "seniors")
NADIA, ALEX = "nadia@reseau.example", "alex@reseau.example"
DATABASE, BASE = "maillon_bench", "maillon_bench_base"
_LEVELS = [
    LevelDraft("beginner", 32, 0, 39),
    LevelDraft("intermediate", 24, 40, 69),
    LevelDraft("advanced", 16, 70, 100),
]


@dataclass(frozen=True)
class Network:
    """Its antennes in the order of their names; `nadia` reads its figures."""

    antennes: list[Antenne]
    nadia: User


@contextmanager
def standing_on(database: str, *, owner: bool = False) -> Iterator[None]:
    """Django's connection on another database of the cluster, by the application's login or the owner's."""
    url = urlsplit(os.environ["DATABASE_OWNER_URL" if owner else "DATABASE_URL"])
    options = (
        {} if owner else {"options": f"-c role={DATABASE}_nobody -c search_path=pg_catalog", "pool": False}
    )
    there = {"NAME": database, "USER": url.username, "PASSWORD": url.password, "OPTIONS": options}
    before = {name: connection.settings_dict[name] for name in there}
    _leave(there)
    try:
        with override_settings(MAILLON_OWNER=owner, MAILLON_ROLE_PREFIX=DATABASE):
            yield
            connection.close()
    finally:
        _leave(before)


def _leave(for_: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict.update(for_)
    connection.set_schema_to_public()
    ContentType.objects.clear_cache()
    SiteMiddleware.forget()


def owner(database: str, **options: Any) -> psycopg.Connection[Any]:
    """A connection of its own with the owner's credentials."""
    url = os.environ["DATABASE_OWNER_URL"]
    return psycopg.connect(url.rpartition("/")[0] + f"/{database}", **options)


@contextmanager
def base() -> Iterator[None]:
    """The shared floor, once for all sizes; the first antenne's migrations are recorded on the way."""
    _drop()
    _create(BASE, "template0")
    try:
        with standing_on(BASE, owner=True):
            prepare_shared()
            schemas.build("recorded")
            schemas.drop("recorded")
            _office()
        yield
    finally:
        _drop()


@contextmanager
def network(antennes: int) -> Iterator[Network]:
    """So many antennes, filled, analysed, their cells counted; the database is dropped at the end."""
    built = antennes if antennes <= BUILT else copies.OF
    _create(DATABASE, BASE)
    try:
        with standing_on(DATABASE, owner=True):
            for number in range(1, built + 1):
                opening.open_new(**named(number), departement="75", by=None, now=NOW)
        with owner(DATABASE, autocommit=True) as raw:
            filling.fill(raw, attendances=SIZES[antennes])
        with standing_on(DATABASE):
            _count()
        if built < antennes:
            with standing_on(DATABASE, owner=True), owner(DATABASE, autocommit=True) as raw:
                copies.add(raw, named=[named(number) for number in range(built + 1, antennes + 1)], now=NOW)
        with owner(DATABASE, autocommit=True) as raw:
            raw.execute("VACUUM ANALYZE rollup_figure")
        with standing_on(DATABASE):
            with at(NATIONAL):
                found = Network(list(Antenne.objects.all()), User.objects.get(email=NADIA))
            yield found
    finally:
        _drop(DATABASE)


def named(number: int) -> dict[str, str]:
    return {"code": f"antenne-{number}", "name": f"Antenne {number:04}"}


def _count() -> None:
    with at(NATIONAL):
        antennes = list(Antenne.objects.all())
    for antenne in antennes:
        rebuild(antenne, now=NOW)


def _office() -> None:
    # Two people, for who writes a version does not publish it.
    said = {"now": NOW.replace(year=2019)}
    with at(NATIONAL):
        nadia, alex = (User(email=email, name=email) for email in (NADIA, ALEX))
        for user in (nadia, alex):
            user.save()
        Product.objects.create(pk=UUID(int=1), sku="forfait", name="Forfait", kind=Product.Kind.PLAN_MONTH)
        join(nadia, role="admin", start=said["now"].date(), by=None, **said)
        for code in (*PROGRAMMES, PROGRAMMES[0]):  # the first one has a second version
            _publish(code, nadia, alex, **said)


def _publish(code: str, writer: User, publisher: User, **said: Any) -> None:
    from programs.catalogue.models import ProgrammeTemplate

    template = ProgrammeTemplate.objects.filter(code=code).first() or draft_template(
        code=code, name=code.capitalize(), theme="employment", partner=None, by=writer, **said
    )
    draft = draft_version(template, title=code.capitalize(), levels=_LEVELS, by=writer, **said)
    publish(draft, by=publisher, **said)


def _create(name: str, template: str) -> None:
    with owner("postgres", autocommit=True) as raw:
        raw.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        raw.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        login = urlsplit(os.environ["DATABASE_URL"]).username
        raw.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{login}"')


def _drop(*names: str) -> None:
    with owner("postgres", autocommit=True) as raw:
        for name in names or (DATABASE, BASE):
            raw.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if not names:
            roles = raw.execute(
                "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"{DATABASE}_"]
            )
            for (role,) in roles.fetchall():
                raw.execute(f'DROP ROLE "{role}"')
