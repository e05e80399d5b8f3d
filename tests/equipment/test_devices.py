"""A device moves by its table, is wiped before it serves, and keeps who moved it and why."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from billing.equipment import operations
from billing.equipment.models import Device, DeviceEvent
from billing.equipment.operations import devices, moves
from kit.states import NotThatWay


@pytest.fixture
def world(grenoble):
    return grenoble


def device(world, number=1, **details):
    details.setdefault("wiped_on", world.today)
    return operations.receive_device(
        tag=f"GRE-{number}", serial=f"S-{number}", model="Portable", refurbisher="Atelier",
        received_on=world.today, by=world.denis, now=world.now, **details,
    )  # fmt: skip


def to(world, thing, state, reason="Écran cassé"):
    return operations.move_device(
        thing, to=state, reason=reason, by=world.denis, now=world.now, today=world.today
    )


def wipe(world, thing, on=None, certificate="CERT-1"):
    return operations.note_wipe(
        thing, on=on or world.today, certificate=certificate, by=world.denis, now=world.now, today=world.today
    )


@pytest.mark.parametrize("after", Device.State.values)
@pytest.mark.parametrize("before", Device.State.values)
def test_each_pair_of_states_is_allowed_or_refused(world, before, after):
    one = device(world)
    Device.objects.filter(pk=one.pk).update(state=before)
    if after not in moves.BY_HAND:
        with pytest.raises(moves.NotByHand):
            to(world, one, after)
    elif after in Device.NEXT[Device.State(before)]:
        assert to(world, one, after).state == after
        assert DeviceEvent.objects.filter(device=one).last().reason == "Écran cassé"
    else:
        with pytest.raises(NotThatWay):
            to(world, one, after)
        assert DeviceEvent.objects.filter(device=one).count() == 1


@pytest.mark.parametrize("state", ["repair", "lost", "stolen"])
def test_a_bad_end_has_a_reason(world, state):
    with pytest.raises(moves.WhyWanted):
        to(world, device(world), state, reason="  ")


def test_scrapped_has_a_reason_and_no_way_back(world):
    one = device(world)
    signed = {"by": world.denis, "now": world.now, "today": world.today}
    with pytest.raises(moves.WhyWanted):
        operations.scrap(one, reason="", **signed)
    assert operations.scrap(one, reason="Carte mère morte", **signed).state == "scrapped"
    with pytest.raises(NotThatWay):
        to(world, one, "available")


def test_what_was_never_wiped_does_not_serve(world):
    one = device(world, wiped_on=None)
    assert one.state == "received"
    with pytest.raises(moves.WipeFirst):
        to(world, one, "available")
    wipe(world, one)
    assert to(world, one, "available").state == "available"


@pytest.mark.parametrize("state", ["available", "reserved", "in_class", "on_loan", "sold"])
def test_the_database_refuses_an_unwiped_device_that_serves(world, state):
    one = device(world, wiped_on=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE equipment_device SET state = %s WHERE id = %s", [state, one.pk])


def _came_back(world, one):
    Device.objects.filter(pk=one.pk).update(state="returned")
    DeviceEvent.objects.create(device=one, state="returned", at=world.now, by=world.denis)


@pytest.mark.parametrize("through_repair", [False, True])
def test_a_device_that_came_back_from_a_person_is_wiped_again(world, through_repair):
    one = device(world, wiped_on=world.today - timedelta(days=30))
    _came_back(world, one)
    if through_repair:
        to(world, one, "repair")
    with pytest.raises(moves.WipeFirst):
        operations.make_available(one, by=world.denis, now=world.now, today=world.today)
    with pytest.raises(devices.WipedTooEarly):
        wipe(world, one, on=world.today - timedelta(days=1))
    wipe(world, one)
    signed = {"by": world.denis, "now": world.now, "today": world.today}
    assert operations.make_available(one, **signed).state == "available"


def test_a_wipe_has_a_certificate_and_is_not_to_come(world):
    one = device(world, wiped_on=None)
    with pytest.raises(devices.CertificateWanted):
        wipe(world, one, certificate=" ")
    with pytest.raises(devices.WipedLater):
        wipe(world, one, on=world.today + timedelta(days=1))
    Device.objects.filter(pk=one.pk).update(state="lost")
    with pytest.raises(devices.NotHere):
        wipe(world, one)


def test_found_again_it_is_wiped_again(world):
    one = to(world, device(world), "stolen")
    found = to(world, one, "received", reason="Rapporté par la police")
    assert (found.wiped_on, found.wipe_certificate) == (None, "")
    with pytest.raises(moves.WipeFirst):
        to(world, found, "available")


def test_a_typo_in_the_serial_is_corrected_and_written_in_the_journal(world):
    from kit.journal.models import Entry

    one = device(world)
    changed = operations.change_device(one, serial="S-99", model=one.model, by=world.denis, now=world.now)
    assert changed.serial == "S-99"
    operations.change_device(one, serial="S-99", by=world.denis, now=world.now)
    assert Entry.objects.filter(verb="equipment.device_changed", on_id=str(one.pk)).count() == 1
