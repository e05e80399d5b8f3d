"""The same demand sent twice acts once."""

import pytest
import scenes
from django.utils import timezone

from kit.antennes import inside
from kit.idempotency.models import Answer
from programs.cohorts.models import Enrolment


def scene(world):
    with inside(world.grenoble):
        group = scenes.cohort(world, first=world.today)
        return f"cohorts/{group.pk}/enrolments/", scenes.ready(world, group.version), group


def test_a_repeat_gets_the_first_answer(world, lea):
    path, amina, group = scene(world)
    body = {"beneficiary": str(amina.pk)}
    first = lea.post(path, body, idempotency_key="k1")
    again = lea.post(path, body, idempotency_key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert lea.post(path, body, idempotency_key="k2").json()["code"] == "already_enrolled"
    assert lea.post(path, body).status_code == 409
    with inside(world.grenoble):
        assert group.enrolments.count() == 1


def test_a_refusal_is_an_answer_too(world, lea):
    path, amina, group = scene(world)
    with inside(world.grenoble):
        scenes.enrolled(world, group, count=10)
        first = lea.post(path, {"beneficiary": str(amina.pk)}, idempotency_key="k")
        Enrolment.objects.update(state="withdrawn", withdrawn_at=world.now, reason="x")
        group.places.update(state="free")
    again = lea.post(path, {"beneficiary": str(amina.pk)}, idempotency_key="k")
    assert (first.status_code, again.status_code) == (409, 409)
    assert first.content == again.content


def test_the_key_of_another_demand_is_refused(world, lea):
    path, amina, group = scene(world)
    with inside(world.grenoble):
        other = scenes.ready(world, group.version, first_name="Basma")
    lea.post(path, {"beneficiary": str(amina.pk)}, idempotency_key="k")
    answer = lea.post(path, {"beneficiary": str(other.pk)}, idempotency_key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_two_people_may_choose_the_same_key(world, lea, desk):
    path, amina, group = scene(world)
    with inside(world.grenoble):
        other = scenes.ready(world, group.version, first_name="Basma")
    assert lea.post(path, {"beneficiary": str(amina.pk)}, idempotency_key="k").status_code == 201
    assert desk.post(path, {"beneficiary": str(other.pk)}, idempotency_key="k").status_code == 201


def test_a_malformed_demand_leaves_the_key_free(world, lea):
    path, amina, _ = scene(world)
    assert lea.post(path, {"beneficiary": "x"}, idempotency_key="k").status_code == 400
    assert lea.post(path, {"beneficiary": str(amina.pk)}, idempotency_key="k").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 201])
def test_a_key_that_is_none_is_said(world, lea, key):
    path, amina, _ = scene(world)
    assert lea.post(path, {"beneficiary": str(amina.pk)}, idempotency_key=key).status_code == 400


def test_the_answer_stays_in_the_antenne(world, lea):
    path, amina, _ = scene(world)
    lea.post(path, {"beneficiary": str(amina.pk)}, idempotency_key="k")
    with inside(world.grenoble):
        assert Answer.objects.count() == 1
    with inside(world.lyon):
        assert Answer.objects.count() == 0


def test_eight_at_once_have_one_effect(committed, at_once):
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now)
    path, amina, group = scene(committed)
    answers = at_once(8, path, {"beneficiary": str(amina.pk)}, idempotency_key="k")
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    with inside(committed.grenoble):
        assert group.enrolments.count() == 1
