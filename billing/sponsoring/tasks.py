"""Background work on money and agreements: no antenne, ids only; it may run twice and die at any line."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from billing.gateway import is_on
from billing.sponsoring.models import Dunning, GatewayCall
from billing.sponsoring.operations import (
    dunning,
    gateway_calls,
    reconciliation,
    start_what_has_begun,
    webhooks,
)
from billing.sponsoring.queries import money as money_queries
from kit.antennes import WORKER, at
from kit.formats import day, euros

_RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)
_PATIENCE = timedelta(minutes=10)
_TOLD_AGAIN = timedelta(days=4)  # the rail itself tells for three days


@app.task(name="sponsoring.perform_call", retry=_RETRIES)
def perform_call(key: str) -> None:
    """Ask the rail what was written down to be asked."""
    with at(WORKER):
        if is_on():
            gateway_calls.perform(GatewayCall.objects.get(pk=key), now=timezone.now())


@app.periodic(cron="40 2 * * *", periodic_id="sponsoring")
@app.task(name="sponsoring.keep_the_rail", retry=_RETRIES)
def keep_the_rail(timestamp: int) -> None:
    """Every night: demands without an answer, events that never came, then every difference."""
    now = timezone.now()
    with at(WORKER):
        if not is_on():
            return
        for call in gateway_calls.unanswered(before=now - _PATIENCE):
            perform_call.defer(key=call.pk)
        webhooks.replay(since=now - _TOLD_AGAIN, now=now)
        reconciliation.reconcile(now=now)


@app.periodic(cron="0 8 * * *", periodic_id="sponsoring")
@app.task(name="sponsoring.remind", retry=_RETRIES)
def remind(timestamp: int) -> None:
    """Every morning: remind the sponsors of what is late."""
    now = timezone.now()
    with at(WORKER):
        dunning.remind_late(now=now, today=timezone.localdate(now))


@app.task(name="sponsoring.send_reminder", retry=_RETRIES)
def send_reminder(reminder: str) -> None:
    """Send the e-mail of a reminder, unless the demand was paid meanwhile."""
    with at(WORKER):
        found = Dunning.objects.select_related("invoice__sponsor", "invoice__agreement").get(pk=reminder)
        left = money_queries.account_of_invoice(found.invoice).left_cents
        if left and found.invoice.sponsor.email:
            mail_of(found, left).send()


def mail_of(reminder: Dunning, left_cents: int) -> EmailMessage:
    """The reminder in the words of its stage, with what is left to pay and how."""
    invoice, call = reminder.invoice, money_queries.rail_of(reminder.invoice)
    online = (call.answer or {}).get("hosted_url", "") if call else ""
    words = render_to_string(
        "sponsoring/reminder.txt",
        {
            "invoice": invoice, "left": euros(left_cents), "due": day(invoice.due_on),
            "last": reminder.stage >= max(settings.MAILLON_REMINDER_DAYS),
            "bank": invoice.content["bank"], "online": online,
            "from": invoice.content["seller"]["name"],
        },
    )  # fmt: skip
    subject = f"Rappel : {invoice.content['title'].lower()} {invoice.number}"
    return EmailMessage(subject, words, to=[invoice.sponsor.email])


@app.periodic(cron="10 3 * * *", periodic_id="agreements")
@app.task(
    name="sponsoring.start_agreements",
    queueing_lock="sponsoring.start_agreements",
    pass_context=False,
    retry=_RETRIES,
)
def start_agreements(timestamp: int) -> None:
    """Every night: the signed agreements whose first day has come are running."""
    now = timezone.now()
    with at(WORKER):
        start_what_has_begun(now=now, today=timezone.localdate(now))
