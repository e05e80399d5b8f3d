from django.db import models
from django.db.models import Q

from billing.sponsoring.models.agreements import Agreement
from kit.identifiers import new_id


class Allocation(models.Model):
    """A part of an agreement given to an antenne and a programme: places, devices and money.

    Two states are stored: RESERVED, and RELEASED once the whole of it was given back. COMMITTED (a cohort
    or a device is bound to it) and CONSUMED (nothing is left to use) are counted from what its antenne says
    in Use: see queries.with_use. Its numbers only shrink, by what is given back (Release): the database
    refuses the rest. What an antenne must know of the agreement, which it does not read, is copied here.
    """

    class State(models.TextChoices):
        RESERVED = "reserved", "Réservée"
        COMMITTED = "committed", "Engagée"
        CONSUMED = "consumed", "Consommée"
        RELEASED = "released", "Rendue"

    NEXT = {State.RESERVED: frozenset({State.RELEASED}), State.RELEASED: frozenset()}

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
    reference = models.CharField("référence de la convention", max_length=20)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    state = models.CharField("état", max_length=10, choices=State, default=State.RESERVED)
    allocated_on = models.DateField("affectée le")
    released_at = models.DateTimeField("rendue le", null=True, blank=True)

    class Meta:
        db_table = "sponsoring_allocation"
        ordering = ["allocated_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="reserved", released_at__isnull=True)
                | Q(state="released", released_at__isnull=False),
                name="sponsoring_allocation_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} → {self.antenne}"

    @property
    def stamp(self) -> str:
        """Its numbers as a page showed them: a second sending of the same page is then told apart."""
        return f"{self.places}-{self.devices}-{self.amount_cents}"


class Release(models.Model):
    """A part of an allocation that was given back, and why; never edited."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="releases")
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", verbose_name="antenne")
    places = models.PositiveIntegerField("places")
    devices = models.PositiveIntegerField("équipements")
    amount_cents = models.PositiveBigIntegerField("montant (centimes)")
    reason = models.CharField("motif", max_length=300)
    by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        db_table = "sponsoring_release"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(places__gt=0) | Q(devices__gt=0) | Q(amount_cents__gt=0)) & ~Q(reason=""),
                name="sponsoring_release_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation_id}: {self.places} / {self.devices} / {self.amount_cents}"


class Use(models.Model):
    """What an antenne has made of an allocation: written by the antenne itself, in numbers.

    A place counts once, whatever the share of it that the allocation funds. `places_opened` are bound to it
    in a cohort that is not cancelled, drafts included; of them `places_taken` have somebody,
    `places_consumed` saw somebody come at least once, `places_missed` saw nobody until their cohort was
    over. `devices_received` are bound to it; of them `devices_consumed` have served somebody once: in
    class, lent, or sold. What is opened and received is written in the transaction that binds it, under
    the allocation's lock; the refresh of the figures counts all of it again.
    """

    COUNTS = (
        "places_opened", "places_taken", "places_consumed", "places_missed", "devices_received",
        "devices_consumed",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="use")
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", verbose_name="antenne")
    places_opened = models.PositiveIntegerField("places ouvertes", default=0)
    places_taken = models.PositiveIntegerField("places prises", default=0)
    places_consumed = models.PositiveIntegerField("places utilisées", default=0)
    places_missed = models.PositiveIntegerField("places restées vides", default=0, db_default=0)
    devices_received = models.PositiveIntegerField("équipements reçus", default=0)
    devices_consumed = models.PositiveIntegerField("équipements remis", default=0)
    counted_at = models.DateTimeField("compté le")

    class Meta:
        db_table = "sponsoring_use"
        ordering = ["allocation"]

    def __str__(self) -> str:
        return f"{self.allocation_id}: {self.places_consumed}"
