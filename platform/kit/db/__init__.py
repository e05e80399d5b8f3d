"""The connection, with what django-tenants and our backend add to Django's own."""

from typing import Any

from django.db import connection as _connection

connection: Any = _connection
