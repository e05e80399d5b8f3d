"""Bank statements: read, matched in one click, or set aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.sponsoring.forms.money import AsideForm, BankFileForm, PaidForForm
from billing.sponsoring.models import BankLine, Invoice, Payment
from billing.sponsoring.operations import bank as statements
from billing.sponsoring.views.money import frame, page_of
from kit.ui.forms import posted
from tenants.network.access import needs

_TITLES = {
    BankLine.State.WAITING: "À rapprocher",
    BankLine.State.MATCHED: "Rapprochées",
    BankLine.State.ASIDE: "Mises de côté",
}
_STATES = {"": BankLine.State.WAITING, "rapprochees": BankLine.State.MATCHED, "de-cote": BankLine.State.ASIDE}


@needs("money.view", of="bankline")
def bank(request: Any) -> HttpResponse:
    """The credits that wait, each with what it may pay."""
    shown = request.GET.get("lignes", "")
    state = _STATES.get(shown, BankLine.State.WAITING)
    lines = BankLine.objects.filter(state=state).select_related("payment__invoice", "payment__sponsor")
    page = page_of(request, lines.order_by("booked_on", "id"))
    if state == BankLine.State.WAITING:
        _suggest(page)
    context = frame(request, "bank", page=page, state=state, filters=_filters(shown))
    return render(request, "sponsoring/bank.html", context)


@needs("money.write", of="bankfile")
def read(request: Any) -> HttpResponse:
    """Read a statement: CAMT.053, or a table."""
    form = posted(BankFileForm, request)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        done = statements.read_file(file.read(), name=file.name, by=request.user, now=request.now)
        messages.success(request, f"{done.new} ligne(s) à rapprocher ; {done.known} étaient déjà connues.")
        return redirect("money:bank")
    return render(request, "sponsoring/read_bank.html", frame(request, "bank", form=form))


def _suggest(page: Any) -> None:
    found = statements.suggestions(page)
    for line in page:
        line.suggestions = found[line.pk]


def _filters(shown: str) -> list[dict[str, Any]]:
    return [
        {
            "label": _TITLES[state], "url": f"?lignes={name}", "current": name == shown,
            "count": BankLine.objects.filter(state=state).count(),
        }
        for name, state in _STATES.items()
    ]  # fmt: skip


@require_POST
@needs("money.write", of="bankline")
def accept(request: Any, pk: Any) -> HttpResponse:
    """One click on a suggestion: a piece that it pays, or a transfer that is noted already."""
    line = get_object_or_404(BankLine, pk=pk)
    found = _suggested(request.POST)
    statements.match_line(line, **found, **_signed(request))
    return _matched(request)


def _suggested(said: Any) -> dict[str, Any]:
    if said.get("payment"):
        transfers = Payment.objects.filter(rail=Payment.Rail.TRANSFER)
        return {"payment": get_object_or_404(transfers, reference=said["payment"])}
    return {"invoice": get_object_or_404(Invoice, number=said.get("invoice", ""))}


def _signed(request: Any) -> dict[str, Any]:
    return {"by": request.user, "now": request.now, "today": request.place.today(request.now)}


@needs("money.write", of="bankline")
def match(request: Any, pk: Any) -> HttpResponse:
    """Choose by hand what a line pays."""
    line = get_object_or_404(BankLine, pk=pk)
    form = posted(PaidForForm, request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        statements.match_line(line, invoice=said["invoice"], agreement=said["agreement"], **_signed(request))
        return _matched(request)
    return render(request, "sponsoring/match.html", frame(request, "bank", form=form, line=line))


def _matched(request: Any) -> HttpResponse:
    messages.success(request, "La ligne est rapprochée, et le paiement au registre.")
    return redirect("money:bank")


@needs("money.write", of="bankline")
def aside(request: Any, pk: Any) -> HttpResponse:
    """A credit that is no sponsor's, with the reason."""
    line = get_object_or_404(BankLine, pk=pk)
    form = posted(AsideForm, request)
    if request.method == "POST" and form.is_valid():
        statements.set_aside(line, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        messages.success(request, "La ligne est mise de côté.")
        return redirect("money:bank")
    return render(request, "sponsoring/aside.html", frame(request, "bank", form=form, line=line))


@require_POST
@needs("money.write", of="bankline")
def take_back(request: Any, pk: Any) -> HttpResponse:
    line = get_object_or_404(BankLine, pk=pk)
    statements.take_back(line, by=request.user, now=request.now)
    messages.success(request, "La ligne est de nouveau à rapprocher.")
    return redirect("money:bank")
