"""Opening an antenne from end to end, and purging one: row, schema, role. Owner's credentials."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hub import grants
from kit.antennes import NATIONAL, at, schemas
from kit.journal import record
from kit.refusals import Refused
from tenants.network.models import Antenne
from tenants.network.operations import open_antenne, prepare_antenne


class NotArchived(Refused):
    """Une antenne s’efface une fois archivée, et pas avant."""


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


def purge(antenne: Antenne, *, by: Any, now: datetime) -> None:
    """Drop the schema and the role of an archived antenne, for good; its row and figures stay."""
    if antenne.state != Antenne.State.ARCHIVED:
        raise NotArchived
    with transaction.atomic():
        schemas.drop(antenne.schema_name)
        with at(NATIONAL):
            antenne.purged_at = now
            antenne.save(update_fields=["purged_at"])
            record("network.antenne_purged", on=antenne, by=by, at=now)
