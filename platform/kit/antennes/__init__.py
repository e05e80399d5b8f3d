"""The only way into an antenne: its schema and its role together.

`with antenne:` of django-tenants keeps one stack for all threads and is refused (tenants.network).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django_tenants.utils import get_tenant_model

from kit.antennes.names import FRONT, NATIONAL, NOWHERE, PARTNER, PUBLIC, WORKER, Site
from kit.db import connection

__all__ = [
    "FRONT",
    "NATIONAL",
    "NOWHERE",
    "PARTNER",
    "WORKER",
    "Site",
    "at",
    "current",
    "each_antenne",
    "each_at_work",
    "each_serving",
    "inside",
    "inside_named",
]


@contextmanager
def _standing(place: Any) -> Iterator[None]:
    before = connection.tenant
    connection.set_tenant(place)
    try:
        yield
    finally:
        connection.set_tenant(before)


def inside(antenne: Any) -> AbstractContextManager[None]:
    """Stand in an antenne (an Antenne row) for the length of a `with` block."""
    if getattr(antenne, "schema_name", PUBLIC) == PUBLIC:
        raise ValueError(f"not an antenne: {antenne!r}")
    return _standing(antenne)


def at(site: Site) -> AbstractContextManager[None]:
    """Stand on the shared floor as one of our sites, without a view into any antenne."""
    return _standing(site)


def inside_named(schema: str) -> AbstractContextManager[None]:
    """Stand in the antenne of that schema; raises Antenne.DoesNotExist for an unknown one."""
    with at(FRONT):
        antenne = get_tenant_model().objects.get(schema_name=schema)
    return inside(antenne)


def current() -> str:
    """The schema we stand in: an antenne's, or 'public'."""
    return connection.schema_name


def each_antenne() -> Iterator[Any]:
    """Visit every antenne that has a schema, suspended and archived too, in the order of their codes."""
    yield from _each("with_schema")


def each_serving() -> Iterator[Any]:
    """Visit the antennes that are open: for what writes to people, or ends what they could still do."""
    yield from _each("serving")


def each_at_work() -> Iterator[Any]:
    """Visit the antennes whose books go on: the open ones and the suspended ones."""
    yield from _each("at_work")


def _each(which: str) -> Iterator[Any]:
    with at(FRONT):
        antennes = list(getattr(get_tenant_model().objects, which)().order_by("code"))
    for antenne in antennes:
        with inside(antenne):
            yield antenne
