"""The survey: who answered is known, what is not."""

import pytest
import scenes

from programs.cohorts.models import SurveyAnswer, SurveyInvitation
from programs.cohorts.operations import complete_cohort, invite_to_survey
from programs.cohorts.survey_links import token_of
from programs.cohorts.survey_words import WORDS
from tenants.welcome.models import Beneficiary, Language


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
