"""Contacts by the API: the same rules by another door."""

import scenes

from kit.antennes import inside


def test_a_contact_is_noted_and_its_next_step_done_once(world, lea):
    with inside(world.grenoble):
        amina = scenes.person(world)
    body = {
        "beneficiary": str(amina.pk), "kind": "call", "day": str(world.today), "topics": ["rights"],
        "next_step": "Rappeler", "next_on": str(world.today),
    }  # fmt: skip
    made = lea.post("follow-ups/", body, idempotency_key="one")
    assert made.status_code == 201, made.content
    assert lea.post("follow-ups/", body, idempotency_key="one").json() == made.json()
    (due,) = lea.get("follow-ups/?due=1").json()["results"]
    assert due["id"] == made.json()["id"]
    assert len(lea.get(f"follow-ups/?beneficiary={amina.pk}").json()["results"]) == 1
    assert lea.get("follow-ups/?beneficiary=nobody").status_code == 400
    assert lea.post(f"follow-ups/{due['id']}/done/").status_code == 200
    again = lea.post(f"follow-ups/{due['id']}/done/")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_left_to_do")


def test_rules_refuse_and_fields_are_named(world, lea):
    with inside(world.grenoble):
        amina = scenes.person(world)
    body = {"beneficiary": str(amina.pk), "kind": "call", "day": "2199-01-01"}
    assert lea.post("follow-ups/", body).json()["code"] == "day_to_come"
    wrong = lea.post("follow-ups/", body | {"kind": "x", "topics": ["y"], "text": "185057800608491"})
    assert wrong.status_code == 400
    assert set(wrong.json()["fields"]) == {"kind", "topics", "text"}


def test_a_person_of_grenoble_does_not_exist_at_lyon(world, program):
    with inside(world.grenoble):
        amina = scenes.person(world)
    body = {"beneficiary": str(amina.pk), "kind": "call", "day": str(world.today)}
    answer = program("lyon", "karim@lyon.example").post("follow-ups/", body)
    assert answer.status_code == 400
    assert "Introuvable ici" in str(answer.json())
