"""The sites and services of the network, in the words of data·inclusion: complete, exact, nobody's name."""

import json
import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import scenes
from django.core.cache import cache
from django.core.validators import validate_email
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.tariffs import starting as prices
from billing.tariffs.models import Product
from hub.demo import cast, sites
from hub.opendata.schema import EVERYBODY, FIELDS, VERSION
from hub.rollup.models import CohortFigure, Figure
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from kit.calendar import add_months
from kit.documents.spreadsheets import read_table
from kit.states import move
from programs.catalogue.operations import RuleDraft, draft_template, draft_version, publish
from programs.cohorts.operations import lock_workshop
from tenants.network.models import Antenne, SiteSheet
from tenants.network.operations import write_sheet

pytestmark = pytest.mark.django_db
PAGE = "/donnees-ouvertes/"
FILES = [f"{PAGE}{what}.{kind}" for what in ("structures", "services") for kind in ("json", "csv")]
SHEET = {
    "street": "1 rue de l’Exemple",
    "street_more": "Bâtiment B, « escalier 2 »",
    "postal_code": "38000",
    "commune": "Grenoble",
    "insee_code": "38185",
    "latitude": "45.188529",
    "longitude": "-5.724524",
    "siret": "73282932000074",
    "phone": "+33465710038",
    "email": "accueil@grenoble.example",
    "website": "https://www.exemple.example/",
    "opening_hours": "Mo-Fr 09:00-12:30,14:00-17:30; PH off",
    "accessibility_url": "https://acceslibre.beta.gouv.fr/app/exemple/",
    "description": "- Un lieu pour apprendre,\ns’équiper ; « se connecter », et avancer à son rythme.",
    "reception_words": "Venez avec votre bon d’orientation.",
    "languages": ["fr", "ar"],
}
CANARIES = (
    "Zébuline",
    "Quarantin",
    "Zibeline",
    "Léa Host",
    "Maud Responsable",
    "Denis Accueil",
    "CanariStructure",
)


@pytest.fixture(autouse=True)
def _no_memory_of_tries():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def offer(world):
    """Grenoble today: a sheet, a course with one of Zébuline in it, a workshop, prices."""
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    sheet_of(world, world.grenoble, by=world.maud)
    with at(NATIONAL):
        prices.write(
            drafted_by=world.nadia,
            published_by=world.fanny,
            now=world.now,
            day=world.today - timedelta(days=90),
        )
    with inside(world.grenoble):
        group = scenes.cohort(world, first=world.today + timedelta(days=7))
        scenes.ready(world, group.version, first_name="Zébuline", last_name="Quarantin")
        workshop = scenes.workshop(world, title="Zibeline")
        lock_workshop(workshop, by=world.lea, now=world.now, today=world.today)
    refresh(world.grenoble, now=world.now)
    return world


def sheet_of(world, antenne, *, by, publish=True, now=None, **changes):
    with inside(antenne):
        return write_sheet(antenne, text=SHEET | changes, publish=publish, by=by, now=now or world.now)


def read(site, what, kind="json"):
    answer = site("reseau").get(f"{PAGE}{what}.{kind}")
    assert answer.status_code == 200
    return json.loads(answer.content) if kind == "json" else answer.content


def of(rows, code):
    """The service of Grenoble with this code."""
    (one,) = [row for row in rows if row["id"] == f"maillon--grenoble--{code}"]
    return one


# --- the vocabulary --------------------------------------------------------------------------------


def problems(row: dict, fields) -> list[str]:
    """What the schema, as we wrote it down, finds wrong in a row."""
    found = [] if list(row) == [field.name for field in fields] else ["names or order of fields"]
    for field in fields:
        value = row[field.name]
        if value is None:
            found += [f"{field.name} missing"] * field.required
        elif wrong := [one for one in (value if field.kind == "list" else [value]) if not fits(one, field)]:
            found.append(f"{field.name}: {wrong}")
        elif field.kind == "list" and (
            not isinstance(value, list) or not value or len(set(value)) < len(value)
        ):
            found.append(f"{field.name}: empty, or twice the same")
    return found


def fits(value, field) -> bool:
    match field.kind:
        case "number" | "whole":
            right = isinstance(value, int if field.kind == "whole" else int | float)
            return right and (field.least is None or value >= field.least)
        case "date":
            return date.fromisoformat(value) <= timezone.localdate() + timedelta(days=1)
        case "link":
            return urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).netloc)
        case "email":
            return validate_email(value) is None
    return (
        isinstance(value, str)
        and len(value) >= max(field.shortest, 1)
        and (not field.longest or len(value) <= field.longest)
        and (not field.pattern or re.fullmatch(field.pattern, value) is not None)
        and (not field.values or value in field.values)
    )


@pytest.mark.parametrize("what", ["structures", "services"])
def test_every_row_is_of_the_schema(offer, site, what):
    sheet_of(offer, offer.lyon, by=offer.marc, **dict.fromkeys(("siret", "phone", "email", "website"), ""))
    rows = read(site, what)
    assert len({row["id"] for row in rows}) == len(rows) >= 2
    assert [found for row in rows if (found := problems(row, FIELDS[what]))] == []
    assert all(not row["nom"].endswith(".") for row in rows)
    assert all(row["id"].startswith(f"{row['source']}--") for row in rows)


def test_a_service_belongs_to_a_structure_and_everybody_stands_alone(offer, site):
    structures = {row["id"] for row in read(site, "structures")}
    for row in read(site, "services"):
        assert row["structure_id"] in structures
        assert EVERYBODY not in row["publics"] or row["publics"] == [EVERYBODY]
        assert any(theme.startswith("numerique--") for theme in row["thematiques"])
        assert row["conditions_acces"].startswith("Sur orientation d’une structure sociale.")
        assert (row["mobilisable_par"], row["contact_nom_prenom"]) == (["professionnels"], None)


def test_a_structure_says_what_its_sheet_says(offer, site):
    (row,) = read(site, "structures")
    assert row["nom"] == "Antenne d’inclusion numérique – Grenoble"
    assert row["description"].startswith(SHEET["description"])
    assert row["description"].endswith("français, arabe.")
    assert (row["latitude"], row["longitude"]) == (45.188529, -5.724524)
    assert (row["siret"], row["telephone"]) == (SHEET["siret"], SHEET["phone"])
    assert row["horaires_accueil"] == SHEET["opening_hours"]
    assert row["lien_source"] == "http://reseau.localhost/donnees-ouvertes/?lieu=grenoble"
    assert row["date_maj"] == offer.today.isoformat()


# --- what is offered is derived --------------------------------------------------------------------


def test_grenoble_offers_what_it_does(offer, site):
    codes = [row["id"].removeprefix("maillon--grenoble--") for row in read(site, "services")]
    assert codes == ["accueil", "emploi", "ateliers", "connexion", "equipement"]


def test_a_course_tells_its_themes_its_public_and_its_hours(offer, site):
    course = of(read(site, "services"), "emploi")
    assert (course["type"], course["frais"], course["frais_precisions"]) == ("formation", "gratuit", None)
    assert "trouver-un-emploi--repondre-a-des-offres-demploi" in course["thematiques"]
    assert course["publics"] == ["demandeurs-emploi"]
    assert "32\u00a0h (débutant), 24\u00a0h (intermédiaire), 16\u00a0h (avancé)" in course["description"]
    assert course["lien_mobilisation"] == "http://grenoble.localhost/orienter/"
    assert course["modes_mobilisation"] == ["envoyer-un-courriel", "telephoner", "utiliser-lien-mobilisation"]
    assert course["zone_eligibilite"] == ["38"]


def test_the_form_is_on_tls_where_the_product_is_not_at_home(offer, site, settings):
    settings.LOCAL = False
    assert of(read(site, "services"), "accueil")["lien_mobilisation"].startswith("https://grenoble.")


def test_prices_are_those_of_the_day(offer, site):
    services = read(site, "services")
    told = of(services, "connexion")["frais_precisions"].replace("\u00a0", " ")
    assert told.startswith("Prix en vigueur depuis le")
    assert told.endswith("carte prépayée de 5 € à 10 €, carte SIM 2 €, mois de forfait 8 €.")
    assert "de 70 € à 150 €" in of(services, "equipement")["frais_precisions"].replace("\u00a0", " ")
    assert {row["frais"] for row in services if row["frais_precisions"]} == {"payant"}


def test_without_a_shop_there_is_no_price_and_the_equipment_is_lent(offer, site):
    with at(NATIONAL):
        Antenne.objects.filter(code="grenoble").update(has_shop=False)
    services = read(site, "services")
    assert "connexion" not in {row["id"].rpartition("--")[2] for row in services}
    assert of(services, "equipement")["frais"] == "gratuit"
    with at(NATIONAL):
        Antenne.objects.filter(code="grenoble").update(has_equipment=False)
    assert not [row for row in read(site, "services") if row["id"].endswith("--equipement")]


def test_without_a_price_in_force_nothing_is_sold(offer, site):
    with at(NATIONAL):
        Product.objects.update(retired_at=offer.now)
    assert not [row for row in read(site, "services") if row["frais"] == "payant"]


def test_what_stopped_more_than_a_year_ago_is_not_offered(offer, site):
    with inside(offer.grenoble):
        CohortFigure.objects.all().delete()
        Figure.objects.update(month=add_months(offer.today.replace(day=1), -13))
    codes = [row["id"].rpartition("--")[2] for row in read(site, "services")]
    assert codes == ["accueil", "connexion", "equipement"]


def test_the_row_of_a_cohort_tells_the_weeks_and_the_hours_a_week(offer, site):
    with inside(offer.grenoble):
        version = Figure.objects.filter(measure="places_opened").values_list("version_id", flat=True)[0]
        CohortFigure.objects.all().delete()
        first = offer.today + timedelta(days=7)
        CohortFigure.objects.create(
            antenne=offer.grenoble, cohort_id=offer.grenoble.pk, name="Groupe", version_id=version, state="open",
            starts_on=first, ends_on=first + timedelta(days=27), places_opened=10, minutes_planned=1920,
            computed_at=offer.now,
        )  # fmt: skip
    course = of(read(site, "services"), "emploi")
    assert (course["nombre_semaines"], course["volume_horaire_hebdomadaire"]) == (4, 8.0)


def test_conditions_are_what_refuses_and_warnings_are_none(offer, site):
    with at(NATIONAL):
        template = draft_template(
            code="ecole",
            name="Suivre l’école",
            theme="schooling",
            partner=None,
            by=offer.nadia,
            now=offer.now,
        )
        rules = [
            RuleDraft("age_min", number=18, proof="Pièce d’identité"),
            RuleDraft("situation", value="asylum", effect="warning"),
        ]
        version = draft_version(
            template, title="École", levels=scenes.LEVELS, rules=rules, by=offer.nadia, now=offer.now
        )
        publish(version, by=offer.alex, now=offer.now)
    with inside(offer.grenoble):
        CohortFigure.objects.create(
            antenne=offer.grenoble, cohort_id=version.pk, name="Groupe", version_id=version.pk, state="open",
            starts_on=offer.today, ends_on=offer.today, places_opened=8, computed_at=offer.now,
        )  # fmt: skip
    course = of(read(site, "services"), "ecole")
    told = course["conditions_acces"].replace("\u00a0", " ")
    assert "Avoir au moins 18 ans (à présenter : Pièce d’identité)." in told
    assert "protection" not in told
    assert course["publics"] == ["familles", "personnes-exilees"]


# --- who is listed ---------------------------------------------------------------------------------


def test_a_draft_is_not_listed_nor_an_antenne_without_a_sheet(offer, site):
    sheet_of(offer, offer.grenoble, by=offer.maud, publish=False)
    assert read(site, "structures") == read(site, "services") == []
    assert "Aucun lieu publié" in site("reseau").get(PAGE).text


def test_a_suspended_antenne_vanishes_at_once_also_for_who_holds_the_file(offer, site):
    held = site("reseau").get(FILES[0])
    with at(NATIONAL):
        move(
            Antenne.objects.get(code="grenoble"), to="suspended", by=offer.alex, now=offer.now,
            verb="network.antenne_suspended",
        )  # fmt: skip
    again = site("reseau").get(
        FILES[0], headers={"if-none-match": held["ETag"], "if-modified-since": held["Last-Modified"]}
    )
    assert (again.status_code, json.loads(again.content)) == (200, [])
    assert SHEET["street"] not in site("reseau").get(PAGE).text
    assert site("reseau").get("/api/v1/open-data/structures/").json()["results"] == []


@pytest.mark.parametrize(
    "path", [PAGE, *FILES, "/api/v1/open-data/structures/", "/api/v1/open-data/services/"]
)
def test_anybody_reads_it_and_nobody_is_named(offer, site, path):
    answer = site("reseau").get(path)
    assert answer.status_code == 200
    assert "Grenoble" in answer.text or "grenoble" in answer.text
    assert [name for name in CANARIES if name in answer.text] == []


@pytest.mark.parametrize("host", ["", "grenoble", "partenaires"])
def test_the_other_sites_do_not_have_it(world, site, host):
    assert site(host).get(FILES[0]).status_code == 404


# --- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["structures", "services"])
def test_the_csv_read_back_is_the_json(offer, site, what):
    content = read(site, what, "csv")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.splitlines()[0].decode().split(",") == [field.name for field in FIELDS[what]]
    back = [
        {field.name: typed(row[field.name], field) for field in FIELDS[what]}
        for _, row in read_table(content).records()
    ]
    assert back == read(site, what)


def typed(cell, field):
    if not cell:
        return None
    if field.kind == "list":
        return json.loads(cell)
    return {"number": float, "whole": int}.get(field.kind, str)(cell)


def test_a_spreadsheet_finds_no_formula_and_a_program_the_whole_phone(offer, site):
    text = read(site, "structures", "csv").decode()
    assert "\"'- Un lieu pour apprendre," in text
    assert ",+33465710038," in text


@pytest.mark.parametrize("path", FILES)
def test_who_holds_the_same_file_gets_304(offer, site, path):
    first = site("reseau").get(path)
    held = {"if-none-match": first["ETag"]}
    again = site("reseau").get(path, headers=held)
    assert (again.status_code, again.content) == (304, b"")
    sheet_of(offer, offer.grenoble, by=offer.maud, street="2 rue de l’Exemple")
    changed = site("reseau").get(path, headers=held)
    assert changed.status_code == 200
    assert datetime.strptime(changed["Last-Modified"], "%a, %d %b %Y %H:%M:%S GMT")  # noqa: DTZ007
    assert "no-cache" in changed["Cache-Control"]


def test_no_other_file_and_no_other_verb(offer, site):
    assert site("reseau").get(f"{PAGE}structures.xml").status_code == 404
    assert site("reseau").post(FILES[0]).status_code == 405


# --- API -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["structures", "services"])
def test_the_api_gives_the_same_rows_page_by_page(offer, site, what):
    here = site("reseau")
    path, rows = f"/api/v1/open-data/{what}/?page_size=2", []
    while path:
        page = here.get(path).json()
        rows += page["results"]
        path = page["next"]
    assert rows == read(site, what)
    assert page["count"] == len(rows)


def test_the_api_knows_304_and_grows_tired(offer, site):
    here = site("reseau")
    first = here.get("/api/v1/open-data/services/")
    assert (
        here.get("/api/v1/open-data/services/", headers={"if-none-match": first["ETag"]}).status_code == 304
    )
    answers = [here.get("/api/v1/open-data/services/").status_code for _ in range(60)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_the_description_of_the_api_tells_the_fields(world, site):
    described = site("reseau").get("/api/v1/schema/").json()
    shape = described["components"]["schemas"]["Service"]["properties"]
    assert list(shape) == [field.name for field in FIELDS["services"]]
    assert "x-public" in described["paths"]["/api/v1/open-data/services/"]["get"]


# --- the page --------------------------------------------------------------------------------------


def test_the_page_says_where_what_and_how(offer, site):
    page = site("reseau").get(PAGE).text.replace("\u00a0", " ")
    for words in (
        "1 rue de l’Exemple",
        "04 65 71 00 38",
        "Du lundi au vendredi",
        "Connexion à prix solidaire",
    ):
        assert words in page
    assert 'href="http://grenoble.localhost/orienter/"' in page
    assert VERSION in page
    assert "Licence Ouverte 2.0" in page
    assert "Fiches à demander" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=38", True),
        ("?q=grenoble", True),
        ("?q=Lyon", False),
        ("?lieu=grenoble", True),
        ("?lieu=x", False),
    ],
)
def test_a_place_is_looked_for_by_town_or_code(offer, site, query, found):
    assert (SHEET["street"] in site("reseau").get(f"{PAGE}{query}").text) is found


def test_the_office_sees_which_sheets_are_missing_or_old(offer, site):
    assert "Aucune" in site("reseau", offer.nadia).get(PAGE).text
    sheet_of(offer, offer.lyon, by=offer.marc, now=offer.now - timedelta(days=200))
    page = site("reseau", offer.nadia).get(PAGE).text
    assert "Fiches à demander" in page
    assert "Ancienne" in page
    assert "Toutes les fiches sont là" not in page
    sheet_of(offer, offer.lyon, by=offer.marc)
    assert "Toutes les fiches sont là" in site("reseau", offer.nadia).get(PAGE).text


@pytest.mark.parametrize("path", [PAGE, *FILES, "/api/v1/open-data/services/"])
def test_the_cost_is_constant_whatever_the_number_of_antennes(offer, site, path):
    few = cost(site("reseau"), path)
    with at(NATIONAL):
        more = [
            Antenne(
                code=f"essai-{n}", schema_name=f"essai_{n}", name=f"Essai {n}", departement="75", state="open",
                open_at=offer.now,
            )
            for n in range(30)
        ]  # fmt: skip
        Antenne.objects.bulk_create(more)
    sheet_of(offer, offer.lyon, by=offer.marc)
    with inside(offer.lyon):
        offered(offer, offer.lyon)
    assert cost(site("reseau"), path) == few <= 8


def offered(world, antenne):
    """Two courses in the figures of this antenne, as its cells would tell."""
    with at(NATIONAL):
        versions = [scenes.version(world, scenes.template(world, code=f"autre-{n}")) for n in (1, 2)]
    for version in versions:
        Figure.objects.create(
            antenne=antenne, month=world.today.replace(day=1), version_id=version.pk, measure="places_opened",
            value=10, definition=1, computed_at=world.now,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["alex", "nadia"])
def test_the_page_costs_the_office_eight_statements(offer, site, who):
    assert cost(site("reseau", getattr(offer, who)), PAGE) <= 8


def test_the_preview_of_an_antenne_costs_eight_statements_and_shows_its_own_offer(offer, site):
    sheet_of(offer, offer.lyon, by=offer.marc, street="3 rue de l’Exemple")
    grenoble = site("grenoble", offer.maud)
    assert cost(grenoble, "/fiche-publique/") <= 8
    assert "Trouver un emploi" in grenoble.get("/fiche-publique/").text
    lyon = site("lyon", offer.karim).get("/fiche-publique/").text
    assert "3 rue de l’Exemple" in lyon
    assert "Trouver un emploi" not in lyon


def cost(here, path):
    with CaptureQueriesContext(connection) as queries:
        assert here.get(path).status_code == 200
    return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


def test_the_front_door_and_an_antenne_s_entrance_lead_there(world, site):
    link = 'href="http://reseau.localhost/donnees-ouvertes/"'
    assert link in site("").get("/").text
    assert link in site("grenoble").get("/compte/connexion/").text


# --- the demonstration -----------------------------------------------------------------------------


@pytest.mark.parametrize("town", cast.TOWNS, ids=lambda town: town.code)
def test_each_antenne_of_the_demonstration_has_a_whole_sheet(world, town):
    with at(NATIONAL):
        sheet = SiteSheet(antenne=world.grenoble, updated_at=world.now, **sites.text_of(town.code, town.shop))
        sheet.clean_fields()
    assert sheet.lacking() == {}
    # Ranges that ARCEP keeps for fiction; no mail goes to .example.
    assert re.match(r"\+33(19900|26191|35301|46571|53649)\d{4}", sheet.phone)
    assert sheet.email.endswith(".example")
