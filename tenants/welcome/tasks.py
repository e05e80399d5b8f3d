"""E-mails to beneficiaries. A job names its antenne, holds ids only, and may run twice."""

from django.core.mail import EmailMessage
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kit.antennes import current, inside_named
from tenants.welcome.models import Notice

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
        waiting = Notice.objects.filter(by_phone=False, done_at__isnull=True, dropped_at__isnull=True)
        found = waiting.select_related("beneficiary").filter(pk=notice).first()
        if found is not None and found.beneficiary.email:
            EmailMessage(found.subject, found.text, to=[found.beneficiary.email]).send()
            waiting.filter(pk=found.pk).update(done_at=timezone.now())
