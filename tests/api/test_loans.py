"""Loans by the API: lent, extended, brought back, bought at the till, lost and confirmed by another."""

import lending
import pytest
import shop
from django.utils import timezone

from billing.equipment.models import Loan
from kit.calendar import add_months


@pytest.fixture
def world(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    return grenoble


def post(here, path, body=None):
    return here.post(f"/api/v1/{path}", body or {}, content_type="application/json")


def test_lent_extended_and_brought_back(world, site):
    desk = site("grenoble", world.denis)
    end, laptop = lending.completion(world), lending.device(world)
    lent = post(desk, "loans/", {"completion": str(end.pk), "device": str(laptop.pk)}).json()
    due = add_months(world.today, 6)
    assert (lent["due_on"], lent["option_price_cents"]) == (due.isoformat(), 5000)
    assert lent["option_until"] > lent["due_on"] > lent["option_from"]
    refused = post(desk, f"loans/{lent['id']}/extend/", {"months": 1, "reason": ""})
    assert (refused.status_code, refused.json()["code"]) == (409, "why_lent")
    longer = post(desk, f"loans/{lent['id']}/extend/", {"months": 1, "reason": "Maladie"}).json()
    assert longer["due_on"] == add_months(due, 1).isoformat()
    back = post(desk, f"loans/{lent['id']}/return/", {"seen": "Sans chargeur"}).json()
    assert (back["state"], back["returned_as"]) == ("returned", "Sans chargeur")
    assert desk.get(f"/api/v1/loans/{lent['id']}/").json() == back


def test_bought_at_the_promised_price(world, site):
    computer = shop.product(world, "ordinateur", cents=9000, kind="device", reference=20000)
    loan = lending.loan(world, day=add_months(world.today, -6), price_class=computer)
    session = shop.open_till(world)
    line = {"product": str(computer.pk), "loan": str(loan.pk)}
    given = {
        "session": str(session.pk), "beneficiary": str(loan.beneficiary_id), "lines": [line],
        "payments": [{"method": "card", "amount_cents": 5000, "reference": "T-12"}],
    }  # fmt: skip
    desk = site("grenoble", world.denis)
    sold = post(desk, "sales/", given)
    assert (sold.status_code, sold.json()["total_cents"]) == (201, 5000)
    assert sold.json()["lines"][0]["device"] == str(loan.device_id)
    assert desk.get(f"/api/v1/loans/{loan.pk}/").json()["state"] == "converted"
    assert post(desk, "sales/", given).json()["code"] == "loan_over"


def test_a_loss_is_confirmed_by_somebody_else(world, site):
    loan = lending.loan(world, day=world.today)
    desk, manager = site("grenoble", world.denis), site("grenoble", world.maud)
    path = f"loans/{loan.pk}"
    assert post(manager, f"{path}/write-off/").json()["code"] == "no_loss_noted"
    assert post(desk, f"{path}/loss/", {"loss": "eaten", "reason": "?"}).status_code == 400
    assert post(desk, f"{path}/loss/", {"loss": "lost", "reason": "Dans le train"}).json()["loss"] == "lost"
    assert post(desk, f"{path}/write-off/").status_code == 403
    assert post(manager, f"{path}/write-off/").json()["state"] == "written_off"
    assert Loan.objects.get().written_off_by == world.maud


def test_lyon_does_not_know_the_loans_of_grenoble(world, site):
    loan = lending.loan(world, day=world.today)
    lyon = site("lyon", world.marc)
    assert lyon.get(f"/api/v1/loans/{loan.pk}/").status_code == 404
    for verb in ("return", "extend", "loss", "write-off"):
        assert (
            post(lyon, f"loans/{loan.pk}/{verb}/", {"months": 1, "reason": "x", "loss": "lost"}).status_code
            == 404
        )
