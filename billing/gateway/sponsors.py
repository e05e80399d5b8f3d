"""Sponsors, their virtual IBAN, and the cash that waits for their invoices."""

from typing import Any

from billing.gateway import invoicing, reading
from billing.gateway.account import PAGE, Account, once
from billing.gateway.calling import answered
from billing.gateway.words import Bank, CashMovement


class Sponsors(Account):
    """What Stripe calls customers."""

    def ensure_customer(
        self, *, reference: str, name: str, email: str, siren: str = "", known: str = "", key: str
    ) -> str:
        """Stripe's id for the sponsor `reference`, created or brought up to date; `known` is the id we kept.

        Without `known`, a customer with this e-mail address and reference is taken again. The SIREN is shown
        on Stripe's pages as it was when the customer was created.
        """
        params: Any = {
            "name": name,
            "email": email,
            "preferred_locales": ["fr-FR"],
            "metadata": {"reference": reference, "siren": siren},
        }
        with answered():
            found = known or self._customer_of(reference, email=email)
            if found:
                return self._api.v1.customers.update(found, params).id
            if siren:
                params["tax_id_data"] = [{"type": "fr_siren", "value": siren}]
            return self._api.v1.customers.create(params, once(key)).id

    def _customer_of(self, reference: str, *, email: str) -> str:
        listed = self._api.v1.customers.list({"email": email, "limit": PAGE})
        mine = (one.id for one in listed.auto_paging_iter() if reading.noted(one, "reference") == reference)
        return next(mine, "")

    def bank_of(self, *, customer: str, key: str) -> Bank | None:
        """The virtual IBAN of a sponsor: the same each time."""
        with answered():
            given = self._api.v1.customers.funding_instructions.create(
                customer,
                {
                    "currency": "eur",
                    "funding_type": "bank_transfer",
                    "bank_transfer": {
                        "type": "eu_bank_transfer",
                        "eu_bank_transfer": {"country": invoicing.COUNTRY},
                    },
                },
                once(key),
            )
        return reading.bank(given)

    def cash_of(self, *, customer: str) -> int:
        """Cents that arrived by transfer and pay nothing yet: a part of an invoice, or too much."""
        with answered():
            available = self._api.v1.customers.cash_balance.retrieve(customer).available
        return int(available["eur"]) if available and "eur" in available else 0

    def transfers_of(self, *, customer: str) -> list[CashMovement]:
        """What came to a sponsor's cash balance and left it, oldest first."""
        with answered():
            listed = self._api.v1.customers.cash_balance_transactions.list(customer, {"limit": PAGE})
            return [reading.cash_movement(one) for one in listed.auto_paging_iter()][::-1]
