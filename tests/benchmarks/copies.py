"""Further antennes, as copies of those that the product opened: only the tables that a report reads.

Each has its schema, its role and its cells. Nobody can work in one; a report cannot tell.
"""

from datetime import datetime
from typing import Any

from benchmarks.filling import TABLES

from kit.antennes import NATIONAL, at, roles
from kit.antennes.names import antenne_role
from tenants.network.models import Antenne

OF = 19  # so many are copied in turn
_CELLS = "month, template_id, version_id, level, measure, value, n, definition, computed_at"


def add(raw: Any, *, named: list[dict[str, str]], now: datetime) -> None:
    """Add antennes of these codes and names. Django and `raw` stand on the database with the owner's login."""
    with at(NATIONAL):
        models = list(Antenne.objects.all())
        new = [
            Antenne(
                **one, schema_name=one["code"].replace("-", "_"), departement="75", state="open", open_at=now
            )
            for one in named
        ]
        Antenne.objects.bulk_create(new)
    for number, antenne in enumerate(new):
        role = antenne_role(antenne.schema_name)
        roles.create_role(role)
        with raw.transaction():
            _copy(raw, models[number % len(models)], antenne, role)


def _copy(raw: Any, model: Antenne, antenne: Antenne, role: str) -> None:
    schema, like = antenne.schema_name, model.schema_name
    raw.execute(f"CREATE SCHEMA {schema}")
    for table in TABLES:
        raw.execute(f"CREATE TABLE {schema}.{table} (LIKE {like}.{table} INCLUDING ALL)")
        raw.execute(f"INSERT INTO {schema}.{table} SELECT * FROM {like}.{table}")
        raw.execute(f"ANALYZE {schema}.{table}")
    raw.execute(f'GRANT USAGE ON SCHEMA {schema}, public TO "{role}"')
    raw.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO "{role}"')
    raw.execute(
        f"INSERT INTO rollup_figure (id, antenne_id, {_CELLS})"
        f" SELECT gen_random_uuid(), %s, {_CELLS} FROM rollup_figure WHERE antenne_id = %s",
        [antenne.pk, model.pk],
    )
