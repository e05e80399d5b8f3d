"""The cast and the stage: Léa hosts at Grenoble, Karim at Lyon, Nadia works for the national office."""

import os
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

PASSWORD = "maillon-demo"
NOW = datetime(2022, 3, 8, 9, 0, tzinfo=UTC)
TODAY = date(2022, 3, 8)
_CAST = [
    ("lea@grenoble.example", "Léa Host", "host", "grenoble"),
    ("desk@grenoble.example", "Denis Accueil", "desk", "grenoble"),
    ("manager@grenoble.example", "Maud Responsable", "manager", "grenoble"),
    ("karim@lyon.example", "Karim Host", "host", "lyon"),
    ("desk@lyon.example", "Dora Accueil", "desk", "lyon"),
    ("manager@lyon.example", "Marc Responsable", "manager", "lyon"),
    ("nadia@reseau.example", "Nadia Programmes", "programmes", None),
    ("partnerships@reseau.example", "Paul Partenariats", "partnerships", None),
    ("finance@reseau.example", "Fanny Finances", "finance", None),
    ("dpo@reseau.example", "Diane Données", "dpo", None),
    ("admin@reseau.example", "Alex Administration", "admin", None),
]
SPONSOR_ID = "0198c000-0000-7000-8000-000000000001"


def build() -> None:
    """Run once a test database, with the owner's credentials: python -m world."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
    django.setup()
    from hub import opening
    from hub.management.commands.prepare import prepare_shared
    from kit.antennes import NATIONAL, at
    from tenants.network.models import User
    from tenants.network.operations import join

    start = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)
    prepare_shared()
    antennes = {
        code: opening.open_new(code=code, name=name, departement=number, by=None, now=start)
        for code, name, number in [("grenoble", "Grenoble", "38"), ("lyon", "Lyon", "69")]
    }
    with at(NATIONAL):
        for email, name, role, code in _CAST:
            user = User.objects.create_user(email, PASSWORD, name=name)
            join(user, role=role, antenne=antennes.get(code), start=start.date(), by=None, now=start)
        reader = User.objects.create_user("fondation@partenaires.example", PASSWORD, name="Flore Fondation")
        join(reader, role="reader", sponsor_id=SPONSOR_ID, start=start.date(), by=None, now=start)


def sweep(owner_url: str) -> None:
    """Empty what committed tests wrote: every antenne's tables, and the shared ones but the stage."""
    import psycopg

    stage = [
        "network_antenne",
        "network_domain",
        "network_user",
        "network_membership",
        "django_migrations",
        "django_content_type",
        "auth_permission",
        "builder_recording",
    ]
    with psycopg.connect(owner_url) as connection:
        tables = connection.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> ALL(%s)",
            [stage],
        ).fetchall()
        connection.execute("TRUNCATE " + ", ".join(name for (name,) in tables) + " RESTART IDENTITY CASCADE")


@dataclass
class World:
    """Who and where, and short ways to set a scene through the product's own operations."""

    now: datetime = NOW
    today: date = TODAY
    _people: dict[str, Any] = field(default_factory=dict)

    def person(self, email: str) -> Any:
        from kit.antennes import NATIONAL, at
        from tenants.network.models import User

        if email not in self._people:
            with at(NATIONAL):
                self._people[email] = User.objects.get(email=email)
        return self._people[email]

    def antenne(self, code: str) -> Any:
        from kit.antennes import NATIONAL, at
        from tenants.network.models import Antenne

        with at(NATIONAL):
            return Antenne.objects.get(code=code)

    grenoble = cached_property(lambda self: self.antenne("grenoble"))
    lyon = cached_property(lambda self: self.antenne("lyon"))
    lea = cached_property(lambda self: self.person("lea@grenoble.example"))
    denis = cached_property(lambda self: self.person("desk@grenoble.example"))
    maud = cached_property(lambda self: self.person("manager@grenoble.example"))
    karim = cached_property(lambda self: self.person("karim@lyon.example"))
    marc = cached_property(lambda self: self.person("manager@lyon.example"))
    nadia = cached_property(lambda self: self.person("nadia@reseau.example"))
    fanny = cached_property(lambda self: self.person("finance@reseau.example"))
    alex = cached_property(lambda self: self.person("admin@reseau.example"))


class Site:
    """A browser without pictures on one host: pages by the test client, JSON by token or session."""

    def __init__(self, host: str, user: Any = None) -> None:
        from django.test import Client

        self.host = f"{host}.localhost" if host else "localhost"
        self.client = Client(headers={"host": self.host})
        if user is not None:
            self.sign_in(user)

    def sign_in(self, user: Any) -> None:
        """Open a session for this site as the login page does, without its password hashing."""
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore
        from django.db import connection

        from tenants.network.middleware import SiteMiddleware

        before = connection.tenant
        place, stand = SiteMiddleware(lambda request: None)._find(self.host)
        connection.set_tenant(stand)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session["place"] = place.key
        session.save()
        connection.set_tenant(before)
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    def get(self, path: str, **options: Any) -> Any:
        return self._kept(lambda: self.client.get(path, **options))

    def post(self, path: str, data: Any = None, **options: Any) -> Any:
        return self._kept(lambda: self.client.post(path, data, **options))

    def put(self, path: str, data: Any = None, **options: Any) -> Any:
        return self._kept(lambda: self.client.put(path, data, content_type="application/json", **options))

    def _kept(self, call: Any) -> Any:
        # The request leaves the connection nowhere; the test stands where it stood.
        from django.db import connection

        before = connection.tenant
        try:
            return call()
        finally:
            connection.set_tenant(before)


__all__ = ["NOW", "PASSWORD", "SPONSOR_ID", "TODAY", "Site", "World", "build", "sweep", "time", "timedelta"]

if __name__ == "__main__":
    build()
    sys.exit(0)
