"""Agreements, and giving a part of one to an antenne."""

from datetime import UTC, date, datetime

import pytest

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Allocation
from kit.antennes import NATIONAL, at
from programs.catalogue.operations import draft_template

pytestmark = pytest.mark.django_db
SIGNED = datetime(2021, 12, 1, 9, 0, tzinfo=UTC)
PAGE = "/conventions/2022-001/"


@pytest.fixture
def paul(world):
    return world.person("partnerships@reseau.example")


@pytest.fixture
def agreement(world, paul):
    with at(NATIONAL):
        sponsor = operations.register_sponsor(name="Fondation", by=paul, now=SIGNED)
        made = operations.draft_agreement(
            sponsor, reference="2022-001", title="Emploi", kind=Agreement.Kind.GRANT, amount_cents=1_500_000,
            places=100, devices=100, starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31), by=paul, now=SIGNED,
        )  # fmt: skip
        operations.propose_agreement(made, by=paul, now=SIGNED)
        return operations.sign_agreement(made, by=paul, now=SIGNED)


@pytest.fixture
def answers(world, agreement, paul):
    with at(NATIONAL):
        template = draft_template(
            code="emploi", name="Emploi", theme="employment", partner=None, by=paul, now=SIGNED
        )
    return {
        "antenne": world.grenoble.pk, "template": template.pk, "places": 60, "devices": 40,
        "amount": "12500.50", "on": "2022-01-03",
    }  # fmt: skip


def test_an_allocation_is_taken_in_euros_and_what_is_left_is_shown(paul, answers, site):
    reader = site("reseau", paul)
    assert reader.post(f"{PAGE}affecter/", answers)["Location"] == PAGE
    page = reader.get(PAGE).content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert "12 500,50 €" in page
    assert "Reste 2 499,50 € à affecter" in page
    assert "Reste 40 à affecter" in page


def test_above_what_was_signed_it_is_refused_and_the_form_kept(paul, answers, site):
    answer = site("reseau", paul).post(f"{PAGE}affecter/", answers | {"places": 101})
    assert answer.status_code == 409
    assert 'value="101"' in answer.content.decode()
    with at(NATIONAL):
        assert not Allocation.objects.exists()


@pytest.mark.parametrize(
    "change", [{"places": -1}, {"amount": "1.234"}, {"antenne": ""}, {"places": 0, "devices": 0, "amount": 0}]
)
def test_a_wrong_form_changes_nothing(paul, answers, site, change):
    assert site("reseau", paul).post(f"{PAGE}affecter/", answers | change).status_code == 200
    with at(NATIONAL):
        assert not Allocation.objects.exists()


def test_programmes_read_agreements_and_do_not_allocate(world, answers, site):
    nadia = site("reseau", world.nadia)
    assert nadia.get(PAGE).status_code == 200
    assert nadia.get("/conventions/").status_code == 200
    assert nadia.post(f"{PAGE}affecter/", answers).status_code == 403


def test_an_unknown_agreement_is_not_found(paul, agreement, site):
    assert site("reseau", paul).get("/conventions/2022-999/").status_code == 404
