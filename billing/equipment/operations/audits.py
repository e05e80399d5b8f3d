"""Counting the devices that should be in the house: scanned one by one, then closed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.equipment.models import AuditedDevice, EquipmentAudit
from billing.equipment.operations.batches import one_at_a_time
from billing.equipment.queries import expected_here, missing_of, scanned, unexpected_of
from kit.journal import record
from kit.refusals import Refused


class AuditRunning(Refused):
    """Un inventaire est déjà commencé : terminez-le d’abord."""


class AuditClosed(Refused):
    """Cet inventaire est clos."""


@transaction.atomic
def start_audit(*, by: Any, now: datetime) -> EquipmentAudit:
    """One at a time."""
    one_at_a_time("audits")
    if EquipmentAudit.objects.filter(closed_at__isnull=True).exists():
        raise AuditRunning
    audit = EquipmentAudit.objects.create(started_by=by, started_at=now)
    record("equipment.audit_started", on=audit, by=by, at=now)
    return audit


@transaction.atomic
def scan_device(audit: EquipmentAudit, *, words: str, now: datetime) -> AuditedDevice:
    """Note what a scanner read; twice is once. What nobody knows is kept as it was read."""
    audit = _open(audit)
    device = scanned(words)
    tag = device.tag if device else words.replace("\x00", "").strip()[:60]
    return AuditedDevice.objects.get_or_create(audit=audit, tag=tag, defaults={"device": device, "at": now})[
        0
    ]


@transaction.atomic
def close_audit(audit: EquipmentAudit, *, by: Any, now: datetime) -> EquipmentAudit:
    """Write how many were expected, how many of them were found, and which were not."""
    audit = _open(audit)
    missing = [one.tag for one in missing_of(audit)]
    audit.expected = expected_here().count()
    audit.found = audit.expected - len(missing)
    audit.differences = {"missing": missing, "unexpected": [one.tag for one in unexpected_of(audit)]}
    audit.closed_by, audit.closed_at = by, now
    audit.save(update_fields=["expected", "found", "differences", "closed_by", "closed_at"])
    record("equipment.audit_closed", on=audit, by=by, at=now, expected=audit.expected, found=audit.found)
    return audit


def _open(audit: EquipmentAudit) -> EquipmentAudit:
    audit = EquipmentAudit.objects.select_for_update().get(pk=audit.pk)
    if audit.closed_at:
        raise AuditClosed
    return audit
