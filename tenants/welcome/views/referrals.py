"""The bons d'orientation, from the desk's side."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from kit.documents.pdf import pdf_response
from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.welcome import bon, queries
from tenants.welcome.forms.referrals import InboxForm, ReferralForm, RefusalForm
from tenants.welcome.models import Beneficiary, Referral, Situation
from tenants.welcome.operations import (
    accept_referral,
    add_prescriber,
    match_referral,
    receive_referral,
    refuse_referral,
    register_from_referral,
    study_referral,
    unmatch_referral,
)
from tenants.welcome.referral_links import token_of
from tenants.welcome.referral_news import news_of

A_PAGE = 50
_AT_MOST = 6
_VIEWS = [("a-decider", "À décider", "received"), ("a-l-etude", "À l’étude", "under_study"),
          ("decidees", "Décidées", "")]  # fmt: skip


@needs("welcome.register", of="beneficiary")
def new_referral(request: Any, pk: Any) -> HttpResponse:
    person = get_object_or_404(Beneficiary, pk=pk)
    form = posted(ReferralForm, request)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        prescriber = sent["prescriber"] or add_prescriber(
            name=sent["new_prescriber"], by=request.user, now=request.now
        )
        receive_referral(person, prescriber=prescriber, wish=sent["wish"], by=request.user, now=request.now)
        messages.success(request, f"L’orientation de {person} par {prescriber} est reçue.")
        return redirect("person", person.pk)
    return render(request, "welcome/new_referral.html", {"form": form, "person": person})


@needs("welcome.view", of="referral")
def referrals(request: Any) -> HttpResponse:
    """The inbox: what waits for a decision, what is under study; under a third tab, what was decided."""
    asked = request.GET.get("vue")
    view = asked if asked in {name for name, _, _ in _VIEWS} else "a-decider"
    words = request.GET.get("q", "")[:200].strip()
    filters = InboxForm(request.GET)
    structure = filters.cleaned_data.get("structure") if filters.is_valid() else None
    found = queries.referrals_seen(view, words=words, structure=structure)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for referral in page:
        _say_age(referral, request)
    context = {
        "page": page,
        "view": view,
        "words": words,
        "filters": filters,
        "structure": structure,
        "tabs": _tabs(view, words=words, structure=structure),
        "form_link": request.build_absolute_uri(reverse("welcome:send")),
    }
    return render(request, "welcome/referrals.html", context)


@needs("welcome.view", of="referral")
def referral(request: Any, pk: Any) -> HttpResponse:
    """What was sent, who it is, and the decision."""
    found = get_object_or_404(_REFERRALS, pk=pk)
    _say_age(found, request)
    words = request.GET.get("q", "")[:200].strip()
    token = token_of(found, antenne=request.place.key)
    labels = dict(Situation.choices)
    context = {
        "referral": found,
        "news": news_of(found),
        "situations": ", ".join(labels.get(code, code) for code in found.situations),
        "printable": bon.exists_for(found),
        "waits": found.state in Referral.WAITING,
        "people": _people(request, found, words) if found.beneficiary_id is None else [],
        "words": words,
        "right": getattr(found, "entitlement", None),
        "may_decide": allows(request.roles, "welcome.decide"),
        "may_match": allows(request.roles, "welcome.register"),
        "follow": request.build_absolute_uri(reverse("welcome:follow", args=[token])),
    }
    return render(request, "welcome/referral.html", context)


@require_POST
@needs("welcome.register", of="referral")
def match(request: Any, pk: Any, person_pk: Any) -> HttpResponse:
    found, person = get_object_or_404(Referral, pk=pk), get_object_or_404(Beneficiary, pk=person_pk)
    match_referral(found, beneficiary=person, by=request.user, now=request.now)
    messages.success(request, f"L’orientation est maintenant sur la fiche de {person}.")
    return redirect("welcome:referral", pk)


@require_POST
@needs("welcome.register", of="referral")
def unmatch(request: Any, pk: Any) -> HttpResponse:
    unmatch_referral(get_object_or_404(Referral, pk=pk), by=request.user, now=request.now)
    messages.success(request, "L’orientation n’est plus sur cette fiche. Cherchez la bonne.")
    return redirect("welcome:referral", pk)


@require_POST
@needs("welcome.register", of="referral")
def register_sent(request: Any, pk: Any) -> HttpResponse:
    """Open the file of the person that the structure named."""
    today = request.place.today(request.now)
    found = get_object_or_404(Referral, pk=pk)
    person = register_from_referral(found, by=request.user, now=request.now, today=today)
    messages.success(request, f"{person} a maintenant sa fiche : {person.reference}.")
    return redirect("welcome:referral", pk)


@require_POST
@needs("welcome.decide", of="referral")
def study(request: Any, pk: Any) -> HttpResponse:
    found = study_referral(get_object_or_404(Referral, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"L’orientation de {found.who} est à l’étude : la structure le sait.")
    return redirect("welcome:referral", pk)


@require_POST
@needs("welcome.decide", of="referral")
def accept(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Referral, pk=pk)
    today = request.place.today(request.now)
    right = accept_referral(found, by=request.user, now=request.now, today=today)
    messages.success(request, f"{right.beneficiary} a un droit d’accès jusqu’au {right.end:%d/%m/%Y}.")
    return redirect("person", right.beneficiary_id)


@needs("welcome.decide", of="referral")
def refuse(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(_REFERRALS, pk=pk)
    form = posted(RefusalForm, request)
    if request.method == "POST" and form.is_valid():
        refuse_referral(found, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        messages.success(request, f"L’orientation de {found.who} est refusée, avec son motif.")
        return redirect("welcome:referrals")
    return render(request, "welcome/refuse.html", {"form": form, "referral": found})


@needs("papers.print", of="referral")
def paper(request: Any, pk: Any) -> HttpResponse:
    """The bon on one page, in French and in the person's language."""
    found = get_object_or_404(_REFERRALS, pk=pk)
    content = bon.render(found, antenne=request.place.antenne, now=request.now)
    return pdf_response(content, f"Bon d’orientation {found.number}.pdf")


_REFERRALS = Referral.objects.select_related("beneficiary", "prescriber", "entitlement")


def _say_age(referral: Referral, request: Any) -> None:
    age = queries.age_in_days(referral, today=request.place.today(request.now))
    referral.age, referral.age_words = age, queries.age_in_words(age)  # type: ignore[attr-defined]


def _tabs(view: str, *, words: str, structure: Any) -> list[dict[str, Any]]:
    """The three views, under the filters in force."""
    counts, url = queries.waiting_counts(), reverse("welcome:referrals")
    kept = {"q": words, "structure": str(structure.pk) if structure else ""}
    return [
        {
            "label": label,
            "url": f"{url}?{urlencode({'vue': name} | {key: value for key, value in kept.items() if value})}",
            "current": name == view,
            "count": counts.get(counted),
        }
        for name, label, counted in _VIEWS
    ]


def _people(request: Any, found: Referral, words: str) -> list[Beneficiary]:
    """Those who match the words, or else those who look like whom the structure named."""
    if words:
        return list(queries.people(words, today=request.place.today(request.now))[:_AT_MOST])
    alike = queries.look_alikes(first_name=found.first_name, last_name=found.last_name, phone=found.phone)
    return list(alike[:_AT_MOST])
