"""The desk with a full group: who waits, who is called, who goes on elsewhere."""

from datetime import timedelta

import pytest
import scenes
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.catalogue.operations import RuleDraft
from programs.cohorts.models import Enrolment
from programs.cohorts.offer_links import token_of
from programs.cohorts.operations import adopt, apply_for, withdraw
from tenants.welcome.models import Beneficiary


@pytest.fixture
def full(antenne):
    """A group of one place, taken by Personne 1."""
    group = scenes.small(antenne)
    scenes.enrolled(antenne, group)
    return group


@pytest.fixture
def desk(antenne, site):
    return site("grenoble", antenne.denis)


def statements(browser, path):
    browser.get(path)  # the host is remembered from now on
    with CaptureQueriesContext(connection) as told:
        assert browser.get(path).status_code == 200
    passing = ("SET ", "SAVEPOINT", "RELEASE")
    return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])


def offered(antenne, group, *names, **details):
    """Who held the place leaves; it is offered to the first of these."""
    waiting = scenes.waiting(antenne, group, *names, **details)
    held = group.enrolments.live().get()
    withdraw(held, reason="Déménage", by=antenne.denis, now=antenne.now + timedelta(minutes=9))
    for one in waiting:
        one.refresh_from_db()
    return waiting


class TestWaiting:
    def test_when_all_is_taken_somebody_is_put_on_the_list(self, antenne, desk, full):
        basma = scenes.ready(antenne, full.version, first_name="Basma", phone="06 00 00 00 01")
        assert "Personne n’attend" in desk.get(f"/parcours/{full.pk}/").text
        assert f"/parcours/{full.pk}/attendre/{basma.pk}/" in desk.get(f"/parcours/{full.pk}/inscrire/").text
        shown = desk.post(f"/parcours/{full.pk}/attendre/{basma.pk}/", follow=True).text
        assert "1. <a" in shown
        assert 'href="tel:06 00 00 00 01"' in shown
        again = desk.post(f"/parcours/{full.pk}/attendre/{basma.pk}/")
        assert again.status_code == 409
        assert "déjà sur la liste" in again.text
        file = desk.get(f"/personnes/{basma.pk}/").text
        assert "Cette personne attend une place" in file

    def test_enrolling_in_a_full_group_proposes_to_wait(self, antenne, desk, full):
        basma = scenes.ready(antenne, full.version, first_name="Basma")
        refused = desk.post(f"/parcours/{full.pk}/inscrire/{basma.pk}/")
        assert refused.status_code == 409
        assert "Toutes les places de ce parcours sont prises." in refused.text
        assert "Mettre en liste d’attente" in refused.text

    def test_a_demand_is_noted_studied_and_refused(self, antenne, desk, full):
        basma = scenes.person(antenne, "Basma")
        found = desk.get(f"/parcours/{full.pk}/inscrire/?vue=demandes").text
        assert "Niveau à décider" in found
        shown = desk.post(f"/parcours/{full.pk}/demande/{basma.pk}/", follow=True).text
        assert "sans prendre de rang" in shown
        studied = desk.get(f"/parcours/{full.pk}/attendre/{basma.pk}/").text
        assert "n’a pas de droit d’accès" in studied
        assert "Une condition n’est pas remplie" in studied
        demand = full.enrolments.get(state="applied")
        path = f"/parcours/inscriptions/{demand.pk}/refus/"
        assert desk.post(path, {"why": "", "reason": ""}).status_code == 200
        desk.post(path, {"why": "Hors du public de ce programme", "reason": "Vit à Voiron"})
        demand.refresh_from_db()
        assert demand.reason == "Hors du public de ce programme : Vit à Voiron"
        assert desk.get(f"/personnes/{basma.pk}/").status_code == 200

    def test_what_is_to_be_checked_is_shown_with_its_proof_and_ticked(self, antenne, desk):
        adult = RuleDraft("age_min", number=18, proof="Pièce d’identité")
        programme = adopt(scenes.version(antenne, rules=[adult]), by=antenne.maud, now=antenne.now)
        group = scenes.small(antenne, programme=programme)
        basma = scenes.ready(antenne, group.version, first_name="Basma")
        path = f"/parcours/{group.pk}/inscrire/{basma.pk}/"
        told = desk.post(path)
        assert told.status_code == 409
        assert "Justificatif à voir" in told.text
        assert "l’année de naissance n’est pas notée" in told.text
        assert "prend la place 1" in desk.post(path, {"seen": "on"}, follow=True).text

    def test_a_priority_is_changed_with_a_reason_that_the_list_shows(self, antenne, desk, full):
        _, chloe = scenes.waiting(antenne, full, "Basma", "Chloé")
        path = f"/parcours/inscriptions/{chloe.pk}/priorite/"
        assert desk.post(path, {"priority": "1", "reason": ""}).status_code == 200
        assert desk.post(path, {"priority": "7", "reason": "x"}).status_code == 200
        shown = desk.post(path, {"priority": "1", "reason": "Entretien en avril"}, follow=True).text
        assert shown.index("Chloé") < shown.index("Basma")
        assert "Entretien en avril" in shown
        nir = desk.post(path, {"priority": "9", "reason": "2 55 08 14 168 025 38"})
        assert "numéro de sécurité sociale" in nir.text

    def test_names_of_all_kinds_fit_the_list(self, antenne, desk, full):
        people = scenes.waiting(antenne, full, "B" * 80, "مريم", "<b>Zoé</b> 🙂")
        shown = desk.get(f"/parcours/{full.pk}/").text
        assert "&lt;b&gt;Zoé&lt;/b&gt; 🙂" in shown
        assert len(people) == 3

    def test_the_page_asks_as_little_for_a_long_list(self, antenne, site, full):
        page = site("grenoble", antenne.lea)
        few = statements(page, f"/parcours/{full.pk}/")
        scenes.waiting(antenne, full, *"ABCDEF")
        apply_for(scenes.person(antenne), cohort=full, by=antenne.denis, now=antenne.now)
        assert statements(page, f"/parcours/{full.pk}/") <= few <= 8

    @pytest.mark.parametrize(
        "path",
        [
            "parcours/{group}/inscrire/",
            "parcours/{group}/inscrire/?vue=demandes",
            "parcours/{group}/inscrire/{person}/",
            "parcours/{group}/attendre/{person}/",
            "parcours/{group}/places/",
            "parcours/places-proposees/",
            "parcours/inscriptions/{held}/transfert/",
            "parcours/inscriptions/{waits}/priorite/",
            "place/{token}/",
        ],
    )
    def test_each_page_asks_little(self, antenne, desk, full, path):
        scenes.cohort(antenne, full.programme, room="Vercors", name="Groupe 2", capacity=1)
        first, waits = offered(antenne, full, "Basma", "Chloé")
        person = scenes.ready(antenne, full.version, first_name="Zoé")
        asked = path.format(
            group=full.pk, person=person.pk, waits=waits.pk, token=token_of(first),
            held=full.enrolments.first().pk,
        )  # fmt: skip
        assert statements(desk, f"/{asked}") <= 8


class TestCalls:
    def test_who_has_no_mail_is_called_and_the_answer_noted(self, antenne, desk, full):
        basma, chloe = offered(antenne, full, "Basma", "Chloé", phone="06 00 00 00 01")
        shown = desk.get("/parcours/places-proposees/").text
        assert "Une place est libre dans" in shown
        assert "06 00 00 00 01" in shown
        answer = desk.post(f"/parcours/inscriptions/{basma.pk}/accepter/", {"from": "calls"}, follow=True)
        assert "Basma Benali prend la place 1." in answer.text
        assert "Aucune place proposée" in answer.text
        late = desk.post(
            f"/parcours/inscriptions/{basma.pk}/decliner/",
            {"from": "calls"},
            headers={"referer": "http://grenoble.localhost/parcours/places-proposees/"},
            follow=True,
        )
        assert "Cette place n’est plus proposée" in late.text
        chloe.refresh_from_db()
        assert chloe.state == "waitlisted"

    def test_who_declines_leaves_it_to_the_next_who_is_written_to(self, antenne, desk, full):
        basma, chloe = offered(antenne, full, "Basma", "Chloé")
        Beneficiary.objects.filter(pk=chloe.beneficiary_id).update(email="chloe@example.org")
        shown = desk.post(f"/parcours/inscriptions/{basma.pk}/decliner/", follow=True).text
        assert "ne prend pas la place" in shown
        assert "Prévenues par e-mail" in desk.get("/parcours/places-proposees/").text
        assert desk.post(f"/parcours/inscriptions/{chloe.pk}/accepter/").status_code == 302

    def test_the_team_offers_a_place_that_stayed_free(self, antenne, desk, full):
        (basma,) = scenes.waiting(antenne, full, "Basma")
        full.places.create(number=2)
        path = f"/parcours/inscriptions/{basma.pk}/proposer/"
        assert path in desk.get(f"/parcours/{full.pk}/").text
        assert "Appelez cette personne" in desk.post(path, follow=True).text

    def test_an_empty_list_of_calls_teaches(self, desk):
        assert "Aucune place proposée" in desk.get("/parcours/places-proposees/").text


class TestTheLink:
    @pytest.fixture
    def olena(self, antenne, full):
        (olena,) = offered(antenne, full, "Olena", language="uk", email="olena@example.org")
        return olena

    @pytest.fixture
    def path(self, olena):
        return f"/place/{token_of(olena)}/"

    def test_it_is_read_in_the_person_s_language_and_shows_no_name(self, site, path):
        shown = site("grenoble").get(path)
        assert "Ви хочете це місце?" in shown.text
        assert "Olena" not in shown.text
        assert 'dir="rtl"' in site("grenoble").get(f"{path}?langue=ar").text
        assert "Voulez-vous cette place" in site("grenoble").get(f"{path}?langue=xx").text

    def test_reading_decides_nothing_answering_does_once(self, site, olena, path):
        person = site("grenoble")
        person.get(path)
        person.post(path, {"answer": "perhaps"})
        olena.refresh_from_db()
        assert olena.state == "offered"
        assert "Місце заброньовано для вас." in person.post(path, {"answer": "yes"}, follow=True).text
        olena.refresh_from_db()
        assert olena.state == "enrolled"
        assert "Місце заброньовано" in person.post(path, {"answer": "no"}, follow=True).text
        olena.refresh_from_db()
        assert olena.state == "enrolled"

    def test_no_is_thanked_for(self, site, path):
        assert "Дякуємо" in site("grenoble").post(path, {"answer": "no"}, follow=True).text

    def test_after_the_time_the_page_is_gentle(self, antenne, site, olena, path):
        Enrolment.objects.filter(pk=olena.pk).update(offer_expires_at=antenne.now)
        person = site("grenoble")
        assert "Це місце вже не пропонується." in person.get(path).text
        late = person.post(path, {"answer": "yes"})
        assert late.status_code == 200
        assert "Зателефонуйте" in late.text

    def test_who_has_lost_the_right_is_told_to_come_by(self, site, olena, path):
        olena.beneficiary.entitlements.update(start="2020-01-01", end="2020-02-01")
        shown = site("grenoble").get(path).text
        assert "бракує одного кроку" in shown
        assert "<form" not in shown

    def test_a_forged_link_or_one_of_another_antenne_leads_nowhere(self, antenne, site, olena, path):
        for token in (olena.pk.hex, "x", path.split("/")[2] + "x"):
            assert site("grenoble").get(f"/place/{token}/").status_code == 404
        assert site("lyon").get(path).status_code == 404

    def test_a_link_is_of_an_offer_alone(self, antenne, site):
        group = scenes.cohort(
            antenne,
            scenes.adopt(
                scenes.version(antenne, scenes.template(antenne, code="sante")),
                by=antenne.maud,
                now=antenne.now,
            ),
            room="Vercors",
        )
        (enrolled,) = scenes.enrolled(antenne, group)
        assert site("grenoble").get(f"/place/{token_of(enrolled)}/").status_code == 404


class TestTransfer:
    def test_somebody_goes_on_in_another_group(self, antenne, desk, group):
        there = scenes.cohort(antenne, group.programme, room="Vercors", name="Groupe du soir")
        enrolment = group.enrolments.first()
        path = f"/parcours/inscriptions/{enrolment.pk}/transfert/"
        assert "Groupe du soir" in desk.get(path).text
        missing = desk.post(path, {"to": str(there.pk), "why": "", "reason": ""})
        assert missing.status_code == 200
        assert list(missing.context["form"].errors) == ["reason"]
        shown = desk.post(path, {"to": str(there.pk), "why": "Niveau du groupe"}, follow=True).text
        assert "continue dans « Groupe du soir »" in shown
        assert "Passée dans un autre parcours" in desk.get(f"/parcours/{group.pk}/").text
        assert desk.post(path, {"to": str(there.pk), "why": "Niveau du groupe"}).status_code == 409

    def test_without_another_group_the_page_says_so(self, antenne, desk, group):
        path = f"/parcours/inscriptions/{group.enrolments.first().pk}/transfert/"
        assert "Aucun autre parcours" in desk.get(path).text


class TestPlaces:
    def test_the_manager_adds_a_place_and_gives_one_back(self, antenne, site):
        group = scenes.cohort(antenne)
        scenes.enrolled(antenne, group)
        page, path = site("grenoble", antenne.maud), f"/parcours/{group.pk}/places/"
        assert "Personne 1 Benali" in page.get(path).text
        assert "La place 11 est ajoutée." in page.post(f"{path}ajouter/", follow=True).text
        free, taken = group.places.get(number=5), group.places.get(number=1)
        assert "ne compte plus" in page.post(f"/parcours/places/{free.pk}/rendre/", follow=True).text
        refused = page.post(f"/parcours/places/{taken.pk}/rendre/")
        assert refused.status_code == 409
        group.refresh_from_db()
        assert group.capacity == 10

    def test_a_host_sees_them_and_changes_none(self, antenne, site):
        group = scenes.cohort(antenne)
        lea, path = site("grenoble", antenne.lea), f"/parcours/{group.pk}/places/"
        assert "Ajouter une place" not in lea.get(path).text
        assert lea.post(f"{path}ajouter/").status_code == 403
        assert lea.post(f"/parcours/places/{group.places.first().pk}/rendre/").status_code == 403


def test_two_absences_in_a_row_are_seen_on_the_group(antenne, site, group):
    missed, *others = group.enrolments.live()
    for session in group.sessions.order_by("position")[: settings.MAILLON_ABSENCE_ALERT]:
        scenes.attended(antenne, session, {missed: "absent", **dict.fromkeys(others, "present")})
    shown = site("grenoble", antenne.lea).get(f"/parcours/{group.pk}/").text
    assert shown.count("2 absences de suite") == 1


def test_nothing_of_this_exists_for_karim_of_lyon(antenne, site, full):
    (basma,) = scenes.waiting(antenne, full, "Basma")
    person = scenes.ready(antenne, full.version, first_name="Chloé")
    karim = site("lyon", antenne.karim)
    for path in ("retrait", "transfert", "priorite", "refus"):
        assert karim.get(f"/parcours/inscriptions/{basma.pk}/{path}/").status_code == 404
    for path in ("proposer", "accepter", "decliner"):
        assert karim.post(f"/parcours/inscriptions/{basma.pk}/{path}/").status_code == 404
    for path in (f"inscrire/{person.pk}", f"attendre/{person.pk}", f"demande/{person.pk}"):
        assert karim.post(f"/parcours/{full.pk}/{path}/").status_code == 404
    assert karim.get(f"/parcours/{full.pk}/places/").status_code == 404
    assert "Basma" not in karim.get("/parcours/places-proposees/").text
