"""Keys from an antenne down to the shared floor."""

from typing import Any

from django.db import models


def downstairs(to: str, **options: Any) -> models.ForeignKey:
    """A foreign key from floor 1 to a small, slow table of floor 0.

    DO_NOTHING and no way back: from the shared schema Django's collector would look for the
    antenne's table and crash. PostgreSQL's constraint refuses the deletion, so what antennes
    point at is retired, never deleted.
    """
    return models.ForeignKey(to, on_delete=models.DO_NOTHING, related_name="+", **options)
