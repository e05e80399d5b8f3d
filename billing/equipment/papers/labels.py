"""The labels that go on the devices: sheets of 3 × 8, each with a QR code that opens the device."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from billing.equipment.models import Device
from kit.documents import pdf, qr

AT_MOST = 480  # 20 sheets


def render(
    devices: Iterable[Device], *, address: Callable[[Device], str], antenne: Any, now: datetime
) -> bytes:
    """The PDF, in the order of the devices; `address` gives what the QR code of a device says."""
    labels = [
        {"tag": one.tag, "model": one.model, "antenne": antenne.name, "qr": qr.svg(address(one))}
        for one in devices
    ]
    return pdf.render("equipment/labels.typ", title="Étiquettes", data={"labels": labels}, now=now)
