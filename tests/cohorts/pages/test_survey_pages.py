"""The survey: who answered is known, what is not."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.cohorts.models import SurveyAnswer, SurveyInvitation
from programs.cohorts.operations import complete_cohort, count_answer, invite_to_survey
from programs.cohorts.survey_links import kiosk_token, new_sheet, token_of
from programs.cohorts.survey_words import WORDS
from tenants.welcome.models import Beneficiary, Language, Notice


@pytest.fixture
def ended(antenne, group):
    for session in group.sessions.all():
        scenes.attended(antenne, session, dict.fromkeys(group.enrolments.live(), "present"))
    return complete_cohort(group, by=antenne.lea, now=antenne.now)


@pytest.fixture
def link(antenne, ended):
    invitation = invite_to_survey(ended, by=antenne.lea, now=antenne.now)[0]
    return f"/enquete/{token_of(invitation, antenne='grenoble')}/"


def test_an_answer_is_given_without_an_account_and_once(antenne, site, ended, link):
    person = site("grenoble")
    assert "Très satisfait" in person.get(link).text
    answer = person.post(link, {"satisfaction": "satisfied"}, follow=True)
    assert "Merci" in answer.text
    assert person.post(link, {"satisfaction": "unsatisfied"}).status_code in {302, 409}
    assert SurveyAnswer.objects.get().satisfaction == "satisfied"


def test_the_page_speaks_the_person_s_language_and_changes_it(antenne, site, link):
    Beneficiary.objects.update(language="ar")
    person = site("grenoble")
    assert 'dir="rtl"' in person.get(link).text
    assert "Are you satisfied" in person.get(f"{link}?langue=en").text
    assert "Êtes-vous satisfait" in person.get(f"{link}?langue=xx").text


def test_every_language_of_a_person_has_all_its_words():
    assert set(WORDS) == set(Language.values)
    for words in WORDS.values():
        assert len(set(words.answers.values())) == 4
        assert all(vars(words).values())


@pytest.mark.parametrize("sent", ["", "happy", "x" * 500])
def test_another_answer_is_not_kept(antenne, site, link, sent):
    assert site("grenoble").post(link, {"satisfaction": sent}).status_code == 200
    assert not SurveyAnswer.objects.exists()


def test_a_forged_link_or_one_of_another_antenne_leads_nowhere(antenne, site, link):
    invitation = SurveyInvitation.objects.first()
    foreign = token_of(invitation, antenne="lyon")
    for token in (foreign, invitation.pk.hex, "x", link.split("/")[2] + "x"):
        assert site("grenoble").get(f"/enquete/{token}/").status_code == 404
    assert site("lyon").get(link).status_code == 404
    assert site("lyon").get(f"/enquete/{foreign}/").status_code == 404


def test_staff_hand_out_the_tablet_and_see_who_answered_never_what(antenne, site, ended):
    lea = site("grenoble", antenne.lea)
    path = f"/parcours/{ended.pk}/enquete/"
    assert "Proposer l’enquête" in lea.get(path).text
    lea.post(f"{path}proposer/")
    lea.post(f"{path}proposer/")
    assert SurveyInvitation.objects.count() == 3
    token = token_of(SurveyInvitation.objects.first(), antenne="grenoble")
    site("grenoble").post(f"/enquete/{token}/", {"satisfaction": "very_unsatisfied"})
    shown = lea.get(path).text
    assert shown.count("A répondu") == 1
    assert "Pas du tout" not in shown


def test_a_course_that_is_not_over_has_no_survey(antenne, site, group):
    answer = site("grenoble", antenne.lea).post(f"/parcours/{group.pk}/enquete/proposer/")
    assert answer.status_code == 409


class TestTheTablet:
    @pytest.fixture
    def invited(self, antenne):
        group, _ = scenes.ended(antenne, ["pppp"] * 3, first=antenne.today, survey=scenes.survey(antenne))
        invite_to_survey(group, by=antenne.lea, now=antenne.now)
        return group

    @pytest.fixture
    def kiosk(self, antenne, invited):
        return f"/enquete/borne/{kiosk_token(invited, day=antenne.today, antenne='grenoble')}/"

    def blank(self, page):
        return re.search(r'name="sheet" value="([^"]+)"', page)[1]

    def test_the_colleague_who_starts_it_is_signed_out(self, antenne, site, invited, kiosk):
        lea = site("grenoble", antenne.lea)
        started = lea.post(f"/parcours/{invited.pk}/enquete/borne/")
        assert started["Location"] == kiosk
        assert lea.get("/personnes/").status_code == 302
        assert "Українська" in lea.get(kiosk).text

    def test_one_person_after_the_other_in_their_language(self, antenne, site, invited, kiosk):
        tablet = site("grenoble")
        for language, send, thanks in [("ar", "إرسال", "شكرًا"), ("uk", "Надіслати", "Дякуємо")]:
            page = tablet.get(f"{kiosk}?langue={language}").text
            assert send in page
            answer = {"satisfaction": "satisfied", "q-rythme": "2", "sheet": self.blank(page)}
            said = tablet.post(f"{kiosk}?langue={language}", answer, follow=True)
            assert thanks in said.text
            assert said["Refresh"].endswith(f"url={kiosk}")
        assert list(SurveyAnswer.objects.values_list("answers", flat=True)) == [{"rythme": 2}] * 2
        assert not SurveyInvitation.objects.filter(answered=True).exists()

    def test_two_taps_are_one_answer_and_the_last_person_is_the_last(self, antenne, site, invited, kiosk):
        tablet = site("grenoble")
        sheet = self.blank(tablet.get(f"{kiosk}?langue=fr").text)
        for _ in range(2):
            tablet.post(f"{kiosk}?langue=fr", {"satisfaction": "satisfied", "sheet": sheet})
        assert SurveyAnswer.objects.count() == 1
        for _ in range(3):
            page = tablet.get(f"{kiosk}?langue=fr").text
            if 'name="sheet"' in page:
                tablet.post(f"{kiosk}?langue=fr", {"satisfaction": "satisfied", "sheet": self.blank(page)})
        assert SurveyAnswer.objects.count() == 3
        assert "autant de réponses" in tablet.get(kiosk).text

    def test_a_forgotten_answer_is_asked_again_in_the_person_s_language(self, site, kiosk):
        tablet = site("grenoble")
        sheet = self.blank(tablet.get(f"{kiosk}?langue=es").text)
        page = tablet.post(f"{kiosk}?langue=es", {"q-rythme": "3", "sheet": sheet}).text
        assert "Toque una de estas respuestas" in page
        assert 'value="3" checked' in page
        assert self.blank(page) == sheet

    @pytest.mark.parametrize("forged", ["", "x", "00000000000000000000000000000000.x"])
    def test_a_sheet_that_we_did_not_hand_out_counts_for_nothing(self, site, kiosk, forged):
        site("grenoble").post(f"{kiosk}?langue=fr", {"satisfaction": "satisfied", "sheet": forged})
        assert not SurveyAnswer.objects.exists()

    def test_it_holds_for_a_day_and_for_one_antenne(self, antenne, site, invited, kiosk):
        yesterday = kiosk_token(invited, day=antenne.today - timedelta(days=1), antenne="grenoble")
        over = site("grenoble").get(f"/enquete/borne/{yesterday}/?langue=fr").text
        assert "pour une journée" in over
        assert 'name="satisfaction"' not in over
        assert site("lyon").get(kiosk).status_code == 404
        assert site("grenoble").get("/enquete/borne/nimporte.quoi/").status_code == 404


class TestPaper:
    @pytest.fixture
    def invited(self, antenne):
        group, _ = scenes.ended(antenne, ["pppp"] * 5, first=antenne.today, survey=scenes.survey(antenne))
        invite_to_survey(group, by=antenne.lea, now=antenne.now)
        return group

    def sheet(self):
        return new_sheet(antenne="grenoble")

    def test_sheets_are_typed_one_after_the_other_then_the_results_are_read(self, antenne, site, invited):
        denis = site("grenoble", antenne.denis)
        path = f"/parcours/{invited.pk}/enquete/"
        for number in range(5):
            assert "%" not in denis.get(path).text.split("Ont répondu")[0].split("Résultats")[1]
            given = {"satisfaction": "very_satisfied" if number else "unsatisfied", "q-conseil": "1"}
            told = denis.post(f"{path}saisir/", given | {"sheet": self.sheet()}, follow=True).text
            assert "Prenez la suivante" in told
        shown = denis.get(path).text
        assert "4 sur 5" in shown
        assert "80,0" in shown
        assert "Conseilleriez-vous" in shown
        assert "finie" in denis.get(f"{path}saisir/").text
        everything = denis.get("/parcours/enquetes/").text
        assert everything.count("4 sur 5") == 2
        assert everything.count("5 sur 5") == 2
        refused = denis.post(f"{path}saisir/", {"satisfaction": "satisfied", "sheet": self.sheet()})
        assert refused.status_code == 409
        assert "autant de réponses" in refused.text

    def test_the_same_sheet_sent_twice_is_said_and_counts_once(self, antenne, site, invited):
        denis = site("grenoble", antenne.denis)
        given = {"satisfaction": "satisfied", "sheet": self.sheet()}
        denis.post(f"/parcours/{invited.pk}/enquete/saisir/", given)
        told = denis.post(f"/parcours/{invited.pk}/enquete/saisir/", given, follow=True).text
        assert "une seule fois" in told
        assert SurveyAnswer.objects.count() == 1

    def test_the_page_reads_no_more_for_more_people(self, antenne, site, invited):
        for _ in range(5):
            count_answer(invited, sheet=uuid4(), satisfaction="satisfied")
        path, denis = f"/parcours/{invited.pk}/enquete/", site("grenoble", antenne.denis)
        denis.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert "100,0" in denis.get(path).text
        statements = [q["sql"] for q in seen if not q["sql"].startswith(("SET", "SELECT set_config"))]
        assert len(statements) <= 8, "\n".join(statements)

    def test_the_sum_of_all_leaves_out_what_goes_on(self, antenne, site, invited):
        denis = site("grenoble", antenne.denis)
        given = {"satisfaction": "satisfied", "sheet": self.sheet()}
        denis.post(f"/parcours/{invited.pk}/enquete/saisir/", given)
        everything = denis.get("/parcours/enquetes/").text
        assert "0 sur 0" in everything
        assert "1 sur 5" in everything
        assert "à la fin" in everything
        assert site("lyon", antenne.karim).get("/parcours/enquetes/").text.count("Groupe 1") == 0

    @pytest.mark.parametrize("language", Language.values)
    def test_it_is_printed_in_each_language_without_a_name(self, antenne, site, invited, language):
        printed = site("grenoble", antenne.denis).get(
            f"/parcours/{invited.pk}/enquete/papier/?langue={language}"
        )
        assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
        reader = pypdf.PdfReader(io.BytesIO(printed.content))
        assert len(reader.pages) == 1
        assert "Benali" not in reader.pages[0].extract_text()

    def test_karim_of_lyon_finds_nothing(self, antenne, site, invited):
        karim = site("lyon", antenne.karim)
        for end in ("", "saisir/", "papier/"):
            assert karim.get(f"/parcours/{invited.pk}/enquete/{end}").status_code == 404
        assert karim.post(f"/parcours/{invited.pk}/enquete/borne/").status_code == 404


def test_proposing_writes_to_those_who_read_e_mails(antenne, site, ended):
    amina = Beneficiary.objects.first()
    amina.email, amina.language = "amina@exemple.example", "uk"
    amina.save()
    site("grenoble", antenne.lea).post(f"/parcours/{ended.pk}/enquete/proposer/")
    notice = Notice.objects.get(kind="survey")
    assert (notice.beneficiary, notice.kind) == (amina, "survey")
    link = re.search(r"http\S+", notice.text)[0]
    assert "Надіслати" in site("grenoble").get(link).text or "Так, дуже" in site("grenoble").get(link).text
