"""For a room's conftest: `from stripe_fake.fixtures import fake  # noqa: F401`."""

from collections.abc import Iterator
from typing import Any

import pytest
from stripe import HTTPClient

from stripe_fake.fake import StripeFake

SECRET = "whsec_biscotte"


@pytest.fixture
def fake(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeFake]:
    """A Stripe on this machine, which the settings name; the SDK tries again without waiting."""
    monkeypatch.setattr(HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(HTTPClient, "MAX_DELAY", 0)
    with StripeFake() as running:
        settings.STRIPE_API_BASE = running.url
        settings.STRIPE_SECRET_KEY = running.key
        settings.STRIPE_WEBHOOK_SECRET = SECRET
        yield running
