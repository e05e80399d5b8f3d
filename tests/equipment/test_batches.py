"""A delivery is a file: read, looked at, then received as a whole."""

import pytest

from billing.equipment.importing import NoDeviceInside, SameTitleTwice, TitleMissing
from billing.equipment.models import Device, DeviceBatch, DeviceEvent
from billing.equipment.operations import batches, confirm_batch, drop_batch, read_batch, receive_device
from kit.states import NotThatWay

TITLES = "Étiquette;N° de série;Type;Modèle;Grade;Effacé le;Certificat d’effacement"


@pytest.fixture
def world(grenoble):
    return grenoble


def read(world, *lines, titles=TITLES):
    content = "\n".join([titles, *lines]).encode()
    return read_batch(
        content, file_name="lot.csv", refurbisher="Atelier", by=world.denis, now=world.now, today=world.today
    )


def confirm(world, batch):
    return confirm_batch(batch, prefix="GRENOBLE", by=world.denis, now=world.now, today=world.today)


def known(world):
    return receive_device(
        tag="GRENOBLE-0007", serial="S-7", model="Portable", refurbisher="Atelier", wiped_on=world.today,
        received_on=world.today, by=world.denis, now=world.now,
    )  # fmt: skip


def errors(batch):
    return [sorted(row["errors"]) for row in batch.rows]


def test_what_is_wiped_with_a_certificate_is_available_the_rest_is_received(world):
    known(world)
    batch = read(
        world,
        ";A1;Tablette;Tab 10;A;05/01/2021;C-1",
        ";A2;;Portable;;05/01/2021;",
        "GRENOBLE-0012;A3;laptop;Portable;c;;",
    )
    assert errors(batch) == [[], [], []]
    assert Device.objects.count() == 1
    batch = confirm(world, batch)
    assert (batch.state, batch.count, batch.rows) == ("confirmed", 3, [])
    told = Device.objects.filter(batch=batch).order_by("serial").values_list("tag", "kind", "grade", "state")
    assert list(told) == [
        ("GRENOBLE-0013", "tablet", "a", "available"),
        ("GRENOBLE-0014", "laptop", "b", "received"),
        ("GRENOBLE-0012", "laptop", "c", "received"),
    ]
    assert DeviceEvent.objects.filter(device__batch=batch).count() == 3
    assert confirm(world, batch).count == 3
    assert Device.objects.count() == 4


def test_each_wrong_line_says_why_and_is_left_out(world):
    known(world)
    batch = read(
        world,
        "GRENOBLE-0007;B1;;Portable;;;",
        "X-1;S-7;;Portable;;;",
        "X-2;B3;;Portable;;;",
        "X-2;B4;;Portable;;;",
        "X-5;B3;;Portable;;;",
        "X-6;B6;Frigo;Portable;Z;;",
        "X-7;B7;;Portable;;01/01/2199;C",
        "X-8;B8;;Portable;;hier;C",
        "X 9/<b>;B9;;Portable;;;",
        "X-10;;;;;;",
    )
    assert errors(batch) == [
        ["tag"], ["serial"], [], ["tag"], ["serial"], ["grade", "kind"], ["wiped_on"], ["wiped_on"], ["tag"],
        ["model", "serial"],
    ]  # fmt: skip
    assert confirm(world, batch).count == 1


def test_a_serial_that_arrived_meanwhile_is_not_received_twice(world):
    batch = read(world, ";S-7;;Portable;;;")
    known(world)
    with pytest.raises(batches.NothingToReceive):
        confirm(world, batch)
    batch.refresh_from_db()
    assert batch.state == DeviceBatch.State.READ


@pytest.mark.parametrize(
    ("titles", "lines", "refusal"),
    [
        ("Étiquette;Modèle", ["1;x"], TitleMissing),
        ("N° de série;Numéro de série;Modèle", ["1;2;x"], SameTitleTwice),
        ("N° de série;Modèle", [], NoDeviceInside),
    ],
)
def test_a_file_that_cannot_name_devices_is_refused(world, titles, lines, refusal):
    with pytest.raises(refusal):
        read(world, *lines, titles=titles)


def test_dropping_erases_what_the_file_said(world):
    batch = drop_batch(read(world, ";A1;;Portable;;;"), by=world.denis, now=world.now)
    assert (batch.state, batch.rows) == ("dropped", [])
    with pytest.raises(NotThatWay):
        confirm(world, batch)
