"""A computer is lent once the course is completed, for six calendar months."""

from datetime import date

import pytest
import scenes

from billing.equipment import operations
from billing.equipment.models import Device, DeviceEvent
from kit.states import NotThatWay
from programs.cohorts.models import Completion, Enrolment


@pytest.fixture
def world(grenoble):
    return grenoble


def device(world, number=1):
    return operations.receive_device(
        tag=f"GRE-{number}", serial=f"S-{number}", model="Portable", refurbisher="Atelier", wiped_on=world.today,
        received_on=world.today, by=world.denis, now=world.now,
    )  # fmt: skip


def completion(world, *, reached=True):
    group = scenes.cohort(
        world, scenes.adopt(scenes.version(world, option_price_cents=5000), by=world.maud, now=world.now)
    )
    (enrolment,) = scenes.enrolled(world, group)
    Enrolment.objects.filter(pk=enrolment.pk).update(
        state="completed" if reached else "partial", completed_at=world.now, partial_at=world.now
    )
    return Completion.objects.create(
        enrolment=enrolment, minutes=1920, target_minutes=1920, reached=reached, computed_at=world.now
    )


def lend(world, to, of, today=date(2022, 3, 8)):
    return operations.lend(to, device=of, by=world.denis, now=world.now, today=today)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2022, 3, 8), date(2022, 9, 8)),
        (date(2022, 8, 31), date(2023, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
    ],
)
def test_six_calendar_months_clamped_to_the_end_of_the_month(world, day, due):
    assert lend(world, completion(world), device(world), today=day).due_on == due


def test_the_price_of_the_option_is_promised_at_the_start(world):
    assert lend(world, completion(world), device(world)).option_price_cents == 5000


def test_no_loan_without_the_hours_and_no_second_loan(world):
    with pytest.raises(operations.NotCompleted):
        lend(world, completion(world, reached=False), device(world))


def test_one_person_one_device_one_custody(world):
    done, laptop = completion(world), device(world)
    lend(world, done, laptop)
    with pytest.raises(operations.AlreadyLent):
        lend(world, done, device(world, 2))


def test_a_lent_device_cannot_go_to_class_before_it_is_back(world):
    loan = lend(world, completion(world), device(world))
    with pytest.raises(NotThatWay):
        operations.put_in_class(loan.device, by=world.denis, now=world.now, today=world.today)
    operations.take_back(loan, by=world.denis, now=world.now)
    states = list(DeviceEvent.objects.filter(device=loan.device).values_list("state", flat=True))
    assert states == [Device.State.AVAILABLE, Device.State.ON_LOAN, Device.State.RETURNED]
