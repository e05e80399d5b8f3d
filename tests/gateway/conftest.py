"""A sponsor, its invoice, and a gateway to the fake; none of it needs the database."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from stripe_fake.fixtures import fake  # noqa: F401

from billing.gateway import Gateway, InvoiceLine, Method, SentInvoice, open_gateway

PLACES = InvoiceLine(label="10 places à Grenoble", net_cents=100_000, vat_percent=Decimal(20))
EVERY_WAY = tuple(Method)


@pytest.fixture
def gateway(fake) -> Gateway:  # noqa: F811
    return open_gateway()


@pytest.fixture
def sponsor(gateway) -> str:
    return gateway.ensure_customer(
        reference="sponsor-1", name="Fondation Essai", email="compta@fondation.example", siren="732829320",
        key="sponsor-1",
    )  # fmt: skip


@pytest.fixture
def send(gateway, sponsor) -> Callable[..., SentInvoice]:
    """send(), send(number="F-2"), send(lines=[…])…: 1 200,00 € unless told otherwise."""

    def send(number: str = "F-2022-0001", **changes: Any) -> SentInvoice:
        said: dict[str, Any] = {
            "number": number, "customer": sponsor, "lines": [PLACES], "methods": EVERY_WAY,
            "due_on": timezone.localdate() + timedelta(days=30), "key": f"send-{number}",
        }  # fmt: skip
        return gateway.send_invoice(**said | changes)

    return send
