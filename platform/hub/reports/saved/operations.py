"""Keeping a report, receiving it, and stopping what fails."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.http import urlencode

from hub.reports.questions import FILTERS
from hub.reports.saved.spans import next_day
from hub.rollup.models import MOST_FAILURES, SavedReport, Subscription
from kit.journal import record
from kit.refusals import Refused

_KEPT = (*FILTERS, "vue")
_PERIOD = ("du", "au")


class NameTaken(Refused):
    """Un rapport s’appelle déjà « {title} ». Donnez un autre nom à celui-ci."""


class NoLongerThere(Refused):
    """Ce rapport a été retiré. Il n’y a plus rien à recevoir : choisissez-en un autre dans la liste."""


@transaction.atomic
def save_report(
    *, title: str, chapter: str, asked: Mapping[str, str], span: str, antenne: Any, by: Any, now: datetime
) -> SavedReport:
    """Keep a chapter with its filters. `asked` is the address that was read; its period is kept if FIXED."""
    if _live(antenne).filter(title=title).exists():
        raise NameTaken(title=title)
    kept = _KEPT + (_PERIOD if span == SavedReport.Span.FIXED else ())
    query = urlencode({name: asked[name] for name in kept if asked.get(name)})
    report = SavedReport.objects.create(
        title=title, chapter=chapter, query=query, span=span, antenne=antenne, saved_by=by, saved_at=now
    )
    record("figures.report_saved", on=report, by=by, at=now)
    return report


@transaction.atomic
def remove_report(report: SavedReport, *, by: Any, now: datetime) -> None:
    """Take it off the list; nobody receives it any more."""
    report = SavedReport.objects.select_for_update(of=("self",)).order_by().get(pk=report.pk)
    if report.removed_at:
        return
    report.removed_at = now
    report.save(update_fields=["removed_at"])
    record("figures.report_removed", on=report, by=by, at=now)


@transaction.atomic
def subscribe(
    report: SavedReport, *, every: str, kind: str, by: Any, now: datetime, today: date
) -> Subscription:
    """Receive it by e-mail; again, it changes when and how, and starts afresh what had stopped."""
    report = SavedReport.objects.select_for_update(of=("self",)).order_by().get(pk=report.pk)
    if report.removed_at:
        raise NoLongerThere
    fresh = {"every": every, "kind": kind, "next_on": next_day(every, today), "failures": 0, "problem": ""}
    subscription, _ = Subscription.objects.update_or_create(
        report=report, user=by, defaults=fresh | {"stopped_at": None, "antenne": report.antenne}
    )
    record("figures.report_subscribed", on=report, by=by, at=now)
    return subscription


@transaction.atomic
def unsubscribe(report: SavedReport, *, by: Any, now: datetime) -> None:
    """Receive it no more."""
    if Subscription.objects.filter(report=report, user=by).delete()[0]:
        record("figures.report_unsubscribed", on=report, by=by, at=now)


def note_sent(subscription: Subscription, *, now: datetime, today: date) -> None:
    """It left: the next day is set, and failures are forgotten."""
    subscription.sent_at, subscription.failures, subscription.problem = now, 0, ""
    subscription.next_on = next_day(subscription.every, today)
    subscription.save(update_fields=["sent_at", "failures", "problem", "next_on"])


def note_failure(subscription: Subscription, *, why: str, now: datetime, today: date) -> None:
    """It did not leave: tried again tomorrow, and stopped for good after MOST_FAILURES in a row."""
    subscription.failures += 1
    subscription.problem, subscription.next_on = why[:200], today + timedelta(days=1)
    if subscription.failures >= MOST_FAILURES:
        stop(subscription, why=why, now=now)
    subscription.save()


def stop(subscription: Subscription, *, why: str, now: datetime) -> None:
    """No more is sent until the person asks for it again; their page and home say so."""
    subscription.stopped_at, subscription.problem = now, why[:200]
    subscription.save()
    record("figures.report_stopped", on=subscription.report, by=None, at=now)


def _live(antenne: Any) -> Any:
    return SavedReport.objects.filter(antenne=antenne, removed_at__isnull=True)


def reports_of(antenne: Any) -> Any:
    """The saved reports of a place, by their names."""
    return _live(antenne).select_related("saved_by").order_by("title", "id")
