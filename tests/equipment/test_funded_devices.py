"""Sponsors fund devices: bound at reception, counted when they first serve somebody."""

from datetime import date

import lending
import pytest
import scenes

from billing.equipment import operations
from billing.equipment.models import Device
from billing.equipment.operations import funding, lend
from billing.sponsoring.models import Allocation, Use
from hub.rollup.refresh import rebuild, refresh
from kit.antennes import NATIONAL, at, inside


@pytest.fixture
def given(grenoble):
    return scenes.allocation(grenoble, scenes.template(grenoble, code="ordi"), devices=3)


def counts():
    use = Use.objects.get()
    return use.devices_received, use.devices_consumed


def test_a_device_is_bound_at_its_reception_within_what_was_given(grenoble, given):
    for number in (1, 2, 3):
        lending.device(grenoble, number, allocation=given)
    assert counts() == (3, 0)
    with pytest.raises(funding.TooManyFundedDevices, match="encore financer 0"):
        lending.device(grenoble, 4, allocation=given)
    assert not Device.objects.filter(tag="GRE-4").exists()
    lending.device(grenoble, 5)


def test_it_is_received_within_the_period(grenoble, given):
    with pytest.raises(funding.NotInItsPeriod, match="au 31/12/2022"):
        lending.device(grenoble, 1, allocation=given, received_on=date(2023, 1, 2))


def test_what_was_given_back_funds_no_device(grenoble, given):
    from billing.sponsoring.operations import release

    with at(NATIONAL):
        release(
            given, places=0, devices=3, amount_cents=100_000, reason="Trop tard", by=grenoble.nadia,
            now=grenoble.now,
        )  # fmt: skip
    with pytest.raises(funding.DevicesGivenBack):
        lending.device(grenoble, 1, allocation=given)


def test_twenty_receptions_at_once_bind_three(committed):
    world = committed
    with inside(world.grenoble):
        given = scenes.allocation(world, scenes.template(world, code="ordi"), devices=3)

    def receive(number):
        lending.device(world, number, allocation=given)

    answers = scenes.at_once(10, standing=lambda: inside(world.grenoble), act=receive)
    assert answers == {"done": 3, "too_many_funded_devices": 7}
    with inside(world.grenoble):
        assert (Device.objects.count(), counts()) == (3, (3, 0))


def test_it_is_handed_over_once_in_class_or_lent_whatever_comes_after(grenoble, given):
    signed = {"by": grenoble.denis, "now": grenoble.now}
    in_class, lent, kept = (lending.device(grenoble, number, allocation=given) for number in (1, 2, 3))
    operations.put_in_class(in_class, **signed, today=grenoble.today)
    lend(lending.completion(grenoble), device=lent, **signed, today=grenoble.today)
    refresh(grenoble.grenoble, now=grenoble.now)
    assert counts() == (3, 2)
    operations.make_available(in_class, **signed, today=grenoble.today)
    refresh(grenoble.grenoble, now=grenoble.now)
    assert counts() == (3, 2)
    operations.put_in_class(in_class, **signed, today=grenoble.today)
    operations.move_device(kept, to="lost", reason="Inventaire", **signed, today=grenoble.today)
    refresh(grenoble.grenoble, now=grenoble.now)
    assert counts() == (3, 2), "twice in class is once; lost before it served is never"
    assert rebuild(grenoble.grenoble, now=grenoble.now) == []


def test_the_page_of_a_reception_offers_what_still_funds(grenoble, given, site):
    from django.utils import timezone

    today = timezone.localdate(timezone.now(), grenoble.grenoble.tz)
    open_now = scenes.allocation(
        grenoble, given.template, devices=1, reference="2022-NOW", ends_on=today.replace(year=today.year + 1)
    )
    denis = site("grenoble", grenoble.denis)
    shown = denis.get("/equipement/appareils/recevoir/").text
    assert "2022-NOW" in shown
    assert given.reference not in shown, "its period is over"
    typed = {
        "tag": "GRE-1", "serial": "S-1", "kind": "laptop", "model": "Portable", "grade": "b",
        "refurbisher": "Atelier", "allocation": open_now.pk,
    }  # fmt: skip
    assert denis.post("/equipement/appareils/recevoir/", typed).status_code == 302
    assert Device.objects.get().allocation == open_now
    page = denis.get(f"/equipement/appareils/{Device.objects.get().pk}/").text
    assert "2022-NOW" in page


def test_a_whole_delivery_is_funded_or_none_of_it(grenoble, given):
    def confirm(numbers, prefix):
        lines = "".join(f"S-{number};Portable\n" for number in numbers)
        batch = operations.read_batch(
            f"N° de série;Modèle\n{lines}".encode(), file_name="lot.csv", refurbisher="Atelier",
            by=grenoble.denis, now=grenoble.now, today=grenoble.today,
        )  # fmt: skip
        return operations.confirm_batch(
            batch, prefix=prefix, allocation=given, by=grenoble.denis, now=grenoble.now, today=grenoble.today
        )

    with pytest.raises(funding.TooManyFundedDevices, match="encore financer 3"):
        confirm(range(4), "A")
    assert not Device.objects.exists()
    assert confirm(range(10, 13), "B").count == 3
    assert Device.objects.filter(allocation=given).count() == 3
    assert counts() == (3, 0)


def test_the_office_reads_the_numbers_alone(grenoble, given):
    lending.device(grenoble, 1, allocation=given)
    with at(NATIONAL):
        assert Allocation.objects.get(pk=given.pk).use.devices_received == 1
