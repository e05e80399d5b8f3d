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
        State.SOLD: frozenset({State.RETURNED}),  # the sale was reversed
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


class DeviceBatch(models.Model):
    """Devices that a reconditioner delivers together: a file that is read, looked at, then confirmed.

    Confirming or dropping it empties `rows`.
    """

    class State(models.TextChoices):
        READ = "read", "À vérifier"
        CONFIRMED = "confirmed", "Reçu"
        DROPPED = "dropped", "Abandonné"

    NEXT = {
        State.READ: frozenset({State.CONFIRMED, State.DROPPED}),
        State.CONFIRMED: frozenset(),
        State.DROPPED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    refurbisher = models.CharField("reconditionné par", max_length=120)
    origin = models.CharField("provenance", max_length=120, blank=True)
    file_name = models.CharField("fichier", max_length=120)
    # [{"line", "values": {field: text}, "errors": {field: sentence}}]
    rows = models.JSONField(default=list, blank=True)
    count = models.PositiveIntegerField("équipements reçus", default=0)
    state = models.CharField("état", max_length=9, choices=State, default=State.READ)
    read_by = downstairs("network.User", verbose_name="lu par")
    read_at = models.DateTimeField("lu le")
    confirmed_at = models.DateTimeField("reçu le", null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "equipment_devicebatch"
        ordering = ["-read_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="read")
                | Q(state="confirmed", confirmed_at__isnull=False, rows=[])
                | Q(state="dropped", dropped_at__isnull=False, rows=[]),
                name="equipment_devicebatch_state_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.refurbisher} · {self.file_name}"


class EquipmentAudit(models.Model):
    """A count of the devices that should be in the house: scanned one by one, then closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_by = downstairs("network.User", verbose_name="commencé par")
    started_at = models.DateTimeField("commencé le")
    closed_by = downstairs("network.User", null=True, blank=True, verbose_name="clos par")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    expected = models.PositiveIntegerField("attendus", default=0)
    found = models.PositiveIntegerField("trouvés", default=0)

    class Meta:
        db_table = "equipment_audit"
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)


class AuditedDevice(models.Model):
    """A tag that was scanned during a count; `device` is empty for one that nobody knows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    audit = models.ForeignKey(EquipmentAudit, models.CASCADE, related_name="scanned")
    tag = models.CharField("étiquette", max_length=60)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "equipment_auditeddevice"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "tag"], name="equipment_audited_once"),
        ]

    def __str__(self) -> str:
        return self.tag


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
