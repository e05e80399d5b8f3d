from django.db import models
from django.db.models import Q

from kit.identifiers import new_id
from kit.keys import downstairs


class Device(models.Model):
    """A reconditioned computer, tablet or phone."""

    class Kind(models.TextChoices):
        LAPTOP = "laptop", "Ordinateur portable"
        TABLET = "tablet", "Tablette"
        PHONE = "phone", "Téléphone"

    class State(models.TextChoices):
        RECEIVED = "received", "Reçu"
        AVAILABLE = "available", "Disponible"
        RESERVED = "reserved", "Réservé"
        IN_CLASS = "in_class", "En séance"
        ON_LOAN = "on_loan", "Prêté"
        RETURNED = "returned", "Rendu"
        REPAIR = "repair", "En réparation"
        SOLD = "sold", "Vendu"
        LOST = "lost", "Perdu"
        STOLEN = "stolen", "Volé"
        SCRAPPED = "scrapped", "Mis au rebut"

    _GONE = frozenset({State.LOST, State.STOLEN})
    NEXT = {
        # It leaves this state with a wipe certificate, never without.
        State.RECEIVED: frozenset({State.AVAILABLE, State.REPAIR, State.SCRAPPED}) | _GONE,
        State.AVAILABLE: frozenset(
            {State.RESERVED, State.IN_CLASS, State.ON_LOAN, State.SOLD, State.REPAIR, State.SCRAPPED}
        )
        | _GONE,
        State.RESERVED: frozenset({State.AVAILABLE, State.ON_LOAN, State.SOLD, State.REPAIR}) | _GONE,
        State.IN_CLASS: frozenset({State.AVAILABLE, State.ON_LOAN, State.REPAIR}) | _GONE,
        State.ON_LOAN: frozenset({State.RETURNED, State.SOLD}) | _GONE,
        # Somebody's data may be on it: wiped again before it serves again.
        State.RETURNED: frozenset({State.AVAILABLE, State.REPAIR, State.SCRAPPED}) | _GONE,
        State.REPAIR: frozenset({State.AVAILABLE, State.SCRAPPED}) | _GONE,
        State.LOST: frozenset({State.RECEIVED}),
        State.STOLEN: frozenset({State.RECEIVED}),
        State.SOLD: frozenset({State.RETURNED, State.ON_LOAN}),  # the sale was reversed
        State.SCRAPPED: frozenset(),
    }

    class Grade(models.TextChoices):
        A = "a", "A · comme neuf"
        B = "b", "B · bon état"
        C = "c", "C · marqué"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.CharField("étiquette", max_length=20, unique=True)
    serial = models.CharField("numéro de série", max_length=60, unique=True)
    kind = models.CharField("type", max_length=8, choices=Kind, default=Kind.LAPTOP)
    model = models.CharField("modèle", max_length=120)
    refurbisher = models.CharField("reconditionné par", max_length=120)
    origin = models.CharField("provenance", max_length=120, blank=True)
    grade = models.CharField("état du matériel", max_length=1, choices=Grade, default=Grade.B)
    price_class = downstairs("tariffs.Product", null=True, blank=True, verbose_name="classe de prix")
    wiped_on = models.DateField("disque effacé le", null=True, blank=True)
    wipe_certificate = models.CharField("certificat d’effacement", max_length=80, blank=True)
    batch = models.ForeignKey(
        "DeviceBatch", models.PROTECT, null=True, blank=True, related_name="devices", verbose_name="lot"
    )
    allocation = downstairs("sponsoring.Allocation", null=True, blank=True, verbose_name="financé par")
    state = models.CharField("état", max_length=10, choices=State, default=State.AVAILABLE)
    received_on = models.DateField("reçu le")

    class Meta:
        db_table = "equipment_device"
        ordering = ["tag"]
        constraints = [
            models.CheckConstraint(
                condition=Q(wiped_on__isnull=False)
                | Q(state__in=["received", "returned", "repair", "lost", "stolen", "scrapped"]),
                name="equipment_wiped_before_it_serves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag} · {self.model}"


class DeviceEvent(models.Model):
    """A move of a device, never edited."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=10, choices=Device.State)
    reason = models.CharField("motif", max_length=300, blank=True)
    at = models.DateTimeField("le")
    by = downstairs("network.User", verbose_name="par")

    class Meta:
        db_table = "equipment_deviceevent"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.state}"
