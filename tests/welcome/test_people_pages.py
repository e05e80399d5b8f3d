"""The desk receives people: search, register, orient, decide."""

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.welcome.free_text import holds_a_nir
from tenants.welcome.models import Beneficiary, Entitlement, Prescriber, Referral

AMINA = {"first_name": "Amina", "last_name": "Benali", "language": "fr"}


def statements(browser, path: str) -> int:
    browser.get(path)  # the host is remembered from now on
    with CaptureQueriesContext(connection) as told:
        assert browser.get(path).status_code == 200
    passing = ("SET ", "SAVEPOINT", "RELEASE")
    return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])


def test_a_person_is_found_by_part_of_the_name_without_accents(antenne, site):
    scenes.person(antenne, "Élodie", "N’Diayot", phone="06 39 98 12 34")
    scenes.person(antenne, "Amina", "Benali")
    page = site("grenoble", antenne.lea)
    for words in ("elodie", "DIAYOT élod", "n diayot", "9812"):
        answer = page.get("/personnes/", data={"q": words}).text
        assert "Élodie" in answer
        assert "Amina" not in answer
    assert "Personne ne correspond" in page.get("/personnes/", data={"q": "xyz"}).text


@pytest.mark.parametrize("words", ["%", "_", "\x00", "🙂", "a" * 5000, "'; drop", "٣ أمينة"])
def test_any_words_may_be_searched(antenne, site, words):
    assert site("grenoble", antenne.lea).get("/personnes/", data={"q": words, "page": "x"}).status_code == 200


def test_the_list_of_people_asks_as_little_for_sixty_as_for_one(antenne, site):
    page = site("grenoble", antenne.denis)
    scenes.person(antenne)
    one = statements(page, "/personnes/")
    for number in range(60):
        scenes.person(antenne, f"Personne {number}")
    assert statements(page, "/personnes/") <= one <= 8
    assert "Page 1 sur 2" in page.get("/personnes/").text


def test_the_desk_registers_somebody_and_sees_the_next_step(antenne, site):
    page = site("grenoble", antenne.denis)
    answer = page.post(
        "/personnes/nouvelle/", AMINA | {"situations": ["job_seeker"], "birth_year": "1990"}, follow=True
    )
    amina = Beneficiary.objects.get()
    assert answer.redirect_chain == [(f"/personnes/{amina.pk}/", 302)]
    assert "Recevoir une orientation" in answer.text
    assert "En recherche d’emploi" in answer.text


@pytest.mark.parametrize("twin", [{"first_name": "BENALI", "last_name": "amina"}, {"phone": "0639981234"}])
def test_who_looks_like_somebody_known_is_shown_first(antenne, site, twin):
    known = scenes.person(antenne, phone="06 39 98 12 34")
    page = site("grenoble", antenne.denis)
    typed = AMINA | {"first_name": "Aïcha", "last_name": "Autre"} | twin
    answer = page.post("/personnes/nouvelle/", typed)
    assert Beneficiary.objects.count() == 1
    assert f"/personnes/{known.pk}/" in answer.text
    assert f'value="{typed["last_name"]}"' in answer.text
    page.post("/personnes/nouvelle/", typed | {"anyway": "yes"})
    assert Beneficiary.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_name", ""),
        ("last_name", "x" * 300),
        ("birth_year", "3000"),
        ("birth_year", "12"),
        ("email", "pas une adresse"),
        ("phone", "0" * 30),
        ("language", "xx"),
        ("situations", "santé"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(antenne, site, field, typed):
    sent = AMINA | {"first_name": "أمينة 🙂", field: typed}
    answer = site("grenoble", antenne.denis).post("/personnes/nouvelle/", sent)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert 'value="Benali"' in answer.text or field == "last_name"
    assert not Beneficiary.objects.exists()


def test_names_from_right_to_left_and_markup_are_shown_as_they_are(antenne, site):
    page = site("grenoble", antenne.denis)
    page.post("/personnes/nouvelle/", AMINA | {"first_name": "أمينة", "last_name": '"<b>O’Neil</b>'})
    answer = page.get("/personnes/").text
    assert "أمينة" in answer
    assert "<b>O’Neil" not in answer
    assert "&amp;lt;b" not in answer
    assert "&lt;b&gt;O’Neil" in answer


def test_a_referral_comes_from_a_structure_that_may_be_new(antenne, site):
    amina = scenes.person(antenne)
    page = site("grenoble", antenne.denis)
    path = f"/personnes/{amina.pk}/orientation/"
    page.post(path, {"new_prescriber": "Mission locale", "wish": "Un CV"})
    assert Referral.objects.get().prescriber.name == "Mission locale"
    again = page.post(path, {"new_prescriber": "mission LOCALE"})
    assert "attend déjà" in again.text
    assert (Referral.objects.count(), Prescriber.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"new_prescriber": "x" * 300},
        {"prescriber": "pas-un-id"},
        {"new_prescriber": "CCAS", "wish": "Son numéro : 2 84 05 38 185 123 29"},
        {"new_prescriber": "CCAS", "wish": "x" * 301},
    ],
)
def test_a_wrong_referral_keeps_the_form(antenne, site, typed):
    amina = scenes.person(antenne)
    answer = site("grenoble", antenne.denis).post(f"/personnes/{amina.pk}/orientation/", typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("2840538185123", True),
        ("2 84 05 38 185 123 28", False),
        ("1 99 07 2A 123 456 " + f"{97 - int('1990719123456') % 97:02}", True),
        ("06 39 98 12 34 et 06 39 98 12 35", False),
        ("rendez-vous le 12/05/2022 à 9 h 30", False),
    ],
)
def test_a_social_security_number_is_recognised(text, held):
    assert holds_a_nir(text) == held


def test_accepting_opens_the_right_and_a_second_click_is_refused(antenne, site):
    waiting = scenes.referral(antenne, scenes.person(antenne))
    page = site("grenoble", antenne.denis)
    assert "depuis aujourd’hui" in page.get("/orientations/").text
    page.post(f"/orientations/{waiting.pk}/accepter/")
    assert Entitlement.objects.get().beneficiary == waiting.beneficiary
    assert page.post(f"/orientations/{waiting.pk}/accepter/").status_code == 409
    assert "Acceptée" in page.get("/orientations/?vue=decidees").text


def test_refusing_wants_a_reason(antenne, site):
    waiting = scenes.referral(antenne, scenes.person(antenne))
    page = site("grenoble", antenne.denis)
    assert page.post(f"/orientations/{waiting.pk}/refuser/", {"reason": "  "}).status_code == 200
    page.post(f"/orientations/{waiting.pk}/refuser/", {"reason": "Habite hors du département."})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("refused", "Habite hors du département.")


def test_a_refusal_after_the_fact_keeps_what_was_typed(antenne, site):
    """Two colleagues at once: one accepts while the other writes a refusal."""
    waiting = scenes.referral(antenne, scenes.person(antenne))
    page = site("grenoble", antenne.denis)
    page.post(f"/orientations/{waiting.pk}/accepter/")
    answer = page.post(f"/orientations/{waiting.pk}/refuser/", {"reason": "Trop loin."})
    assert answer.status_code == 409
    assert "Trop loin." in answer.text
    assert "n’est plus possible" in answer.text


def test_a_host_sees_referrals_but_does_not_decide(antenne, site):
    waiting = scenes.referral(antenne, scenes.person(antenne))
    page = site("grenoble", antenne.lea)
    assert "Accepter" not in page.get("/orientations/").text
    assert page.post(f"/orientations/{waiting.pk}/accepter/").status_code == 403


def test_a_person_of_grenoble_does_not_exist_at_lyon(antenne, site):
    amina = scenes.person(antenne)
    karim = site("lyon", antenne.karim)
    for path in ("", "orientation/", "positionnement/"):
        assert karim.get(f"/personnes/{amina.pk}/{path}").status_code == 404
    assert "Amina" not in karim.get("/personnes/").text


def test_karim_of_lyon_does_not_enter_grenoble(antenne, site):
    assert site("grenoble", antenne.karim).get("/personnes/").status_code == 403
    assert site("grenoble").get("/personnes/").status_code == 302


def test_the_list_of_referrals_asks_as_little_for_thirty_as_for_one(antenne, site):
    page = site("grenoble", antenne.denis)
    scenes.referral(antenne, scenes.person(antenne))
    one = statements(page, "/orientations/")
    for number in range(30):
        scenes.referral(antenne, scenes.person(antenne, f"Personne {number}"))
    assert statements(page, "/orientations/") <= one <= 8
