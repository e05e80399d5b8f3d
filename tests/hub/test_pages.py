"""The pages of the national office and of sponsors: who opens them, what they say, what they cost."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from world import SPONSOR_ID

from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Agreement
from hub.rollup.models import Freshness
from hub.rollup.periods import Period, default
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from tenants.network.models import Antenne

pytestmark = pytest.mark.django_db
NATIONAL_PAGES = ["/", "/chiffres/", "/programmes/", "/conventions/", "/antennes/", "/exploitation/"]
YEAR = "/chiffres/?du=2022-01&au=2022-12"


@pytest.fixture
def figures(scene):
    """Grenoble: twelve participants in March 2022."""
    with inside(scene.world.grenoble):
        scene.run(scene.open(), 6)
        scene.run(scene.open(first_day=date(2022, 3, 14)), 6)
    refresh(scene.world.grenoble, now=scene.world.now)
    return scene


def cost(site, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert site.get(path).status_code == 200
    return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("path", NATIONAL_PAGES)
def test_a_host_of_grenoble_opens_no_page_of_the_national_office(world, site, path):
    answer = site("reseau", world.lea).get(path)
    assert answer.status_code in {302, 403, 404}


@pytest.mark.parametrize("path", NATIONAL_PAGES)
def test_nobody_is_let_in_without_signing_in(world, site, path):
    answer = site("reseau").get(path)
    assert answer.status_code == 302
    assert "/compte/connexion/" in answer["Location"]


@pytest.mark.parametrize("path", NATIONAL_PAGES)
def test_the_administrator_opens_every_page(figures, site, path):
    assert site("reseau", figures.world.alex).get(path).status_code == 200


def test_a_role_without_the_permission_is_refused(world, site):
    dpo = world.person("dpo@reseau.example")
    assert site("reseau", dpo).get("/conventions/").status_code == 403
    assert site("reseau", world.nadia).get("/exploitation/").status_code == 403


def test_the_figures_come_with_their_numerator_and_n(figures, site):
    page = site("reseau", figures.world.nadia).get(YEAR).content.decode()
    assert "12 sur 20 places" in page
    assert "60,0" in page


def test_a_report_of_2022_says_pole_emploi_and_one_of_2024_france_travail(figures, site):
    nadia = site("reseau", figures.world.nadia)
    assert "Pôle emploi" in nadia.get(f"{YEAR}&programme=emploi").content.decode()
    with inside(figures.world.grenoble):
        figures.open(first_day=date(2024, 3, 4))
    refresh(figures.world.grenoble, now=figures.world.now)
    page = nadia.get("/chiffres/?du=2024-01&au=2024-12&programme=emploi").content.decode()
    assert "France Travail" in page
    assert "Pôle emploi" not in page


@pytest.mark.parametrize(
    "words", ["?du=2022-12&au=2022-01", "?du=jamais&au=2022-01", "?antenne=atlantis&programme=x&vue=z"]
)
def test_a_wrong_address_shows_the_page_all_the_same(figures, site, words):
    assert site("reseau", figures.world.nadia).get(f"/chiffres/{words}").status_code == 200


@pytest.mark.parametrize("path", [YEAR, "/", "/programmes/", "/antennes/", "/conventions/", "/exploitation/"])
def test_a_page_costs_eight_statements_however_many_antennes(figures, site, path):
    alex = site("reseau", figures.world.alex)
    few = cost(alex, path)
    with at(NATIONAL):
        more = [
            Antenne(code=f"essai-{n}", schema_name=f"essai_{n}", name=f"Essai {n}", departement="75")
            for n in range(30)
        ]
        Antenne.objects.bulk_create(more)
    assert cost(alex, path) == few <= 8


def test_the_page_of_an_antenne_shows_its_own_figures_only(figures, site):
    lyon = figures.world.lyon
    with inside(lyon):
        figures.open("lyon")
    refresh(lyon, now=figures.world.now)
    page = site("lyon", figures.world.karim).get(YEAR).content.decode()
    assert "0 sur 10 places" in page
    assert "Grenoble" not in page


def test_the_button_of_an_antenne_brings_its_figures_up_to_date(scene, site):
    with inside(scene.world.grenoble):
        scene.open()
    lea = site("grenoble", scene.world.lea)
    assert lea.post("/chiffres/mettre-a-jour/").status_code == 302
    assert "0 sur 10 places" in lea.get(YEAR).content.decode()


def test_the_button_of_the_national_office_asks_the_worker(world, site):
    assert site("reseau", world.nadia).post("/chiffres/mettre-a-jour/").status_code == 302


def test_the_national_home_says_which_figures_are_old(world, site):
    with inside(world.grenoble):
        Freshness.objects.create(antenne=world.grenoble, refreshed_at=datetime(2022, 1, 1, tzinfo=UTC))
    page = site("reseau", world.nadia).get("/").content.decode()
    assert "ne sont plus à jour" in page


def test_the_national_role_reads_no_antenne(world):
    with at(NATIONAL), pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM grenoble.cohorts_enrolment")


# --- sponsors ------------------------------------------------------------------------------------


@pytest.fixture
def two_sponsors(figures):
    """The foundation of Flore funds Grenoble; another one funds Lyon."""
    world = figures.world
    with at(NATIONAL):
        for number, (name, pk, antenne) in enumerate(
            [("Fondation de Flore", SPONSOR_ID, world.grenoble), ("Autre mécène", None, world.lyon)]
        ):
            fields = {"id": pk} if pk else {}
            sponsor = sponsoring.register_sponsor(name=name, by=world.nadia, now=world.now, **fields)
            agreement = sponsoring.draft_agreement(
                sponsor, reference=f"2022-{number}", title=f"Emploi, {name}", kind=Agreement.Kind.GRANT,
                amount_cents=1_500_000, places=20, devices=100, starts_on=date(2022, 1, 1),
                ends_on=date(2022, 12, 31), by=world.nadia, now=world.now,
            )  # fmt: skip
            sponsoring.propose_agreement(agreement, by=world.nadia, now=world.now)
            sponsoring.sign_agreement(agreement, by=world.nadia, now=world.now)
            sponsoring.allocate(
                agreement, antenne=antenne, template=figures.template, places=20, devices=100,
                amount_cents=1_500_000, by=world.nadia, now=world.now, on=date(2022, 1, 3),
            )  # fmt: skip
    return figures


def flore(figures):
    return figures.world.person("fondation@partenaires.example")


def test_a_sponsor_reads_its_own_agreements_only(two_sponsors, site):
    reader = site("partenaires", flore(two_sponsors))
    page = reader.get("/").content.decode()
    assert "Emploi, Fondation de Flore" in page
    assert "Grenoble" in reader.get("/soutiens/2022-0/").content.decode()
    assert "Pôle emploi" in page
    assert "Autre mécène" not in page
    assert "Lyon" not in page


def test_the_sponsors_page_costs_eight_statements(two_sponsors, site):
    assert cost(site("partenaires", flore(two_sponsors)), "/") <= 8


def test_a_sponsor_opens_no_page_of_the_national_office(two_sponsors, site):
    assert site("reseau", flore(two_sponsors)).get("/chiffres/").status_code in {302, 403, 404}


# --- periods and the front door --------------------------------------------------------------------


def test_the_period_is_this_year_or_the_last_one_with_figures():
    today = date(2026, 11, 23)
    assert str(default(today, [2022, 2026])) == "2026"
    assert str(default(today, [2022, 2027])) == "2022"
    assert str(default(today, [])) == "2026"


def test_the_period_before_is_as_long():
    quarter = Period(date(2022, 1, 1), date(2022, 3, 1))
    assert quarter.before == Period(date(2021, 10, 1), date(2021, 12, 1))
    assert quarter.last_day == date(2022, 3, 31)


def test_the_front_door_leads_to_each_open_site_on_the_same_port(world, site):
    page = site("").get("/", headers={"host": "localhost:8123"}).content.decode()
    for label in ("reseau", "partenaires", "grenoble", "lyon"):
        assert f"http://{label}.localhost:8123/" in page


def test_the_list_of_antennes_says_that_it_is_a_demonstration(world, site):
    assert "Liste de démonstration." in site("").get("/").content.decode()
