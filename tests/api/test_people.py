"""People by the API: the rules of the pages, in the words of programs."""

import pytest
import scenes

from kit.antennes import inside
from tenants.welcome.models import Beneficiary

AMINA = {"first_name": "Amina", "last_name": "Benali", "phone": "06 39 98 12 34"}


@pytest.fixture
def two(world):
    with inside(world.grenoble):
        world.keep = scenes.person(world, "Amina", "Benali")
        world.away = scenes.person(world, "Aminah", "Benalli", email="amina@exemple.example")
    return world


def test_a_look_alike_is_told_to_who_asks_and_never_stops_who_does_not(desk):
    first = desk.post("beneficiaries/", AMINA).json()
    twin = AMINA | {"first_name": "Aminah", "last_name": "Benalli"}
    answer = desk.post("beneficiaries/", twin | {"anyway": False})
    assert (answer.status_code, answer.json()["code"]) == (409, "looks_like")
    assert answer.json()["fields"] == {"candidates": [first["id"]]}
    assert desk.post("beneficiaries/", twin).status_code == 201
    other = {"first_name": "Olena", "last_name": "Kovalenko", "anyway": False}
    assert desk.post("beneficiaries/", other).status_code == 201


def test_a_search_forgives_a_slip_and_puts_the_likeliest_first(two, desk):
    found = desk.get("beneficiaries/?q=Benalli").json()["results"]
    assert [one["first_name"] for one in found] == ["Aminah", "Amina"]
    assert desk.get("beneficiaries/?q=%F0%9F%99%82").json()["results"] == []
    assert desk.get(f"beneficiaries/?q={'a%20' * 5000}").status_code == 200


def test_a_registration_may_say_what_the_person_agrees_to(desk):
    amina = desk.post("beneficiaries/", AMINA | {"consents": ["email"], "channel": "phone"}).json()
    assert amina["channel"] == "phone"
    (said,) = desk.get(f"beneficiaries/{amina['id']}/consents/").json()["results"]
    assert (said["purpose"], said["given"]) == ("email", True)


def test_consents_are_given_taken_back_and_never_said_twice(two, desk):
    here = f"beneficiaries/{two.keep.pk}/consents/"
    for given in (True, True, False):
        assert desk.post(here, {"purpose": "picture", "given": given}).status_code == 201
    assert [one["given"] for one in desk.get(here).json()["results"]] == [False, True]
    assert desk.post(here, {"purpose": "health", "given": True}).status_code == 400


def test_a_correction_never_overwrites_another(two, desk, lea):
    here = f"beneficiaries/{two.keep.pk}/"
    read = desk.get(here).json()
    body = {"first_name": "Amina", "last_name": "Cherif", "seen": read["stamp"]}
    assert lea.put(here, body | {"phone": "06 39 98 00 01"}).json()["phone"] == "06 39 98 00 01"
    late = desk.put(here, body | {"phone": "06 39 98 00 02"})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert desk.get("beneficiaries/?q=cherrif").json()["results"][0]["phone"] == "06 39 98 00 01"
    for wrong in ({"birth_year": 1800}, {"birth_year": 3000}, {"last_name": "x" * 300}, {"email": "x"}):
        assert desk.put(here, body | wrong).status_code == 400


def test_two_files_are_merged_and_the_old_one_says_where_it_leads(two, desk):
    path = f"beneficiaries/{two.keep.pk}/merge/"
    kept = desk.post(path, {"away": str(two.away.pk), "take": ["email"]}, idempotency_key="m1")
    assert (kept.status_code, kept.json()["email"]) == (200, "amina@exemple.example")
    assert (
        desk.post(path, {"away": str(two.away.pk), "take": ["email"]}, idempotency_key="m1").status_code
        == 200
    )
    assert desk.post(path, {"away": str(two.away.pk)}).json()["code"] == "already_merged"
    assert desk.post(path, {"away": str(two.keep.pk)}).json()["code"] == "same_file"
    assert desk.get(f"beneficiaries/{two.away.pk}/").json()["merged_into"] == str(two.keep.pk)
    assert [one["id"] for one in desk.get("beneficiaries/").json()["results"]] == [str(two.keep.pk)]
    assert desk.put(f"beneficiaries/{two.away.pk}/", AMINA).json()["code"] == "merged_away"
    assert [one["id"] for one in desk.get("beneficiaries/?q=aminah").json()["results"]] == [str(two.keep.pk)]


def test_a_host_registers_and_does_not_merge(two, lea):
    assert lea.post("beneficiaries/", AMINA).status_code == 201
    assert lea.post(f"beneficiaries/{two.keep.pk}/merge/", {"away": str(two.away.pk)}).status_code == 403


def test_a_file_of_lyon_is_nobody_to_merge_with(two, desk):
    with inside(two.lyon):
        theirs = scenes.person(two, "Amina", "Benali")
    answer = desk.post(f"beneficiaries/{two.keep.pk}/merge/", {"away": str(theirs.pk)})
    assert answer.json()["fields"] == {"away": ["Introuvable ici : vérifiez cet identifiant."]}
    with inside(two.lyon):
        assert Beneficiary.objects.known().count() == 1


def test_nothing_new_is_written_on_a_file_that_was_merged(two, desk, manager):
    with inside(two.grenoble):
        group = scenes.cohort(two, first=two.today)
        referral = scenes.referral(two, two.keep)
    assert desk.post(f"beneficiaries/{two.keep.pk}/merge/", {"away": str(two.away.pk)}).status_code == 200
    away = {"beneficiary": str(two.away.pk)}
    sent = {
        "referrals/": {"prescriber": str(referral.prescriber_id)},
        f"cohorts/{group.pk}/enrolments/": {},
        f"cohorts/{group.pk}/demands/": {},
        "assessments/": {"version": str(group.version_id), "score": 20},
        "follow-ups/": {"kind": "call", "day": str(two.today)},
    }
    for path, body in sent.items():
        answer = manager.post(path, away | body)
        assert answer.status_code == 400, path
        assert "beneficiary" in answer.json()["fields"], path
