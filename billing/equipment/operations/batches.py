"""A file of devices: read and checked first, received only when somebody has confirmed it."""

from datetime import date, datetime, timedelta
from typing import IO, Any

from django.db import transaction

from billing.equipment.importing import fields_of, understood
from billing.equipment.models import Device, DeviceBatch, DeviceEvent
from billing.equipment.operations.funding import hold_for_devices, note_devices
from kit.db import connection
from kit.documents.spreadsheets import read_table
from kit.journal import record, record_many
from kit.marks import mark
from kit.refusals import Refused
from kit.states import check, move

KEPT = timedelta(days=7)


class NothingToReceive(Refused):
    """Aucune ligne n’est à recevoir : corrigez le fichier, puis envoyez-le de nouveau."""


@transaction.atomic
def read_batch(
    upload: IO[bytes] | bytes, *, file_name: str, refurbisher: str, origin: str = "", by: Any, now: datetime,
    today: date,
) -> DeviceBatch:  # fmt: skip
    """Read the file and check each line against itself, the other lines and the devices; receive nothing."""
    table = read_table(upload)
    fields = fields_of(table)
    rows = [
        {"line": line, "values": {field: cells[title].strip() for title, field in fields.items()}}
        for line, cells in table.records()
    ]
    _check(rows, today=today)
    batch = DeviceBatch.objects.create(
        refurbisher=refurbisher, origin=origin, file_name=file_name[-120:], rows=rows, read_by=by, read_at=now
    )
    record("equipment.batch_read", on=batch, by=by, at=now, lines=len(rows))
    return batch


@transaction.atomic
def confirm_batch(
    batch: DeviceBatch, *, prefix: str, allocation: Any = None, by: Any, now: datetime, today: date
) -> DeviceBatch:
    """Receive the lines that are right; again, it changes nothing. `prefix` begins the tags that are missing.

    When another line or a device took a serial meanwhile, the line is left out: `count` is
    how many were received. AVAILABLE when wiped with a certificate, RECEIVED otherwise. With an
    `allocation`, all of them are devices that it funds.
    """
    batch = DeviceBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == DeviceBatch.State.CONFIRMED:
        return batch
    check(batch, to=DeviceBatch.State.CONFIRMED)
    one_at_a_time("tags")
    _check(batch.rows, today=today)
    good = [row for row in batch.rows if not row["errors"]]
    if not good:
        raise NothingToReceive
    devices = _devices(batch, good, prefix=prefix, today=today)
    if allocation is not None:
        allocation = hold_for_devices(allocation, devices=len(devices), day=today)
        for device in devices:
            device.allocation = allocation
    move(
        batch, to=DeviceBatch.State.CONFIRMED, by=by, now=now, verb="equipment.batch_confirmed",
        rows=[], count=len(devices),
    )  # fmt: skip
    Device.objects.bulk_create(devices)
    events = [DeviceEvent(device=device, state=device.state, at=now, by=by) for device in devices]
    DeviceEvent.objects.bulk_create(events)
    if allocation is not None:
        note_devices(allocation, now=now)
    record_many("equipment.device_received", on=devices, by=by, at=now)
    mark(today)
    return batch


@transaction.atomic
def drop_batch(batch: DeviceBatch, *, by: Any, now: datetime) -> DeviceBatch:
    """Give up: what the file said is erased."""
    batch = DeviceBatch.objects.select_for_update().get(pk=batch.pk)
    move(batch, to=DeviceBatch.State.DROPPED, by=by, now=now, verb="equipment.batch_dropped", rows=[])
    return batch


def drop_old_batches(*, now: datetime) -> None:
    """Those that nobody confirmed in a week."""
    for batch in DeviceBatch.objects.filter(state=DeviceBatch.State.READ, read_at__lte=now - KEPT):
        drop_batch(batch, by=None, now=now)


def next_tags(prefix: str, *, taken: set[str]) -> Any:
    """The tags to come: "<PREFIX>-0001", after the highest number that is known or in `taken`."""
    start = f"{prefix}-"
    known = Device.objects.filter(tag__startswith=start).values_list("tag", flat=True)
    numbers = [tag[len(start) :] for tag in {*known, *taken} if tag.startswith(start)]
    highest = max((int(n) for n in numbers if n.isascii() and n.isdecimal() and len(n) < 9), default=0)
    while True:
        highest += 1
        yield f"{start}{highest:04}"


def _devices(batch: DeviceBatch, rows: list[dict[str, Any]], *, prefix: str, today: date) -> list[Device]:
    tags = next_tags(prefix, taken={row["values"].get("tag", "") for row in rows})
    devices = []
    for row in rows:
        meant, _ = understood(row["values"], today=today)
        wiped = meant.get("wiped_on") and meant.get("wipe_certificate")
        state = Device.State.AVAILABLE if wiped else Device.State.RECEIVED
        meant["tag"] = meant.get("tag") or next(tags)
        devices.append(
            Device(
                **meant, refurbisher=batch.refurbisher, origin=batch.origin, batch=batch, state=state,
                received_on=today,
            )
        )  # fmt: skip
    return devices


def _check(rows: list[dict[str, Any]], *, today: date) -> None:
    """Note on each line what is wrong in it: alone, against the lines before it, against the devices."""
    known = {
        field: set(Device.objects.filter(**{f"{field}__in": texts}).values_list(field, flat=True))
        for field in ("tag", "serial")
        for texts in [{row["values"].get(field, "") for row in rows} - {""}]
    }
    seen: dict[str, dict[str, int]] = {"tag": {}, "serial": {}}
    for row in rows:
        _, row["errors"] = understood(row["values"], today=today)
        for field, lines in seen.items():
            text = row["values"].get(field, "")
            if not text:
                continue
            if text in known[field]:
                row["errors"].setdefault(field, "Un appareil de l’antenne le porte déjà.")
            elif text in lines:
                row["errors"].setdefault(field, f"Déjà écrit à la ligne {lines[text]}.")
            lines.setdefault(text, row["line"])


def one_at_a_time(what: str) -> None:
    """In this antenne, until the end of the transaction: two batches at once would number the same tags."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(current_schema() || ':equipment.' || %s))", [what]
        )
