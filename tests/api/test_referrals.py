"""Bons d'orientation by the API: the same rules as on the pages."""

import uuid

import pytest
import scenes
from referral_scenes import kept

from kit.antennes import inside
from tenants.welcome.models import Referral


@pytest.fixture
def sent(world):
    """Amina, as a structure sent her by the form, and her file."""
    with inside(world.grenoble):
        world.amina = scenes.person(world)
        return kept(world)


def test_what_came_by_the_form_is_matched_studied_and_accepted(world, sent, desk):
    here = f"referrals/{sent.pk}/"
    seen = desk.get(here).json()
    assert (seen["source"], seen["last_name"], seen["beneficiary"]) == ("form", "Benali", None)
    refused = desk.post(f"{here}accept/")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_matched")
    matched = desk.post(f"{here}match/", {"beneficiary": str(world.amina.pk)})
    assert matched.json()["beneficiary"] == str(world.amina.pk)
    assert desk.post(f"{here}study/").json()["state"] == "under_study"
    accepted = desk.post(f"{here}accept/").json()
    assert (accepted["state"], accepted["entitlement"]["start"]) == ("accepted", f"{world.today}")
    assert desk.post(f"{here}study/").json()["code"] == "not_that_way"
    assert desk.post(f"{here}match/", {"beneficiary": str(world.amina.pk)}).json()["code"] == "not_that_way"


def test_the_list_is_narrowed_by_state_and_by_words(world, sent, desk):
    with inside(world.grenoble):
        noted = scenes.referral(world, scenes.person(world, "Élodie", "Ndiaye"))
    desk.post(f"referrals/{noted.pk}/study/")

    def found(query):
        return [one["id"] for one in desk.get(f"referrals/?{query}").json()["results"]]

    assert found("state=under_study") == found("q=elodie") == [str(noted.pk)]
    assert found("state=received") == found(f"q={sent.number.lower()}") == [str(sent.pk)]
    assert len(found("")) == 2
    wrong = desk.get("referrals/?state=perdue")
    assert (wrong.status_code, set(wrong.json()["fields"])) == (400, {"state"})


def test_a_right_is_renewed_once(world, desk):
    with inside(world.grenoble):
        noted = scenes.referral(world, scenes.person(world))
    right = desk.post(f"referrals/{noted.pk}/accept/").json()["entitlement"]
    here = f"entitlements/{right['id']}/renew/"
    assert desk.post(here, {"reason": " "}).json()["code"] == "ground_wanted"
    assert desk.post(here, {"reason": "2 84 05 38 185 123 29"}).status_code == 400
    first = desk.post(here, {"reason": "Formation"}, idempotency_key="une-fois")
    again = desk.post(here, {"reason": "Formation"}, idempotency_key="une-fois")
    assert (first.status_code, first.content) == (200, again.content)
    assert (first.json()["renews"], first.json()["start"] > right["end"]) == (right["id"], True)
    assert desk.post(here, {"reason": "Encore"}).json()["code"] == "already_renewed"


def test_a_structure_is_added_once(desk):
    first = desk.post("prescribers/", {"name": "Mission locale"})
    again = desk.post("prescribers/", {"name": "mission  LOCALE"})
    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert len(desk.get("prescribers/").json()["results"]) == 1
    assert set(desk.post("prescribers/", {"name": "x" * 161}).json()["fields"]) == {"name"}


def test_a_host_matches_and_does_not_decide(world, sent, lea):
    here = f"referrals/{sent.pk}/"
    assert lea.post(f"{here}match/", {"beneficiary": str(world.amina.pk)}).status_code == 200
    for verb in ("study", "accept", "refuse"):
        assert lea.post(f"{here}{verb}/", {"reason": "x"}).status_code == 403
    assert lea.post(f"entitlements/{uuid.uuid4()}/renew/", {"reason": "x"}).status_code == 403


def test_what_grenoble_received_does_not_exist_at_lyon(world, sent, program, desk):
    theirs = program("lyon", "desk@lyon.example")
    unknown = theirs.get("nothing/").content
    for verb in ("", "match/", "study/", "accept/", "refuse/"):
        path = f"referrals/{sent.pk}/{verb}"
        answer = (
            theirs.post(path, {"reason": "x", "beneficiary": str(uuid.uuid4())}) if verb else theirs.get(path)
        )
        assert (answer.status_code, answer.content) == (404, unknown)
    with inside(world.lyon):
        yasmina = scenes.person(world, "Yasmina", "Lyonnaise")
    wrong = desk.post(f"referrals/{sent.pk}/match/", {"beneficiary": str(yasmina.pk)})
    nobody = desk.post(f"referrals/{sent.pk}/match/", {"beneficiary": str(uuid.uuid4())})
    assert (wrong.status_code, wrong.content) == (400, nobody.content)
    with inside(world.grenoble):
        assert Referral.objects.get().beneficiary is None
