"""E-mails of this room. A job names its antenne, holds ids only, and may run twice."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kit import formats
from kit.antennes import NATIONAL, WORKER, at, current, inside_named
from kit.antennes.names import PUBLIC
from kit.db import connection
from tenants.network import links
from tenants.network.access import Scope
from tenants.network.models import Invitation, Visit
from tenants.network.operations.people import pending_invitations
from tenants.network.operations.visits import note_visits
from tenants.network.queries import managers_of

_RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


def send_later(invitation: Invitation) -> None:
    """Ask for the e-mail in the caller's transaction: no invitation without its mail, nor the reverse."""
    schema = current()
    send_invitation.defer(antenne="" if schema == PUBLIC else schema, invitation=str(invitation.pk))


@app.task(name="network.send_invitation", retry=_RETRIES)
def send_invitation(antenne: str, invitation: str) -> None:
    """Send the link, unless it has been used or cancelled meanwhile, or leads to an antenne that is closed.

    A worker that dies just after sending sends again: the same invitation twice is better than none.
    """
    with inside_named(antenne) if antenne else at(NATIONAL):
        waiting = pending_invitations(timezone.now()).select_related("invited_by", "antenne")
        found = waiting.filter(pk=invitation).first()
        if found is not None and (found.antenne is None or found.antenne.serves):
            mail_of(found).send()


def mail_of(invitation: Invitation) -> EmailMessage:
    where = f"l’antenne {invitation.antenne}" if invitation.antenne else "le réseau"
    if invitation.scope == Scope.SPONSOR:
        where = "l’espace mécènes"
    words = render_to_string(
        "network/invitation.txt",
        {"invitation": invitation, "where": where, "address": links.address(invitation)},
    )
    return EmailMessage(f"Votre accès à Maillon pour {where}", words, to=[invitation.email])


def tell_of_visit_later(visit: Visit) -> None:
    """Ask for the antenne's journal and its manager's e-mail in the caller's transaction."""
    tell_of_visit.defer(antenne=visit.antenne.schema_name, visit=str(visit.pk))


def note_visits_later(schema: str) -> None:
    """Ask for the antenne's journal alone, in the caller's transaction."""
    note_visits_of.defer(antenne=schema)


@app.task(name="network.tell_of_visit", retry=_RETRIES)
def tell_of_visit(antenne: str, visit: str) -> None:
    """Tell the antenne's journal, then its managers: the same mail twice is better than none."""
    with inside_named(antenne):
        now, here = timezone.now(), connection.tenant
        note_visits(here, now=now)
        found = Visit.objects.select_related("user", "antenne").get(pk=visit)
        for address in managers_of(here, timezone.localdate(now, here.tz)):
            mail_of_visit(found, address, zone=here.tz).send()


@app.periodic(cron="* * * * *", periodic_id="visits")
@app.task(name="network.watch_visits", queueing_lock="network.watch_visits", pass_context=False)
def watch_visits(timestamp: int) -> None:
    """Every minute: a job for each antenne whose journal does not know all of its visits."""
    with at(WORKER):
        left = Visit.objects.without_trace(timezone.now()).order_by("antenne__schema_name")
        waiting = ProcrastinateJob.objects.filter(task_name=note_visits_of.name, status="todo")
        asked = {job.args["antenne"] for job in waiting}
        for antenne in left.values_list("antenne__schema_name", flat=True).distinct():
            if antenne not in asked:
                note_visits_of.defer(antenne=antenne)


@app.task(name="network.note_visits", retry=_RETRIES)
def note_visits_of(antenne: str) -> None:
    with inside_named(antenne):
        note_visits(connection.tenant, now=timezone.now())


def mail_of_visit(visit: Visit, address: str, *, zone: ZoneInfo) -> EmailMessage:
    until = formats.hour(timezone.localtime(visit.ends_at, zone))
    team = links.home(visit.antenne) + reverse("team", urlconf=settings.MAILLON_URLCONFS["antenne"])
    words = render_to_string("network/visit.txt", {"visit": visit, "until": until, "address": team})
    return EmailMessage(f"Le réseau national visite l’antenne {visit.antenne}", words, to=[address])
