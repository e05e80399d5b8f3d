"""The till through its day: opened, counted blind, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.counter.forms.sessions import CloseForm, CountForm, MakeTillForm, MoveCashForm, OpenForm
from billing.counter.models import Till, TillSession
from billing.counter.operations import sessions as operations
from billing.counter.queries import day_sheet, open_sessions, session_for
from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.network.modules import SHOP, only_with
from tenants.welcome.search import ranked

_FOUND, _RECENT = 8, 20


@needs("counter.view", of="tillsession")
@only_with(SHOP)
def till(request: Any) -> HttpResponse:
    """The till of who asks: to make, to open, to count since yesterday, or open to sell."""
    today = request.place.today(request.now)
    if not Till.objects.filter(retired_at__isnull=True).exists():
        return _make(request)
    session = session_for(request.user)
    if session is None:
        return _open(request, today)
    words = request.GET.get("q", "")[:200].strip()
    context = {
        "session": session,
        "sessions": open_sessions(),
        "late": session.business_day != today,
        "words": words,
        "people": ranked(words)[:_FOUND] if words else [],
        "tickets": session.sales.select_related("beneficiary", "reversal").order_by("-number")[:_RECENT],
        "may_control": allows(request.roles, "counter.control"),
    }
    return render(request, "counter/till.html", context)


def _make(request: Any) -> HttpResponse:
    """The first till of an antenne; a manager makes it."""
    may = allows(request.roles, "counter.control")
    form = posted(MakeTillForm, request, initial={"name": "Caisse de l’accueil", "code": "accueil"})
    if may and request.method == "POST" and form.is_valid():
        operations.make_till(**form.cleaned_data, by=request.user, now=request.now)
        return redirect("counter:till")
    return render(request, "counter/make_till.html", {"form": form, "may": may})


@needs("counter.control", of="till")
@only_with(SHOP)
def new_till(request: Any) -> HttpResponse:
    """One more cash desk."""
    form = posted(MakeTillForm, request)
    if request.method == "POST" and form.is_valid():
        made = operations.make_till(**form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"« {made} » est créée.")
        return redirect("counter:till")
    return render(request, "counter/make_till.html", {"form": form, "may": True})


def _open(request: Any, today: Any) -> HttpResponse:
    form = posted(OpenForm, request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        session = operations.open_session(
            said["till"], float_cents=said["float_cents"], training=said["training"], by=request.user,
            now=request.now, today=today,
        )  # fmt: skip
        messages.success(request, f"« {session.till} » est ouverte.")
        return redirect("counter:till")
    last = TillSession.objects.filter(state=TillSession.State.CLOSED).select_related("till").first()
    context = {"form": form, "last": last, "may_control": allows(request.roles, "counter.control")}
    return render(request, "counter/open.html", context)


@needs("counter.sell", of="tillsession")
@only_with(SHOP)
def open_another(request: Any) -> HttpResponse:
    """Open a second till beside the first."""
    return _open(request, request.place.today(request.now))


@needs("counter.sell", of="tillsession")
@only_with(SHOP)
def move_cash(request: Any, pk: Any) -> HttpResponse:
    session = get_object_or_404(TillSession.objects.select_related("till"), pk=pk)
    form = posted(MoveCashForm, request)
    if request.method == "POST" and form.is_valid():
        operations.move_cash(
            session, amount_cents=form.signed_cents, reason=form.cleaned_data["reason"], by=request.user,
            now=request.now, today=request.place.today(request.now),
        )  # fmt: skip
        messages.success(request, "C’est noté.")
        return redirect("counter:till")
    return render(request, "counter/move_cash.html", {"form": form, "session": session})


@needs("counter.sell", of="tillsession")
@only_with(SHOP)
def close(request: Any, pk: Any) -> HttpResponse:
    """The count first, without the amount that is expected; then the difference and its reason."""
    session = get_object_or_404(TillSession.objects.select_related("till"), pk=pk)
    if session.state == TillSession.State.CLOSED:
        return redirect("counter:day", session.pk)
    if session.counted_cents is None:
        return _count(request, session)
    form = posted(CloseForm, request)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.close_session(session, reason=reason, by=request.user, now=request.now)
        messages.success(request, f"« {session.till} » est close. Bonne soirée.")
        return redirect("counter:day", session.pk)
    return render(request, "counter/close.html", {"form": form, "session": session})


def _count(request: Any, session: TillSession) -> HttpResponse:
    form = posted(CountForm, request)
    if request.method == "POST" and form.is_valid():
        counted = form.cleaned_data["counted_cents"]
        operations.count_cash(session, counted_cents=counted, by=request.user, now=request.now)
        return redirect("counter:close", session.pk)
    return render(request, "counter/count.html", {"form": form, "session": session})


@needs("counter.view", of="tillsession")
@only_with(SHOP)
def day(request: Any, pk: Any) -> HttpResponse:
    """The day sheet of a closed session."""
    session = get_object_or_404(TillSession.objects.select_related("till", "closed_by"), pk=pk)
    if session.state == TillSession.State.OPEN:
        return redirect("counter:close", session.pk)  # the blind count comes first
    context = {
        "session": session,
        "sheet": day_sheet(session),
        "tickets": session.sales.select_related("beneficiary", "reversal").order_by("number"),
        "movements": session.movements.select_related("by"),
    }
    return render(request, "counter/day.html", context)
