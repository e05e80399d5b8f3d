"""Flore gives at once, online: with an agreement or without; the receipt follows."""

import pytest
from stripe_fake.fixtures import fake  # noqa: F401

from billing.sponsoring.models import GatewayCall, Payment, Sponsor
from billing.sponsoring.operations import webhooks
from billing.sponsoring.papers import register
from kit.antennes import NATIONAL, at


@pytest.fixture
def flore(portal, site):
    return site("partenaires", portal.flore)


@pytest.fixture
def form(flore):
    """What the page holds before anybody types."""
    page = flore.get("/donner/")
    return {"key": str(page.context["form"]["key"].value()), "amount": "50", "agreement": ""}


def paid(portal, fake):  # noqa: F811
    for session in fake.store.all("checkout.session"):
        fake.complete_checkout(session["id"])
    with at(NATIONAL):
        webhooks.replay(since=portal.world.now, now=portal.world.now)
        return list(Payment.objects.order_by("at"))


def test_a_gift_is_paid_on_a_page_of_the_rail_and_waits_for_its_receipt(portal, flore, form, fake):  # noqa: F811
    told = flore.post("/donner/", form)
    assert told.context["page"].startswith("http")
    assert flore.post("/donner/", form).context["page"] == told.context["page"]
    (payment,) = paid(portal, fake)
    assert (payment.amount_cents, payment.agreement) == (5_000, None)
    with at(NATIONAL):
        assert payment.sponsor == Sponsor.objects.get(pk=portal.agreements["flore"].sponsor_id)
        assert payment in [one.payment for one in register.waiting(payment.received_on)]
        assert payment.is_gift


def test_a_gift_may_be_for_an_agreement_of_one_s_own(portal, flore, form, fake):  # noqa: F811
    mine, other = portal.agreements["flore"], portal.agreements["otto"]
    refused = flore.post("/donner/", form | {"agreement": str(other.pk)})
    assert list(refused.context["form"].errors) == ["agreement"]
    flore.post("/donner/", form | {"agreement": str(mine.pk)})
    (payment,) = paid(portal, fake)
    assert payment.agreement_id == mine.pk


@pytest.mark.parametrize("amount", ["", "0,50", "100001", "cinq"])
def test_an_amount_that_is_none_is_told_beside_the_field(flore, form, fake, amount):  # noqa: F811
    assert list(flore.post("/donner/", form | {"amount": amount}).context["form"].errors) == ["amount"]
    with at(NATIONAL):
        assert not GatewayCall.objects.exists()


def test_where_the_rail_is_off_the_page_says_another_way(flore, settings):
    settings.STRIPE_SECRET_KEY = ""
    assert "par virement ou par chèque" in flore.get("/donner/").text
