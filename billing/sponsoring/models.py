from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id


class Sponsor(models.Model):
    """A foundation, a company or a public body that funds places and devices."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("nom", max_length=160, unique=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "sponsoring_sponsor"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """A convention: what a sponsor signed. Its kind is fixed at the signature."""

    class Kind(models.TextChoices):
        GIFT = "gift", "Don"
        GRANT = "grant", "Subvention"
        SPONSORSHIP = "sponsorship", "Parrainage"
        SERVICE = "service", "Prestation"

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PROPOSED = "proposed", "Proposée"
        SIGNED = "signed", "Signée"
        RUNNING = "running", "En cours"
        COMPLETED = "completed", "Réalisée"
        CLOSED = "closed", "Close"

    NEXT = {
        State.DRAFT: frozenset({State.PROPOSED}),
        State.PROPOSED: frozenset({State.SIGNED, State.DRAFT}),
        State.SIGNED: frozenset({State.RUNNING}),
        State.RUNNING: frozenset({State.COMPLETED}),
        State.COMPLETED: frozenset({State.CLOSED}),
        State.CLOSED: frozenset(),
    }
    FIRM = (State.SIGNED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="agreements", verbose_name="mécène")
    reference = models.CharField("référence", max_length=20, unique=True)
    title = models.CharField("objet", max_length=160)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    amount_cents = models.PositiveBigIntegerField("montant (centimes)")
    places = models.PositiveIntegerField("places")
    devices = models.PositiveIntegerField("équipements")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    drafted_at = models.DateTimeField("rédigée le")
    signed_at = models.DateTimeField("signée le", null=True, blank=True)
    running_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "sponsoring_agreement"
        ordering = ["-starts_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="sponsoring_agreement_dates"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"]) | Q(signed_at__isnull=False),
                name="sponsoring_agreement_signed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.title}"


class Allocation(models.Model):
    """A part of an agreement given to an antenne and a programme: places, devices and money."""

    class State(models.TextChoices):
        RESERVED = "reserved", "Réservée"
        COMMITTED = "committed", "Engagée"
        CONSUMED = "consumed", "Consommée"
        RELEASED = "released", "Rendue"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="allocations", verbose_name="convention"
    )
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", verbose_name="antenne")
    template = models.ForeignKey(
        "catalogue.ProgrammeTemplate", models.PROTECT, related_name="+", verbose_name="programme"
    )
    places = models.PositiveIntegerField("places")
    devices = models.PositiveIntegerField("équipements")
    amount_cents = models.PositiveBigIntegerField("montant (centimes)")
    state = models.CharField("état", max_length=10, choices=State, default=State.RESERVED)
    allocated_on = models.DateField("affectée le")

    class Meta:
        db_table = "sponsoring_allocation"
        ordering = ["allocated_on", "id"]

    def __str__(self) -> str:
        return f"{self.agreement.reference} → {self.antenne}"
