"""The first thing a newcomer is told: Grenoble 2022, made by the product's own operations, to the unit."""

import re
from datetime import date
from random import Random

import pytest

from billing.equipment.models import Device, Loan
from billing.sponsoring.models import Use
from hub.demo import grenoble as reference
from hub.demo import office
from hub.demo.life import Team
from hub.rollup.refresh import rebuild, refresh
from kit.antennes import NATIONAL, at, inside
from programs.cohorts.models import Cohort, Completion, Enrolment
from programs.cohorts.operations import adopt


@pytest.fixture
def grenoble_2022(world):
    """The national office's part and the antenne's, with the demonstration's own code and dice."""
    template = office.write_programmes()
    version = office.published(template)
    allocation = office.fund(template, world.grenoble)
    team = Team(world.grenoble, world.lea, world.denis, world.maud, dice=Random("grenoble"))
    with inside(world.grenoble):
        programme = adopt(version, by=world.maud, now=world.now)
        reference.year_2022(team, programme, version, allocation)
    refresh(world.grenoble, now=world.now)
    return world


def words(response):
    """What a person reads, spaces made plain."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\xa0", " "))


def test_grenoble_2022_comes_out_to_the_unit(grenoble_2022, site):
    """One year is made once, then read in three ways."""
    _the_reference_case_on_the_page_and_by_the_api(grenoble_2022, site)
    _counting_everything_again_finds_no_difference(grenoble_2022)
    _the_same_programme_bears_the_name_of_its_time(grenoble_2022)


def _the_reference_case_on_the_page_and_by_the_api(world, site):
    with inside(world.grenoble):
        assert Cohort.objects.filter(state="closed", capacity=10).count() == 10
        assert Enrolment.objects.filter(state__in=["completed", "partial"]).count() == 80
        reached = Completion.objects.filter(reached=True).count()
        assert Loan.objects.count() == reached
        assert {(loan.due_on.month - loan.starts_on.month) % 12 for loan in Loan.objects.all()} == {6}
        assert Device.objects.exclude(allocation=None).count() == 100
    with at(NATIONAL):
        use = Use.objects.get()
        assert use.allocation.agreement.basis == "received"
        assert (use.places_opened, use.places_taken, use.places_consumed) == (100, 80, 80)
        assert use.places_missed == 20, "they stayed empty until the end"
        assert (use.devices_received, use.devices_consumed) == (100, 100)

    page = words(site("reseau", world.nadia).get("/chiffres/?du=2022-01&au=2022-12"))
    for sentence in (
        "Places ouvertes 100",
        "80,0 %",
        "80 sur 100",
        "95,0 %",
        "76 sur 80",
        "15 000 €",
        "Pôle emploi",
    ):
        assert sentence in page, sentence

    answer = site("reseau", world.nadia).get("/api/v1/figures/?from=2022-01&to=2022-12&by=antenne").json()
    total = {name: amount["value"] for name, amount in answer["total"].items()}
    assert (total["places_opened"], total["places_taken"], total["participants"]) == (100, 80, 80)
    assert (total["fill_rate"], total["satisfaction_rate"], total["funds_allocated"]) == (
        0.8,
        0.95,
        1_500_000,
    )
    assert answer["total"]["satisfaction_rate"]["denominator"] == 80
    assert isinstance(total["funds_allocated"], int), "cents are whole"


def _counting_everything_again_finds_no_difference(world):
    assert list(rebuild(world.grenoble, now=world.now)) == []


def _the_same_programme_bears_the_name_of_its_time(world):
    template = office.write_programmes()
    with inside(world.grenoble):
        partner = type(template).objects.get(pk=template.pk).partner
        assert [partner.name_on(date(year, 6, 1)) for year in (2022, 2024)] == [
            "Pôle emploi",
            "France Travail",
        ]
