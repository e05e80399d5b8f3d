"""Planning by the API: the rhythm, one session at a time, workshops and appointments."""

from datetime import timedelta

import pytest
import scenes

from kit.antennes import inside
from programs.cohorts.models import Session


@pytest.fixture
def scene(world):
    """At Grenoble: an open cohort from tomorrow on, and Amina."""
    with inside(world.grenoble):
        world.group = scenes.cohort(world, first=world.today + timedelta(days=1))
        world.amina = scenes.person(world)
    return world


def slot(world, days=30, **changes):
    day = (world.today + timedelta(days=days)).isoformat()
    return {"day": day, "at": "14:00", "minutes": 60, "room": "Vercors"} | changes


def test_a_cohort_every_two_weeks_until_a_day(scene, manager):
    asked = {
        "programme": str(scene.group.programme_id), "name": "Groupe 2", "room": "Vercors",
        "first_day": "2027-03-02", "weekdays": [1], "at": "14:00", "every_weeks": 2, "until": "2027-04-13",
        "skip_school_holidays": True, "signature_wanted": True,
    }  # fmt: skip
    made = manager.post("cohorts/", asked).json()
    sessions = manager.get(f"cohorts/{made['id']}/sessions/").json()["results"]
    # the spring holidays of zone A in 2027 begin on 10 April
    assert [one["day"] for one in sessions] == ["2027-03-02", "2027-03-16", "2027-03-30"]
    assert (sessions[0]["minutes"], made["signature_wanted"]) == (120, True)
    none = manager.post("cohorts/", asked | {"until": "2027-03-01"})
    assert (none.status_code, none.json()["code"]) == (409, "no_session")


def test_one_session_is_added_moved_and_cancelled(scene, lea, desk):
    here = f"cohorts/{scene.group.pk}/sessions/"
    added = lea.post(here, slot(scene, title="Révisions"))
    assert (added.status_code, added.json()["position"]) == (201, 5)
    one = f"sessions/{added.json()['id']}/"
    moved = lea.post(f"{one}move/", slot(scene, 31))
    assert (moved.status_code, bool(moved.json()["moved_from"])) == (200, True)
    assert desk.post(f"{one}move/", slot(scene, 32)).status_code == 403
    assert lea.post(f"{one}cancel/", {"reason": " "}).json()["code"] == "reason_wanted"
    assert lea.post(f"{one}cancel/", {"reason": "Panne"}).json()["state"] == "cancelled"
    assert lea.post(f"{one}move/", slot(scene, 33)).json()["code"] == "session_fixed"


def test_a_session_in_the_past_or_in_a_taken_room_is_refused_in_words(scene, lea):
    session = lea.get(f"cohorts/{scene.group.pk}/sessions/").json()["results"][0]
    path = f"sessions/{session['id']}/move/"
    assert lea.post(path, slot(scene, -3)).json()["code"] == "already_past"
    assert lea.post(path, slot(scene, minutes=5)).status_code == 400
    lea.post(f"cohorts/{scene.group.pk}/sessions/", slot(scene))
    assert lea.post(path, slot(scene)).json()["code"] == "room_taken"


def test_a_replaced_session_comes_back_at_the_end(scene, lea):
    first = lea.get(f"cohorts/{scene.group.pk}/sessions/").json()["results"][0]
    answer = lea.post(f"sessions/{first['id']}/cancel/", {"reason": "Panne", "replace": True})
    assert (answer.json()["id"], answer.json()["state"]) == (first["id"], "cancelled")
    sessions = lea.get(f"cohorts/{scene.group.pk}/sessions/").json()["results"]
    assert (len(sessions), sessions[-1]["title"]) == (5, first["title"])


def test_a_cohort_is_cancelled_by_its_manager(scene, lea, manager):
    path = f"cohorts/{scene.group.pk}/cancel/"
    assert lea.post(path, {"reason": "x"}).status_code == 403
    assert manager.post(path, {"reason": "Salle en travaux"}).json()["state"] == "cancelled"
    assert manager.post(path, {"reason": "Encore"}).json()["code"] == "not_that_way"


def test_a_workshop_from_its_plan_to_its_end(scene, desk):
    made = desk.post("workshops/", slot(scene, theme="basics", title="Mes photos", capacity=3))
    assert made.status_code == 201, made.content
    here = f"workshops/{made.json()['id']}/"
    early = desk.post(f"{here}walk-ins/", {"count": 1})
    assert (early.status_code, early.json()["code"]) == (409, "not_yet")
    booked = desk.post(f"{here}bookings/", {"beneficiary": str(scene.amina.pk)}).json()
    assert (booked["state"], booked["walk_in"]) == ("booked", False)
    again = desk.post(f"{here}bookings/", {"beneficiary": str(scene.amina.pk)})
    assert again.json()["code"] == "already_booked"
    with inside(scene.grenoble):
        Session.objects.filter(pk=made.json()["id"]).update(day=scene.today, starts_at=scene.now)
    assert desk.post(f"{here}walk-ins/", {"count": 3}).json()["code"] == "no_seat_left"
    assert desk.post(f"{here}seats/", {"capacity": 4}).json()["capacity"] == 4
    assert desk.post(f"{here}walk-ins/", {"count": 3, "seen": 0}).json()["came"] == 3
    assert desk.post(f"bookings/{booked['id']}/note/", {"state": "came"}).json()["state"] == "came"
    closed = desk.post(f"{here}lock/").json()
    assert (closed["state"], closed["came"]) == ("locked", 4)
    assert desk.post(f"{here}walk-ins/", {"count": 1}).json()["code"] == "workshop_closed"


def test_a_workshop_is_moved_and_cancelled(scene, desk):
    made = desk.post("workshops/", slot(scene, theme="basics", title="Mes photos", capacity=3)).json()
    here = f"workshops/{made['id']}/"
    assert desk.post(f"{here}move/", slot(scene, 40)).json()["day"] != made["day"]
    assert desk.post(f"{here}cancel/", {"reason": "Grève"}).json()["state"] == "cancelled"


def test_an_appointment_is_given_moved_and_cancelled(scene, desk):
    made = desk.post("appointments/", slot(scene, beneficiary=str(scene.amina.pk)))
    assert made.status_code == 201, made.content
    assert made.json()["bookings"][0]["beneficiary"] == str(scene.amina.pk)
    here = f"appointments/{made.json()['id']}/"
    assert desk.post(f"{here}move/", slot(scene, 31)).status_code == 200
    assert desk.post(f"{here}cancel/", {"reason": "Empêchement"}).json()["state"] == "cancelled"
    assert len(desk.get("appointments/").json()["results"]) == 1


@pytest.mark.parametrize(
    ("asked", "field"),
    [("from=x", "start"), ("from=2022-03-08&to=2022-03-01", "end"), ("from=2022-03-08&to=2030-01-01", "end")],
)
def test_days_that_make_no_sense_are_named(scene, lea, asked, field):
    answer = lea.get(f"sessions/?{asked}")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {field})


def test_the_sessions_of_some_days_are_listed_and_lyon_sees_none(scene, lea, program):
    path = f"sessions/?from={scene.today}&to={scene.today + timedelta(days=30)}"
    found = lea.get(path).json()["results"]
    assert [one["position"] for one in found] == [1, 2, 3, 4]
    karim = program("lyon", "karim@lyon.example")
    assert karim.get(path).json()["results"] == []
    assert karim.post(f"sessions/{found[0]['id']}/move/", slot(scene)).status_code == 404
