from django.db import models
from django.db.models import Q

from billing.sponsoring.models.money import Payment
from kit.identifiers import new_id


class BankFile(models.Model):
    """A bank statement that was read: CAMT.053 or CSV; the same file is read once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField("fichier", max_length=160)
    digest = models.CharField(max_length=64, unique=True)
    read_by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="lu par")
    read_at = models.DateTimeField("lu le")

    class Meta:
        db_table = "sponsoring_bankfile"
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class BankLine(models.Model):
    """A credit of a statement: matched with a payment, set aside, or waiting for somebody."""

    class State(models.TextChoices):
        WAITING = "waiting", "À rapprocher"
        MATCHED = "matched", "Rapprochée"
        ASIDE = "aside", "Mise de côté"

    NEXT = {
        State.WAITING: frozenset({State.MATCHED, State.ASIDE}),
        State.ASIDE: frozenset({State.WAITING}),
        State.MATCHED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines")
    # What the bank calls it: a line that two files say is one.
    reference = models.CharField("référence de la banque", max_length=120, unique=True)
    booked_on = models.DateField("date")
    amount_cents = models.PositiveBigIntegerField("montant (centimes)")
    debtor = models.CharField("émetteur", max_length=160, blank=True)
    label = models.CharField("libellé", max_length=300, blank=True)
    state = models.CharField("état", max_length=7, choices=State, default=State.WAITING)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="bank_line", verbose_name="paiement"
    )
    matched_at = models.DateTimeField(null=True, blank=True)
    aside_reason = models.CharField("motif", max_length=200, blank=True)

    class Meta:
        db_table = "sponsoring_bankline"
        ordering = ["booked_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="matched", payment__isnull=False)
                | Q(state__in=["waiting", "aside"], payment__isnull=True),
                name="sponsoring_bankline_matched",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount_cents}"
