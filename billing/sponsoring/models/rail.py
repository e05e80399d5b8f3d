from django.db import models

from kit.identifiers import new_id


class GatewayCall(models.Model):
    """A demand to the payment rail, with the key that makes a second one the same; `answer` when it came.

    `purpose` is "invoice", "left", "refund" or "checkout"; `about` our row’s id,
    `asked` the rest of what was said, so that it may be said again (operations.gateway_calls).
    """

    key = models.CharField(max_length=80, primary_key=True)
    purpose = models.CharField(max_length=14)
    about = models.UUIDField()
    asked = models.JSONField(default=dict)
    answer = models.JSONField(null=True, blank=True)
    asked_by = models.ForeignKey("network.User", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "sponsoring_gatewaycall"
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["purpose", "about"], name="sponsoring_call_about")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"


class StripeEvent(models.Model):
    """The inbox of the rail: an event and its effect were written in one transaction."""

    id = models.CharField(max_length=80, primary_key=True)
    type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField("émis le")
    received_at = models.DateTimeField("reçu le")
    effect = models.CharField("effet", max_length=160, blank=True)
    replayed_at = models.DateTimeField("rejoué le", null=True, blank=True)

    class Meta:
        db_table = "sponsoring_stripeevent"
        ordering = ["-received_at", "id"]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class Reconciliation(models.Model):
    """What a comparison of the rail and the ledger found: operations.reconciliation gives the shape."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("faite le")
    since = models.DateTimeField("depuis le")
    differences = models.JSONField("écarts")

    class Meta:
        db_table = "sponsoring_reconciliation"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {len(self.differences)}"
