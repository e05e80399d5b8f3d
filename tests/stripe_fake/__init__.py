"""A small stateful Stripe on this machine, for tests that go through the real SDK.

    with StripeFake() as fake:
        settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = fake.url, fake.key

It answers in the shape of the API version of the installed SDK, and refuses what that version does not
know. It is written from the SDK's types and Stripe's public documentation, and knows what invoicing,
Checkout and transfers in euros need; nothing more.
"""

from stripe_fake.fake import KEY, StripeFake

__all__ = ["KEY", "StripeFake"]
