"""Opening an antenne: its row by the national office, its schema by the owner's credentials."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from kit.states import move
from tenants.network.models import Antenne, Domain


class CodeTaken(Refused):
    """Le code « {code} » est déjà celui d’une antenne. Choisissez-en un autre."""


@transaction.atomic
def prepare_antenne(
    *, code: str, name: str, departement: str, by: Any, now: datetime, **details: Any
) -> Antenne:
    """Register an antenne and its host name; nobody can enter before `open_antenne`."""
    if Antenne.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    antenne = Antenne(
        code=code, schema_name=code.replace("-", "_"), name=name, departement=departement, **details
    )
    antenne.full_clean(exclude=["created_at"])
    antenne.save()
    Domain.objects.create(domain=f"{code}.{settings.MAILLON_DOMAIN}", tenant=antenne, is_primary=True)
    record("network.antenne_prepared", on=antenne, by=by, at=now)
    return antenne


@transaction.atomic
def open_antenne(antenne: Antenne, *, by: Any, now: datetime) -> Antenne:
    """Let people in, once the schema is built."""
    antenne = Antenne.objects.select_for_update().get(pk=antenne.pk)
    move(antenne, to=Antenne.State.OPEN, by=by, now=now, verb="network.antenne_opened")
    return antenne
