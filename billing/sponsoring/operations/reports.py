"""The life of an edition: prepared by one person, published by another, then frozen for good.

What it says is composed above (hub.partner), where the figures are; here it is kept.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from billing.sponsoring.models import Agreement, ImpactReport
from kit.db import connection
from kit.journal import record
from kit.refusals import Refused
from kit.states import check, move


class NothingToReport(Refused):
    """La convention {reference} n’est pas signée : il n’y a encore rien à en dire."""


class NotOverYet(Refused):
    """Ce mois n’est pas fini : choisissez un mois passé."""


class DraftWaiting(Refused):
    """Une édition de cette convention attend déjà d’être publiée : reprenez-la."""


class OwnEdition(Refused):
    """Vous avez préparé cette édition : une autre personne la relit et la publie."""


class ChangedSincePrepared(Refused):
    """Les chiffres, ou ce qui a été publié, ont changé depuis : actualisez cette édition et relisez-la."""


@transaction.atomic
def prepare_report(
    agreement: Agreement,
    *,
    until: date,
    words: str,
    content: dict[str, Any],
    by: Any,
    now: datetime,
    today: date,
) -> ImpactReport:
    """A first draft of the next edition, with the figures up to a day that is past."""
    agreement = Agreement.objects.select_for_update(of=("self",)).order_by().get(pk=agreement.pk)
    if agreement.signed_at is None:
        raise NothingToReport(reference=agreement.reference)
    if until >= today:
        raise NotOverYet
    if agreement.reports.filter(state=ImpactReport.State.DRAFT).exists():
        raise DraftWaiting
    last = agreement.reports.aggregate(last=Max("edition"))["last"] or 0
    report = ImpactReport.objects.create(
        agreement=agreement, edition=last + 1, until=until, words=words, content=content, drafted_by=by,
        drafted_at=now,
    )  # fmt: skip
    record("sponsoring.report_prepared", on=report, by=by, at=now)
    return report


@transaction.atomic
def rewrite_report(
    report: ImpactReport,
    *,
    until: date,
    words: str,
    content: dict[str, Any],
    by: Any,
    now: datetime,
    today: date,
) -> ImpactReport:
    """The same draft with other words or newer figures; who rewrites is who has prepared it."""
    report = _locked(report)
    check(report, to=ImpactReport.State.PUBLISHED)
    if until >= today:
        raise NotOverYet
    report.until, report.words, report.content = until, words, content
    report.drafted_by, report.drafted_at = by, now
    report.save(update_fields=["until", "words", "content", "drafted_by", "drafted_at"])
    record("sponsoring.report_rewritten", on=report, by=by, at=now)
    return report


def one_edition_at_a_time() -> None:
    """Hold back other publications until the end of the transaction: each depends on all before it."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE public.sponsoring_impactreport IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def publish_report(report: ImpactReport, *, content: dict[str, Any], by: Any, now: datetime) -> ImpactReport:
    """Give it to the sponsor. `content` is what it would say now: it must be what was read.

    The caller has called `one_edition_at_a_time` before it composed the content.
    """
    one_edition_at_a_time()
    report = _locked(report)
    check(report, to=ImpactReport.State.PUBLISHED)
    if report.drafted_by_id == by.pk:
        raise OwnEdition
    if content != report.content:
        raise ChangedSincePrepared
    order = (ImpactReport.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    move(
        report, to=ImpactReport.State.PUBLISHED, by=by, now=now, verb="sponsoring.report_published",
        published_by=by, order=order,
    )  # fmt: skip
    return report


def _locked(report: ImpactReport) -> ImpactReport:
    return ImpactReport.objects.select_for_update(of=("self",)).order_by().get(pk=report.pk)
