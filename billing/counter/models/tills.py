from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id
from kit.keys import downstairs

FIRST = "0" * 64  # what stands before the first ticket of a chain


class Till(models.Model):
    """A cash desk. Its row holds the head of its two chains, real and training; a sale locks it.

    Numbers have no gap: they are this row's, taken late in the sale's transaction, never a sequence.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("code", max_length=12, unique=True)
    name = models.CharField("nom", max_length=60)
    made_at = models.DateTimeField("créée le")
    retired_at = models.DateTimeField("retirée le", null=True, blank=True)
    last_number = models.PositiveBigIntegerField(default=0, editable=False)
    head = models.CharField(max_length=64, default=FIRST, editable=False)
    training_number = models.PositiveBigIntegerField(default=0, editable=False)
    training_head = models.CharField(max_length=64, default=FIRST, editable=False)

    class Meta:
        db_table = "counter_till"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TillSession(models.Model):
    """From the opening float to the blind count, within one business day.

    What was expected is computed at the closing, after the count was typed: never shown before.
    """

    class State(models.TextChoices):
        OPEN = "open", "Ouverte"
        CLOSED = "closed", "Close"

    NEXT = {State.OPEN: frozenset({State.CLOSED}), State.CLOSED: frozenset()}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    till = models.ForeignKey(Till, models.PROTECT, related_name="sessions", verbose_name="caisse")
    business_day = models.DateField("jour")
    training = models.BooleanField("entraînement", default=False)
    state = models.CharField("état", max_length=6, choices=State, default=State.OPEN)
    opened_by = downstairs("network.User", verbose_name="ouverte par")
    opened_at = models.DateTimeField("ouverte le")
    float_cents = models.PositiveIntegerField("fond de caisse (centimes)")
    closed_by = downstairs("network.User", null=True, blank=True, verbose_name="close par")
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    counted_cents = models.PositiveIntegerField("compté (centimes)", null=True, blank=True)
    expected_cents = models.IntegerField("attendu (centimes)", null=True, blank=True)
    difference_reason = models.CharField("motif de l’écart", max_length=300, blank=True)

    class Meta:
        db_table = "counter_tillsession"
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["till"], condition=Q(state="open"), name="counter_one_open_session"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(
                    state="closed", closed_at__isnull=False, closed_by__isnull=False,
                    counted_cents__isnull=False, expected_cents__isnull=False,
                )
                & (Q(counted_cents=F("expected_cents")) | ~Q(difference_reason="")),
                name="counter_tillsession_state_date",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.till_id} {self.business_day}"

    @property
    def difference_cents(self) -> int | None:
        """Counted minus expected; None while it is open."""
        if self.counted_cents is None or self.expected_cents is None:
            return None
        return self.counted_cents - self.expected_cents


class CashMovement(models.Model):
    """Cash that enters or leaves the till without a sale: to the bank, or change that is fetched."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(TillSession, models.PROTECT, related_name="movements")
    amount_cents = models.IntegerField("montant (centimes, négatif s’il sort)")
    reason = models.CharField("motif", max_length=200)
    by = downstairs("network.User", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        db_table = "counter_cashmovement"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_cents=0) & ~Q(reason=""), name="counter_cashmovement_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents} {self.reason}"
