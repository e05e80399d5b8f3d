from django.db import models
from django.db.models import Q

from kit.identifiers import new_id
from kit.keys import downstairs


class StockLot(models.Model):
    """Cards received together: read from a file or scanned, looked at, then confirmed.

    While it is only read, `rows` holds its lines with their codes already closed (kit.secrets);
    confirming or dropping it empties them.
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
    product = downstairs("tariffs.Product", verbose_name="produit")
    label = models.CharField("bon de livraison", max_length=80, blank=True)
    # [{"line", "serial", "code_closed", "expires_on", "error"}]
    rows = models.JSONField(default=list, blank=True)
    count = models.PositiveIntegerField("cartes reçues", default=0)
    state = models.CharField("état", max_length=9, choices=State, default=State.READ)
    read_by = downstairs("network.User", verbose_name="lu par")
    read_at = models.DateTimeField("lu le")
    confirmed_at = models.DateTimeField("reçu le", null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "counter_stocklot"
        ordering = ["-read_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="read")
                | Q(state="confirmed", confirmed_at__isnull=False, rows=[])
                | Q(state="dropped", dropped_at__isnull=False, rows=[]),
                name="counter_stocklot_state_date",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.pk)


class StockItem(models.Model):
    """A card with its serial; its code is kept closed and shown once, at the sale."""

    class State(models.TextChoices):
        RECEIVED = "received", "Reçue"
        AVAILABLE = "available", "Disponible"
        RESERVED = "reserved", "Réservée"
        SOLD = "sold", "Vendue"
        ACTIVATED = "activated", "Activée"
        VOID = "void", "Annulée"
        EXPIRED = "expired", "Périmée"
        MISSING = "missing", "Manquante"
        TRANSFERRED = "transferred", "Envoyée à une autre antenne"

    NEXT = {
        State.RECEIVED: frozenset({State.AVAILABLE, State.VOID, State.MISSING}),
        State.AVAILABLE: frozenset(
            {
                State.RESERVED,
                State.SOLD,
                State.VOID,
                State.EXPIRED,
                State.MISSING,
                State.TRANSFERRED,
            }
        ),
        State.RESERVED: frozenset({State.AVAILABLE, State.SOLD, State.VOID}),
        # Taken back unread by a reversal, it is sold again; once its code was read it is void.
        State.SOLD: frozenset({State.ACTIVATED, State.AVAILABLE, State.VOID}),
        State.ACTIVATED: frozenset(),
        State.VOID: frozenset(),
        State.EXPIRED: frozenset({State.VOID}),
        State.MISSING: frozenset({State.AVAILABLE, State.VOID}),
        State.TRANSFERRED: frozenset({State.AVAILABLE}),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = downstairs("tariffs.Product", verbose_name="produit")
    lot = models.ForeignKey(StockLot, models.PROTECT, null=True, blank=True, related_name="items")
    serial = models.CharField("numéro de série", max_length=40, unique=True)
    code_closed = models.TextField(blank=True, editable=False)
    expires_on = models.DateField("expire le", null=True, blank=True)
    state = models.CharField("état", max_length=11, choices=State, default=State.AVAILABLE)
    received_at = models.DateTimeField("reçue le")
    revealed_at = models.DateTimeField("code lu le", null=True, blank=True)
    revealed_by = downstairs("network.User", null=True, blank=True, verbose_name="code lu par")

    class Meta:
        db_table = "counter_stockitem"
        ordering = ["product", "expires_on", "serial"]
        indexes = [
            models.Index(fields=["product", "expires_on", "serial"], condition=Q(state="available"),
                         name="counter_next_card"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(revealed_at__isnull=True, revealed_by__isnull=True)
                | Q(revealed_at__isnull=False, revealed_by__isnull=False),
                name="counter_stockitem_revealed_by",
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class StockEvent(models.Model):
    """A move of a card, never edited."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(StockItem, models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=11, choices=StockItem.State)
    reason = models.CharField("motif", max_length=300, blank=True)
    at = models.DateTimeField("le")
    by = downstairs("network.User", null=True, blank=True, verbose_name="par")

    class Meta:
        db_table = "counter_stockevent"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"
