"""The national office and the sponsors by the API."""

import uuid
from datetime import date

import pytest
import scenes
from world import SPONSOR_ID

from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Sponsor
from kit.antennes import NATIONAL, at
from programs.catalogue.operations import AdaptableDraft

LEVELS = [
    {"level": "beginner", "hours": 32, "score_from": 0, "score_to": 39},
    {"level": "intermediate", "hours": 24, "score_from": 40, "score_to": 100},
]


@pytest.fixture
def nadia(program):
    return program("reseau", "nadia@reseau.example")


@pytest.fixture
def partnerships(program):
    return program("reseau", "partnerships@reseau.example")


def signed(world, **changes):
    with at(NATIONAL):
        sponsor, _ = Sponsor.objects.get_or_create(
            pk=changes.pop("sponsor", uuid.uuid4()), defaults={"name": changes.pop("name", "Fondation")}
        )
        terms = {
            "reference": "2026-1", "title": "Grenoble", "kind": "grant", "amount_cents": 1_500_000,
            "places": 100, "devices": 100, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
        } | changes  # fmt: skip
        agreement = sponsoring.draft_agreement(sponsor, **terms, by=world.nadia, now=world.now)
        agreement = sponsoring.propose_agreement(agreement, by=world.nadia, now=world.now)
        return sponsoring.sign_agreement(agreement, by=world.nadia, now=world.now)


def test_a_programme_is_written_by_one_and_published_by_another(program, nadia):
    template = nadia.post("templates/", {"code": "emploi", "name": "Emploi", "theme": "employment"}).json()
    assert nadia.post("templates/", {"code": "emploi", "name": "x", "theme": "basics"}).json()["code"] == (
        "code_taken"
    )
    draft = nadia.post(
        f"templates/{template['id']}/versions/",
        {"title": "Emploi", "levels": LEVELS, "modules": [{"title": "Sa boîte mail", "minutes": 120}]},
    ).json()
    assert (draft["number"], draft["state"], len(draft["levels"])) == (1, "draft", 2)
    path = f"versions/{draft['id']}/publish/"
    assert nadia.post(path).json()["code"] == "needs_a_second_person"
    alex = program("reseau", "admin@reseau.example")
    assert alex.post(path).json()["state"] == "published"
    listed = nadia.get(f"templates/{template['id']}/versions/").json()
    assert [version["state"] for version in listed["results"]] == ["published"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": []},
        {"levels": [LEVELS[0], LEVELS[0]]},
        {"levels": [LEVELS[0] | {"score_from": 90}]},
        {"capacity": "dix"},
        {"completion_percent": 0},
        {"session_minutes": 5},
        {"rules": [{"kind": "horoscope", "value": "lion"}]},
        {"rules": [{"kind": "age_min", "number": 121}]},
        {"adaptable": [{"name": "colour", "low": 1, "high": 2}]},
        {"modules": [{"title": "x" * 161, "minutes": 60}]},
        {"grid": "00000000-0000-0000-0000-000000000000"},
        {"option_price_cents": -1},
        {"summary": "x" * 5001},
    ],
)
def test_a_version_that_does_not_hold_together_is_400(world, nadia, wrong):
    template = scenes.template(world)
    body = {"title": "Emploi", "levels": LEVELS} | wrong
    assert nadia.post(f"templates/{template.pk}/versions/", body).status_code == 400


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"capacity": 40}, "capacity_out_of_bounds"),
        ({"levels": [LEVELS[0]]}, "scores_do_not_cover_the_scale"),
        ({"modules": [{"title": "a", "minutes": 60}, {"title": "A", "minutes": 60}]}, "module_twice"),
        ({"rules": [{"kind": "situation", "value": "rich"}]}, "rule_makes_no_sense"),
        ({"adaptable": [{"name": "loan_months", "low": 7, "high": 9}]}, "bounds_without_the_value"),
    ],
)
def test_a_version_that_a_rule_refuses_is_409(world, nadia, wrong, code):
    template = scenes.template(world)
    body = {"title": "Emploi", "levels": LEVELS} | wrong
    answer = nadia.post(f"templates/{template.pk}/versions/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_a_draft_is_rewritten_compared_and_thrown_away(world, nadia, program):
    with at(NATIONAL):
        first = scenes.version(world)
    versions = f"templates/{first.template_id}/versions/"
    draft = nadia.post(versions, {"title": "Emploi", "levels": LEVELS}).json()
    rewritten = {
        "title": "Emploi, en mieux", "levels": LEVELS, "session_minutes": 100, "seen": draft["drafted_at"],
        "rules": [{"kind": "age_min", "number": 16, "effect": "warning", "proof": "Pièce d’identité"}],
        "adaptable": [{"name": "session_minutes", "low": 90, "high": 150}],
    }  # fmt: skip
    path = f"versions/{draft['id']}/"
    answer = nadia.put(path, rewritten)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["title"], told["rules"][0]["number"], told["adaptable"][0]["high"]) == (
        "Emploi, en mieux",
        16,
        150,
    )
    assert told["warnings"]
    assert nadia.put(path, rewritten).json()["code"] == "changed_meanwhile"
    compared = nadia.get(f"templates/{first.template_id}/compare/?from=1&to=2").json()["changes"]
    assert "Durée d’une séance" in {change["what"] for change in compared}
    for query in ("", "?from=1", "?from=1&to=9", "?from=x&to=y"):
        assert nadia.get(f"templates/{first.template_id}/compare/{query}").status_code == 400
    alex = program("reseau", "admin@reseau.example")
    assert alex.put(path, rewritten).status_code == 403
    stale = alex.post(f"{path}publish/", {"seen": draft["drafted_at"]})
    assert stale.json()["code"] == "changed_meanwhile"
    assert nadia.post(f"{path}discard/").status_code == 204
    assert nadia.get(path).status_code == 404
    assert nadia.put(f"versions/{first.pk}/", rewritten).json()["code"] == "not_that_way"


def test_a_version_then_its_programme_are_retired(world, nadia):
    with at(NATIONAL):
        version = scenes.version(world)
    assert nadia.post(f"versions/{version.pk}/retire/").json()["state"] == "retired"
    assert nadia.post(f"versions/{version.pk}/retire/").json()["code"] == "not_that_way"
    assert nadia.post(f"templates/{version.template_id}/retire/").json()["retired_at"]
    body = {"title": "Emploi", "levels": LEVELS}
    again = nadia.post(f"templates/{version.template_id}/versions/", body)
    assert again.json()["code"] == "template_retired"


def test_a_partner_bears_one_name_a_day(nadia, program):
    body = {"code": "emploi", "name": "Pôle emploi", "end": "2023-12-31"}
    assert nadia.post("partners/", body).status_code == 201
    assert nadia.post("partners/", body).json()["code"] == "partner_known"
    name = {"partner": "emploi", "name": "France Travail", "start": "2023-12-31"}
    assert nadia.post("partner-names/", name).json()["code"] == "names_overlap"
    assert nadia.post("partner-names/", name | {"start": "2024-01-01"}).json()["names"] == [
        {"name": "Pôle emploi", "start": None, "end": "2023-12-31"},
        {"name": "France Travail", "start": "2024-01-01", "end": None},
    ]
    assert nadia.post("partner-names/", name | {"partner": "inconnu"}).status_code == 400
    finance = program("reseau", "finance@reseau.example")
    assert [one["code"] for one in finance.get("partners/").json()["results"]] == ["emploi"]
    assert finance.post("partner-names/", name).status_code == 403


def test_an_antenne_adopts_within_the_bounds_by_the_api_too(world, program):
    bounds = [AdaptableDraft("session_minutes", 90, 150)]
    with at(NATIONAL):
        version = scenes.version(world, adaptable=bounds)
    maud = program("grenoble", "manager@grenoble.example")
    body = {"version": str(version.pk), "capacity": 10, "overrides": {"session_minutes": 100}}
    for wrong, code in (
        ({"overrides": {"session_minutes": 151}}, "out_of_bounds"),
        ({"capacity": 13}, "out_of_bounds"),
        ({"overrides": {"loan_months": 6}}, "not_adaptable"),
    ):
        assert maud.post("programmes/", body | wrong).json()["code"] == code
    assert maud.post("programmes/", body | {"overrides": {"session_minutes": "x"}}).status_code == 400
    assert maud.post("programmes/", body).json()["overrides"] == {"session_minutes": 100}
    assert program("grenoble", "lea@grenoble.example").post("programmes/", body).status_code == 403


def test_an_allocation_never_passes_what_was_signed_and_is_made_once(world, partnerships):
    agreement, template = signed(world), scenes.template(world)
    body = {
        "agreement": str(agreement.pk), "antenne": str(world.grenoble.pk), "template": str(template.pk),
        "places": 60, "devices": 0, "amount_cents": 900_000, "on": "2026-06-01",
    }  # fmt: skip
    first = partnerships.post("allocations/", body, idempotency_key="k")
    again = partnerships.post("allocations/", body, idempotency_key="k")
    assert (first.status_code, first.content) == (201, again.content)
    assert partnerships.post("allocations/", body).json()["code"] == "more_than_signed"
    assert len(partnerships.get("allocations/").json()["results"]) == 1


def test_a_part_of_an_allocation_is_given_back_once_and_may_go_elsewhere(world, partnerships, program):
    agreement, template = signed(world), scenes.template(world)
    body = {
        "agreement": str(agreement.pk), "antenne": str(world.grenoble.pk), "template": str(template.pk),
        "places": 100, "devices": 0, "amount_cents": 900_000, "on": "2026-06-01",
    }  # fmt: skip
    made = partnerships.post("allocations/", body).json()
    assert (made["state"], made["reference"], made["ends_on"]) == ("reserved", "2026-1", "2026-12-31")
    path = f"allocations/{made['id']}/release/"
    back = {"places": 30, "reason": "Pas assez de demandes"}
    first = partnerships.post(path, back, idempotency_key="r")
    assert (first.status_code, first.json()["places"]) == (200, 70)
    assert partnerships.post(path, back, idempotency_key="r").content == first.content
    assert partnerships.post(path, back | {"places": 71}).json()["code"] == "still_in_use"
    assert partnerships.post(path, {"reason": "x"}).json()["code"] == "nothing_released"
    assert partnerships.post(path, {"places": 1, "reason": ""}).json()["code"] == "why_released"
    assert program("reseau", "nadia@reseau.example").post(path, back).status_code == 403
    lyon = {"antenne": str(world.lyon.pk), "places": 30, "amount_cents": 0}
    assert partnerships.post("allocations/", body | lyon).status_code == 201
    assert partnerships.post("allocations/", body | lyon).json()["code"] == "more_than_signed"
    late = partnerships.post("allocations/", body | {"on": "2027-01-01"})
    assert late.json()["code"] == "outside_the_period"


def test_an_antenne_reads_what_it_was_given_and_gives_back_the_rest(world, partnerships, program):
    agreement, template = signed(world), scenes.template(world)
    body = {
        "agreement": str(agreement.pk), "antenne": str(world.grenoble.pk), "template": str(template.pk),
        "places": 10, "devices": 0, "amount_cents": 1000, "on": "2026-06-01",
    }  # fmt: skip
    made = partnerships.post("allocations/", body).json()
    maud = program("grenoble", "manager@grenoble.example")
    assert [one["id"] for one in maud.get("allocations/").json()["results"]] == [made["id"]]
    path = f"allocations/{made['id']}/give-back/"
    assert program("grenoble", "lea@grenoble.example").post(path, {"reason": "x"}).status_code == 403
    assert program("lyon", "manager@lyon.example").post(path, {"reason": "x"}).status_code == 404
    told = maud.post(path, {"reason": "Salle fermée"}, idempotency_key="g").json()
    assert told["state"] == "released"
    assert maud.post(path, {"reason": "Salle fermée"}, idempotency_key="g").json() == told
    assert maud.post(path, {"reason": "Salle fermée"}).json()["code"] == "not_that_way"


def test_who_reads_may_not_always_write(world, nadia, program):
    assert nadia.get("sponsors/").status_code == 200
    assert nadia.post("sponsors/", {"name": "x"}).status_code == 403
    dpo = program("reseau", "dpo@reseau.example")
    assert dpo.get("agreements/").status_code == 403
    assert [one["code"] for one in dpo.get("antennes/").json()["results"]] == ["grenoble", "lyon"]


def test_the_national_site_has_no_people(nadia):
    assert nadia.get("beneficiaries/").status_code == 404


def test_a_sponsor_reads_its_own_agreements_only(world, program):
    signed(world, sponsor=SPONSOR_ID, name="Fondation des lecteurs")
    signed(world, name="Autre mécène", reference="2026-2")
    flore = program("partenaires", "fondation@partenaires.example")
    assert [one["reference"] for one in flore.get("agreements/").json()["results"]] == ["2026-1"]
    assert flore.post("agreements/", {}).status_code == 405


def test_figures_say_what_they_count_and_refuse_what_they_do_not_know(nadia, program):
    answer = nadia.get(
        "figures/?from=2022-01&to=2022-12&by=antenne,programme,month&measure=places_opened,fill_rate"
    )
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["from"], told["to"], told["by"]) == ("2022-01", "2022-12", ["antenne", "programme", "month"])
    assert set(told["total"]) == {"places_opened", "fill_rate"}
    for query in (
        "from=2022-13",
        "from=x",
        "to=1800-01",
        "by=person",
        "measure=names",
        "from=2023-01&to=2022-01",
    ):
        wrong = nadia.get(f"figures/?{query}")
        assert (wrong.status_code, wrong.json()["code"]) == (400, "malformed"), query
    maud = program("grenoble", "manager@grenoble.example")
    assert maud.get("figures/?from=2022-01&to=2022-12&by=antenne").json()["rows"] == []
