"""The door itself: all that the product asks of Stripe, and whether it may ask."""

from django.conf import settings

from billing.gateway.events import Events
from billing.gateway.invoices import Invoices
from billing.gateway.payments import Payments


class Gateway(Invoices, Payments, Events):
    """One account. Each method may raise GatewayBusy or GatewayRefused.

    `key` of a method is the idempotency key that the caller stored with its operation: up to 200 signs,
    never used for anything else. Stripe remembers one for a day at least.
    """


def is_on() -> bool:
    """Whether a key was given. Without one the rail is shown as off, and all else works."""
    return bool(settings.STRIPE_SECRET_KEY)


def open_gateway() -> Gateway:
    """The account of the settings. Raises GatewayOff without a key."""
    return Gateway(
        key=settings.STRIPE_SECRET_KEY,
        webhook_secret=settings.STRIPE_WEBHOOK_SECRET,
        base=settings.STRIPE_API_BASE,
    )
