"""Receiving a delivery: send its file, look at what it says, confirm."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from billing.equipment import importing
from billing.equipment.forms import BatchForm, FundedForm
from billing.equipment.models import DeviceBatch
from billing.equipment.operations import confirm_batch, drop_batch, read_batch
from billing.equipment.papers import labels as sheet
from billing.equipment.views.shared import A_PAGE, where_lent
from kit.documents.pdf import pdf_response
from kit.documents.spreadsheets import Sheet, spreadsheet_response, write_xlsx
from kit.ui.forms import posted
from tenants.network.access import needs


@needs("equipment.receive", of="devicebatch")
@where_lent
def new_batch(request: Any) -> HttpResponse:
    """Send a file; the deliveries that wait and the last received ones are listed."""
    form = posted(BatchForm, request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        batch = read_batch(
            given["file"], file_name=given["file"].name, refurbisher=given["refurbisher"],
            origin=given["origin"], by=request.user, now=request.now, today=request.place.today(request.now),
        )  # fmt: skip
        return redirect("equipment:batch", batch.pk)
    batches = DeviceBatch.objects.defer("rows")
    context = {
        "form": form,
        "waiting": batches.filter(state=DeviceBatch.State.READ)[:20],
        "received": batches.filter(state=DeviceBatch.State.CONFIRMED)[:20],
    }
    return render(request, "equipment/new_batch.html", context)


@needs("equipment.receive")
@where_lent
def template(request: Any) -> HttpResponse:
    """An empty file with our titles, and one invented line."""
    content = write_xlsx(
        [Sheet("Appareils", importing.COLUMNS, [importing.EXAMPLE])], title="Modèle de lot", now=request.now
    )
    return spreadsheet_response(content, "Modèle de lot d’appareils.xlsx")


@needs("equipment.receive", of="devicebatch")
@where_lent
def one_batch(request: Any, pk: Any) -> HttpResponse:
    """What the file would do: the wrong lines, then the good ones. Nothing is received yet."""
    batch = get_object_or_404(DeviceBatch, pk=pk)
    if batch.state != DeviceBatch.State.READ:
        messages.info(request, "Ce fichier n’est plus à vérifier.")
        return redirect("equipment:new_batch")
    lists: dict[str, list[dict[str, Any]]] = {"erreurs": [], "pretes": []}
    for row in batch.rows:
        lists["erreurs" if row["errors"] else "pretes"].append(row)
    view = request.GET.get("vue")
    view = view if view in lists else ("erreurs" if lists["erreurs"] else "pretes")
    page = Paginator(lists[view], A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row["sentences"] = [(importing.TITLES[field], said) for field, said in row["errors"].items()]
        row["rest"] = [text for field, text in row["values"].items() if text and field != "serial"]
    context = {
        "batch": batch, "page": page, "view": view, "good": len(lists["pretes"]),
        "wrong": len(lists["erreurs"]), "tabs": _tabs(batch, lists, view),
        "funded": FundedForm(antenne=request.place.antenne, today=request.place.today(request.now)),
    }  # fmt: skip
    return render(request, "equipment/batch.html", context)


@require_POST
@needs("equipment.receive", of="devicebatch")
@where_lent
def confirm(request: Any, pk: Any) -> HttpResponse:
    batch = get_object_or_404(DeviceBatch, pk=pk)
    today = request.place.today(request.now)
    funded = FundedForm(request.POST, antenne=request.place.antenne, today=today)
    if not funded.is_valid():
        messages.error(request, "Cette affectation ne peut plus financer ce lot : choisissez-en une autre.")
        return redirect("equipment:batch", pk)
    batch = confirm_batch(
        batch, prefix=request.place.antenne.code.upper()[:12], **funded.cleaned_data, by=request.user,
        now=request.now, today=today,
    )  # fmt: skip
    plural = "appareil reçu" if batch.count == 1 else "appareils reçus"
    messages.success(request, f"{batch.count} {plural}. Vous pouvez imprimer leurs étiquettes.")
    return redirect("equipment:new_batch")


@require_POST
@needs("equipment.receive", of="devicebatch")
@where_lent
def drop(request: Any, pk: Any) -> HttpResponse:
    drop_batch(get_object_or_404(DeviceBatch, pk=pk), by=request.user, now=request.now)
    messages.success(request, "Le lot est abandonné, et ce que disait le fichier est effacé.")
    return redirect("equipment:new_batch")


@needs("equipment.receive", of="devicebatch")
@where_lent
def labels(request: Any, pk: Any) -> HttpResponse:
    """The labels of a delivery."""
    batch = get_object_or_404(DeviceBatch, pk=pk)
    content = sheet.render(
        batch.devices.order_by("tag")[: sheet.AT_MOST],
        address=lambda one: request.build_absolute_uri(reverse("equipment:by_tag", args=[one.tag])),
        antenne=request.place.antenne,
        now=request.now,
    )
    return pdf_response(content, "Étiquettes du lot.pdf")


def _tabs(batch: DeviceBatch, lists: dict[str, Any], view: str) -> list[dict[str, Any]]:
    url = reverse("equipment:batch", args=[batch.pk])
    labels = {"erreurs": "À corriger", "pretes": "Prêtes"}
    return [
        {"label": label, "url": f"{url}?vue={name}", "current": name == view, "count": len(lists[name])}
        for name, label in labels.items()
    ]
