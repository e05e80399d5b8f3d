"""What happened at Stripe: told by webhooks, asked for at night."""

from collections.abc import Iterator
from datetime import datetime

import stripe

from billing.gateway import fetching, reading
from billing.gateway.account import PAGE, Account
from billing.gateway.calling import answered
from billing.gateway.refusals import ForgedEvent
from billing.gateway.words import Event, Fetched


class Events(Account):
    """An event is only a hint of what to fetch: it may be late, double, or missing."""

    def read_event(self, *, body: bytes, signature: str) -> Event:
        """A webhook, from its raw body and its Stripe-Signature header.

        Raises ForgedEvent when the signature is not ours, is more than five minutes old, or when no secret
        is set. Fetch the object again before you believe what it was.
        """
        try:
            return reading.event(self._api.construct_event(body, signature, self.webhook_secret))
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise ForgedEvent from error

    def events_since(self, *, moment: datetime) -> Iterator[Event]:
        """What happened at `moment` or later, oldest first. Stripe keeps thirty days."""
        with answered():
            listed = self._api.v1.events.list({"created": {"gte": int(moment.timestamp())}, "limit": PAGE})
            found = [reading.event(one) for one in listed.auto_paging_iter()]
        yield from reversed(found)

    def fetch(self, *, kind: str, id: str, customer: str = "") -> Fetched:
        """The object of an event, as it is now. `customer` is asked for a cash movement only.

        Raises ValueError for a kind that the product does not follow (see `follows`).
        """
        if not fetching.follows(kind):
            raise ValueError(f"The gateway does not follow {kind}.")
        with answered():
            return fetching.KINDS[kind](self._api, id, customer)
