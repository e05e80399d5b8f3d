from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id, new_reference
from kit.keys import downstairs
from tenants.network.vocabulary import Language, Situation


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
        """Those that wait for an answer, the oldest first."""
        return self.filter(state__in=Referral.WAITING).order_by("received_at", "id")


class Referral(models.Model):
    """A bon d'orientation: a structure sends a person.

    One that came by the public form names the person in its own fields until the desk has matched
    them with a file: `beneficiary` is empty as long as nobody has looked.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Reçue"
        UNDER_STUDY = "under_study", "À l’étude"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        USED = "used", "Utilisée"
        EXPIRED = "expired", "Expirée"

    class Source(models.TextChoices):
        DESK = "desk", "À l’accueil"
        FORM = "form", "Formulaire public"
        IMPORT = "import", "Import"

    NEXT = {
        State.RECEIVED: frozenset({State.UNDER_STUDY, State.ACCEPTED, State.REFUSED, State.EXPIRED}),
        State.UNDER_STUDY: frozenset({State.ACCEPTED, State.REFUSED, State.EXPIRED}),
        State.ACCEPTED: frozenset({State.USED, State.EXPIRED}),
        State.REFUSED: frozenset(),
        State.USED: frozenset(),
        State.EXPIRED: frozenset(),
    }
    WAITING = (State.RECEIVED, State.UNDER_STUDY)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(
        "numéro du bon", max_length=8, unique=True, default=new_reference, editable=False
    )
    beneficiary = models.ForeignKey(
        "welcome.Beneficiary", models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    prescriber = models.ForeignKey(
        Prescriber, models.PROTECT, related_name="referrals", verbose_name="structure"
    )
    source = models.CharField("reçue par", max_length=6, choices=Source, default=Source.DESK)
    # The person as the structure named them, and who wrote.
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    birth_year = models.PositiveSmallIntegerField("année de naissance", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    language = models.CharField("langue", max_length=2, choices=Language, default=Language.FRENCH)
    situations = ArrayField(
        models.CharField(max_length=12, choices=Situation), verbose_name="situation", default=list, blank=True
    )
    sender_name = models.CharField("votre nom", max_length=120, blank=True)
    sender_email = models.EmailField("votre adresse e-mail", blank=True)
    sender_phone = models.CharField("votre téléphone", max_length=20, blank=True)
    wish = models.CharField("demande", max_length=300, blank=True)
    state = models.CharField("état", max_length=11, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField("reçue le")
    under_study_at = models.DateTimeField(null=True, blank=True)
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
                | Q(state="under_study", under_study_at__isnull=False)
                | Q(state="accepted", accepted_at__isnull=False)
                | Q(state="refused", refused_at__isnull=False) & ~Q(reason="")
                | Q(state="used", used_at__isnull=False)
                | Q(state="expired", expired_at__isnull=False),
                name="welcome_referral_state_date",
            ),
            models.CheckConstraint(
                condition=Q(beneficiary__isnull=False)
                | ~Q(state__in=["accepted", "used"]) & ~Q(last_name=""),
                name="welcome_referral_names_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Bon {self.number}"

    @property
    def who(self) -> str:
        """The person, as their file names them or else as the structure wrote."""
        return str(self.beneficiary) if self.beneficiary else f"{self.first_name} {self.last_name}".strip()


class EntitlementQuerySet(models.QuerySet):
    def open_on(self, day: date) -> "EntitlementQuerySet":
        return self.filter(start__lte=day, end__gte=day)


class Entitlement(models.Model):
    """The right to be received, from a day to a day (both included): opened by a referral, or renewed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="entitlements")
    referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, blank=True, related_name="entitlement"
    )
    renews = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="renewal")
    start = models.DateField("du")
    end = models.DateField("au")
    reason = models.CharField("pourquoi le renouveler", max_length=300, blank=True)
    opened_by = downstairs("network.User", verbose_name="ouvert par")

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        db_table = "welcome_entitlement"
        ordering = ["-end", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="welcome_entitlement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(referral__isnull=False) | Q(renews__isnull=False) & ~Q(reason=""),
                name="welcome_entitlement_has_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"
