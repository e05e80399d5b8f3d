from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kit.identifiers import new_id, new_reference
from kit.keys import downstairs
from kit.text import fold
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

    def unanswered_since(self, moment: datetime) -> "ReferralQuerySet":
        """Those where nothing was said since: neither an answer, nor that it is under study."""
        return self.waiting().alias(said=Coalesce("under_study_at", "received_at")).filter(said__lte=moment)

    def unused_on(self, day: date) -> "ReferralQuerySet":
        """Accepted, and the right that they opened was over before that day without a sequel."""
        accepted = self.filter(state=Referral.State.ACCEPTED, entitlement__end__lt=day)
        return accepted.filter(entitlement__renewal__isnull=True).order_by("received_at", "id")

    def matching(self, words: str) -> "ReferralQuerySet":
        """Those whose number or person (as sent, or as filed) holds every typed word."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(search_key__contains=word) | Q(beneficiary__search_key__contains=word))
        return found


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
    search_key = models.CharField(max_length=180, editable=False, default="")
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        self.search_key = fold(f"{self.last_name} {self.first_name} {self.number}")[:180]

    @property
    def answer_to(self) -> str:
        """The address that is told what becomes of it, or ""."""
        return self.sender_email or self.prescriber.email

    @property
    def who(self) -> str:
        """The person, as their file names them or else as the structure wrote."""
        return str(self.beneficiary) if self.beneficiary else f"{self.first_name} {self.last_name}".strip()


class EntitlementQuerySet(models.QuerySet):
    def open_on(self, day: date) -> "EntitlementQuerySet":
        return self.filter(start__lte=day, end__gte=day)

    def of(self, person: Any) -> "EntitlementQuerySet":
        """Those of a person, whichever of their files they were opened on."""
        return self.filter(beneficiary__in=person.same_person)


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


class FormTally(models.Model):
    """How often the public form was sent in an hour: by one address, or to the whole antenne.

    `key` is a keyed hash, never the address itself; the rows of past days are swept.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "welcome_formtally"
        ordering = ["-hour", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key", "hour"], name="welcome_formtally_one_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} h : {self.count}"
