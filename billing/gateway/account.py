"""One account of Stripe, and how it is reached."""

from dataclasses import dataclass, field
from typing import Any

import stripe

from billing.gateway import calling
from billing.gateway.refusals import GatewayOff

PAGE = 100  # the most that Stripe gives at once


@dataclass(frozen=True, kw_only=True)
class Account:
    """Raises GatewayOff without a key."""

    key: str = field(repr=False)
    webhook_secret: str = field(default="", repr=False)
    base: str = ""
    timeout_seconds: float = calling.TIMEOUT_SECONDS
    retries: int = calling.RETRIES

    def __post_init__(self) -> None:
        if not self.key:
            raise GatewayOff

    @property
    def _api(self) -> stripe.StripeClient:
        return calling.client(
            key=self.key, base=self.base, timeout_seconds=self.timeout_seconds, retries=self.retries
        )


def once(key: str) -> Any:
    """The options of a call that is made once for `key`."""
    return {"idempotency_key": key}
