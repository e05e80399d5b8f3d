"""A group from its opening to its end, page by page. Its plan: test_planning_pages."""

from datetime import timedelta

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.cohorts.models import Assessment, Completion, Enrolment, Session
from programs.cohorts.operations import adopt, decide_level


def statements(browser, path: str) -> int:
    browser.get(path)  # the host is remembered from now on
    with CaptureQueriesContext(connection) as told:
        assert browser.get(path).status_code == 200
    passing = ("SET ", "SAVEPOINT", "RELEASE")
    return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])


def test_somebody_is_enrolled_by_name_and_the_tenth_place_is_the_last(antenne, site):
    cohort = scenes.cohort(antenne)
    scenes.enrolled(antenne, cohort, count=9)
    amina = scenes.ready(antenne, cohort.version)
    late = scenes.ready(antenne, cohort.version, first_name="Zoé")
    scenes.person(antenne, "Sans", "Niveau")
    page = site("grenoble", antenne.denis)
    shown = page.get(f"/parcours/{cohort.pk}/inscrire/", data={"q": "ami"}).text
    assert "Amina" in shown
    assert "Zoé" not in shown
    assert "Sans Niveau" not in page.get(f"/parcours/{cohort.pk}/inscrire/").text
    answer = page.post(f"/parcours/{cohort.pk}/inscrire/{amina.pk}/", follow=True)
    assert "place 10" in answer.text
    refused = page.post(
        f"/parcours/{cohort.pk}/inscrire/{late.pk}/",
        headers={"referer": f"http://grenoble.localhost/parcours/{cohort.pk}/inscrire/"},
        follow=True,
    )
    assert "Toutes les places de ce parcours sont prises." in refused.text
    assert cohort.enrolments.count() == 10


def test_leaving_wants_a_reason_and_frees_the_place(antenne, site):
    cohort = scenes.cohort(antenne)
    (enrolment,) = scenes.enrolled(antenne, cohort)
    page = site("grenoble", antenne.denis)
    path = f"/parcours/inscriptions/{enrolment.pk}/retrait/"
    assert page.post(path, {"reason": ""}).status_code == 200
    page.post(path, {"reason": "A trouvé un emploi."})
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    assert cohort.places.free().count() == 10
    assert page.post(path, {"reason": "Encore."}).status_code == 409


def test_a_positionnement_takes_the_level_of_the_score_unless_a_reason_says_otherwise(antenne, site):
    programme = adopt(scenes.version(antenne), by=antenne.maud, now=antenne.now)
    amina = scenes.person(antenne)
    page = site("grenoble", antenne.lea)
    path = f"/personnes/{amina.pk}/positionnement/"
    typed = {"programme": str(programme.pk), "score": "55", "level": "", "reason": ""}
    page.post(path, typed)
    assert Assessment.objects.get().decided_level == "intermediate"
    refused = page.post(path, typed | {"level": "beginner"})
    assert refused.status_code == 409
    assert "Dites pourquoi" in refused.text
    assert 'value="55"' in refused.text
    page.post(path, typed | {"level": "beginner", "reason": "N’a jamais tenu une souris."})
    assert amina.assessments.first().decided_level == "beginner"


@pytest.mark.parametrize("score", ["-1", "101", "abc", "", "1e9"])
def test_a_score_off_the_scale_is_told(antenne, site, score):
    programme = adopt(scenes.version(antenne), by=antenne.maud, now=antenne.now)
    amina = scenes.person(antenne)
    typed = {"programme": str(programme.pk), "score": score}
    answer = site("grenoble", antenne.lea).post(f"/personnes/{amina.pk}/positionnement/", typed)
    assert list(answer.context["form"].errors) == ["score"]


def test_the_desk_does_not_assess(antenne, site):
    amina = scenes.person(antenne)
    assert site("grenoble", antenne.denis).get(f"/personnes/{amina.pk}/positionnement/").status_code == 403


def test_the_person_s_page_always_knows_the_next_step(antenne, site):
    page = site("grenoble", antenne.maud)
    amina = scenes.person(antenne)
    path = f"/personnes/{amina.pk}/"
    assert "Recevoir une orientation" in page.get(path).text
    waiting = scenes.referral(antenne, amina)
    assert f"/orientations/{waiting.pk}/accepter/" in page.get(path).text
    page.post(f"/orientations/{waiting.pk}/accepter/")
    assert "Faire le positionnement" in page.get(path).text
    cohort = scenes.cohort(antenne)
    decide_level(amina, version=cohort.version, score=20, by=antenne.lea, now=antenne.now)
    assert f"/parcours/{cohort.pk}/inscrire/{amina.pk}/" in page.get(path).text
    page.post(f"/parcours/{cohort.pk}/inscrire/{amina.pk}/")
    answer = page.get(path).text
    assert "Cette personne a sa place" in answer
    assert "0 h suivies sur 32 h" in answer.replace("\xa0", " ")


def test_the_course_ends_and_hours_are_counted(antenne, site, group):
    page = site("grenoble", antenne.lea)
    for session in group.sessions.all():
        scenes.attended(antenne, session, dict.fromkeys(group.enrolments.live(), "present"))
    assert "Terminer le parcours" in page.get(f"/parcours/{group.pk}/").text
    page.post(f"/parcours/{group.pk}/terminer/")
    assert Completion.objects.count() == 3
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"partial"}


def test_an_unfinished_course_does_not_end(antenne, site, group):
    answer = site("grenoble", antenne.lea).post(f"/parcours/{group.pk}/terminer/")
    assert answer.status_code == 409
    assert "à clore avant de terminer" in answer.text


def test_a_cohort_of_grenoble_does_not_exist_at_lyon(antenne, site, group, session):
    karim = site("lyon", antenne.karim)
    for path in ("", "inscrire/", "enquete/"):
        assert karim.get(f"/parcours/{group.pk}/{path}").status_code == 404
    assert karim.get(f"/parcours/seances/{session.pk}/").status_code == 404
    assert karim.get(f"/parcours/seances/{session.pk}/feuille/").status_code == 404
    assert karim.post(f"/parcours/{group.pk}/terminer/").status_code == 404


@pytest.mark.parametrize("path", ["/parcours/", "/parcours/{}/"])
def test_lists_ask_as_little_for_many_as_for_few(antenne, site, group, path):
    page = site("grenoble", antenne.lea)
    path = path.format(group.pk)
    few = statements(page, path)
    programme = group.programme
    for number in range(6):
        scenes.cohort(antenne, programme, room=f"Salle {number}", name=f"Groupe {number + 2}")
    scenes.enrolled(antenne, group, count=5)
    assert statements(page, path) <= few <= 8


def test_the_home_page_says_what_to_do_now(antenne, site, group, session):
    scenes.referral(antenne, scenes.person(antenne, "Olena"))
    scenes.cohort(antenne, group.programme, room="Chartreuse", name="Groupe 2")
    lea = site("grenoble", antenne.lea)
    shown = lea.get("/").text
    assert f"/parcours/seances/{session.pk}/" in shown
    assert "Olena Benali attend une réponse depuis aujourd’hui." in shown
    assert "0 place prise sur 10" in shown  # it begins within ten days, and is empty
    desk = site("grenoble", antenne.denis).get("/").text
    assert f"/parcours/seances/{session.pk}/" not in desk
    Session.objects.filter(pk=session.pk).update(day=antenne.today - timedelta(days=1))
    assert "n’est pas close" in lea.get("/").text


def test_an_empty_home_page_teaches(antenne, site):
    assert "Rien n’attend" in site("grenoble", antenne.lea).get("/").text


def test_the_home_page_asks_little(antenne, site, group):
    page = site("grenoble", antenne.maud)
    few = statements(page, "/")
    for number in range(4):
        scenes.referral(antenne, scenes.person(antenne, f"Personne {number}"))
        scenes.cohort(antenne, group.programme, room=f"Salle {number}", name=f"Groupe {number + 2}")
    assert statements(page, "/") <= few <= 8
