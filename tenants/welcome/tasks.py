"""E-mails of this room, and its nights. A job names its antenne, holds ids only, and may run twice."""

from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kit.antennes import WORKER, at, current, each_antenne, each_serving, inside_named
from kit.db import connection
from tenants.welcome.models import Notice, Referral
from tenants.welcome.operations.imports import drop_old_imports
from tenants.welcome.operations.public_form import sweep_tallies
from tenants.welcome.operations.referrals import expire_referrals
from tenants.welcome.referral_news import mail_of

_RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


def send_later(notice: Notice) -> None:
    """Ask for the e-mail in the caller's transaction: no notice without its mail, nor the reverse."""
    send_notice.defer(antenne=current(), notice=str(notice.pk))


@app.task(name="welcome.send_notice", retry=_RETRIES)
def send_notice(antenne: str, notice: str) -> None:
    """Send it, unless it was sent or has become pointless meanwhile.

    A worker that dies just after sending sends again: the same words twice are better than none.
    """
    with inside_named(antenne):
        if not connection.tenant.serves:
            _once_reopened(send_notice, antenne=antenne, notice=notice)
            return
        waiting = Notice.objects.filter(by_phone=False, done_at__isnull=True, dropped_at__isnull=True)
        found = waiting.select_related("beneficiary").filter(pk=notice).first()
        if found is not None and found.beneficiary.email:
            EmailMessage(found.subject, found.text, to=[found.beneficiary.email]).send()
            waiting.filter(pk=found.pk).update(done_at=timezone.now())


def send_news_later(referral: Referral) -> None:
    """Ask for the sender's e-mail in the caller's transaction."""
    send_referral_news.defer(antenne=current(), referral=str(referral.pk), state=str(referral.state))


@app.task(name="welcome.send_referral_news", retry=_RETRIES)
def send_referral_news(antenne: str, referral: str, state: str) -> None:
    """Tell who sent the person where it stands, unless it has moved on: then another mail says so."""
    with inside_named(antenne):
        if not connection.tenant.serves:
            _once_reopened(send_referral_news, antenne=antenne, referral=referral, state=state)
            return
        found = Referral.objects.select_related("prescriber").filter(pk=referral, state=state).first()
        if found is not None and found.answer_to:
            mail_of(found, connection.tenant).send()


def _once_reopened(task: Any, **what: str) -> None:
    """A suspended antenne writes to nobody: its messages wait. An archived one's never leave."""
    if connection.tenant.state == connection.tenant.State.SUSPENDED:
        task.configure(schedule_in={"hours": 1}).defer(**what)


@app.periodic(cron="45 3 * * *", periodic_id="welcome")
@app.task(name="welcome.close_old_referrals", pass_context=False, retry=_RETRIES)
def close_old_referrals(timestamp: int) -> None:
    """Every night: one job for each open antenne, since each closing is told to who sent the person."""
    names = [antenne.schema_name for antenne in each_serving()]
    with at(WORKER):
        for antenne in names:
            close_old_referrals_of.defer(antenne=antenne)


@app.task(name="welcome.close_old_referrals_of", retry=_RETRIES)
def close_old_referrals_of(antenne: str) -> None:
    """Close what waited too long, and forget how often the form was sent."""
    with inside_named(antenne):
        now = timezone.now()
        expire_referrals(by=None, now=now, today=timezone.localdate(now, connection.tenant.tz))
        sweep_tallies(now=now)


@app.periodic(cron="45 3 * * *")
@app.task(name="welcome.drop_imports", queueing_lock="welcome.drop_imports", pass_context=False)
def drop_imports(timestamp: int) -> None:
    """Every night, one job for each antenne: the files of people that nobody confirmed are erased."""
    names = [antenne.schema_name for antenne in each_antenne()]
    with at(WORKER):
        for antenne in names:
            drop_imports_of.defer(antenne=antenne)


@app.task(name="welcome.drop_imports_of", retry=_RETRIES)
def drop_imports_of(antenne: str) -> None:
    with inside_named(antenne):
        drop_old_imports(now=timezone.now())
