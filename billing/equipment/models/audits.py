from django.db import models

from kit.identifiers import new_id
from kit.keys import downstairs


class EquipmentAudit(models.Model):
    """A count of the devices that should be in the house: scanned one by one, then closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_by = downstairs("network.User", verbose_name="commencé par")
    started_at = models.DateTimeField("commencé le")
    closed_by = downstairs("network.User", null=True, blank=True, verbose_name="clos par")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    expected = models.PositiveIntegerField("attendus", default=0)
    found = models.PositiveIntegerField("trouvés", default=0)
    # As it was when it was closed: {"missing": [tags], "unexpected": [tags]}.
    differences = models.JSONField("écarts", default=dict, blank=True)

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
    device = models.ForeignKey("Device", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "equipment_auditeddevice"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "tag"], name="equipment_audited_once"),
        ]

    def __str__(self) -> str:
        return self.tag
