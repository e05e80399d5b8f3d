"""Agreements by the API: written by one, signed for the network by another."""

import uuid
from datetime import timedelta

import pytest
import sponsors

from billing.sponsoring.models import Agreement
from kit.antennes import NATIONAL, at


@pytest.fixture
def paul(program):
    return program("reseau", "partnerships@reseau.example")


@pytest.fixture
def fanny(program):
    return program("reseau", "finance@reseau.example")


@pytest.fixture
def foundation(world):
    with at(NATIONAL):
        return sponsors.foundation()


def body(world, foundation, **changes):
    first = world.today
    said = {
        "sponsor": str(foundation.pk), "title": "Emploi", "kind": "gift", "amount_cents": 1_500_000,
        "places": 100, "devices": 100, "starts_on": str(first), "ends_on": str(first + timedelta(days=300)),
        "antennes": [str(world.grenoble.pk)],
        "instalments": [
            {"due_on": str(first), "amount_cents": 1_000_000},
            {"due_on": str(first + timedelta(days=90)), "amount_cents": 500_000, "condition": "Bilan"},
        ],
        "counterparties": [{"label": "Une plaque", "value_cents": 400_000}],
    }  # fmt: skip
    return said | changes


def test_it_is_drafted_once_proposed_and_signed_by_a_second_person(world, paul, fanny, foundation):
    draft = paul.post("agreements/", body(world, foundation), idempotency_key="k")
    again = paul.post("agreements/", body(world, foundation), idempotency_key="k")
    assert (draft.status_code, draft.content) == (201, again.content), draft.content
    assert draft.json()["reference"] == f"{world.today.year}-001"
    path = f"agreements/{draft.json()['id']}/"
    whole = paul.get(path).json()
    assert (whole["is_receiptable"], whole["basis"], whole["signatures"]) == (False, "signed", [])
    assert [one["amount_cents"] for one in whole["instalments"]] == [1_000_000, 500_000]
    assert (
        fanny.post(f"{path}sign/", {"digest": whole["digest"], "name": "F"}).json()["code"] == "not_that_way"
    )
    assert paul.post(f"{path}propose/").json()["state"] == "proposed"
    assert paul.post(f"{path}propose/").json()["code"] == "not_that_way"
    sign = {"digest": whole["digest"], "name": "Fanny Finances", "role": "Directrice", "path": sponsors.DRAWN}
    assert paul.post(f"{path}sign/", sign).status_code == 403
    assert fanny.post(f"{path}sign/", sign | {"digest": "x"}).json()["code"] == "text_changed"
    assert fanny.post(f"{path}sign/", sign | {"path": "M1 1"}).json()["code"] == "not_a_signature"
    signed = fanny.post(f"{path}sign/", sign).json()
    assert [one["side"] for one in signed["signatures"]] == ["network"]
    assert fanny.post(f"{path}sign/", sign).json()["code"] == "already_signed"


def test_finance_does_not_sign_what_it_wrote(world, fanny, foundation):
    draft = fanny.post("agreements/", body(world, foundation)).json()
    path = f"agreements/{draft['id']}/"
    proposed = fanny.post(f"{path}propose/").json()
    refused = fanny.post(f"{path}sign/", {"digest": proposed["digest"], "name": "F"})
    assert (refused.status_code, refused.json()["code"]) == (409, "second_person_wanted")


def test_a_draft_is_rewritten_whole_and_what_is_proposed_is_not(world, paul, foundation):
    draft = paul.post("agreements/", body(world, foundation)).json()
    path = f"agreements/{draft['id']}/"
    said = body(world, foundation, title="Autre", instalments=None, counterparties=[])
    changed = paul.put(path, said).json()
    assert (changed["title"], changed["instalments"], changed["is_receiptable"]) == ("Autre", [], True)
    paul.post(f"{path}propose/")
    assert paul.put(path, said).json()["code"] == "not_that_way"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_cents": 1_400_000}, "instalments_do_not_add_up"),
        ({"amount_cents": -1}, "malformed"),
        ({"kind": "bribe"}, "malformed"),
        ({"ends_on": "2001-01-01"}, "malformed"),
        ({"antennes": [str(uuid.uuid4())]}, "malformed"),
        ({"sponsor": str(uuid.uuid4())}, "malformed"),
        ({"reference": "nouvelle"}, "not_a_reference"),
        ({"instalments": [{"due_on": "x", "amount_cents": 0}]}, "malformed"),
    ],
)
def test_what_makes_no_sense_is_refused(world, paul, foundation, changes, code):
    answer = paul.post("agreements/", body(world, foundation, **changes))
    assert (answer.status_code, answer.json()["code"]) == (400 if code == "malformed" else 409, code)
    with at(NATIONAL):
        assert not Agreement.objects.exists()


def test_a_reference_that_is_taken_is_said_beside_its_field(world, paul, foundation):
    assert paul.post("agreements/", body(world, foundation, reference="2022-7")).status_code == 201
    answer = paul.post("agreements/", body(world, foundation, reference="2022-7"))
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"reference"})


def test_a_sponsor_is_added_corrected_and_retired(world, paul):
    made = paul.post("sponsors/", {"name": "Mutuelle", "siren": "732829320"}).json()
    path = f"sponsors/{made['id']}/"
    assert paul.post("sponsors/", {"name": "Autre", "siren": "1"}).json()["fields"].keys() == {"siren"}
    wrong = paul.put(path, {"name": "Mutuelle", "siret": "40483304800022"})
    assert (wrong.status_code, set(wrong.json()["fields"])) == (400, {"siret"})
    fixed = paul.put(path, {"name": "La Mutuelle", "siret": "73282932000074"}).json()
    assert (fixed["name"], fixed["siret"]) == ("La Mutuelle", "73282932000074")
    assert paul.get(path).json() == fixed
    assert paul.post(f"{path}retire/").json()["retired_at"]
    assert paul.post(f"{path}retire/").json()["code"] == "sponsor_retired"


def test_who_reads_does_not_write_and_other_sites_have_no_such_door(world, program, foundation):
    nadia = program("reseau", "nadia@reseau.example")
    made = sponsors.draft(world)
    assert nadia.get(f"agreements/{made.pk}/").status_code == 200
    for door in ("propose/", "sign/"):
        assert nadia.post(f"agreements/{made.pk}/{door}", {}).status_code == 403
    flore = program("partenaires", "fondation@partenaires.example")
    assert flore.get(f"agreements/{made.pk}/").status_code == 404
    assert flore.get("agreements/").json()["results"] == []  # a draft is not theirs to see
