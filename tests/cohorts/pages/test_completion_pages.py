"""The page of the end: the hours, the decisions, the situations."""

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.cohorts.models import CompletionOverride, Outcome

REASON = "Absente trois fois pour un emploi : acquis vérifiés en séance."


@pytest.fixture
def course(antenne):
    """Ended today: Personne 1 has all the hours, Personne 2 half of them."""
    return scenes.ended(antenne, ["pppp", "ppaa"], first=antenne.today)


def test_each_reads_against_the_rule(antenne, site, course):
    group, _ = course
    shown = site("grenoble", antenne.lea).get(f"/parcours/{group.pk}/fin/").text
    assert "1 sur 2 a terminé" in shown
    assert "80 % des heures" in shown
    assert "4\u00a0h sur 8\u00a0h, soit 50\u00a0%" in shown


def test_a_host_sees_and_a_manager_decides(antenne, site, course):
    group, (_, boris) = course
    path = f"/parcours/inscriptions/{boris.pk}/fin/"
    assert "Décider autrement" not in site("grenoble", antenne.lea).get(f"/parcours/{group.pk}/fin/").text
    assert site("grenoble", antenne.lea).get(path).status_code == 403
    assert site("grenoble", antenne.lea).post(path, {"reached": "true", "reason": REASON}).status_code == 403
    maud = site("grenoble", antenne.maud)
    assert "Compter comme terminé" in maud.get(path).text
    told = maud.post(path, {"reached": "true", "reason": REASON}, follow=True).text
    assert REASON in told
    assert "2 sur 2 ont terminé" in told


def test_without_a_reason_or_with_a_nir_nothing_is_decided_and_nothing_is_lost(antenne, site, course):
    path = f"/parcours/inscriptions/{course[1][1].pk}/fin/"
    maud = site("grenoble", antenne.maud)
    assert maud.post(path, {"reached": "true", "reason": " "}).status_code == 200
    kept = maud.post(path, {"reached": "true", "reason": "Son numéro : 2 69 05 49 588 157 80"})
    assert "sécurité sociale" in kept.text
    assert "2 69 05 49 588 157 80" in kept.text
    assert maud.post(path, {"reached": "true", "reason": "x" * 301}).status_code == 200
    assert not CompletionOverride.objects.exists()


def test_a_page_that_is_no_longer_true_is_refused_with_what_was_typed(antenne, site, course):
    path = f"/parcours/inscriptions/{course[1][1].pk}/fin/"
    maud = site("grenoble", antenne.maud)
    maud.post(path, {"reached": "true", "reason": REASON})
    again = maud.post(path, {"reached": "true", "reason": REASON})
    assert again.status_code == 409
    assert "déjà l’état" in again.text
    assert CompletionOverride.objects.count() == 1


def test_karim_of_lyon_finds_nothing(antenne, site, course):
    group, (_, boris) = course
    marc = site("lyon", antenne.marc)
    for path in (f"/parcours/{group.pk}/fin/", f"/parcours/inscriptions/{boris.pk}/fin/"):
        assert marc.get(path).status_code == 404
    assert marc.post(f"/parcours/{group.pk}/fin/situations/").status_code == 404


def test_situations_are_noted_for_the_whole_group(antenne, site, course):
    group, (amina, boris) = course
    lea = site("grenoble", antenne.lea)
    path = f"/parcours/{group.pk}/fin/situations/"
    told = lea.post(path, {amina.pk.hex: "job", boris.pk.hex: ""}, follow=True).text
    assert "Situations notées : 1" in told
    assert 'value="job" selected' in told
    assert Outcome.objects.get().enrolment == amina
    wrong = lea.post(path, {amina.pk.hex: "rich"})
    assert wrong.status_code == 200
    assert "à revoir" in wrong.text
    assert site("grenoble", antenne.denis).post(path, {}).status_code == 403


def test_the_page_reads_no_more_for_more_people(antenne, site, course):
    group, _ = course
    path, lea = f"/parcours/{group.pk}/fin/", site("grenoble", antenne.lea)
    lea.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert lea.get(path).status_code == 200
    statements = [q["sql"] for q in seen if not q["sql"].startswith(("SET", "SELECT set_config"))]
    assert len(statements) <= 8, "\n".join(statements)


def test_a_course_that_goes_on_says_so(antenne, site, group):
    assert "n’est pas terminé" in site("grenoble", antenne.lea).get(f"/parcours/{group.pk}/fin/").text
