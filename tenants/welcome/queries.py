"""Questions about people and the structures that send them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from kit.text import fold
from tenants.welcome.models import Beneficiary, Entitlement, Prescriber, Referral

ENDING_SOON = timedelta(days=30)
_DIGITS_OF_A_PHONE = 6


def people(words: str, *, today: date) -> QuerySet:
    """Those who match the words, with `entitled`: whether they have a right today."""
    open_rights = Entitlement.objects.open_on(today).filter(beneficiary=OuterRef("pk"))
    return Beneficiary.objects.matching(words).annotate(entitled=Exists(open_rights))


def look_alikes(*, first_name: str, last_name: str, phone: str = "") -> QuerySet[Beneficiary]:
    """Those who may be the same person: the same name in either order, or the same phone."""
    names = {fold(f"{last_name} {first_name}")[:170], fold(f"{first_name} {last_name}")[:170]} - {""}
    alike = Q(sort_key__in=names)
    digits = "".join(c for c in phone if c.isdigit())
    if len(digits) >= _DIGITS_OF_A_PHONE:
        alike |= Q(search_key__endswith=f" {digits}")
    return Beneficiary.objects.filter(alike)


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
