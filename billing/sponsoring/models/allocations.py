from django.db import models

from billing.sponsoring.models.agreements import Agreement
from kit.identifiers import new_id


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


class Use(models.Model):
    """What an antenne has made of an allocation: written by the antenne itself, in numbers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="use")
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", verbose_name="antenne")
    places_opened = models.PositiveIntegerField("places ouvertes", default=0)
    places_taken = models.PositiveIntegerField("places prises", default=0)
    places_consumed = models.PositiveIntegerField("places utilisées", default=0)
    devices_received = models.PositiveIntegerField("équipements reçus", default=0)
    devices_consumed = models.PositiveIntegerField("équipements remis", default=0)
    counted_at = models.DateTimeField("compté le")

    class Meta:
        db_table = "sponsoring_use"
        ordering = ["allocation"]

    def __str__(self) -> str:
        return f"{self.allocation_id}: {self.places_consumed}"
