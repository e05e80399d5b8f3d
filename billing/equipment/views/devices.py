"""The devices: a list, one device with what may be done next, and the label that opens it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from billing.equipment import queries
from billing.equipment.forms import ChangeForm, MoveForm, ReceiveForm, ScrapForm, WipeForm
from billing.equipment.models import Device
from billing.equipment.operations import (
    change_device,
    make_available,
    move_device,
    note_wipe,
    receive_device,
    scrap,
)
from billing.equipment.operations.moves import must_be_wiped
from billing.equipment.papers import labels as sheet
from billing.equipment.views.shared import A_PAGE, tabs_of, where_lent
from kit.documents.pdf import pdf_response
from kit.ui.forms import posted
from tenants.network.access import allows, needs


@needs("equipment.view", of="device")
@where_lent
def devices(request: Any) -> HttpResponse:
    """Every device, by state, or those whose tag, serial or model holds the words."""
    asked, words = request.GET.get("etat", ""), request.GET.get("q", "").strip()[:120]
    asked = asked if asked in Device.State.values else ""
    page = Paginator(queries.devices(asked, words), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "tabs": tabs_of("devices"), "filters": _filters(asked, words), "words": words,
        "asked": asked, "may_receive": allows(request.roles, "equipment.receive"),
        "may_move": allows(request.roles, "equipment.move"),
    }  # fmt: skip
    return render(request, "equipment/devices.html", context)


@needs("equipment.view", of="device")
@where_lent
def device(request: Any, pk: Any) -> HttpResponse:
    """What is known of it, what may be done now, and all that happened to it."""
    one = get_object_or_404(Device.objects.select_related("price_class", "batch", "allocation"), pk=pk)
    may_move = allows(request.roles, "equipment.move")
    to_wipe = must_be_wiped(one)
    held = one.state not in queries.AWAY
    context = {
        "device": one,
        "events": one.events.select_related("by").order_by("-at", "-id")[:100],
        "loans": one.loans.select_related("beneficiary").order_by("-lent_at")[:20],
        "to_wipe": to_wipe and held,
        "may_wipe": may_move and held,
        "may_serve": may_move and not to_wipe and Device.State.AVAILABLE in one.NEXT[Device.State(one.state)],
        "may_move": may_move and bool(queries.moves_of(one)),
        "may_change": allows(request.roles, "equipment.receive"),
        "may_scrap": allows(request.roles, "equipment.write_off")
        and Device.State.SCRAPPED in one.NEXT[Device.State(one.state)],
    }
    return render(request, "equipment/device.html", context)


@needs("equipment.view", of="device")
@where_lent
def by_tag(request: Any, tag: str) -> HttpResponse:
    """The address that a label carries."""
    return redirect("equipment:device", get_object_or_404(Device, tag=tag).pk)


@needs("equipment.view", of="device")
@where_lent
def scan(request: Any) -> HttpResponse:
    """What a scanner typed opens the device: its tag, its serial, or the address of its label."""
    words = request.GET.get("q", "").strip()[:300]
    found = queries.scanned(words) if words else None
    if found:
        return redirect("equipment:device", found.pk)
    return render(request, "equipment/scan.html", {"words": words})


@needs("equipment.receive", of="device")
@where_lent
def receive(request: Any) -> HttpResponse:
    """One device, by hand."""
    form = posted(ReceiveForm, request, antenne=request.place.antenne, today=request.place.today(request.now))
    if request.method == "POST" and form.is_valid():
        today = request.place.today(request.now)
        given = form.cleaned_data
        one = receive_device(**given, received_on=today, by=request.user, now=request.now)
        messages.success(request, f"{one.tag} est reçu.")
        return redirect("equipment:device", one.pk)
    context = {"form": form, "title": "Recevoir un appareil", "action": "Recevoir", "icon": "laptop"}
    return render(request, "equipment/device_form.html", context)


@needs("equipment.receive", of="device")
@where_lent
def change(request: Any, pk: Any) -> HttpResponse:
    one = get_object_or_404(Device, pk=pk)
    form = posted(ChangeForm, request, instance=one)
    if request.method == "POST" and form.is_valid():
        change_device(one, by=request.user, now=request.now, **form.cleaned_data)
        messages.success(request, "C’est corrigé.")
        return redirect("equipment:device", pk)
    return _form(request, one, form, title="Corriger", action="Enregistrer", icon="check")


@needs("equipment.move", of="device")
@where_lent
def wipe(request: Any, pk: Any) -> HttpResponse:
    """The certificate of its disk."""
    one = get_object_or_404(Device, pk=pk)
    today = request.place.today(request.now)
    form = posted(WipeForm, request, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        note_wipe(one, **form.cleaned_data, by=request.user, now=request.now, today=today)
        messages.success(request, f"L’effacement de {one.tag} est noté.")
        return redirect("equipment:device", pk)
    return _form(request, one, form, title="Noter un effacement", action="Noter", icon="check")


@needs("equipment.move", of="device")
@where_lent
def move(request: Any, pk: Any) -> HttpResponse:
    one = get_object_or_404(Device, pk=pk)
    form = posted(MoveForm, request, device=one)
    if request.method == "POST" and form.is_valid():
        today = request.place.today(request.now)
        one = move_device(one, **form.cleaned_data, by=request.user, now=request.now, today=today)
        messages.success(request, f"{one.tag} : {one.get_state_display().lower()}.")
        return redirect("equipment:device", pk)
    return _form(request, one, form, title="Changer l’état", action="Changer", icon="check")


@needs("equipment.write_off", of="device")
@where_lent
def write_off(request: Any, pk: Any) -> HttpResponse:
    """To the scrap, for good."""
    one = get_object_or_404(Device, pk=pk)
    form = posted(ScrapForm, request)
    if request.method == "POST" and form.is_valid():
        today = request.place.today(request.now)
        scrap(one, **form.cleaned_data, by=request.user, now=request.now, today=today)
        messages.success(request, f"{one.tag} est mis au rebut.")
        return redirect("equipment:device", pk)
    return _form(request, one, form, title="Mettre au rebut", action="Mettre au rebut", icon="trash-2")


@require_POST
@needs("equipment.move", of="device")
@where_lent
def back_in_service(request: Any, pk: Any) -> HttpResponse:
    one = get_object_or_404(Device, pk=pk)
    make_available(one, by=request.user, now=request.now, today=request.place.today(request.now))
    messages.success(request, f"{one.tag} est de nouveau disponible.")
    return redirect("equipment:device", pk)


@needs("equipment.view", of="device")
@where_lent
def label(request: Any, pk: Any) -> HttpResponse:
    """The label of one device."""
    one = get_object_or_404(Device, pk=pk)
    content = sheet.render([one], address=_address(request), antenne=request.place.antenne, now=request.now)
    return pdf_response(content, f"Étiquette {one.tag}.pdf")


@needs("equipment.view")
@where_lent
def labels(request: Any) -> HttpResponse:
    """The labels of what the list shows."""
    asked, words = request.GET.get("etat", ""), request.GET.get("q", "").strip()[:120]
    found = queries.devices(asked if asked in Device.State.values else "", words)[: sheet.AT_MOST]
    content = sheet.render(found, address=_address(request), antenne=request.place.antenne, now=request.now)
    return pdf_response(content, "Étiquettes.pdf")


def _address(request: Any) -> Any:
    """The whole address of a device's label."""
    return lambda one: request.build_absolute_uri(reverse("equipment:by_tag", args=[one.tag]))


def _form(request: Any, one: Device, form: Any, **words: str) -> HttpResponse:
    return render(request, "equipment/device_form.html", {"form": form, "device": one, **words})


def _filters(asked: str, words: str) -> list[dict[str, Any]]:
    counts = queries.device_counts(words)
    shown = [("", "Tous", sum(counts.values()))]
    shown += [(state, state.label, counts[state]) for state in Device.State if counts.get(state)]
    return [
        {
            "label": label,
            "url": "?" + urlencode({name: text for name, text in (("etat", state), ("q", words)) if text}),
            "current": state == asked,
            "count": count,
        }
        for state, label, count in shown
    ]
