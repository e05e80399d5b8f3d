"""The positionnement page by page: the person's tablet, the host's decision, the way gone."""

import re

import grids
import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.identifiers import new_id
from programs.catalogue.models import GridQuestion
from programs.cohorts.assess_words import WORDS
from programs.cohorts.models import Assessment
from programs.cohorts.operations import adopt, assess, assess_at_end
from programs.cohorts.queries import programmes
from tenants.network.vocabulary import Language


@pytest.fixture
def programme(antenne):
    version = grids.version(antenne, questions=[grids.small("content"), *grids.SMALL[:2], *grids.SMALL[3:]])
    return adopt(version, by=antenne.maud, now=antenne.now)


@pytest.fixture
def amina(antenne):
    return scenes.person(antenne)


@pytest.fixture
def lea(antenne, site):
    return site("grenoble", antenne.lea)


def begin(page, person, programme, **sent):
    """The path of the tablet, once begun."""
    answer = page.post(f"/personnes/{person.pk}/positionnement/commencer/{programme.pk}/", sent)
    assert answer.status_code == 302
    return re.sub(r"(1|reponses)/$", "", answer["Location"])


def answer_all(page, path, rank="1", total=5):
    for number in range(1, total + 1):
        last = page.post(f"{path}{number}/", {"answer": rank})
    return last


def statements(page, path):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert page.get(path).status_code == 200
    return len([one for one in asked if not one["sql"].startswith(("SET", "RESET", "SELECT set_config"))])


class TestTablet:
    def test_a_person_answers_and_the_host_decides(self, antenne, lea, amina, programme):
        path = begin(lea, amina, programme)
        shown = lea.get(f"{path}1/").text
        assert "Question 1 sur 5" in shown
        assert "Je ne sais pas" in shown
        assert lea.post(f"{path}1/", {"answer": "2"})["Location"] == f"{path}2/"
        lea.post(f"{path}2/", {"answer": "?"})
        for number in (3, 4, 5):
            last = lea.post(f"{path}{number}/", {"answer": "1"})
        assert last["Location"] == f"{path}merci/"
        assert "Rendez la tablette" in lea.get(f"{path}merci/").text
        result = lea.get(f"{path}niveau/").text
        assert "1 « je ne sais pas » sur 5" in result
        assert "Intermédiaire" in result
        answer = lea.post(f"{path}niveau/", {"level": "", "reason": ""})
        assert answer["Location"] == f"/personnes/{amina.pk}/"
        made = Assessment.objects.get()
        assert (made.score, made.answers["information"], made.grid) == (50, None, programme.version.grid)
        assert f"/positionnements/{made.pk}/" in lea.get(f"/personnes/{amina.pk}/").text
        assert "1 / 2" in lea.get(f"/positionnements/{made.pk}/").text

    def test_nothing_is_lost_by_going_back_reloading_or_stopping(self, lea, amina, programme):
        path = begin(lea, amina, programme)
        lea.post(f"{path}1/", {"answer": "2"})
        lea.post(f"{path}1/", {"answer": "2"})
        assert 'aria-label="Votre réponse"' in lea.get(f"{path}1/").text
        lea.post(f"{path}1/", {"answer": "0"})
        assert "1 réponse gardée" in lea.get(f"/personnes/{amina.pk}/positionnement/").text.replace(
            "\xa0", " "
        )
        assert lea.get(f"{path}merci/")["Location"] == f"{path}2/", "where she stopped"

    @pytest.mark.parametrize("sent", ["", "3", "-1", "x" * 300, "٢", "1e0"])
    def test_another_answer_than_the_ones_shown_is_not_kept(self, lea, amina, programme, sent):
        path = begin(lea, amina, programme)
        answer = lea.post(f"{path}1/", {"answer": sent})
        assert answer.status_code == 200
        assert "Touchez une réponse" in answer.text
        assert lea.get(f"{path}merci/")["Location"] == f"{path}1/"

    def test_it_speaks_the_language_of_the_person_and_changes_it(self, antenne, lea):
        amina = scenes.person(antenne, language="ar")
        programme = adopt(grids.version(antenne), by=antenne.maud, now=antenne.now)
        path = begin(lea, amina, programme)
        shown = lea.get(f"{path}1/").text
        assert 'lang="ar" dir="rtl"' in shown
        assert "السؤال 1 من 15" in shown
        assert "What do you use" in lea.get(f"{path}1/?langue=en").text
        assert "Question 2 of 15" in lea.get(f"{path}2/").text, "and keeps it"
        assert "Question 2 of 15" in lea.get(f"{path}2/?langue=xx").text

    def test_a_task_tells_the_host_in_french_what_to_look_at(self, antenne, lea):
        amina = scenes.person(antenne, language="uk")
        path = begin(lea, amina, adopt(grids.version(antenne), by=antenne.maud, now=antenne.now))
        task = GridQuestion.objects.filter(practical=True).first()
        shown = lea.get(f"{path}{task.position}/").text
        assert "Спробуйте самі" in shown
        assert "Donnez un ordinateur éteint" in shown
        assert "Pas encore" in shown

    def test_a_question_that_is_not_translated_is_asked_in_french(self, antenne, lea, programme):
        olena = scenes.person(antenne, "Olena", language="uk")
        shown = lea.get(f"{begin(lea, olena, programme)}1/").text
        assert "Запитання 1 з 5" in shown
        assert '<span lang="fr" dir="ltr">Savez-vous content' in shown

    def test_every_language_has_all_its_words(self):
        assert set(WORDS) == set(Language.values)
        assert all(all(vars(words).values()) for words in WORDS.values())

    def test_there_is_no_other_question_and_no_other_person(self, antenne, lea, amina, programme):
        path = begin(lea, amina, programme)
        assert lea.get(f"{path}0/").status_code == 404
        assert lea.get(f"{path}6/").status_code == 404
        olena = scenes.person(antenne, "Olena")
        elsewhere = path.replace(str(amina.pk), str(olena.pk))
        assert lea.get(f"{elsewhere}1/")["Location"] == f"/personnes/{olena.pk}/positionnement/"

    def test_two_persons_can_be_assessed_in_two_tabs(self, antenne, lea, amina, programme):
        olena = scenes.person(antenne, "Olena")
        one, two = begin(lea, amina, programme), begin(lea, olena, programme)
        answer_all(lea, one, "0")
        answer_all(lea, two, "2")
        lea.post(f"{one}niveau/", {})
        lea.post(f"{two}niveau/", {})
        assert amina.assessments.get().score == 0
        assert olena.assessments.get().score == 100


class TestResult:
    @pytest.fixture
    def path(self, lea, amina, programme):
        path = begin(lea, amina, programme)
        answer_all(lea, path)
        return path

    def test_another_level_wants_a_reason_and_the_form_stays(self, lea, path):
        answer = lea.post(f"{path}niveau/", {"level": "advanced", "reason": ""})
        assert answer.status_code == 409
        assert "Dites pourquoi un autre niveau" in answer.text
        assert re.search(r'value="advanced"[^>]*checked', answer.text)
        assert lea.post(f"{path}niveau/", {"level": "advanced", "reason": "À l’aise"}).status_code == 302
        assert Assessment.objects.get().decided_level == "advanced"

    def test_a_social_security_number_is_not_a_reason(self, lea, path):
        answer = lea.post(f"{path}niveau/", {"level": "advanced", "reason": "1 85 05 78 006 084 91"})
        assert "numéro de sécurité sociale" in answer.text
        assert not Assessment.objects.exists()

    def test_a_stale_page_leads_to_what_was_recorded(self, lea, amina, path):
        lea.post(f"{path}niveau/", {})
        made = Assessment.objects.get()
        for stale in ("1/", "merci/", "reponses/", "niveau/"):
            assert lea.get(f"{path}{stale}")["Location"] == f"/positionnements/{made.pk}/"
        assert lea.post(f"{path}niveau/", {})["Location"] == f"/positionnements/{made.pk}/"
        assert Assessment.objects.count() == 1

    def test_an_answer_is_corrected_before_the_decision(self, lea, path):
        page = lea.get(f"{path}reponses/").text
        assert page.count("checked") == 5
        sent = dict.fromkeys(["content", "information", "communication", "safety", "environment"], "2")
        assert lea.post(f"{path}reponses/", sent)["Location"] == f"{path}niveau/"
        lea.post(f"{path}niveau/", {})
        assert Assessment.objects.get().score == 100

    def test_another_session_does_not_hold_it(self, antenne, site, amina, path):
        other = site("grenoble", antenne.maud).get(f"{path}1/")
        assert other["Location"] == f"/personnes/{amina.pk}/positionnement/"


class TestPaper:
    def test_a_paper_grid_is_copied_on_one_page(self, lea, amina, programme):
        path = begin(lea, amina, programme, paper="1")
        answer = lea.post(f"{path}reponses/", {"content": "2", "safety": "9"})
        assert answer.status_code == 200
        assert answer.text.count("Choisissez une réponse.") >= 3
        assert re.search(r'name="content" value="2"[^>]*checked', lea.get(f"{path}reponses/").text), "kept"

    @pytest.mark.parametrize(
        ("language", "words"), [("fr", "Je ne sais pas"), ("ar", "لا أعرف"), ("xx", "Non")]
    )
    def test_the_grid_is_printed_in_a_language(self, lea, programme, language, words):
        grid = programme.version.grid
        page = lea.get(f"/positionnements/grilles/{grid.pk}/papier/?langue={language}")
        assert words in page.text
        assert "Savez-vous" in page.text

    def test_a_typed_score_that_is_sent_twice_is_kept_once(self, lea, amina, programme):
        path = f"/personnes/{amina.pk}/positionnement/"
        key = re.search(r'name="key" value="([^"]+)"', lea.get(path).text)[1]
        sent = {"key": key, "programme": programme.pk, "score": "50"}
        assert [lea.post(path, sent).status_code for _ in range(2)] == [302, 302]
        assert Assessment.objects.count() == 1
        changed = lea.post(path, sent | {"score": "90"})
        assert changed.status_code == 409
        assert "déjà enregistré" in changed.text


class TestTheWayGone:
    @pytest.fixture
    def enrolment(self, antenne, group):
        """One of three who came, and who began with a score of 20."""
        scenes.attended(
            antenne,
            group.sessions.get(position=1),
            dict.fromkeys(group.enrolments.live(), "present"),
            lock=False,
        )
        return group.enrolments.order_by("id").first()

    def test_the_end_is_measured_and_shown(self, lea, group, enrolment):
        path = f"/parcours/inscriptions/{enrolment.pk}/"
        assert "Faire le positionnement de fin" in lea.get(f"{path}progres/").text
        assert lea.post(f"{path}positionnement/", {"score": "75"})["Location"] == f"{path}progres/"
        assert "20\xa0→ 75" in lea.get(f"{path}progres/").text
        assert lea.get(f"{path}positionnement/")["Location"] == f"{path}progres/", "once"
        shown = lea.get(f"/parcours/{group.pk}/progres/").text
        assert "Score 20 → 75 · Débutant → avancé" in shown
        assert "Le chemin parcouru" in lea.get(f"/personnes/{enrolment.beneficiary_id}/").text

    def test_with_the_grid_of_the_entry_on_the_tablet(self, antenne, lea, programme):
        person = scenes.person(antenne)
        scenes.accept_referral(
            scenes.referral(antenne, person), by=antenne.denis, now=antenne.now, today=antenne.today
        )
        answers = {one.code: 0 for one in programme.version.grid.questions.all()}
        assess(person, version=programme.version, answers=answers, by=antenne.lea, now=antenne.now)
        group = scenes.running(antenne, self.entered(antenne, person, programme))
        scenes.attended(antenne, group.sessions.first(), {group.enrolments.get(): "present"}, lock=False)
        enrolment = group.enrolments.get()
        path = f"/parcours/inscriptions/{enrolment.pk}/positionnement/"
        assert "Commencer sur la tablette" in lea.get(path).text
        tablet = lea.post(f"{path}commencer/")["Location"].removesuffix("1/")
        answer_all(lea, tablet, "2")
        assert lea.post(f"{tablet}niveau/", {})["Location"].endswith("/progres/")
        shown = lea.get(f"/parcours/inscriptions/{enrolment.pk}/progres/").text
        assert "0\xa0→ 100" in shown
        assert "Protection et sécurité" in shown

    def entered(self, antenne, person, programme):
        from programs.cohorts.operations import enrol

        group = scenes.cohort(antenne, programme)
        enrol(person, cohort=group, by=antenne.denis, now=antenne.now, today=antenne.today)
        return group

    def test_before_anybody_came_there_is_nothing_to_measure(self, lea, group):
        assert "Personne n’est encore venu" in lea.get(f"/parcours/{group.pk}/progres/").text
        one = group.enrolments.first()
        assert lea.get(f"/parcours/inscriptions/{one.pk}/positionnement/").status_code == 404

    def test_a_group_asks_as_little_for_many_as_for_few(self, antenne, lea, group, enrolment):
        path = f"/parcours/{group.pk}/progres/"
        few = statements(lea, path)
        for one in group.enrolments.all():
            assess_at_end(one, score=60, by=antenne.lea, now=antenne.now)
        assert statements(lea, path) <= few + 1 <= 9


def test_no_page_asks_much(antenne, lea, amina, programme):
    path = begin(lea, amina, programme)
    answer_all(lea, path)
    made = scenes.decide_level(amina, version=programme.version, score=20, by=antenne.lea, now=antenne.now)
    for page in (f"{path}1/", f"{path}merci/", f"{path}reponses/", f"{path}niveau/",
                 f"/personnes/{amina.pk}/positionnement/", f"/positionnements/{made.pk}/"):  # fmt: skip
        assert statements(lea, page) <= 8, page


def test_the_desk_reads_and_does_not_assess(antenne, site, amina, programme):
    made = scenes.decide_level(amina, version=programme.version, score=20, by=antenne.lea, now=antenne.now)
    denis = site("grenoble", antenne.denis)
    assert denis.get(f"/positionnements/{made.pk}/").status_code == 200
    start = f"/personnes/{amina.pk}/positionnement/commencer/{programme.pk}/"
    assert denis.post(start).status_code == 403
    assert denis.get(f"/personnes/{amina.pk}/positionnement/{new_id()}/1/").status_code == 403
    assert denis.get(f"/positionnements/grilles/{programme.version.grid_id}/papier/").status_code == 403


def test_nothing_of_grenoble_exists_at_lyon(antenne, site, amina, programme, group, lea):
    path = begin(lea, amina, programme)
    made = scenes.decide_level(amina, version=programme.version, score=20, by=antenne.lea, now=antenne.now)
    karim = site("lyon", antenne.karim)
    for page in (f"{path}1/", f"{path}niveau/", f"/positionnements/{made.pk}/", f"/parcours/{group.pk}/progres/",
                 f"/parcours/inscriptions/{group.enrolments.first().pk}/progres/",
                 f"/personnes/{amina.pk}/positionnement/"):  # fmt: skip
        assert karim.get(page).status_code == 404, page
    assert karim.post(f"/personnes/{amina.pk}/positionnement/commencer/{programme.pk}/").status_code == 404


def test_a_programme_that_has_no_grid_keeps_the_typed_score_alone(antenne, lea, amina):
    adopt(scenes.version(antenne), by=antenne.maud, now=antenne.now)
    page = lea.get(f"/personnes/{amina.pk}/positionnement/").text
    assert "Commencer sur la tablette" not in page
    assert programmes().count() == 1
    start = f"/personnes/{amina.pk}/positionnement/commencer/{programmes().get().pk}/"
    assert lea.post(start).status_code == 404
