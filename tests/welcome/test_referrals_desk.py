"""The desk finds who was sent, studies, decides; two colleagues at once get one decision."""

import io

import pypdf
import pytest
import scenes
from referral_scenes import kept, merged, signed, statements

from kit.antennes import inside
from kit.states import NotThatWay
from tenants.welcome.models import Beneficiary, Entitlement, Prescriber, Referral
from tenants.welcome.operations import (
    accept_referral,
    match_referral,
    receive_referral,
    refuse_referral,
    register_from_referral,
    unmatch_referral,
    use_referral,
)
from tenants.welcome.operations.matching import AlreadyMatched, NamesNobody
from tenants.welcome.operations.referrals import AlreadyWaiting, NotMatched


def test_the_inbox_shows_who_waits_whether_they_have_a_file_and_since_when(antenne, site):
    sent, noted = kept(antenne), scenes.referral(antenne, scenes.person(antenne, "Fatou", "Diallo"))
    page = site("grenoble", antenne.denis).get("/orientations/").text
    assert 'À décider <span class="count">2</span>' in page
    for words in ("Amina Benali", "Sa fiche est à trouver", "Fatou Diallo", "depuis aujourd’hui"):
        assert words in page
    assert f"/orientations/{sent.pk}/" in page
    assert f"/orientations/{noted.pk}/" in page
    assert "http://grenoble.localhost/orienter/" in page


def test_the_home_page_leads_to_what_the_form_brought(antenne, site):
    sent = kept(antenne)
    page = site("grenoble", antenne.denis).get("/").text
    assert "Amina Benali attend une réponse" in page
    assert f"/orientations/{sent.pk}/" in page


def test_the_inbox_is_searched_by_name_as_sent_or_filed_by_number_and_by_structure(antenne, site):
    sent = kept(antenne, first_name="Élodie", last_name="N’Diaye")
    noted = scenes.referral(antenne, scenes.person(antenne, "Fatou", "Diallo"))
    desk = site("grenoble", antenne.denis)

    def found(**asked):
        return {one.pk for one in desk.get("/orientations/", data=asked).context["page"]}

    assert found(q="ndiaye elo") == found(q=sent.number.lower()) == {sent.pk}
    assert found(q="diallo") == found(structure=str(noted.prescriber_id)) == {noted.pk}
    assert found(q="diallo", structure=str(sent.prescriber_id)) == set()
    assert found(structure="n’importe quoi", vue="inconnue", page="x") == {sent.pk, noted.pk}
    assert "Aucune orientation ne correspond" in desk.get("/orientations/", data={"q": "xyz"}).text


def test_under_study_has_its_tab_and_still_waits(antenne, site):
    noted = scenes.referral(antenne, scenes.person(antenne))
    desk = site("grenoble", antenne.denis)
    desk.post(f"/orientations/{noted.pk}/etudier/")
    assert not list(desk.get("/orientations/").context["page"])
    assert list(desk.get("/orientations/?vue=a-l-etude").context["page"]) == [noted]
    assert not list(desk.get("/orientations/?vue=decidees").context["page"])
    assert desk.post(f"/orientations/{noted.pk}/etudier/").status_code == 409
    assert "à décider" in desk.get(f"/personnes/{noted.beneficiary_id}/").text


def test_denis_recognises_amina_and_accepts(antenne, site):
    amina, sent = scenes.person(antenne), kept(antenne)
    desk = site("grenoble", antenne.denis)
    here = f"/orientations/{sent.pk}/"
    page = desk.get(here).text
    assert "C’est cette personne" in page
    assert "Accepter" not in page
    assert desk.post(f"{here}fiche/{amina.pk}/").status_code == 302
    assert "Accepter" in desk.get(here).text
    desk.post(f"{here}accepter/")
    assert Entitlement.objects.get().beneficiary == amina
    assert "Imprimer le bon" in desk.get(here).text


def test_another_file_is_looked_for_by_hand(antenne, site):
    scenes.person(antenne, "Aminata", "Bénali-Diop")
    sent = kept(antenne)
    page = site("grenoble", antenne.denis).get(f"/orientations/{sent.pk}/", data={"q": "diop"}).text
    assert "Bénali-Diop" in page


def test_somebody_unknown_gets_a_file_from_what_was_written_once(antenne, site):
    sent = kept(antenne)
    desk = site("grenoble", antenne.denis)
    desk.post(f"/orientations/{sent.pk}/fiche/")
    assert desk.post(f"/orientations/{sent.pk}/fiche/").status_code == 409
    amina = Beneficiary.objects.get()
    assert (str(amina), amina.language, amina.situations) == ("Amina Benali", "ar", ["job_seeker"])
    sent.refresh_from_db()
    assert sent.beneficiary == amina


def test_a_mistaken_match_is_taken_back_until_the_decision(grenoble):
    sent, amina, other = kept(grenoble), scenes.person(grenoble), scenes.person(grenoble, "Autre")
    match_referral(sent, beneficiary=other, **signed(grenoble))
    match_referral(sent, beneficiary=other, **signed(grenoble))
    with pytest.raises(AlreadyMatched):
        match_referral(sent, beneficiary=amina, **signed(grenoble))
    unmatch_referral(sent, **signed(grenoble))
    sent = match_referral(sent, beneficiary=amina, **signed(grenoble))
    accept_referral(sent, **signed(grenoble), today=grenoble.today)
    for act in (unmatch_referral, lambda one, **by: match_referral(one, beneficiary=other, **by)):
        with pytest.raises(NotThatWay):
            act(sent, **signed(grenoble))


def test_what_was_noted_on_a_file_stays_on_it(grenoble):
    with pytest.raises(NamesNobody):
        unmatch_referral(scenes.referral(grenoble, scenes.person(grenoble)), **signed(grenoble))


def test_nobody_is_accepted_before_they_have_a_file(grenoble):
    with pytest.raises(NotMatched):
        accept_referral(kept(grenoble), **signed(grenoble), today=grenoble.today)
    refused = refuse_referral(kept(grenoble), reason="Déjà reçue.", **signed(grenoble))
    assert refused.state == "refused"


def test_a_second_one_of_the_same_structure_is_seen_when_it_finds_its_file(grenoble):
    amina = scenes.person(grenoble)
    first, second = kept(grenoble), kept(grenoble, wish="La même, une semaine après")
    match_referral(first, beneficiary=amina, **signed(grenoble))
    with pytest.raises(AlreadyWaiting):
        match_referral(second, beneficiary=amina, **signed(grenoble))


def test_a_person_is_their_whole_family_of_files(grenoble):
    amina, twin = scenes.person(grenoble), scenes.person(grenoble, "Amina", "Ben Ali")
    waiting = scenes.referral(grenoble, twin)
    merged(grenoble, twin, into=amina)
    for file in (amina, twin):
        with pytest.raises(AlreadyWaiting):
            receive_referral(file, prescriber=waiting.prescriber, **signed(grenoble))
    sent = kept(grenoble)
    assert match_referral(sent, beneficiary=twin, **signed(grenoble)).beneficiary == amina
    accept_referral(waiting, **signed(grenoble), today=grenoble.today)
    assert Entitlement.objects.of(amina).open_on(grenoble.today).exists()
    use_referral(amina, **signed(grenoble))
    waiting.refresh_from_db()
    assert waiting.state == "used"


@pytest.mark.parametrize("others", ["accept", "refuse"])
def test_two_desks_that_decide_at_once_make_one_decision(committed, others):
    world = committed
    with inside(world.grenoble):
        noted = scenes.referral(world, scenes.person(world))

    def decide(number):
        if number % 2 and others == "refuse":
            return refuse_referral(noted, reason="Trop loin", **signed(world))
        return accept_referral(noted, **signed(world), today=world.today)

    answers = scenes.at_once(4, standing=lambda: inside(world.grenoble), act=decide)
    assert answers == {"done": 1, "not_that_way": 3}


def test_two_desks_that_open_the_file_at_once_open_one(committed):
    world = committed
    with inside(world.grenoble):
        sent = kept(world)
    answers = scenes.at_once(
        3,
        standing=lambda: inside(world.grenoble),
        act=lambda _: register_from_referral(sent, **signed(world), today=world.today),
    )
    assert answers == {"done": 1, "already_matched": 2}
    with inside(world.grenoble):
        assert Beneficiary.objects.count() == 1


def test_two_twins_that_find_their_file_at_once_leave_one_waiting(committed):
    world = committed
    with inside(world.grenoble):
        amina, twins = scenes.person(world), [kept(world), kept(world, wish="Encore")]
    answers = scenes.at_once(
        2,
        standing=lambda: inside(world.grenoble),
        act=lambda n: match_referral(twins[n], beneficiary=amina, **signed(world)),
    )
    assert answers == {"done": 1, "already_waiting": 1}


def test_a_host_recognises_but_does_not_decide(antenne, site):
    amina, sent = scenes.person(antenne), kept(antenne)
    lea, here = site("grenoble", antenne.lea), f"/orientations/{sent.pk}/"
    assert lea.post(f"{here}fiche/{amina.pk}/").status_code == 302
    assert "L’accueil s’en charge" in lea.get(here).text
    for verb in ("etudier", "accepter", "refuser"):
        assert lea.post(f"{here}{verb}/", {"reason": "x"}).status_code == 403
    assert Referral.objects.get().state == "received"


def test_what_grenoble_received_does_not_exist_at_lyon(antenne, site):
    amina, sent = scenes.person(antenne), kept(antenne)
    karim, marc = site("lyon", antenne.karim), site("lyon", antenne.marc)
    for path in ("", "bon.pdf"):
        assert karim.get(f"/orientations/{sent.pk}/{path}").status_code == 404
    for path in ("fiche/", f"fiche/{amina.pk}/", "separer/", "etudier/", "accepter/", "refuser/"):
        assert marc.post(f"/orientations/{sent.pk}/{path}").status_code == 404
    assert "Amina" not in karim.get("/orientations/").text
    assert site("grenoble", antenne.karim).get(f"/orientations/{sent.pk}/").status_code == 403
    assert site("grenoble").get(f"/orientations/{sent.pk}/").status_code == 302


@pytest.mark.parametrize("path", ["/orientations/", "/orientations/?q=amina&vue=decidees", "/structures/"])
def test_lists_ask_as_little_for_thirty_as_for_one(antenne, site, path):
    desk = site("grenoble", antenne.denis)
    kept(antenne, 0)
    one = statements(desk, path)
    for number in range(30):
        kept(antenne, number, first_name=f"Personne {number}", structure=f"Structure {number}")
    assert statements(desk, path) <= one <= 8


def test_the_page_of_a_referral_asks_for_little(antenne, site):
    desk = site("grenoble", antenne.denis)
    sent = kept(antenne)
    for number in range(8):
        scenes.person(antenne, phone="06 39 98 12 34", first_name=f"Amina {number}")
    assert statements(desk, f"/orientations/{sent.pk}/") <= 8


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Bon d’orientation"),
        ("en", "Referral slip"),
        ("es", "Vale de orientación"),
        ("uk", "Направлення"),
    ],
)
def test_the_bon_is_one_page_in_the_person_s_language_and_in_french(antenne, site, language, title):
    amina = scenes.person(antenne, language=language)
    noted = scenes.referral(antenne, amina)
    right = accept_referral(noted, **signed(antenne), today=antenne.today)
    answer = site("grenoble", antenne.denis).get(f"/orientations/{noted.pk}/bon.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    (page,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = page.extract_text()
    for words in (title, "Bon d’orientation", noted.number, "Amina Benali", "CCAS", str(right.end.year)):
        assert words in text


def test_the_bon_is_drawn_from_right_to_left_too(antenne, site):
    noted = scenes.referral(antenne, scenes.person(antenne, "أمينة", "بن علي", language="ar"))
    content = site("grenoble", antenne.denis).get(f"/orientations/{noted.pk}/bon.pdf").content
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1


def test_a_refused_referral_has_no_bon(antenne, site):
    noted = scenes.referral(antenne, scenes.person(antenne))
    refuse_referral(noted, reason="Trop loin.", **signed(antenne))
    desk = site("grenoble", antenne.denis)
    assert "Imprimer le bon" not in desk.get(f"/orientations/{noted.pk}/").text
    answer = desk.get(f"/orientations/{noted.pk}/bon.pdf")
    assert (answer.status_code, "plus de bon" in answer.text) == (409, True)


def test_a_structure_is_reached_retired_and_brought_back(antenne, site):
    noted = scenes.referral(antenne, scenes.person(antenne))
    desk, here = site("grenoble", antenne.denis), f"/structures/{noted.prescriber_id}/"
    assert "1 orientation" in desk.get(here).text
    wrong = desk.post(here, {"email": "pas une adresse", "phone": "04"})
    assert (wrong.status_code, 'value="pas une adresse"' in wrong.text) == (200, True)
    desk.post(here, {"email": "contact@ccas.example", "phone": "04 76 00 00 00"})
    assert "contact@ccas.example" in desk.get("/structures/").text
    desk.post(f"{here}retirer/")
    assert desk.post(f"{here}retirer/").status_code == 409
    person = scenes.person(antenne, "Autre")
    assert "CCAS" not in desk.get(f"/personnes/{person.pk}/orientation/").text
    assert "Retirée" in desk.get("/structures/").text
    desk.post(f"{here}remettre/")
    assert Prescriber.objects.get().retired_at is None


def test_a_host_reads_the_structures_and_changes_none(antenne, site):
    noted = scenes.referral(antenne, scenes.person(antenne))
    lea = site("grenoble", antenne.lea)
    assert "CCAS" in lea.get("/structures/").text
    assert lea.post(f"/structures/{noted.prescriber_id}/", {"email": ""}).status_code == 403
    assert lea.post(f"/structures/{noted.prescriber_id}/retirer/").status_code == 403
    assert site("lyon", antenne.marc).get(f"/structures/{noted.prescriber_id}/").status_code == 404
