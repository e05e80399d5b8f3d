from django.db import models
from django.db.models import Q

from kit.identifiers import new_id
from kit.keys import downstairs


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
