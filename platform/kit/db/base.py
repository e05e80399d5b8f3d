"""The database backend: schema and role are changed together, in one round trip.

django-tenants sets the search_path alone, so raw SQL of one antenne could read another one.
Here every antenne has its own PostgreSQL role, and a place nobody named has no rights at all.
"""

from typing import Any

from django.conf import settings
from django.db import ProgrammingError
from django_tenants.postgresql_backend import base as tenants
from psycopg.pq import TransactionStatus

from kit.antennes.names import NOWHERE, role_of

_SWITCH = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"


class DatabaseWrapper(tenants.DatabaseWrapper):
    """Fails closed: an unknown schema raises, a fresh connection reads nothing."""

    search_path_set_schemas: list[str] | None

    def set_schema_to_public(self) -> None:
        """Leave every antenne and every site (the owner alone then works on the shared floor)."""
        self.set_tenant(NOWHERE)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.search_path_set_schemas:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # only a rollback can succeed now, and it must
        role = role_of(self.tenant, owner=settings.MAILLON_OWNER)
        schemas = self._get_cursor_search_paths()
        path = ", ".join(tenants.quote_schema_name(schema) for schema in schemas)
        with self.connection.cursor() as raw, self.wrap_database_errors:
            raw.execute(_SWITCH, (path, role))
            if settings.MAILLON_OWNER and not _schema_exists(raw, schemas[0]):
                raise ProgrammingError(f'schema "{schemas[0]}" does not exist')
        self.search_path_set_schemas = schemas


def _schema_exists(cursor: Any, schema: str) -> bool:
    # The other roles need no such check: a role exists exactly as long as its schema.
    return cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", (f'"{schema}"',)).fetchone()[0]
