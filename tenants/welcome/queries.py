"""Questions about people and the structures that send them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from tenants.welcome.alike import look_alikes as look_alikes
from tenants.welcome.models import Beneficiary, Consent, Entitlement, Prescriber, Referral
from tenants.welcome.search import ranked as ranked

ENDING_SOON = timedelta(days=30)


def people(words: str, *, today: date) -> QuerySet:
    """Those who match the words, the likeliest first, with `entitled`: whether they have a right today."""
    own = Q(beneficiary=OuterRef("pk")) | Q(beneficiary__merged_into=OuterRef("pk"))
    return ranked(words).annotate(entitled=Exists(Entitlement.objects.open_on(today).filter(own)))


def consents_of(person: Beneficiary) -> dict[str, bool]:
    """What is in force, by purpose: the last thing they said on any of their files."""
    said = Consent.objects.filter(beneficiary__in=person.same_person).order_by("recorded_at", "id")
    return dict(said.values_list("purpose", "given"))


def waiting_referrals() -> QuerySet[Referral]:
    """The oldest first."""
    return Referral.objects.waiting().select_related("beneficiary", "prescriber")


def referrals_seen(view: str, *, words: str = "", structure: Any = None) -> QuerySet[Referral]:
    """One view of the inbox: "a-decider" and "a-l-etude", the oldest first; "decidees", the latest first."""
    found = Referral.objects.select_related("beneficiary", "prescriber").matching(words)
    if structure is not None:
        found = found.filter(prescriber=structure)
    if view == "decidees":
        return found.exclude(state__in=Referral.WAITING).order_by("-received_at", "-id")
    state = Referral.State.UNDER_STUDY if view == "a-l-etude" else Referral.State.RECEIVED
    return found.filter(state=state).order_by("received_at", "id")


def waiting_counts() -> dict[str, int]:
    """How many are to be decided and under study, in one statement."""
    state = Referral.State
    return Referral.objects.filter(state__in=Referral.WAITING).aggregate(
        received=Count("pk", filter=Q(state=state.RECEIVED)),
        under_study=Count("pk", filter=Q(state=state.UNDER_STUDY)),
    )


def ending_rights(*, today: date) -> QuerySet[Entitlement]:
    """Those that end within ENDING_SOON and that no other right of the person outlives, the first first.

    The person counts with all their files.
    """
    rights = Entitlement.objects.alias(head=Coalesce("beneficiary__merged_into_id", "beneficiary_id"))
    longer = rights.filter(head=OuterRef("head"), end__gt=OuterRef("end"))
    ending = rights.filter(end__range=(today, today + ENDING_SOON)).filter(~Exists(longer))
    return ending.select_related("beneficiary").order_by("end", "id")


def prescribers(words: str = "") -> QuerySet[Prescriber]:
    """Each with how many people it has `sent` and how many of them are `waiting`; the retired ones last."""
    waiting = Q(referrals__state__in=Referral.WAITING)
    found = Prescriber.objects.annotate(sent=Count("referrals"), waiting=Count("referrals", filter=waiting))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return found.order_by(F("retired_at").asc(nulls_first=True), "name", "id")


def age_in_days(referral: Referral, *, today: date) -> int:
    return (today - timezone.localdate(referral.received_at)).days


def age_in_words(days: int) -> str:
    """How long something waits, as it is said: "depuis hier", "depuis 9 jours"."""
    return {0: "depuis aujourd’hui", 1: "depuis hier"}.get(days, f"depuis {days} jours")
