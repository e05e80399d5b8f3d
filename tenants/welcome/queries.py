"""Questions about people and the structures that send them."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kit.text import fold
from tenants.welcome.models import Beneficiary, Entitlement, Referral

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


def decided_referrals() -> QuerySet[Referral]:
    """The latest first."""
    decided = Referral.objects.exclude(state=Referral.State.RECEIVED)
    return decided.select_related("beneficiary", "prescriber").order_by("-received_at", "-id")


def age_in_days(referral: Referral, *, today: date) -> int:
    return (today - timezone.localdate(referral.received_at)).days


def age_in_words(days: int) -> str:
    """How long something waits, as it is said: "depuis hier", "depuis 9 jours"."""
    return {0: "depuis aujourd’hui", 1: "depuis hier"}.get(days, f"depuis {days} jours")
