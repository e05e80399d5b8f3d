"""Sending what is due, each morning. A job may run twice: what has left today is not sent again."""

from contextlib import suppress
from datetime import date
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate.contrib.django import app

from hub.reports import files
from hub.reports.saved import operations, reading
from hub.rollup.models import Subscription
from kit.antennes import NATIONAL, WORKER, at, each_antenne, inside_named
from kit.db import connection
from tenants.network import access
from tenants.network.middleware import Place, roles_of

_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@app.periodic(cron="30 6 * * *")
@app.task(name="figures.send_reports", pass_context=False)
def send_reports(timestamp: int) -> None:
    """One job for each place where a report is due."""
    places = [antenne.schema_name for antenne in each_antenne()]
    with at(WORKER):
        for antenne in ["", *places]:
            send_reports_of.configure(lock=f"figures.reports.{antenne}").defer(antenne=antenne)


@app.task(name="figures.send_reports_of")
def send_reports_of(antenne: str) -> None:
    """Send what is due in a place: an antenne (the name of its schema), or the office (empty)."""
    now = timezone.now()
    with inside_named(antenne) if antenne else at(NATIONAL):
        here = connection.tenant if antenne else None
        today = Place("antenne", here).today(now) if here else timezone.localdate(now)
        due = Subscription.objects.filter(next_on__lte=today, stopped_at__isnull=True, antenne=here)
        for key in list(due.order_by("pk").values_list("pk", flat=True)):
            send_one(key, now=now, today=today)


@transaction.atomic
def send_one(key: Any, *, now: Any, today: date) -> None:
    """Send one, under its lock; a failure is noted, counted, and never stops the others."""
    subscriptions = Subscription.objects.select_for_update(of=("self",)).order_by()
    found = subscriptions.select_related("report", "user", "antenne").get(pk=key)
    if found.stopped_at or found.next_on > today or found.report.removed_at:
        return
    if not _may_read(found, now):
        operations.stop(found, why="Cette personne n’a plus accès à ces chiffres.", now=now)
        return
    try:
        mail_of(found, now=now, today=today).send()
    except (SMTPException, OSError) as error:
        operations.note_failure(found, why=_said(error), now=now, today=today)
        if found.stopped_at:
            _say_stopped(found)
    except KeyError:
        operations.stop(found, why="Ce chapitre n’existe plus.", now=now)
    else:
        operations.note_sent(found, now=now, today=today)


def mail_of(subscription: Subscription, *, now: Any, today: date) -> EmailMessage:
    """The figures in a few lines, the address of the page, and the file joined."""
    report = subscription.report
    told = reading.told_of(report, today)
    title = files.title_of(told)
    context = {
        "report": report,
        "title": title,
        "headlines": told.headlines,
        "address": reading.whole_address_of(report, today),
    }
    words = render_to_string("reports/saved_mail.txt", context)
    mail = EmailMessage(f"{report.title} : {told.question.period}", words, to=[subscription.user.email])
    content = reading.file_of(told, subscription.kind, now=now)
    mail.attach(f"{title}.{subscription.kind}", content, _TYPES[subscription.kind])
    return mail


def _say_stopped(subscription: Subscription) -> None:
    """One short mail without a file: it may pass where the file did not. The page says it in any case."""
    report = subscription.report
    words = render_to_string("reports/stopped_mail.txt", {"report": report, "problem": subscription.problem})
    mail = EmailMessage(f"{report.title} : envoi arrêté", words, to=[subscription.user.email])
    with suppress(SMTPException, OSError):
        mail.send()


def _may_read(subscription: Subscription, now: Any) -> bool:
    antenne = subscription.antenne
    place = Place("antenne", antenne) if antenne else Place("national")
    return access.allows(roles_of(subscription.user, place, now), "figures.view")


def _said(error: Exception) -> str:
    return f"L’e-mail n’est pas parti ({type(error).__name__})."
