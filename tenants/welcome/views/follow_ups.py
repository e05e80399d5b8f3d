"""Noting a contact with a person, its next step, and the phone list. The lists of follow-ups: hub.antenne."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from kit import formats
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.welcome import operations
from tenants.welcome.forms.follow_ups import ContactForm, PostponeForm
from tenants.welcome.models import Beneficiary, FollowUp, Notice
from tenants.welcome.operations.notices import say_done
from tenants.welcome.queries import age_in_words

A_PAGE = 50


@needs("welcome.follow_up", of="beneficiary")
def note(request: Any, pk: Any) -> HttpResponse:
    person = get_object_or_404(Beneficiary, pk=pk)
    today = request.place.today(request.now)
    form = posted(ContactForm, request, today=today)
    if request.method == "POST" and form.is_valid():
        operations.note_contact(person, **form.cleaned_data, by=request.user, now=request.now, today=today)
        messages.success(request, f"Le contact avec {person} est noté.")
        return redirect("person", person.pk)
    return render(request, "welcome/contact.html", {"form": form, "person": person})


@require_POST
@needs("welcome.follow_up", of="follow-up")
def done(request: Any, pk: Any) -> HttpResponse:
    contact = get_object_or_404(FollowUp.objects.select_related("beneficiary"), pk=pk)
    operations.next_step_done(contact, by=request.user, now=request.now)
    messages.success(request, f"C’est fait : « {contact.next_step} » avec {contact.beneficiary}.")
    return redirect("follow_ups")


@needs("welcome.follow_up", of="follow-up")
def postpone(request: Any, pk: Any) -> HttpResponse:
    contact = get_object_or_404(FollowUp.objects.select_related("beneficiary"), pk=pk)
    today = request.place.today(request.now)
    form = posted(PostponeForm, request, today=today)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        operations.postpone(contact, to=to, by=request.user, now=request.now, today=today)
        messages.success(request, f"« {contact.next_step} » est reporté au {formats.day(to)}.")
        return redirect("follow_ups")
    return render(request, "welcome/postpone.html", {"form": form, "contact": contact})


@needs("welcome.follow_up", of="notice")
def phone_list(request: Any) -> HttpResponse:
    """What is to be said to people who have no e-mail, or would rather be called."""
    page = Paginator(Notice.objects.to_say().select_related("beneficiary"), A_PAGE).get_page(
        request.GET.get("page")
    )
    today = request.place.today(request.now)
    for notice in page:
        notice.age = age_in_words((today - localdate(notice.made_at)).days)
    return render(request, "welcome/phone_list.html", {"page": page})


@require_POST
@needs("welcome.follow_up", of="notice")
def said(request: Any, pk: Any) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.select_related("beneficiary"), pk=pk)
    say_done(notice, by=request.user, now=request.now, today=request.place.today(request.now))
    messages.success(request, f"C’est dit à {notice.beneficiary}.")
    return redirect("welcome:phone_list")
