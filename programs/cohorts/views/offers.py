"""An offered place: the page of the person, and the desk's list of those to call."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.cohorts import queries
from programs.cohorts.forms.group import OfferAnswerForm
from programs.cohorts.messages import signature
from programs.cohorts.models import Enrolment
from programs.cohorts.offer_links import enrolment_id
from programs.cohorts.offer_words import WORDS
from programs.cohorts.operations import accept_offer, decline_offer, eligibility_of, offer_to
from programs.cohorts.operations.eligibility import may_enter
from programs.cohorts.operations.offers import DECLINED, answerable
from programs.cohorts.operations.refill import next_session
from tenants.network.access import needs, public
from tenants.network.vocabulary import direction
from tenants.welcome.notices import Notice, day_in, hour_in, wants_mail

State = Enrolment.State
_HELD = (State.ENROLLED, State.ACTIVE)


@public("A person answers without an account, by a signed link that names one place of this antenne.")
def place(request: Any, token: str) -> HttpResponse:
    """Shown by GET, answered by POST alone: a mail program that follows links decides nothing."""
    found = Enrolment.objects.select_related("beneficiary", "cohort__version", "place")
    enrolment = found.filter(pk=enrolment_id(token)).first()
    if enrolment is None or enrolment.offered_at is None:
        raise Http404
    today = request.place.today(request.now)
    form = posted(OfferAnswerForm, request)
    stands = _stands(enrolment, now=request.now, today=today)
    if request.method == "POST" and stands == "open" and form.is_valid():
        if form.cleaned_data["answer"] == "yes":
            accept_offer(enrolment, by=None, now=request.now, today=today)
        else:
            decline_offer(enrolment, by=None, now=request.now)
        return redirect(request.get_full_path())
    language = request.GET.get("langue", enrolment.beneficiary.language)
    language = language if language in WORDS else "fr"
    context = {
        "words": WORDS[language],
        "stands": stands,
        "course": enrolment.cohort.version.title,
        "first": _said(next_session(enrolment.cohort, now=request.now), language),
        "until": _moment(enrolment.offer_expires_at, language),
        "where": signature()["where"],
        "lang": language,
        "dir": direction(language),
        "switch": [
            (code, other.own_name, direction(code)) for code, other in WORDS.items() if code != language
        ],
    }
    return render(request, "cohorts/offer.html", context)


def _stands(enrolment: Enrolment, *, now: Any, today: Any) -> str:
    """open, blocked, accepted, declined or over."""
    if answerable(enrolment, now=now):
        findings = eligibility_of(enrolment.beneficiary, enrolment.cohort, today=today)
        return "open" if may_enter(findings) else "blocked"
    if enrolment.state in _HELD:
        return "accepted"
    return "declined" if enrolment.reason == DECLINED else "over"


def _said(session: Any, language: str) -> str:
    return _moment(session.starts_at, language) if session else ""


def _moment(moment: Any, language: str) -> str:
    return f"{day_in(language, moment)}, {hour_in(language, moment)}"


@needs("cohorts.enrol", of="enrolment")
def calls(request: Any) -> HttpResponse:
    """The places that await an answer: first those whom the desk calls."""
    offered = list(queries.offers())
    said = dict(
        Notice.objects.filter(kind=Notice.Kind.OFFER, about__in=[one.pk for one in offered])
        .order_by("made_at")
        .values_list("about", "say")
    )
    for one in offered:
        one.by_mail = wants_mail(one.beneficiary)
        one.say = said.get(one.pk, "")
        one.late = not answerable(one, now=request.now)
    context = {
        "to_call": [one for one in offered if not one.by_mail],
        "by_mail": [one for one in offered if one.by_mail],
    }
    return render(request, "cohorts/offers.html", context)


@require_POST
@needs("cohorts.enrol", of="enrolment")
def offer_it(request: Any, pk: Any) -> HttpResponse:
    waiting = get_object_or_404(Enrolment, pk=pk)
    enrolment = offer_to(waiting, by=request.user, now=request.now)
    said = "Un e-mail part." if wants_mail(enrolment.beneficiary) else "Appelez cette personne."
    messages.success(request, f"La place est proposée à {enrolment.beneficiary}. {said}")
    return redirect("cohorts:cohort", enrolment.cohort_id)


@require_POST
@needs("cohorts.enrol", of="enrolment")
def accept_it(request: Any, pk: Any) -> HttpResponse:
    """The person said yes, on the phone or at the desk."""
    offered = get_object_or_404(Enrolment, pk=pk)
    today = request.place.today(request.now)
    enrolment = accept_offer(offered, by=request.user, now=request.now, today=today)
    assert enrolment.place is not None  # who is enrolled holds one
    messages.success(request, f"{enrolment.beneficiary} prend la place {enrolment.place.number}.")
    return redirect(_back(request, enrolment))


@require_POST
@needs("cohorts.enrol", of="enrolment")
def decline_it(request: Any, pk: Any) -> HttpResponse:
    """The person said no."""
    offered = get_object_or_404(Enrolment.objects.select_related("beneficiary"), pk=pk)
    enrolment = decline_offer(offered, by=request.user, now=request.now)
    messages.success(request, f"C’est noté : {enrolment.beneficiary} ne prend pas la place.")
    return redirect(_back(request, enrolment))


def _back(request: Any, enrolment: Enrolment) -> Any:
    """To the list of calls for who came from there, else to the cohort."""
    if request.POST.get("from") == "calls":
        return redirect("cohorts:calls").url
    return redirect("cohorts:cohort", enrolment.cohort_id).url
