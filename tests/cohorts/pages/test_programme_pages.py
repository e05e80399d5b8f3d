"""An antenne adopts what the network publishes."""

import pytest
import scenes

from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.operations import adopt


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
    assert "6 mois" in shown
    assert "9 mois" in shown
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
