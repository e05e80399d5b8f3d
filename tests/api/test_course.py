"""The course of a person by the API alone: sent, received, assessed, enrolled, lent a computer."""

import uuid

import pytest
import scenes
from django.db import connections
from django.test.utils import CaptureQueriesContext

from kit.antennes import inside


@pytest.fixture
def scene(world):
    """At Grenoble: an open cohort of ten places, and Amina who may enter it."""
    with inside(world.grenoble):
        world.group = scenes.cohort(world, first=world.today)
        world.amina = scenes.ready(world, world.group.version)
    return world


def plan(of, **changes):
    return {
        "programme": of, "name": "Groupe 2", "room": "Vercors", "first_day": "2027-03-02",
        "weekdays": [1, 3], "at": "14:00", "minutes": 120, "sessions": 4,
    } | changes  # fmt: skip


def enrol(program, group, person, **headers):
    return program.post(f"cohorts/{group.pk}/enrolments/", {"beneficiary": str(person.pk)}, **headers)


def test_from_the_bon_d_orientation_to_the_loan(world, desk, lea, manager):
    version = scenes.version(world)
    with inside(world.grenoble):
        prescriber = str(scenes.referral(world, scenes.person(world, "Autre")).prescriber_id)
    programme = manager.post("programmes/", {"version": str(version.pk), "capacity": 10})
    assert programme.status_code == 201, programme.content
    cohort = manager.post("cohorts/", plan(programme.json()["id"])).json()
    assert (cohort["state"], cohort["capacity"], cohort["places_taken"]) == ("draft", 10, 0)
    here = f"cohorts/{cohort['id']}/"
    assert manager.post(f"{here}open/").json()["state"] == "open"

    amina = desk.post("beneficiaries/", {"first_name": "Amina", "last_name": "Benali"}).json()
    bon = desk.post("referrals/", {"beneficiary": amina["id"], "prescriber": prescriber, "wish": ""}).json()
    accepted = desk.post(f"referrals/{bon['id']}/accept/").json()
    assert (accepted["state"], accepted["entitlement"]["start"]) == ("accepted", f"{world.today}")
    level = lea.post("assessments/", {"beneficiary": amina["id"], "version": str(version.pk), "score": 80})
    assert level.json()["decided_level"] == "advanced"
    enrolment = lea.post(f"{here}enrolments/", {"beneficiary": amina["id"]}).json()
    assert (enrolment["place"], enrolment["hours_target"], enrolment["state"]) == (1, 16, "enrolled")
    assert lea.get(here).json()["places_taken"] == 1

    assert lea.post(f"{here}start/").json()["state"] == "running"
    sheet = [{"enrolment": enrolment["id"], "status": "present"}]
    for session in lea.get(f"{here}sessions/").json()["results"]:
        taken = lea.put(f"sessions/{session['id']}/attendance/", sheet)
        assert taken.json()["results"][0]["minutes"] == 120
        assert lea.post(f"sessions/{session['id']}/lock/").json()["state"] == "locked"
    assert lea.post(f"{here}complete/").json()["state"] == "completed"
    ended = lea.get(f"enrolments/{enrolment['id']}/").json()
    assert (ended["state"], ended["completion"]["minutes"]) == ("partial", 480)

    device = {
        "tag": "G-1", "serial": "S-1", "kind": "laptop", "model": "Latitude", "refurbisher": "Ateliers",
        "wiped_on": "2026-01-05", "received_on": "2026-01-06",
    }  # fmt: skip
    device = desk.post("devices/", device).json()
    refused = desk.post("loans/", {"completion": ended["completion"]["id"], "device": device["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_completed")
    assert lea.post(f"{here}close/").json()["state"] == "closed"


def test_the_eleventh_person_is_refused_in_words(scene, lea):
    with inside(scene.grenoble):
        scenes.enrolled(scene, scene.group, count=10)
    answer = enrol(lea, scene.group, scene.amina)
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "no_place_left",
        "detail": "Toutes les places de ce parcours sont prises.",
    }


def test_refusals_carry_their_codes(scene, lea, desk):
    with inside(scene.grenoble):
        stranger = scenes.person(scene, "Sans", "Droit")
        bon = scenes.referral(scene, stranger)
    assert enrol(lea, scene.group, stranger).json()["code"] == "no_entitlement"
    assert enrol(lea, scene.group, scene.amina).status_code == 201
    assert enrol(lea, scene.group, scene.amina).json()["code"] == "already_enrolled"
    assert desk.post(f"referrals/{bon.pk}/refuse/", {"reason": " "}).json()["code"] == "reason_wanted"
    assert desk.post(f"referrals/{bon.pk}/refuse/", {"reason": "Hors secteur"}).json()["state"] == "refused"
    assert desk.post(f"referrals/{bon.pk}/accept/").json()["code"] == "not_that_way"


def test_a_withdrawal_wants_a_reason_and_frees_the_place(scene, lea):
    there = enrol(lea, scene.group, scene.amina).json()["id"]
    missing = lea.post(f"enrolments/{there}/withdraw/", {})
    assert (missing.status_code, set(missing.json()["fields"])) == (400, {"reason"})
    assert lea.post(f"enrolments/{there}/withdraw/", {"reason": "A trouvé un emploi"}).status_code == 200
    assert lea.get(f"cohorts/{scene.group.pk}/").json()["places_taken"] == 0


def test_a_host_plans_no_cohort_and_the_desk_takes_no_attendance(scene, lea, desk):
    answer = lea.post("cohorts/", plan(str(scene.group.programme_id)))
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    session = lea.get(f"cohorts/{scene.group.pk}/sessions/").json()["results"][0]["id"]
    assert desk.put(f"sessions/{session}/attendance/", []).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": 5}, "minutes"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [8]}, "weekdays"),
        ({"capacity": 40}, "capacity"),
        ({"first_day": "9999-12-31"}, "first_day"),
        ({"first_day": "hier"}, "first_day"),
        ({"sessions": 10**30}, "sessions"),
        ({"name": "x" * 121}, "name"),
        ({"programme": None}, "programme"),
    ],
)
def test_a_plan_out_of_bounds_is_named_field_by_field(scene, manager, changes, field):
    answer = manager.post("cohorts/", plan(str(scene.group.programme_id), **changes))
    assert (answer.status_code, answer.json()["code"], set(answer.json()["fields"])) == (
        400,
        "malformed",
        {field},
    )


def test_a_room_taken_twice_is_refused(scene, manager):
    body = plan(str(scene.group.programme_id))
    assert manager.post("cohorts/", body).status_code == 201
    assert manager.post("cohorts/", body).json()["code"] == "room_taken"


def test_a_sheet_names_the_wrong_lines(scene, lea):
    there = enrol(lea, scene.group, scene.amina).json()["id"]
    lea.post(f"cohorts/{scene.group.pk}/start/")
    session = lea.get(f"cohorts/{scene.group.pk}/sessions/").json()["results"][0]["id"]
    good, wrong = ({"enrolment": one, "status": "present"} for one in (there, str(uuid.uuid4())))
    answer = lea.put(f"sessions/{session}/attendance/", [good, wrong])
    assert (answer.status_code, set(answer.json()["fields"]["1"])) == (400, {"enrolment"})
    twice = lea.put(f"sessions/{session}/attendance/", [good, good])
    assert twice.json()["fields"]["non_field_errors"]
    long = lea.put(f"sessions/{session}/attendance/", [good | {"minutes": 500}])
    assert (long.status_code, long.json()["code"]) == (409, "too_many_minutes")


def test_a_social_security_number_is_not_kept(scene, desk):
    with inside(scene.grenoble):
        bon = scenes.referral(scene, scene.amina)
    answer = desk.post(f"referrals/{bon.pk}/refuse/", {"reason": "voir 2 55 08 14 168 025 38"})
    assert answer.status_code == 400


def test_people_are_found_without_accents(scene, desk):
    with inside(scene.grenoble):
        scenes.person(scene, "Zoé", "Éluard")
    found = desk.get("beneficiaries/?q=eluard+zoe").json()["results"]
    assert [person["last_name"] for person in found] == ["Éluard"]


def test_lists_come_in_pages_and_in_order_with_as_many_statements_for_more_rows(scene, lea):
    def statements():
        with CaptureQueriesContext(connections["default"]) as seen:
            assert lea.get(f"cohorts/{scene.group.pk}/enrolments/").status_code == 200
        return len(seen)

    enrol(lea, scene.group, scene.amina)
    few = statements()
    with inside(scene.grenoble):
        scenes.enrolled(scene, scene.group, count=9)
    assert statements() == few
    page = lea.get(f"cohorts/{scene.group.pk}/enrolments/?page_size=4").json()
    assert (page["count"], len(page["results"]), "page=2" in page["next"]) == (10, 4, True)
    path = f"cohorts/{scene.group.pk}/enrolments/?page_size=4&page="
    places = [row["place"] for number in "123" for row in lea.get(path + number).json()["results"]]
    assert sorted(places) == list(range(1, 11))
    for page in ("0", "-1", "x", "9" * 30, "%00"):
        assert lea.get(f"cohorts/?page={page}").status_code == 404
    assert lea.get("cohorts/?page_size=9999999999999999999999").status_code == 200


def test_a_plan_at_the_end_of_the_calendar_is_no_error_of_ours(scene, manager):
    far = manager.post("cohorts/", plan(str(scene.group.programme_id), first_day="2199-12-31", sessions=200))
    assert far.status_code == 201
