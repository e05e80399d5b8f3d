"""Saved reports: the list, keeping one, receiving it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.reports import book, files
from hub.reports.saved import operations
from hub.reports.saved.forms import SaveForm, SubscribeForm
from hub.reports.saved.reading import address_of
from hub.reports.views import address_of as address_of_chapter
from hub.reports.views import tell
from hub.rollup.models import SavedReport, Subscription
from kit.ui.forms import posted
from tenants.network.access import needs


@needs("figures.view", of="report")
def saved_reports(request: Any) -> HttpResponse:
    """The reports that are kept here, and those that the person receives."""
    found = list(operations.reports_of(request.place.antenne))
    mine = {one.report_id: one for one in Subscription.objects.filter(user=request.user, report__in=found)}
    today = request.place.today(request.now)
    lines = [
        {
            "report": one,
            "chapter": _chapter_of(one).title,
            "url": address_of(one, today),
            "mine": mine.get(one.pk),
        }
        for one in found
        if _chapter_of(one)
    ]
    return render(request, "reports/saved.html", {"lines": lines})


@needs("figures.view", of="report")
def save(request: Any, chapter: str) -> HttpResponse:
    """Keep the chapter of the address with its filters, under a name."""
    told = tell(request, chapter)
    form = posted(SaveForm, request, suggested=files.title_of(told))
    if request.method == "POST" and form.is_valid():
        report = operations.save_report(
            title=form.cleaned_data["titre"],
            span=form.cleaned_data["periode"],
            chapter=chapter,
            asked=_asked(request, told),
            antenne=request.place.antenne,
            by=request.user,
            now=request.now,
        )
        messages.success(request, f"Le rapport « {report} » est dans la liste.")
        return redirect("subscribe_report", report.pk)
    back = address_of_chapter(told.chapter) + told.question.address()
    return render(request, "reports/save.html", {"form": form, "told": told, "back": back})


@needs("figures.view", of="report")
def subscribe(request: Any, pk: Any) -> HttpResponse:
    """Receive a report by e-mail: when, and as which file."""
    report = _report(request, pk)
    form = posted(SubscribeForm, request)
    if request.method == "POST" and form.is_valid():
        operations.subscribe(
            report,
            every=form.cleaned_data["quand"],
            kind=form.cleaned_data["forme"],
            by=request.user,
            now=request.now,
            today=request.place.today(request.now),
        )
        messages.success(request, f"« {report} » partira vers {request.user.email}.")
        return redirect("saved_reports")
    return render(request, "reports/subscribe.html", {"form": form, "report": report})


@needs("figures.view", of="report")
@require_POST
def unsubscribe(request: Any, pk: Any) -> HttpResponse:
    report = _report(request, pk)
    operations.unsubscribe(report, by=request.user, now=request.now)
    messages.success(request, f"Vous ne recevrez plus « {report} ».")
    return redirect("saved_reports")


@needs("figures.view", of="report")
@require_POST
def remove(request: Any, pk: Any) -> HttpResponse:
    """Who kept it takes it off the list."""
    report = _report(request, pk)
    if report.saved_by_id != request.user.pk:
        raise Http404
    operations.remove_report(report, by=request.user, now=request.now)
    messages.success(request, f"« {report} » n’est plus dans la liste.")
    return redirect("saved_reports")


def _report(request: Any, pk: Any) -> SavedReport:
    return get_object_or_404(operations.reports_of(request.place.antenne), pk=pk)


def _chapter_of(report: SavedReport) -> Any:
    return book.CHAPTERS.get(report.chapter)


def _asked(request: Any, told: Any) -> dict[str, str]:
    # The period that was shown, also when it was the default one.
    period = told.question.period
    return request.GET.dict() | {"du": f"{period.start:%Y-%m}", "au": f"{period.end:%Y-%m}"}
