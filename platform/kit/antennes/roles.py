"""PostgreSQL roles and what each may do. Needs the owner's credentials.

What this stops: a wrong schema, and a plain SELECT injection. What it does not stop: stacked raw
SQL that sets another role, since one login is a member of all of them.
"""

from typing import Any

from django.apps import apps
from psycopg import sql

from kit.antennes.names import NOWHERE, SITES, antenne_role
from kit.db import connection

Name = sql.Identifier
_APPEND = "SELECT, INSERT"
_ALL = "SELECT, INSERT, UPDATE, DELETE"


def run(statement: str, *names: str) -> None:
    """Execute one statement whose {} are identifiers."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(Name, names)).as_string(cursor.connection))


def exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None


def login_of_the_application() -> str:
    """The login that the web and the worker use; from DATABASE_URL."""
    from django.conf import settings

    return str(settings.MAILLON_APP_LOGIN)


def create_role(role: str) -> None:
    """A role without rights that the application's login may set.

    LOGIN without a password: a distributed PostgreSQL carries SET ROLE to its other nodes only
    for roles that could log in, and pg_hba admits the application's login alone.
    """
    if not exists(role):
        run("CREATE ROLE {} LOGIN NOINHERIT", role)
    run("GRANT {} TO {}", role, login_of_the_application())
    if not _is_superuser():
        run("GRANT {} TO CURRENT_USER", role)


def drop_role(role: str) -> None:
    if exists(role):
        run("DROP OWNED BY {}", role)
        run("DROP ROLE {}", role)


def create_site_roles() -> None:
    for site in SITES:
        create_role(site.role)
    run("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for site in SITES:
        if site is not NOWHERE:
            run("GRANT USAGE ON SCHEMA public TO {}", site.role)


def grant_antenne(schema: str) -> None:
    """An antenne's role: its own tables, the append-only ones without UPDATE and DELETE."""
    role = antenne_role(schema)
    run("GRANT USAGE ON SCHEMA {} TO {}", schema, role)
    run("GRANT USAGE ON SCHEMA public TO {}", role)
    run(f"GRANT {_ALL} ON ALL TABLES IN SCHEMA {{}} TO {{}}", schema, role)
    run("REVOKE ALL ON {}.django_migrations FROM {}", schema, role)
    run("GRANT SELECT ON {}.django_migrations TO {}", schema, role)
    for table in append_only_tables():
        if _has_table(schema, table):
            run("REVOKE UPDATE, DELETE ON {}.{} FROM {}", schema, table, role)


def append_only_tables() -> list[str]:
    return sorted(m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False))


def grant_shared(rights: dict[str, dict[str, str]], *, to: dict[str, str]) -> None:
    """Replace the rights of some roles on the shared floor by the declared ones.

    `rights` is {table: {who: privileges}}, `to` is {role: who}; privileges are PostgreSQL's words,
    columns allowed ("SELECT, UPDATE (last_login)").
    """
    for role, who in to.items():
        run("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", role)
        # A number taken from a sequence says nothing; the right to write is the table's.
        run("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}", role)
        for table, by_whom in rights.items():
            if who in by_whom:
                run(f"GRANT {by_whom[who]} ON public.{{}} TO {{}}", table, role)


def policy(
    table: str, name: str, *, condition: str = "", check: str = "", for_: str = "ALL", roles: str = "PUBLIC"
) -> None:
    """A row-level rule on a shared table; it binds every role but the owner.

    `condition` says which rows a role sees or reaches, `check` what it may leave there (the same
    when it is not said); `for_` is the one command that the rule is for.
    """
    run("ALTER TABLE public.{} ENABLE ROW LEVEL SECURITY", table)
    run("DROP POLICY IF EXISTS {} ON public.{}", name, table)
    using = f" USING ({condition})" if condition else ""
    left = f" WITH CHECK ({check or condition})" if for_ != "SELECT" else ""
    run(f"CREATE POLICY {{}} ON public.{{}} FOR {for_} TO {roles}{using}{left}", name, table)


def _has_table(schema: str, table: str) -> bool:
    return bool(_one("SELECT to_regclass(%s) IS NOT NULL", f'"{schema}"."{table}"'))


def _is_superuser() -> bool:
    return bool(_one("SELECT rolsuper FROM pg_roles WHERE rolname = session_user"))


def _one(query: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row = cursor.fetchone()
    return row and row[0]
