"""Invoices and payments by the API of the national site."""

from datetime import timedelta

import money
import pytest
from django.utils import timezone

from billing.sponsoring.models import Payment
from kit.antennes import NATIONAL, at


@pytest.fixture
def finance(program):
    return program("reseau", "finance@reseau.example")


def test_an_invoice_is_issued_paid_and_credited_once_for_a_key(world, finance):
    of = money.agreement(world)
    body = {"agreement": str(of.pk), "amount_cents": 100_000, "due_on": f"{world.today}"}
    made = finance.post("invoices/", body, idempotency_key="i")
    assert (made.status_code, made.json()["gross_cents"]) == (201, 120_000)
    assert finance.post("invoices/", body, idempotency_key="i").json() == made.json()
    invoice = made.json()["id"]
    paid = {
        "invoice": invoice, "rail": "transfer", "reference": "VIR-1", "amount_cents": 20_000,
        "received_on": f"{world.today}",
    }  # fmt: skip
    assert finance.post("payments/", paid, idempotency_key="p").status_code == 201
    assert finance.post("payments/", paid, idempotency_key="p").status_code == 201
    assert finance.post("payments/", paid).json()["code"] == "already_noted"
    assert finance.get(f"invoices/{invoice}/").json()["left_cents"] == 100_000
    credited = finance.post(f"invoices/{invoice}/credit/", {"gross_cents": 100_000, "reason": "Fin"})
    assert credited.status_code == 200
    assert [one["left_cents"] for one in finance.get("invoices/").json()["results"]][-1] == 0
    assert (
        finance.post(f"invoices/{invoice}/credit/", {"gross_cents": 1_000_000, "reason": "x"}).status_code
        == 409
    )
    with at(NATIONAL):
        assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"amount_cents": 0}, 400),
        ({"rail": "stripe"}, 400),
        ({"received_on": f"{timezone.localdate() + timedelta(days=2)}"}, 409),
        ({"invoice": None}, 409),
    ],
)
def test_a_wrong_payment_is_refused(world, finance, wrong, status):
    made = money.invoice(world)
    body = {
        "invoice": str(made.pk), "rail": "cheque", "reference": "1", "amount_cents": 10,
        "received_on": f"{world.today}",
    }  # fmt: skip
    assert finance.post("payments/", body | wrong).status_code == status


def test_who_may_look_may_not_always_write(world, program):
    paul = program("reseau", "partnerships@reseau.example")
    nadia = program("reseau", "nadia@reseau.example")
    for path in ("invoices/", "payments/"):
        assert paul.get(path).status_code == 200
        assert paul.post(path, {}).status_code == 403
        assert nadia.get(path).status_code == 403
