"""What an inspector is shown: the chains, their closings, and the proof that nothing has changed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.counter.archive import archive_of
from billing.counter.models import Closing, Duplicata, Sale, Till
from billing.counter.operations.closings import close_what_is_due
from billing.counter.verify import verify_tills
from kit.documents.files import file_response
from kit.journal import record
from tenants.network.access import needs
from tenants.network.modules import SHOP, only_with

_SHOWN = 24


@needs("counter.control", of="closing")
@only_with(SHOP)
def control(request: Any) -> HttpResponse:
    return _shown(request)


@require_POST
@needs("counter.control", of="till")
@only_with(SHOP)
def verify(request: Any) -> HttpResponse:
    """Hash every ticket again and say what was found."""
    findings = verify_tills()
    for finding in findings:
        record("counter.checked", on=finding.till, by=request.user, at=request.now, sound=finding.sound)
    return _shown(request, findings=findings)


@require_POST
@needs("counter.control", of="closing")
@only_with(SHOP)
def close_due(request: Any) -> HttpResponse:
    """Close now what the night would close."""
    made = close_what_is_due(today=request.place.today(request.now), now=request.now)
    said = f"{len(made)} période(s) clôturée(s)." if made else "Tout ce qui est fini est déjà clôturé."
    messages.success(request, said)
    return redirect("control:control")


@needs("counter.control", of="till")
@only_with(SHOP)
def archive(request: Any, pk: Any) -> HttpResponse:
    """The archive of a year of a till."""
    till = get_object_or_404(Till, pk=pk)
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else request.place.today(request.now).year
    first, end = date(max(year, 2000), 1, 1), date(max(year, 2000) + 1, 1, 1)
    content = archive_of(till, first=first, end=end, by=request.user, now=request.now)
    return file_response(
        content, filename=f"Archive {till.code} {year}.zip", content_type="application/zip", attached=True
    )


def _shown(request: Any, findings: Any = None) -> HttpResponse:
    context = {
        "tills": Till.objects.order_by("code"),
        "findings": findings,
        "closings": Closing.objects.select_related("till").order_by("-closed_at", "-id")[:_SHOWN],
        "reversals": Sale.objects.filter(kind=Sale.Kind.REVERSAL, training=False)
        .select_related("till", "reverses", "sold_by", "beneficiary")
        .order_by("-sold_at")[:_SHOWN],
        "duplicatas": Duplicata.objects.filter(number__gt=0, sale__training=False)
        .select_related("sale__till", "by")
        .order_by("-at")[:_SHOWN],
        "year": request.place.today(request.now).year,
    }
    return render(request, "counter/control.html", context)
