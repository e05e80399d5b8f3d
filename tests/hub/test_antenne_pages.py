"""The office runs its antennes from its pages: who may, what each page says, what each refuses."""

from datetime import timedelta

import lives
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from world import PASSWORD

from hub.national.antennes import words
from kit.antennes import NATIONAL, WORKER, at
from tenants.network.models import Antenne, Decision, Erasure, Invitation, Work
from tenants.network.operations import ask_erasure, ask_work
from tenants.network.operations.works import fail_work, finish_work, note_step

pytestmark = pytest.mark.django_db
NICE = {
    "name": "Nice", "code": "", "departement": "06", "address": "1 rue Droite", "zone": "",
    "has_shop": "on", "has_equipment": "on",
    "manager_name": "Nora Nice", "manager_email": "nora@nice.example",
}  # fmt: skip
HERE = "/antennes/grenoble/"


@pytest.fixture
def office(world):
    cache.clear()  # the tries of the tests before are not this one's
    world.now = timezone.now()
    return world


@pytest.fixture
def alex(office, site):
    return signed_in(site("reseau", office.alex))


def signed_in(client):
    """Who has just given their password: exports and erasures ask for it."""
    client.post("/compte/confirmer/", {"password": PASSWORD})
    return client


def text(client, path=HERE):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def archived_with_export(world):
    with at(NATIONAL):
        lives.exported(world, lives.archived(world))


def cost(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


# --- who ---------------------------------------------------------------------------------------------

DOORS = [
    "/antennes/ouvrir/", f"{HERE}corriger/", f"{HERE}suspendre/", f"{HERE}rouvrir/", f"{HERE}archiver/",
    f"{HERE}exporter/", f"{HERE}effacer/",
]  # fmt: skip


@pytest.mark.parametrize("path", DOORS)
def test_only_the_administrator_opens_these_doors(office, site, alex, path):
    assert site("reseau", office.nadia).get(path).status_code in {302, 403}
    assert signed_in(site("reseau", office.nadia)).get(path).status_code == 403
    assert site("reseau", office.lea).get(path).status_code in {302, 403}
    assert site("grenoble", office.maud).get(path).status_code == 404
    assert alex.get(path).status_code == 200


def test_the_data_protection_officer_confirms_and_cancels_but_does_not_ask(office, site):
    archived_with_export(office)
    with at(NATIONAL):
        ask_erasure(office.grenoble, reason="Délai passé", by=office.alex, now=office.now)
    dpo = signed_in(site("reseau", office.person("dpo@reseau.example")))
    assert dpo.get(f"{HERE}effacer/").status_code == 403
    assert dpo.get(f"{HERE}effacer/confirmer/").status_code == 200
    assert signed_in(site("reseau", office.nadia)).get(f"{HERE}effacer/confirmer/").status_code == 403
    assert site("reseau", office.nadia).post(f"{HERE}effacer/annuler/").status_code == 403


@pytest.mark.parametrize("path", [f"{HERE}exporter/", f"{HERE}effacer/", f"{HERE}effacer/confirmer/"])
def test_what_cannot_be_undone_asks_for_the_password_again(office, site, path):
    answer = site("reseau", office.alex).get(path)
    assert answer["Location"].startswith("/compte/confirmer/")
    assert site("reseau", office.alex).post(path, {"reason": "x"}).status_code == 302
    with at(NATIONAL):
        assert not Work.objects.exists()
        assert not Erasure.objects.exists()


# --- opening -----------------------------------------------------------------------------------------


def test_one_form_prepares_invites_and_asks_the_builder(office, alex):
    assert alex.post("/antennes/ouvrir/", NICE)["Location"] == "/antennes/nice/"
    with at(NATIONAL):
        nice = Antenne.objects.get(code="nice")
        assert (nice.state, nice.zone, nice.address) == ("preparing", "Europe/Paris", "1 rue Droite")
        assert Invitation.objects.get(antenne=nice).role == "manager"
        work = nice.works.get()
    with at(WORKER):
        job = ProcrastinateJob.objects.get()
        assert (job.queue_name, job.task_name, job.args) == ("builder", "builder.run", {"work": str(work.pk)})
    page = text(alex, "/antennes/nice/")
    assert 'hx-trigger="every 1s"' in page
    assert "Espace créé" in page
    assert "Suspendre" not in page


def test_an_overseas_antenne_has_the_clock_and_the_holidays_of_its_place(office, alex):
    alex.post("/antennes/ouvrir/", NICE | {"name": "Saint-Denis", "departement": "974"})
    page = text(alex, "/antennes/saint-denis/")
    assert "Calendrier propre" in page
    assert "France et La Réunion" in page
    with at(NATIONAL):
        assert Antenne.objects.get(code="saint-denis").zone == "Indian/Reunion"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "grenoble"}, "est déjà celui d’une antenne"),
        ({"code": "reseau"}, "garde le code"),
        ({"name": "Réseau"}, "garde le code"),
        ({"code": "Nice!"}, "minuscules, chiffres et tirets"),
        ({"departement": "99"}, "99"),
        ({"zone": "Europe/Berlin"}, "Europe/Berlin"),
        ({"manager_email": ""}, "obligatoire"),
        ({"name": "1"}, "minuscules, chiffres et tirets"),
    ],
)
def test_a_form_that_is_wrong_opens_nothing_and_keeps_what_was_typed(office, alex, changes, said):
    answer = alex.post("/antennes/ouvrir/", NICE | changes)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert "Nora Nice" in page
    with at(NATIONAL):
        assert Antenne.objects.count() == 2


def test_the_steps_come_one_by_one_and_the_page_comes_again_at_the_end(office, alex):
    alex.post("/antennes/ouvrir/", NICE)
    with at(NATIONAL):
        work = note_step(Work.objects.get(), "space", now=office.now)
    path = f"/antennes/nice/travaux/{work.pk}/"
    going = alex.get(path)
    assert "(fait)" in going.content.decode()
    assert "HX-Refresh" not in going
    with at(NATIONAL):
        fail_work(work, sentence="Un imprévu l’a arrêté.", now=office.now)
    stopped = alex.get(path)
    assert stopped["HX-Refresh"] == "true"
    assert "hx-get" not in stopped.content.decode()
    assert "Reprendre" in text(alex, "/antennes/nice/")
    assert alex.post(f"{path}reprendre/")["Location"] == "/antennes/nice/"
    with at(WORKER):
        assert ProcrastinateJob.objects.filter(queue_name="builder").count() == 2
    assert alex.post(f"{path}reprendre/").status_code == 409
    assert alex.get(path.replace("nice", "grenoble")).status_code == 404


def test_a_work_that_nobody_takes_says_so(office, alex):
    with at(NATIONAL):
        work = ask_work(
            office.grenoble, Work.Kind.EXPORT, by=office.alex, now=office.now - timedelta(minutes=5)
        )
    page = text(alex)
    assert "Rien n’avance" in page
    assert alex.post(f"{HERE}travaux/{work.pk}/reprendre/").status_code == 302


# --- the page of an antenne ----------------------------------------------------------------------------


def test_the_page_says_how_many_work_there_and_no_name(office, alex):
    page = text(alex)
    assert "http://grenoble.localhost/" in page
    assert "Léa Host" not in page
    assert "Zone A" in page
    assert "/chiffres/?antenne=grenoble" in page
    assert alex.get("/antennes/atlantis/").status_code == 404


def test_everybody_at_the_office_reads_it_and_no_button(office, site):
    page = text(site("reseau", office.nadia))
    assert "Suspendre" not in page
    assert "Corriger" not in page


def test_the_page_costs_eight_statements(office, alex):
    archived_with_export(office)
    with at(NATIONAL):
        ask_erasure(office.grenoble, reason="Délai passé", by=office.alex, now=office.now)
    assert cost(alex, HERE) <= 8
    with at(NATIONAL):
        for _ in range(20):
            Decision.objects.create(antenne=office.grenoble, kind="changed", by=office.alex, at=office.now)
    assert cost(alex, HERE) <= 8


@pytest.mark.parametrize(
    ("departement", "said"),
    [("67", "Ceux d’Alsace-Moselle"), ("38", "Ceux de toute la France"), ("971", "France et Guadeloupe")],
)
def test_public_holidays_follow_the_departement(departement, said):
    assert words.holidays(departement) == said


# --- correcting ------------------------------------------------------------------------------------------

FORM = {
    "name": "Grenoble", "departement": "38", "address": "", "zone": "Europe/Paris", "has_shop": "on",
    "has_equipment": "on",
}  # fmt: skip


def test_a_correction_is_kept(office, alex):
    assert alex.post(f"{HERE}corriger/", FORM | {"address": "2 cours Berriat"}).status_code == 302
    assert "2 cours Berriat" in text(alex)


def test_a_module_is_switched_off_once_what_is_lost_is_agreed_to(office, alex):
    without = {name: value for name, value in FORM.items() if name != "has_shop"}
    answer = alex.post(f"{HERE}corriger/", without)
    assert answer.status_code == 200
    assert "la caisse, les cartes et leurs clôtures" in answer.content.decode()
    with at(NATIONAL):
        assert Antenne.objects.get(code="grenoble").has_shop
    assert alex.post(f"{HERE}corriger/", without | {"agreed": "on"}).status_code == 302
    with at(NATIONAL):
        assert not Antenne.objects.get(code="grenoble").has_shop


# --- its life --------------------------------------------------------------------------------------------


def test_suspended_reopened_suspended_archived(office, alex, site):
    assert alex.post(f"{HERE}suspendre/", {"reason": ""}).status_code == 200
    assert alex.post(f"{HERE}suspendre/", {"reason": "Dégât des eaux"})["Location"] == HERE
    page = text(alex)
    assert "Dégât des eaux" in page
    assert "Rouvrir" in page
    assert site("grenoble").get("/").status_code == 503
    assert alex.post(f"{HERE}suspendre/", {"reason": "encore"}).status_code == 409
    assert alex.post(f"{HERE}rouvrir/").status_code == 302
    assert alex.post(f"{HERE}archiver/", {"reason": "trop tôt"}).status_code == 409
    alex.post(f"{HERE}suspendre/", {"reason": "Fermeture"})
    assert alex.post(f"{HERE}archiver/", {"reason": "Fermeture"}).status_code == 302
    page = text(alex)
    assert "Archivée" in page
    assert "Pour effacer ses données" in page
    assert site("grenoble").get("/").status_code == 404


def test_an_export_is_asked_and_then_says_where_it_is(office, alex):
    assert alex.post(f"{HERE}exporter/")["Location"] == HERE
    assert "Tables lues" in text(alex)
    with at(NATIONAL):
        finish_work(Work.objects.get(), file_name="g.zip", digest="a" * 64, size=9, now=office.now)
    page = text(alex)
    assert "sha256sum g.zip" in page
    assert "a" * 64 in page
    assert 'href="g.zip"' not in page


def test_two_persons_and_the_code(office, alex, site):
    archived_with_export(office)
    assert alex.post(f"{HERE}effacer/", {"reason": "Délai passé"}).status_code == 302
    assert "Une autre personne le confirme." in text(alex)
    assert alex.post(f"{HERE}effacer/confirmer/", {"code": "grenoble"}).status_code == 409
    dpo = signed_in(site("reseau", office.person("dpo@reseau.example")))
    assert "Lire et confirmer" in text(dpo)
    assert "Délai passé" in text(dpo, f"{HERE}effacer/confirmer/")
    assert dpo.post(f"{HERE}effacer/confirmer/", {"code": "lyon"}).status_code == 409
    assert dpo.post(f"{HERE}effacer/confirmer/", {"code": "grenoble"})["Location"] == HERE
    with at(WORKER):
        assert ProcrastinateJob.objects.filter(queue_name="builder").count() == 1
    assert "Données effacées" in text(dpo)


def test_a_demand_is_cancelled(office, alex):
    archived_with_export(office)
    alex.post(f"{HERE}effacer/", {"reason": "Délai passé"})
    assert alex.post(f"{HERE}effacer/annuler/").status_code == 302
    assert alex.post(f"{HERE}effacer/annuler/").status_code == 409
    assert "Effacement annulé" in text(alex)


def test_the_list_leads_to_each_antenne_and_to_the_form(office, alex, site):
    page = text(alex, "/antennes/")
    assert 'href="/antennes/grenoble/"' in page
    assert 'href="/antennes/ouvrir/"' in page
    assert "/antennes/ouvrir/" not in text(site("reseau", office.nadia), "/antennes/")


# --- what the home page says -------------------------------------------------------------------------------


def test_the_home_page_calls_the_second_person_and_not_the_first(office, alex, site):
    archived_with_export(office)
    alex.post(f"{HERE}effacer/", {"reason": "Délai passé"})
    said = "attend une seconde personne"
    assert said in text(site("reseau", office.person("dpo@reseau.example")), "/")
    assert said not in text(alex, "/")
    assert said not in text(site("reseau", office.nadia), "/")


def test_the_home_page_tells_the_administrator_of_a_work_that_stopped(office, alex, site):
    with at(NATIONAL):
        work = ask_work(office.grenoble, Work.Kind.EXPORT, by=office.alex, now=office.now)
        fail_work(work, sentence="Le disque est plein.", now=office.now)
    said = "Un travail s’est arrêté sur l’antenne de Grenoble."
    assert said in text(alex, "/")
    assert said not in text(site("reseau", office.nadia), "/")
    assert cost(alex, "/") <= 8
