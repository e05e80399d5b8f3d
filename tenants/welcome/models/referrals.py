from datetime import date

from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id, new_reference
from kit.keys import downstairs


class Prescriber(models.Model):
    """A social structure that sends people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("nom de la structure", max_length=160, unique=True)
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "welcome_prescriber"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ReferralQuerySet(models.QuerySet):
    def waiting(self) -> "ReferralQuerySet":
        return self.filter(state=Referral.State.RECEIVED).order_by("received_at", "id")


class Referral(models.Model):
    """A bon d'orientation: a structure sends a person."""

    class State(models.TextChoices):
        RECEIVED = "received", "Reçue"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        USED = "used", "Utilisée"
        EXPIRED = "expired", "Expirée"

    NEXT = {
        State.RECEIVED: frozenset({State.ACCEPTED, State.REFUSED, State.EXPIRED}),
        State.ACCEPTED: frozenset({State.USED, State.EXPIRED}),
        State.REFUSED: frozenset(),
        State.USED: frozenset(),
        State.EXPIRED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(
        "numéro du bon", max_length=8, unique=True, default=new_reference, editable=False
    )
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="referrals")
    prescriber = models.ForeignKey(
        Prescriber, models.PROTECT, related_name="referrals", verbose_name="structure"
    )
    wish = models.CharField("demande", max_length=300, blank=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField("reçue le")
    accepted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("motif du refus", max_length=300, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        db_table = "welcome_referral"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received")
                | Q(state="accepted", accepted_at__isnull=False)
                | Q(state="refused", refused_at__isnull=False) & ~Q(reason="")
                | Q(state="used", used_at__isnull=False)
                | Q(state="expired", expired_at__isnull=False),
                name="welcome_referral_state_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Bon {self.number}"


class EntitlementQuerySet(models.QuerySet):
    def open_on(self, day: date) -> "EntitlementQuerySet":
        return self.filter(start__lte=day, end__gte=day)


class Entitlement(models.Model):
    """The right to be received, from a day to a day (both included), opened by a referral."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="entitlements")
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="entitlement")
    start = models.DateField("du")
    end = models.DateField("au")
    opened_by = downstairs("network.User", verbose_name="ouvert par")

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        db_table = "welcome_entitlement"
        ordering = ["-end", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="welcome_entitlement_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"
