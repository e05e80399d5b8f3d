"""How we call Stripe: bounded in time and in tries, and every error one of ours."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import stripe

from billing.gateway.refusals import KEY_REUSED, WRONG_KEY, GatewayBusy, GatewayRefused

TIMEOUT_SECONDS = 10.0  # of one try
RETRIES = 2  # the SDK's own, after timeouts, lost connections and 5xx; after 429 when Stripe says so

# At its usual level the SDK logs each address it calls, and a sponsor's e-mail with it.
logging.getLogger("stripe").setLevel(logging.WARNING)


@lru_cache(maxsize=4)
def client(*, key: str, base: str, timeout_seconds: float, retries: int) -> stripe.StripeClient:
    """Kept from call to call, with its open connections; one for each account."""
    return stripe.StripeClient(
        key,
        base_addresses={"api": base.rstrip("/")} if base else None,
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=timeout_seconds),
    )


@contextmanager
def answered() -> Iterator[None]:
    """Raises GatewayBusy when the same call may be made again, GatewayRefused when it must be changed."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewayBusy from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise GatewayRefused(WRONG_KEY, request_id=error.request_id or "") from error
    except stripe.IdempotencyError as error:
        raise GatewayRefused(
            KEY_REUSED, stripe_code="idempotency_error", request_id=error.request_id or ""
        ) from error
    except (stripe.InvalidRequestError, stripe.CardError) as error:
        raise GatewayRefused(
            stripe_code=error.code or "", param=error.param or "", request_id=error.request_id or ""
        ) from error
    except stripe.APIError as error:  # 5xx, or 409 when a twin with the same key is still at work
        raise GatewayBusy from error
