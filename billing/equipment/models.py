from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id
from kit.keys import downstairs


class Device(models.Model):
    """A reconditioned computer, tablet or phone."""

    class Kind(models.TextChoices):
        LAPTOP = "laptop", "Ordinateur portable"
        TABLET = "tablet", "Tablette"
        PHONE = "phone", "Téléphone"

    class State(models.TextChoices):
        AVAILABLE = "available", "Disponible"
        IN_CLASS = "in_class", "En séance"
        ON_LOAN = "on_loan", "Prêté"
        RETURNED = "returned", "Rendu"
        SOLD = "sold", "Vendu"

    NEXT = {
        State.AVAILABLE: frozenset({State.IN_CLASS, State.ON_LOAN}),
        State.IN_CLASS: frozenset({State.AVAILABLE, State.ON_LOAN}),
        State.ON_LOAN: frozenset({State.RETURNED}),
        State.RETURNED: frozenset({State.AVAILABLE}),
        State.SOLD: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.CharField("étiquette", max_length=20, unique=True)
    serial = models.CharField("numéro de série", max_length=60, unique=True)
    kind = models.CharField("type", max_length=8, choices=Kind, default=Kind.LAPTOP)
    model = models.CharField("modèle", max_length=120)
    refurbisher = models.CharField("reconditionné par", max_length=120)
    wiped_on = models.DateField("disque effacé le")
    allocation = downstairs("sponsoring.Allocation", null=True, blank=True, verbose_name="financé par")
    state = models.CharField("état", max_length=10, choices=State, default=State.AVAILABLE)
    received_on = models.DateField("reçu le")

    class Meta:
        db_table = "equipment_device"
        ordering = ["tag"]

    def __str__(self) -> str:
        return f"{self.tag} · {self.model}"


class DeviceEvent(models.Model):
    """A move of a device, never edited."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=10, choices=Device.State)
    at = models.DateTimeField("le")
    by = downstairs("network.User", verbose_name="par")

    class Meta:
        db_table = "equipment_deviceevent"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.state}"


class Loan(models.Model):
    """A computer lent after a completed course, with the price of the option promised at the start."""

    class State(models.TextChoices):
        RUNNING = "running", "En cours"
        RETURNED = "returned", "Rendu"

    NEXT = {State.RUNNING: frozenset({State.RETURNED}), State.RETURNED: frozenset()}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="loans", verbose_name="équipement")
    completion = models.OneToOneField("cohorts.Completion", models.PROTECT, related_name="loan")
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="loans")
    starts_on = models.DateField("du")
    due_on = models.DateField("au")
    option_price_cents = models.PositiveIntegerField("prix d’achat promis (centimes)")
    state = models.CharField("état", max_length=10, choices=State, default=State.RUNNING)
    lent_by = downstairs("network.User", verbose_name="prêté par")
    lent_at = models.DateTimeField()
    returned_at = models.DateTimeField("rendu le", null=True, blank=True)

    class Meta:
        db_table = "equipment_loan"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(state="running"), name="equipment_one_custody"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("starts_on")), name="equipment_loan_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="running", returned_at__isnull=True)
                | Q(state="returned", returned_at__isnull=False),
                name="equipment_loan_state_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} → {self.due_on}"
