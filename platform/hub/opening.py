"""Opening an antenne from end to end, and purging one: row, schema, role. Owner's credentials."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.counter.models import Till
from billing.counter.operations.sessions import make_till
from hub import grants
from hub.builder import exports
from hub.rollup.models import Due, Freshness
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, NOWHERE, at, inside, schemas
from kit.refusals import Refused
from tenants.network import tasks
from tenants.network.models import Antenne, Invitation
from tenants.network.operations import open_antenne, prepare_antenne
from tenants.network.operations.erasures import NotArchived, live, note_erased

Step = Callable[[str], None]


class NotConfirmed(Refused):
    """Cet effacement n’est pas confirmé par deux personnes."""


class ExportNotWhole(Refused):
    """Le fichier d’export manque ou a changé : rien n’est effacé. Annulez, exportez, redemandez."""


def open_new(*, by: Any, now: datetime, **details: Any) -> Antenne:
    """Prepare, build and open an empty antenne; safe to run again after an interruption."""
    with at(NATIONAL):
        antenne = Antenne.objects.filter(code=details["code"]).first()
        antenne = antenne or prepare_antenne(by=by, now=now, **details)
    if antenne.state != Antenne.State.PREPARING:
        return antenne
    schemas.build(antenne.schema_name)
    grants.admit(antenne.schema_name)
    with at(NATIONAL):
        return open_antenne(antenne, by=by, now=now)


def build_and_open(
    antenne: Antenne, *, invitation: Invitation | None, step: Step, by: Any, now: datetime
) -> None:
    """Make a prepared antenne ready to work, then let its first manager in. Each step may be repeated."""
    if antenne.state != Antenne.State.PREPARING:
        return  # the work died between its last step and its end
    with at(NOWHERE):
        schemas.build(antenne.schema_name)
        step("space")
        grants.admit(antenne.schema_name)
        step("rights")
    furnish(antenne, by=by, now=now)
    step("reference")
    with at(NATIONAL), transaction.atomic():
        open_antenne(antenne, by=by, now=now)
        if invitation is not None:
            tasks.send_later(invitation)
        step("manager")
        step("open")


def furnish(antenne: Antenne, *, by: Any, now: datetime) -> None:
    """What an antenne needs on its first day: a cash desk where it has a shop, and figures that are zero.

    Programmes are adopted by its manager, prices and grids are the network's; rooms are named with the
    first cohort.
    """
    with inside(antenne):
        if antenne.has_shop and not Till.objects.exists():
            make_till(code="accueil", name="Caisse de l’accueil", by=by, now=now)
    refresh(antenne, now=now)


def purge(antenne: Antenne, *, step: Step, now: datetime) -> None:
    """Drop the schema and the role of an archived antenne, for good; its row and figures stay.

    Two persons have asked, and the export that they saw is still there, to the byte.
    """
    if antenne.state != Antenne.State.ARCHIVED:
        raise NotArchived
    with at(NATIONAL):
        erasure = live(antenne).filter(confirmed_at__isnull=False).select_related("antenne", "export").first()
    if erasure is None:
        raise NotConfirmed
    if exports.digest_of(erasure.export.file_name) != erasure.export.digest:
        raise ExportNotWhole
    step("export")
    with at(NOWHERE), transaction.atomic():
        schemas.drop(antenne.schema_name)
        # Its cells and its cohorts' numbers stay; nothing falls due any more, nor will be counted again.
        Due.objects.filter(antenne=antenne).delete()
        Freshness.objects.filter(antenne=antenne).delete()
        with at(NATIONAL):
            step("dropped")
            note_erased(erasure, now=now)
