"""What the shared floor keeps between antennes and of their tills. No key of floor 1 points here."""

from django.db import models
from django.db.models import F, Q

from billing.tariffs.models.products import Product
from kit.identifiers import new_id


class CardTransfer(models.Model):
    """Cards that go from one antenne to another: signed by who sends them, then by who receives them.

    The two antennes alone see it, and each signs for its own side (row rules keep that). Who received
    it names the serials that were not in the parcel; a parcel that is not received is taken back.
    """

    class State(models.TextChoices):
        SENT = "sent", "Envoyé"
        RECEIVED = "received", "Reçu"
        REFUSED = "refused", "Refusé"
        TAKEN_BACK = "taken_back", "Repris"

    NEXT = {
        State.SENT: frozenset({State.RECEIVED, State.REFUSED, State.TAKEN_BACK}),
        State.REFUSED: frozenset({State.TAKEN_BACK}),
        State.RECEIVED: frozenset(),
        State.TAKEN_BACK: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sender = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", verbose_name="de")
    recipient = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", verbose_name="vers")
    state = models.CharField("état", max_length=10, choices=State, default=State.SENT)
    count = models.PositiveIntegerField("cartes")
    sent_by = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("envoyé le")
    received_by = models.ForeignKey("network.User", models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField("reçu le", null=True, blank=True)
    refused_at = models.DateTimeField("refusé le", null=True, blank=True)
    taken_back_at = models.DateTimeField("repris le", null=True, blank=True)
    reason = models.CharField("motif du refus", max_length=300, blank=True)
    # How many of the cards were not in the parcel, as the recipient counted.
    missing = models.PositiveIntegerField("manquantes", default=0)
    missing_serials = models.JSONField("numéros manquants", default=list, blank=True)

    class Meta:
        db_table = "tariffs_cardtransfer"
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender=F("recipient")), name="tariffs_cardtransfer_to_another"
            ),
            models.CheckConstraint(
                condition=Q(state="sent")
                | Q(state="received", received_at__isnull=False, received_by__isnull=False)
                | Q(state="refused", refused_at__isnull=False) & ~Q(reason="")
                | Q(state="taken_back", taken_back_at__isnull=False),
                name="tariffs_cardtransfer_state_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} → {self.recipient_id}"


class TransferredCard(models.Model):
    """A card of a transfer; its code travels closed, as it was kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(CardTransfer, models.PROTECT, related_name="cards")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    serial = models.CharField("numéro de série", max_length=40)
    code_closed = models.TextField(blank=True)
    expires_on = models.DateField("expire le", null=True, blank=True)

    class Meta:
        db_table = "tariffs_transferredcard"
        ordering = ["product", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "serial"], name="tariffs_card_once_a_transfer"),
        ]

    def __str__(self) -> str:
        return self.serial


class TillAnchor(models.Model):
    """The head of a till's chain at a closing, kept away from the till: a cut tail is then found.

    Numbers and hashes alone, no key to the antenne's tables.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+")
    till = models.CharField("caisse", max_length=12)
    kind = models.CharField("clôture", max_length=5)
    period = models.DateField("période")
    last_number = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    perpetual_cents = models.BigIntegerField()
    signature = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "tariffs_tillanchor"
        ordering = ["antenne", "till", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["antenne", "till", "kind", "period"], name="tariffs_one_anchor_a_closing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.till} {self.last_number}"
