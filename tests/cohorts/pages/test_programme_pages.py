"""An antenne adopts what the network publishes."""

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.antennes import NATIONAL, at
from programs.catalogue.operations import AdaptableDraft, ModuleDraft, draft_version, retire_version
from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.operations import adopt
from programs.cohorts.operations import programmes as operations


def test_a_new_programme_is_offered_then_adopted(antenne, site):
    version = scenes.version(antenne)
    page = site("grenoble", antenne.maud)
    assert "Nouveau programme" in page.get("/programmes/").text
    page.post(f"/programmes/{version.pk}/adopter/", {"capacity": "8"})
    assert AdoptedProgramme.objects.get().capacity == 8
    assert "Nouveau programme" not in page.get("/programmes/").text


@pytest.mark.parametrize("capacity", ["5", "13", "", "dix", "-1", "9" * 30])
def test_a_capacity_out_of_bounds_is_told_beside_the_field(antenne, site, capacity):
    version = scenes.version(antenne)
    answer = site("grenoble", antenne.maud).post(f"/programmes/{version.pk}/adopter/", {"capacity": capacity})
    assert list(answer.context["form"].errors) == ["capacity"]
    assert not AdoptedProgramme.objects.exists()


def test_a_new_version_shows_what_it_changes(antenne, site):
    first = scenes.version(antenne)
    adopt(first, by=antenne.maud, now=antenne.now)
    second = scenes.version(antenne, first.template, loan_months=9, completion_percent=70)
    page = site("grenoble", antenne.maud)
    assert "Nouvelle version" in page.get("/programmes/").text
    shown = page.get(f"/programmes/{second.pk}/adopter/").text
    assert "6\u00a0mois" in shown
    assert "9\u00a0mois" in shown
    assert "Niveau débutant" not in shown


def test_a_superseded_version_is_refused_with_the_form_as_typed(antenne, site):
    first = scenes.version(antenne)
    scenes.version(antenne, first.template)
    answer = site("grenoble", antenne.maud).post(f"/programmes/{first.pk}/adopter/", {"capacity": "9"})
    assert answer.status_code == 409
    assert 'value="9"' in answer.text


def test_a_host_sees_programmes_and_adopts_none(antenne, site):
    version = scenes.version(antenne)
    page = site("grenoble", antenne.lea)
    assert "L’adopter" not in page.get("/programmes/").text
    assert page.post(f"/programmes/{version.pk}/adopter/", {"capacity": "8"}).status_code == 403


OPEN = [AdaptableDraft("session_minutes", 90, 150), AdaptableDraft("beginner_hours", 28, 40)]
CHOSEN = {"capacity": "10", "session_minutes": "100", "beginner_hours": "32"}


def test_the_antenne_adapts_what_the_version_opens(antenne, site):
    version = scenes.version(antenne, adaptable=OPEN)
    page = site("grenoble", antenne.maud)
    assert "De 90 à 150. Le réseau propose 120." in page.get(f"/programmes/{version.pk}/adopter/").text
    page.post(f"/programmes/{version.pk}/adopter/", CHOSEN)
    programme = AdoptedProgramme.objects.get()
    assert (programme.capacity, programme.overrides) == (10, {"session_minutes": 100})
    shown = page.get("/programmes/").text.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert '1 h 40 <span class="muted small">(réseau : 2 h)' in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [("session_minutes", "89"), ("session_minutes", "151"), ("beginner_hours", ""), ("beginner_hours", "x"),
     ("session_minutes", "9" * 30)],
)  # fmt: skip
def test_what_is_out_of_bounds_is_told_beside_its_field(antenne, site, name, value):
    version = scenes.version(antenne, adaptable=OPEN)
    answer = site("grenoble", antenne.maud).post(f"/programmes/{version.pk}/adopter/", CHOSEN | {name: value})
    assert list(answer.context["form"].errors) == [name]
    assert 'value="10"' in answer.text
    assert not AdoptedProgramme.objects.exists()


@pytest.mark.parametrize(
    ("overrides", "refusal"),
    [
        ({"session_minutes": 151}, operations.OutOfBounds),
        ({"session_minutes": 89}, operations.OutOfBounds),
        ({"loan_months": 6}, operations.NotAdaptable),
        ({"colour": 1}, operations.NotAdaptable),
    ],
)
def test_the_operation_refuses_whatever_the_door(antenne, overrides, refusal):
    version = scenes.version(antenne, adaptable=OPEN)
    with pytest.raises(refusal):
        adopt(version, overrides=overrides, by=antenne.maud, now=antenne.now)
    assert not AdoptedProgramme.objects.exists()


def test_the_next_version_proposes_what_was_chosen_where_it_still_fits(antenne, site):
    first = scenes.version(antenne, adaptable=OPEN)
    chosen = {"session_minutes": 100, "beginner_hours": 40}
    adopt(first, capacity=8, overrides=chosen, by=antenne.maud, now=antenne.now)
    narrower = [AdaptableDraft("session_minutes", 90, 150), AdaptableDraft("beginner_hours", 30, 34)]
    second = scenes.version(antenne, first.template, adaptable=narrower)
    form = site("grenoble", antenne.maud).get(f"/programmes/{second.pk}/adopter/").context["form"]
    assert [form[name].value() for name in ("capacity", "session_minutes", "beginner_hours")] == [8, 100, 32]


def test_the_difference_stands_on_the_page_of_programmes(antenne, site):
    first = scenes.version(antenne)
    adopt(first, by=antenne.maud, now=antenne.now)
    scenes.version(antenne, first.template, loan_months=9)
    page = site("grenoble", antenne.lea).get("/programmes/").text
    for words in ("Adoptez-la quand vous voulez", "Prêt après le parcours", "9\u00a0mois"):
        assert words in page


def test_a_retired_version_is_offered_to_nobody_and_kept_by_who_follows_it(antenne, site):
    version = scenes.version(antenne)
    adopt(version, by=antenne.maud, now=antenne.now)
    with at(NATIONAL):
        retire_version(version, by=antenne.alex, now=antenne.now)
    assert "Retirée par le réseau" in site("grenoble", antenne.maud).get("/programmes/").text
    assert "Nouveau programme" not in site("lyon", antenne.karim).get("/programmes/").text
    with pytest.raises(operations.NotPublished):
        adopt(version, by=antenne.maud, now=antenne.now)


def test_a_draft_is_nowhere_to_be_seen(antenne, site):
    with at(NATIONAL):
        draft = draft_version(
            scenes.template(antenne), title="Secret", levels=scenes.LEVELS, modules=[ModuleDraft("x", 60)],
            by=antenne.nadia, now=antenne.now,
        )  # fmt: skip
    maud = site("grenoble", antenne.maud)
    assert maud.get(f"/programmes/{draft.pk}/adopter/").status_code == 404
    assert "Secret" not in maud.get("/programmes/").text


def test_the_page_costs_the_same_whatever_the_number_of_programmes(antenne, site):
    maud = site("grenoble", antenne.maud)

    def cost(path: str) -> int:
        maud.get(path)
        with CaptureQueriesContext(connection) as told:
            assert maud.get(path).status_code == 200
        passing = ("SET ", "SAVEPOINT", "RELEASE")
        return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])

    def more(code: str) -> str:
        with at(NATIONAL):
            first = scenes.version(antenne, scenes.template(antenne, code=code), adaptable=OPEN)
        adopt(first, by=antenne.maud, now=antenne.now)
        with at(NATIONAL):
            second = scenes.version(antenne, first.template, adaptable=OPEN)
        return f"/programmes/{second.pk}/adopter/"

    adopting = more("un")
    before = [cost("/programmes/"), cost(adopting)]
    for code in ("deux", "trois"):
        more(code)
    assert [cost("/programmes/"), cost(adopting)] == before
    assert max(before) <= 8, before
