"""Questions about people and the structures that send them."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tenants.welcome.alike import look_alikes
from tenants.welcome.models import Beneficiary, Consent, Entitlement, Referral
from tenants.welcome.search import ranked

__all__ = [
    "age_in_days",
    "age_in_words",
    "consents_of",
    "decided_referrals",
    "look_alikes",
    "people",
    "ranked",
    "waiting_referrals",
]


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


def decided_referrals() -> QuerySet[Referral]:
    """The latest first."""
    decided = Referral.objects.exclude(state=Referral.State.RECEIVED)
    return decided.select_related("beneficiary", "prescriber").order_by("-received_at", "-id")


def age_in_days(referral: Referral, *, today: date) -> int:
    return (today - timezone.localdate(referral.received_at)).days


def age_in_words(days: int) -> str:
    """How long something waits, as it is said: "depuis hier", "depuis 9 jours"."""
    return {0: "depuis aujourd’hui", 1: "depuis hier"}.get(days, f"depuis {days} jours")
