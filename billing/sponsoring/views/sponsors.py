"""Who funds, what they signed, and who reads for them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.sponsoring import operations, queries
from billing.sponsoring.forms.sponsors import ReaderForm, SponsorForm
from billing.sponsoring.models import Agreement, Sponsor
from billing.sponsoring.queries import schedules
from kit.ui.forms import posted
from tenants.network import access, tasks
from tenants.network.access import Role, needs
from tenants.network.models import Membership
from tenants.network.operations import cancel_invitation, end_membership, invite, invite_again
from tenants.network.operations.people import pending_invitations

_LIVE = [*Agreement.FIRM, Agreement.State.PROPOSED]


@needs("sponsoring.view", of="sponsor")
def sponsors(request: Any) -> HttpResponse:
    live = Count("agreements", filter=Q(agreements__state__in=_LIVE))
    found = Sponsor.objects.annotate(live=live).order_by("name")
    context = {
        "sponsors": [one for one in found if not one.retired_at],
        "retired": [one for one in found if one.retired_at],
        "may_write": access.allows(request.roles, "sponsoring.write"),
    }
    return render(request, "sponsoring/sponsors.html", context)


@needs("sponsoring.view", of="sponsor")
def sponsor(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Sponsor, pk=pk)
    today = request.place.today(request.now)
    agreements = queries.with_allocated(found.agreements.select_related("sponsor"))
    context = {
        "sponsor": found,
        "agreements": schedules.with_money(agreements, today),
        "readers": _readers(request, found),
        "invitations": _invited(request, found),
        "may_write": access.allows(request.roles, "sponsoring.write") and not found.retired_at,
        "may_invite": access.allows(request.roles, "sponsoring.invite"),
    }
    return render(request, "sponsoring/sponsor.html", context)


@needs("sponsoring.write", of="sponsor")
def new(request: Any) -> HttpResponse:
    form = posted(SponsorForm, request)
    if request.method == "POST" and form.is_valid():
        made = operations.register_sponsor(**form.cleaned_data, by=request.user, now=request.now)
        messages.success(
            request, f"« {made} » est ajouté. Écrivez sa première convention, invitez ses lecteurs."
        )
        return redirect("sponsoring:sponsor", made.pk)
    return render(request, "sponsoring/sponsor_form.html", {"form": form})


@needs("sponsoring.write", of="sponsor")
def correct(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Sponsor, pk=pk)
    form = posted(SponsorForm, request, instance=get_object_or_404(Sponsor, pk=pk))
    if request.method == "POST" and form.is_valid():
        operations.correct_sponsor(found, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, "C’est corrigé. Ce qui est déjà signé garde ses mots.")
        return redirect("sponsoring:sponsor", pk)
    return render(request, "sponsoring/sponsor_form.html", {"form": form, "sponsor": found})


@require_POST
@needs("sponsoring.write", of="sponsor")
def retire(request: Any, pk: Any) -> HttpResponse:
    found = operations.retire_sponsor(get_object_or_404(Sponsor, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"« {found} » est retiré de la liste. Ses conventions restent lisibles.")
    return redirect("sponsoring:sponsors")


@needs("sponsoring.invite", of="invitation")
def invite_reader(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Sponsor, pk=pk, retired_at__isnull=True)
    form = posted(ReaderForm, request)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            invitation = invite(
                **form.cleaned_data, role=Role.READER, antenne=None, sponsor_id=found.pk,
                by_roles=request.roles, by=request.user, now=request.now,
            )  # fmt: skip
            tasks.send_later(invitation)
        messages.success(request, f"L’invitation de {invitation.name} part par e-mail. Elle vaut 14 jours.")
        return redirect("sponsoring:sponsor", pk)
    return render(request, "sponsoring/invite_reader.html", {"sponsor": found, "form": form})


@require_POST
@needs("sponsoring.invite", of="membership")
def end_reader(request: Any, pk: Any, membership: Any) -> HttpResponse:
    found = get_object_or_404(_readers(request, get_object_or_404(Sponsor, pk=pk)), pk=membership)
    who = {"by_roles": request.roles, "by": request.user, "now": request.now}
    end_membership(found, **who, today=request.place.today(request.now))
    messages.success(request, f"{found.user} ne lit plus pour ce mécène.")
    return redirect("sponsoring:sponsor", pk)


@require_POST
@needs("sponsoring.invite", of="invitation")
def send_again(request: Any, pk: Any, invitation: Any) -> HttpResponse:
    found = get_object_or_404(_invited(request, get_object_or_404(Sponsor, pk=pk)), pk=invitation)
    with transaction.atomic():
        invite_again(found, by_roles=request.roles, by=request.user, now=request.now)
        tasks.send_later(found)
    messages.success(request, f"L’invitation de {found.name} repart par e-mail.")
    return redirect("sponsoring:sponsor", pk)


@require_POST
@needs("sponsoring.invite", of="invitation")
def cancel(request: Any, pk: Any, invitation: Any) -> HttpResponse:
    found = get_object_or_404(_invited(request, get_object_or_404(Sponsor, pk=pk)), pk=invitation)
    cancel_invitation(found, by_roles=request.roles, by=request.user, now=request.now)
    messages.success(request, f"L’invitation de {found.name} ne sert plus.")
    return redirect("sponsoring:sponsor", pk)


def _readers(request: Any, of: Sponsor) -> Any:
    """Who reads for this sponsor today."""
    today = request.place.today(request.now)
    readers = Membership.objects.in_force(today).filter(role=Role.READER, sponsor_id=of.pk)
    return readers.select_related("user").order_by("user__name", "id")


def _invited(request: Any, of: Sponsor) -> Any:
    invited: Any = pending_invitations(request.now).filter(role=Role.READER, sponsor_id=of.pk)
    return invited.select_related("invited_by").order_by("-invited_at", "id")
