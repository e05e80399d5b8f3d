"""Positionnements by the API: the same rules as on the tablet."""

import grids
import pytest
import scenes

from kit.antennes import inside
from programs.cohorts.operations import adopt, assess


@pytest.fixture
def scene(world):
    world.version = grids.version(world, questions=grids.SMALL)
    with inside(world.grenoble):
        world.amina = scenes.person(world)
    return world


def asked(scene, **given):
    return {"beneficiary": str(scene.amina.pk), "version": str(scene.version.pk)} | given


def test_a_program_asks_the_grid_and_sends_the_answers(scene, lea):
    (grid,) = lea.get("grids/").json()["results"]
    answers = {question["code"]: 1 for question in grid["questions"]} | {"safety": None}
    made = lea.post("assessments/", asked(scene, answers=answers))
    assert made.status_code == 201, made.content
    said = made.json()
    assert (said["score"], said["skills"]["safety"], said["decided_level"]) == (40, 0, "intermediate")
    assert (said["grid"], said["answers"], said["moment"]) == (grid["id"], answers, "entry")


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({}, 409, "answers_or_score"),
        ({"score": 10, "answers": {}}, 409, "answers_or_score"),
        ({"answers": {}}, 409, "question_unanswered"),
        ({"answers": {"safety": 9}}, 409, "question_unanswered"),
        ({"answers": {"rien": 1}}, 409, "question_unknown"),
        ({"answers": {"safety": "beaucoup"}}, 400, "invalid"),
        ({"answers": [1, 2]}, 400, "invalid"),
        ({"answers": {"safety": -1}}, 400, "invalid"),
        ({"score": 101}, 400, "invalid"),
        ({"score": 10, "enrolment": "rien"}, 400, "invalid"),
        ({"score": 10, "version": None}, 400, "invalid"),
    ],
)
def test_what_is_not_of_the_grid_is_refused(scene, lea, given, status, code):
    answer = lea.post("assessments/", asked(scene, **given))
    assert answer.status_code == status, answer.content
    assert status == 400 or answer.json()["code"] == code


def test_a_choice_that_does_not_exist_is_refused(scene, lea):
    answer = lea.post("assessments/", asked(scene, answers=grids.answers(grids.SMALL, safety=7)))
    assert (answer.status_code, answer.json()["code"]) == (409, "choice_unknown")


def test_those_of_one_person_alone(scene, lea):
    with inside(scene.grenoble):
        olena = scenes.person(scene, "Olena")
        for person in (scene.amina, olena):
            assess(person, version=scene.version, score=20, by=scene.lea, now=scene.now)
    found = lea.get(f"assessments/?beneficiary={olena.pk}").json()["results"]
    assert [one["beneficiary"] for one in found] == [str(olena.pk)]
    assert len(lea.get("assessments/").json()["results"]) == 2
    assert lea.get("assessments/?beneficiary=rien").status_code == 400


def test_the_end_of_a_course_is_measured_once(scene, lea):
    with inside(scene.grenoble):
        group = scenes.cohort(scene, adopt(scene.version, by=scene.maud, now=scene.now))
        (enrolment,) = scenes.enrolled(scene, group)
        early = lea.post("assessments/", {"enrolment": str(enrolment.pk), "score": 60})
        scenes.attended(
            scene, scenes.running(scene, group).sessions.first(), {enrolment: "present"}, lock=False
        )
    assert early.json()["code"] == "too_early_for_the_end"
    sent = {"enrolment": str(enrolment.pk), "answers": grids.answers(grids.SMALL, rank=2)}
    first = lea.post("assessments/", sent, idempotency_key="fin-1")
    assert (first.status_code, first.json()["moment"], first.json()["score"]) == (201, "exit", 100)
    assert lea.post("assessments/", sent, idempotency_key="fin-1").json() == first.json()
    assert lea.post("assessments/", sent).json()["code"] == "already_assessed_at_the_end"
    both = lea.post("assessments/", asked(scene, enrolment=str(enrolment.pk), score=10))
    assert set(both.json()["fields"]) == {"beneficiary", "version"}


def test_drafts_are_for_the_national_office(world, lea, desk):
    from kit.antennes import NATIONAL, at
    from programs.catalogue.operations import draft_grid

    with at(NATIONAL):
        draft_grid(code="essai", title="Essai", questions=grids.SMALL, by=world.nadia, now=world.now)
    assert lea.get("grids/").json()["results"] == []
    assert desk.post("assessments/", {"score": 10}).status_code == 403
