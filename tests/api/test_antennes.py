"""The life of antennes by the API."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kit.antennes import NATIONAL, WORKER, at
from tenants.network.models import Antenne, Invitation

pytestmark = pytest.mark.django_db
NICE = {
    "code": "nice", "name": "Nice", "departement": "06",
    "manager_name": "Nora Nice", "manager_email": "nora@nice.example",
}  # fmt: skip


@pytest.fixture
def alex(program):
    return program("reseau", "admin@reseau.example")


@pytest.fixture
def nadia(program):
    return program("reseau", "nadia@reseau.example")


def id_of(world):
    return f"antennes/{world.grenoble.pk}/"


def test_an_antenne_is_opened_once_for_a_key(world, alex):
    first = alex.post("antennes/", NICE, idempotency_key="one")
    again = alex.post("antennes/", NICE, idempotency_key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["zone"]) == ("preparing", "Europe/Paris")
    with at(WORKER):
        assert ProcrastinateJob.objects.filter(queue_name="builder").count() == 1
    with at(NATIONAL):
        assert Invitation.objects.get().role == "manager"
    shown = alex.get(f"antennes/{first.json()['id']}/").json()
    assert [(work["kind"], work["steps"]) for work in shown["works"]] == [("open", {})]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"code": "grenoble"}, 409, "code_taken"),
        ({"code": "www"}, 409, "code_reserved"),
        ({"code": "A!"}, 400, "malformed"),
        ({"departement": "99"}, 400, "malformed"),
        ({"zone": "Europe/Berlin"}, 400, "malformed"),
    ],
)
def test_what_is_wrong_opens_nothing(world, alex, changes, status, code):
    answer = alex.post("antennes/", NICE | changes)
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == code
    with at(NATIONAL):
        assert Antenne.objects.count() == 2


def test_suspended_reopened_suspended_archived(world, alex):
    here = id_of(world)
    assert alex.post(f"{here}suspend/", {"reason": ""}).json()["code"] == "reason_missing"
    assert alex.post(f"{here}suspend/", {"reason": "Travaux"}).json()["state"] == "suspended"
    assert alex.post(f"{here}suspend/", {"reason": "Travaux"}).json()["code"] == "not_that_way"
    assert alex.post(f"{here}reopen/").json()["state"] == "open"
    assert alex.post(f"{here}archive/", {"reason": "Fermeture"}).status_code == 409
    alex.post(f"{here}suspend/", {"reason": "Fermeture"})
    assert alex.post(f"{here}archive/", {"reason": "Fermeture"}).json()["state"] == "archived"


@pytest.mark.parametrize("verb", ["suspend", "reopen", "archive"])
def test_the_others_at_the_office_read_and_do_not_decide(world, nadia, verb):
    assert nadia.get(id_of(world)).status_code == 200
    assert nadia.post(f"{id_of(world)}{verb}/", {"reason": "x"}).status_code == 403
    assert nadia.post("antennes/", NICE).status_code == 403


def test_an_antenne_runs_no_antenne(world, program):
    maud = program("grenoble", "manager@grenoble.example")
    assert maud.post(f"{id_of(world)}suspend/", {"reason": "x"}).status_code == 404
