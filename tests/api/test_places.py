"""The waiting list, the offers and the places by the API alone."""

import pytest
import scenes

from kit.antennes import inside


@pytest.fixture
def scene(world):
    """At Grenoble: a full group of one place, and Amina who may enter it."""
    with inside(world.grenoble):
        world.group = scenes.small(world)
        (world.held,) = scenes.enrolled(world, world.group)
        world.amina = scenes.ready(world, world.group.version)
    return world


@pytest.fixture
def here(scene):
    return f"cohorts/{scene.group.pk}/"


def wait(program, scene, person, **more):
    return program.post(f"cohorts/{scene.group.pk}/waitlist/", {"beneficiary": str(person.pk), **more})


def test_from_the_list_to_the_place(scene, here, desk):
    with inside(scene.grenoble):
        basma = scenes.ready(scene, scene.group.version, first_name="Basma")
    full = desk.post(f"{here}enrolments/", {"beneficiary": str(scene.amina.pk)})
    assert (full.status_code, full.json()["code"]) == (409, "no_place_left")
    first = wait(desk, scene, scene.amina).json()
    assert (first["state"], first["place"], first["priority"]) == ("waitlisted", None, 5)
    second = wait(desk, scene, basma).json()
    moved = desk.post(f"enrolments/{second['id']}/priority/", {"priority": 1, "reason": "Entretien"})
    assert moved.json()["priority"] == 1
    listed = desk.get(f"{here}waitlist/").json()["results"]
    assert [row["id"] for row in listed] == [second["id"], first["id"]]

    desk.post(f"enrolments/{scene.held.pk}/withdraw/", {"reason": "Déménage"})
    offered = desk.get(f"enrolments/{second['id']}/").json()
    assert (offered["state"], offered["place"]) == ("offered", 1)
    assert offered["offer_expires_at"] > offered["offered_at"]
    assert desk.post(f"enrolments/{first['id']}/accept/").json()["code"] == "offer_over"
    assert desk.post(f"enrolments/{second['id']}/decline/").json()["state"] == "withdrawn"
    accepted = desk.post(f"enrolments/{first['id']}/accept/", idempotency_key="k")
    again = desk.post(f"enrolments/{first['id']}/accept/", idempotency_key="k")
    assert (accepted.json()["state"], accepted.content == again.content) == ("enrolled", True)
    assert [row["id"] for row in desk.get(f"{here}enrolments/").json()["results"]][-1] == first["id"]


def test_refusals_carry_their_codes(scene, here, desk):
    with inside(scene.grenoble):
        stranger = scenes.person(scene, "Sans", "Droit")
        other = scenes.cohort(scene, scene.group.programme, room="Vercors", name="Groupe 2", capacity=1)
    assert wait(desk, scene, stranger).json()["code"] == "no_entitlement"
    first = wait(desk, scene, scene.amina).json()
    assert wait(desk, scene, scene.amina).json()["code"] == "already_waiting"
    assert desk.post(f"enrolments/{first['id']}/offer/").json()["code"] == "no_place_left"
    assert set(wait(desk, scene, scene.amina, priority=3).json()["fields"]) == {"priority"}
    demand = desk.post(f"{here}demands/", {"beneficiary": str(stranger.pk)}).json()
    assert demand["state"] == "applied"
    assert desk.get(f"{here}demands/").json()["count"] == 1
    assert desk.post(f"enrolments/{demand['id']}/refuse/", {"reason": " "}).json()["code"] == "reason_wanted"
    assert desk.post(f"enrolments/{demand['id']}/refuse/", {"reason": "Hors"}).json()["state"] == "refused"
    free = desk.post(f"cohorts/{other.pk}/waitlist/", {"beneficiary": str(scene.amina.pk)})
    assert free.json()["code"] == "place_left"


def test_a_transfer_answers_with_the_new_enrolment(scene, desk):
    with inside(scene.grenoble):
        other = scenes.cohort(scene, scene.group.programme, room="Vercors", name="Groupe 2", capacity=1)
    path, body = f"enrolments/{scene.held.pk}/transfer/", {"to": str(other.pk), "reason": "Horaires"}
    new = desk.post(path, body, idempotency_key="t")
    assert (new.json()["cohort"], new.json()["transferred_from"]) == (str(other.pk), str(scene.held.pk))
    assert desk.post(path, body, idempotency_key="t").content == new.content
    assert desk.post(path, body).json()["code"] == "not_that_way"
    assert set(desk.post(path, {"reason": "x"}).json()["fields"]) == {"to"}


def test_places_are_seen_one_by_one_added_and_given_back(scene, here, desk, manager):
    (place,) = desk.get(f"{here}places/").json()["results"]
    assert (place["state"], place["enrolment"], place["allocation"]) == ("taken", str(scene.held.pk), None)
    assert desk.post(f"{here}places/").status_code == 403
    added = manager.post(f"{here}places/", idempotency_key="p")
    assert (added.status_code, added.json()["number"], added.json()["state"]) == (201, 2, "free")
    assert manager.post(f"{here}places/", idempotency_key="p").content == added.content
    assert manager.post(f"places/{place['id']}/release/").json()["code"] == "place_in_use"
    assert manager.post(f"places/{added.json()['id']}/release/").json()["state"] == "released"


def test_lyon_sees_nothing_of_it(scene, here, program, desk):
    waiting = wait(desk, scene, scene.amina).json()["id"]
    karim = program("lyon", "karim@lyon.example")
    for path in ("waitlist", "demands", "places"):
        assert karim.get(f"{here}{path}/").status_code == 404
    for verb in ("offer", "accept", "decline"):
        assert karim.post(f"enrolments/{waiting}/{verb}/").status_code == 404
