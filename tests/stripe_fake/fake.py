"""StripeFake: the server, and what payers, banks and bad days do to it."""

import hashlib
import hmac
import json
import threading
from types import TracebackType
from typing import Any, Self

from stripe_fake import cash, checkout, credits, customers, invoices, payments, settling
from stripe_fake.problems import wrong_state
from stripe_fake.server import Fault, Server
from stripe_fake.store import Store, Thing

# The routes are declared where they are written.
ROOMS = (cash, checkout, credits, customers, invoices, payments)
KEY = "sk_test_biscotte"


class StripeFake:
    """A Stripe of one account, in memory, at `url`; use it as a context manager.

    Amounts are integer cents. Each hook may be called between two calls of the product; what could not
    happen at Stripe is a Problem.
    """

    def __init__(self, *, key: str = KEY) -> None:
        self.key = key
        self.store = Store()
        self._server = Server(self.store, key=key)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.released.set()
        self._server.shutdown()
        self._server.server_close()
        assert (self._server.crashes, self.store.strangers()) == ([], set())

    # --- what the product did, and what it will be told --------------------------------------------
    @property
    def events(self) -> list[Thing]:
        """Oldest first."""
        return list(self.store.all("event"))

    @property
    def calls(self) -> list[tuple[str, str, dict[str, Any]]]:
        """(method, path, what was given) of each call that was worked on; replays are not."""
        return self._server.calls

    def event(self, kind: str) -> Thing:
        """The last event of this kind."""
        return [event for event in self.events if event["type"] == kind][-1]

    def signed(self, event: Thing, secret: str, *, at: int | None = None) -> tuple[bytes, str]:
        """(body, Stripe-Signature header) of a webhook; `at` in seconds since 1970, now by default."""
        moment = self.store.now() if at is None else at
        body = json.dumps(event, indent=2)
        signature = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
        return body.encode(), f"t={moment},v1={signature}"

    # --- what payers and banks do --------------------------------------------------------------------
    def pay_invoice(self, number: str, method: str = "card") -> Thing:
        """On the invoice's page: a card pays at once, a `sepa_debit` when its bank answers (`settle`)."""
        with self._server.lock:
            invoice = self.store.get("invoice", number)
            intent = invoices.waiting(self.store, invoice)
            if method not in intent["payment_method_types"] or intent["status"] == "processing":
                raise wrong_state(f"The page offers no {method}; the payment is {intent['status']}.")
            self._pay(intent, method)
            return invoice

    def _pay(self, intent: Thing, method: str) -> None:
        if method in settling.SLOW:
            settling.begin(self.store, intent, method=method)
        else:
            settling.succeed(self.store, intent, method=method)

    def settle(self, number: str) -> Thing:
        """The bank accepts the debit of an invoice, session or intent, or has taken a refund."""
        with self._server.lock:
            thing = self.store.any(number) or {}
            if thing.get("object") == "refund":
                thing["status"] = "succeeded"
                self.store.tell("refund.updated", thing)
                return thing
            intent = self._intent_of(number)
            if intent["status"] != "processing":
                raise wrong_state(f"No debit is in progress: {intent['status']}.")
            settling.succeed(self.store, intent, method="sepa_debit")
            checkout.settled(self.store, intent)
            return intent

    def fail_payment(self, number: str, *, code: str = "insufficient_funds") -> Thing:
        """The bank refuses: the debit in progress, or a card that was tried just now."""
        with self._server.lock:
            intent = self._intent_of(number)
            method = "sepa_debit" if intent["status"] == "processing" else "card"
            settling.fail(self.store, intent, method=method, code=code)
            checkout.settled(self.store, intent)
            return intent

    def take_back(self, number: str, *, reason: str = "insufficient_funds") -> Thing:
        """Weeks later, the payer's bank takes back a payment that had succeeded."""
        with self._server.lock:
            return payments.take_back(self.store, self.store.get("payment_intent", number), reason=reason)

    def _intent_of(self, number: str) -> Thing:
        thing = self.store.any(number) or {}
        if thing.get("object") == "invoice":
            return invoices.waiting(self.store, thing)
        return self.store.get("payment_intent", thing.get("payment_intent") or number)

    def bank_transfer(self, customer: str, amount: int, *, reference: str = "") -> Thing:
        """`amount` cents reach the customer's virtual IBAN."""
        with self._server.lock:
            return cash.arrive(self.store, customer, amount, reference=reference)

    def complete_checkout(
        self, number: str, method: str = "card", *, email: str = "camille@example.org"
    ) -> Thing:
        with self._server.lock:
            return checkout.complete(self.store, number, method=method, email=email)

    # --- bad days --------------------------------------------------------------------------------------
    def fail_next(
        self, *, status: int = 500, times: int = 1, path: str = "*", done: bool = False,
        retry: bool | None = None,
    ) -> None:  # fmt: skip
        """The next calls (to a path: `/v1/invoices`, `*/finalize`) are answered `status`.

        `done`: after the work was done. `retry`: Stripe's own advice to the SDK, in a header.
        """
        headers = {} if retry is None else {"Stripe-Should-Retry": str(retry).lower()}
        self._server.faults.append(Fault(status, times, path, done, headers))

    def hang_next(self, *, times: int = 1, path: str = "*", done: bool = False) -> None:
        """The next calls get no answer at all."""
        self._server.faults.append(Fault(0, times, path, done))

    def forget_keys(self) -> None:
        """A day goes by: Stripe remembers no idempotency key of the day before."""
        with self._server.lock:
            self._server.forget()
