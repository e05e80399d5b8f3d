"""The end of a course by the API: decisions, attestations, outcomes, the survey."""

import uuid

import pytest
import scenes

from kit.antennes import inside
from programs.cohorts.models import SurveyAnswer
from programs.cohorts.operations import invite_to_survey


@pytest.fixture
def course(world):
    with inside(world.grenoble):
        survey = scenes.survey(world)
        return scenes.ended(world, ["pppp"] * 5 + ["ppaa"], first=world.today, survey=survey)


def test_a_manager_decides_with_a_reason_and_a_host_does_not(world, lea, manager, course):
    here = f"enrolments/{course[1][-1].pk}/override/"
    assert lea.post(here, {"reached": True, "reason": "x"}).status_code == 403
    assert manager.post(here, {"reached": True}).json()["code"] == "malformed"
    refused = manager.post(here, {"reached": True, "reason": ""})
    assert (refused.status_code, refused.json()["code"]) == (409, "reason_wanted")
    done = manager.post(here, {"reached": True, "reason": "Absences pour un emploi."}).json()
    assert (done["state"], done["completion"]["reached"]) == ("completed", False)
    assert manager.post(here, {"reached": True, "reason": "x"}).json()["code"] == "already_so"


def test_an_attestation_is_asked_twice_and_is_one(world, lea, desk, course):
    amina, partial = course[1][0], course[1][-1]
    first = lea.post(f"enrolments/{amina.pk}/attestation/")
    assert first.status_code == 200, first.content
    assert first.json()["content"]["title"] == "Trouver un emploi"
    assert "Benali" not in first.content.decode()
    assert lea.post(f"enrolments/{amina.pk}/attestation/").json() == first.json()
    assert lea.post(f"enrolments/{partial.pk}/attestation/").json()["code"] == "not_completed"
    assert desk.post(f"enrolments/{amina.pk}/attestation/").status_code == 403


def test_outcomes_are_noted_and_listed(world, desk, course):
    note = {"enrolment": f"{course[1][0].pk}", "months": 0, "situation": "job", "day": f"{world.today}"}
    made = desk.post("outcomes/", note)
    assert (made.status_code, made.json()["situation"]) == (201, "job")
    assert desk.post("outcomes/", note | {"situation": "training"}).json()["id"] == made.json()["id"]
    assert [one["situation"] for one in desk.get("outcomes/").json()["results"]] == ["training"]
    assert desk.post("outcomes/", note | {"months": 3}).json()["code"] == "too_early"
    assert desk.post("outcomes/", note | {"months": 4}).status_code == 400


def test_papers_are_counted_and_the_results_wait_for_the_end(world, desk, course):
    group, _ = course
    with inside(world.grenoble):
        invite_to_survey(group, by=world.lea, now=world.now)
    here, sheet = f"cohorts/{group.pk}/survey/", str(uuid.uuid4())
    answer = {"satisfaction": "satisfied", "answers": {"rythme": 2}}
    for _ in range(2):
        counted = desk.post(f"{here}answers/", answer | {"sheet": sheet}).json()
    assert counted == {
        "invited": 6, "n": 1, "over": False, "shown": False, "satisfied": None, "questions": [],
    }  # fmt: skip
    for _ in range(5):
        desk.post(f"{here}answers/", answer)
    results = desk.get(here).json()
    assert (results["n"], results["satisfied"], results["shown"]) == (6, 6, True)
    asked = {question["code"]: question["choices"] for question in results["questions"]}
    assert asked["rythme"][1] == {"choice": "Bien", "times": 6}
    assert desk.post(f"{here}answers/", answer).json()["code"] == "everybody_answered"
    with inside(world.grenoble):
        assert SurveyAnswer.objects.count() == 6


@pytest.mark.parametrize(
    "wrong",
    [
        {"satisfaction": "happy"}, {"answers": {"rythme": 9}}, {"answers": {"nom": 1}}, {"answers": ["x"]},
        {"sheet": "1"}, {"answers": {"rythme": "\u0000"}}, {"answers": {"\u0000": 1}},
    ],
)  # fmt: skip
def test_another_answer_is_refused(world, desk, course, wrong):
    with inside(world.grenoble):
        invite_to_survey(course[0], by=world.lea, now=world.now)
    answer = {"satisfaction": "satisfied", "answers": {}} | wrong
    assert desk.post(f"cohorts/{course[0].pk}/survey/answers/", answer).status_code in {400, 409}


def test_karim_of_lyon_finds_nothing(world, program, course):
    group, (amina, *_) = course
    marc = program("lyon", "manager@lyon.example")
    assert marc.post(f"enrolments/{amina.pk}/override/", {"reached": False, "reason": "x"}).status_code == 404
    assert marc.post(f"enrolments/{amina.pk}/attestation/").status_code == 404
    assert marc.get(f"cohorts/{group.pk}/survey/").status_code == 404
    note = {"enrolment": f"{amina.pk}", "months": 0, "situation": "job", "day": f"{world.today}"}
    assert marc.post("outcomes/", note).status_code == 400
