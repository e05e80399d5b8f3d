"""Opening an antenne from end to end: its row, its schema, its rights. Owner's credentials."""

from datetime import datetime
from typing import Any

from hub import grants
from kit.antennes import NATIONAL, at, schemas
from tenants.network.models import Antenne
from tenants.network.operations import open_antenne, prepare_antenne


def open_new(*, by: Any, now: datetime, **details: Any) -> Antenne:
    """Prepare, build and open; safe to run again after an interruption."""
    with at(NATIONAL):
        antenne = Antenne.objects.filter(code=details["code"]).first()
        antenne = antenne or prepare_antenne(by=by, now=now, **details)
    if antenne.state != Antenne.State.PREPARING:
        return antenne
    schemas.build(antenne.schema_name)
    grants.admit(antenne.schema_name)
    with at(NATIONAL):
        return open_antenne(antenne, by=by, now=now)
