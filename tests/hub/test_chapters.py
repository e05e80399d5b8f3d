"""The chapters of the figures: the same numbers on the page, in the workbook, in the CSV and by the API."""

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from hub.reports import book
from hub.rollup.models import CohortFigure
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from tenants.network.models import Antenne

pytestmark = pytest.mark.django_db
YEAR = "du=2022-01&au=2022-12"


@pytest.fixture
def figures(scene):
    """Grenoble: two groups in March 2022, twelve people of twenty places. Lyon: one open group."""
    with inside(scene.world.grenoble):
        scene.run(scene.open(), 6)
        scene.run(scene.open(first_day=date(2022, 3, 14)), 6)
    with inside(scene.world.lyon):
        scene.open("lyon", first_day=date(2022, 5, 3))
    for antenne in (scene.world.grenoble, scene.world.lyon):
        refresh(antenne, now=scene.world.now)
    return scene


def sheet(answer):
    assert answer.status_code == 200
    workbook = load_workbook(io.BytesIO(answer.content))
    head, *rows = workbook.worksheets[0].iter_rows(values_only=True)
    return workbook, [dict(zip(head, row, strict=True)) for row in rows]


def cost(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


def address(chapter):
    return "/chiffres/" if chapter == book.FIRST.code else f"/chiffres/{chapter}/"


@pytest.mark.parametrize("chapter", list(book.CHAPTERS))
def test_a_chapter_opens_at_the_office_and_costs_the_same_however_many_antennes(figures, site, chapter):
    nadia = site("reseau", figures.world.nadia)
    path = f"{address(chapter)}?{YEAR}"
    few = cost(nadia, path)
    with at(NATIONAL):
        Antenne.objects.bulk_create(
            Antenne(code=f"essai-{n}", schema_name=f"essai_{n}", name=f"Essai {n}", departement="75")
            for n in range(30)
        )
    assert cost(nadia, path) == few <= 8


@pytest.mark.parametrize("chapter", [one.code for one in book.chapters_of("antenne")])
def test_an_antenne_reads_its_own_chapter_and_nothing_of_another(figures, site, chapter):
    page = site("lyon", figures.world.karim).get(f"{address(chapter)}?{YEAR}")
    assert page.status_code == 200
    assert "Grenoble" not in page.content.decode()


def test_a_chapter_of_the_office_does_not_exist_in_an_antenne(figures, site):
    assert site("lyon", figures.world.karim).get("/chiffres/antenne/").status_code == 404


def test_the_workbook_says_what_the_page_says(figures, site):
    nadia = site("reseau", figures.world.nadia)
    workbook, rows = sheet(nadia.get(f"/chiffres/synthese.xlsx?{YEAR}&vue=antenne"))
    grenoble, lyon = rows
    assert (grenoble["Antenne"], grenoble["Code"], grenoble["Département"]) == ("Grenoble", "grenoble", "38")
    counted = [
        grenoble[name] for name in ("Places ouvertes", "Remplissage", "Participants", "Heures suivies")
    ]
    assert counted[:3] == [20, 0.6, 12]
    assert (grenoble["Remplissage, numérateur"], grenoble["Remplissage, n"]) == (12, 20)
    assert lyon["Places ouvertes"] == 10
    assert workbook.worksheets[0]["F2"].number_format.endswith("%")
    page = nadia.get(f"/chiffres/?{YEAR}&antenne=grenoble").content.decode()
    assert "12 sur 20 places" in page


def test_the_second_sheet_explains_each_measure_of_the_first(figures, site):
    workbook, _ = sheet(site("reseau", figures.world.nadia).get(f"/chiffres/synthese.xlsx?{YEAR}"))
    head, *rows = workbook.worksheets[1].iter_rows(values_only=True)
    explained = {row[head.index("Code")]: row for row in rows}
    assert {*book.FIRST.columns, "places_taken", "survey_invited"} <= set(explained)
    assert all(row[head.index("Définition")] for row in rows)


def test_the_csv_holds_the_same_lines(figures, site):
    nadia = site("reseau", figures.world.nadia)
    answer = nadia.get(f"/chiffres/synthese.csv?{YEAR}&vue=tout")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    _, rows = sheet(nadia.get(f"/chiffres/synthese.xlsx?{YEAR}&vue=tout"))
    assert [line["Antenne"] for line in lines] == [row["Antenne"] for row in rows]
    assert sum(int(line["Places ouvertes"]) for line in lines) == 30
    assert {line["Mois"] for line in lines} == {"2022-03-01", "2022-05-01"}


def test_filters_narrow_the_page_and_stay_in_its_links(figures, site):
    nadia = site("reseau", figures.world.nadia)
    page = nadia.get(f"/chiffres/?{YEAR}&territoire=69").content.decode()
    assert "0 sur 10 places" in page
    assert "territoire=69" in page.split("Programmes</a>")[0].rsplit("<a", 1)[1]
    region = nadia.get(f"/chiffres/?{YEAR}&territoire=region-84").content.decode()
    assert "12 sur 30 places" in region
    assert "Auvergne-Rhône-Alpes" in region


@pytest.mark.parametrize(
    ("words", "said"),
    [("theme=employment", "12 sur 30 places"), ("theme=health", "Pas de chiffres"), ("niveau=beginner", "4")],
)
def test_theme_and_level(figures, site, words, said):
    page = site("reseau", figures.world.nadia).get(f"/chiffres/?{YEAR}&{words}").content.decode()
    assert said in page


def test_a_partner_is_chosen_under_its_name_of_the_time(figures, site):
    nadia = site("reseau", figures.world.nadia)
    page = nadia.get(f"/chiffres/?{YEAR}").content.decode()
    [option] = [
        line for line in page.split("<option") if "Pôle emploi</option>" in line and "Trouver" not in line
    ]
    key = option.split('value="')[1].split('"')[0]
    assert "12 sur 30 places" in nadia.get(f"/chiffres/?{YEAR}&partenaire={key}").content.decode()


def test_the_year_before_stands_under_each_figure(figures, site):
    page = site("reseau", figures.world.nadia).get("/chiffres/?du=2023-01&au=2023-12").content.decode()
    assert "2022\u00a0: 40,0\u00a0% (12 sur 30 places)" in page


@pytest.fixture
def group(figures):
    """The row of a group of Grenoble, as the refresh leaves it."""
    row = CohortFigure(
        antenne=figures.world.grenoble, cohort_id=uuid4(), name="Groupe du lundi", state="completed",
        version_id=figures.version.pk, starts_on=date(2022, 3, 7), ends_on=date(2022, 4, 4), places_opened=10,
        places_taken=8, participants=8, completions=7, minutes_delivered=1_920, satisfied=7, answers=8,
        survey_invited=8, computed_at=figures.world.now,
    )  # fmt: skip
    with inside(figures.world.grenoble):
        CohortFigure.objects.all().delete()
        row.save()
    return row


def test_the_office_reads_a_cohort_in_numbers(group, figures, site):
    nadia = site("reseau", figures.world.nadia)
    page = nadia.get(f"/chiffres/parcours/?{YEAR}").content.decode()
    assert "Groupe du lundi" in page
    assert "8 sur 10" in page
    assert "7 sur 8" in page
    one = nadia.get(f"/chiffres/parcours/{group.cohort_id}/").content.decode()
    assert "87,5" in one
    assert "7 sur 8 réponses" in one
    assert "Terminé" in one
    assert nadia.get(f"/chiffres/parcours/{uuid4()}/").status_code == 404


def test_the_workbook_of_cohorts_has_one_line_each(group, figures, site):
    _, rows = sheet(site("reseau", figures.world.nadia).get(f"/chiffres/parcours.xlsx?{YEAR}"))
    [row] = [row for row in rows if row["Antenne"] == "Grenoble"]
    assert (row["Parcours"], row["Places prises"], row["Heures suivies"]) == ("Groupe du lundi", 8, 32)


def test_an_antenne_goes_on_to_its_own_page_of_a_cohort_and_reads_no_other(group, figures, site):
    lea, karim = site("grenoble", figures.world.lea), site("lyon", figures.world.karim)
    assert f"/parcours/{group.cohort_id}/" in lea.get(f"/chiffres/parcours/?{YEAR}").content.decode()
    assert "Groupe du lundi" not in karim.get(f"/chiffres/parcours/?{YEAR}").content.decode()
    assert karim.get(f"/chiffres/parcours/{group.cohort_id}/").status_code == 404


def test_the_table_has_pages_and_a_filter_begins_again_at_the_first(figures, site, monkeypatch):
    monkeypatch.setattr("hub.reports.views.LINES_A_PAGE", 1)
    nadia = site("reseau", figures.world.nadia)
    first, second = (nadia.get(f"/chiffres/?{YEAR}&page={number}") for number in (1, 2))
    assert [line.name for line in first.context["lines"]] == ["Grenoble"]
    assert [line.name for line in second.context["lines"]] == ["Lyon"]
    assert "page=2" not in "".join(link["url"] for link in second.context["views"])


def test_who_is_not_of_the_office_takes_no_file_away(figures, site):
    answer = site("reseau", figures.world.lea).get("/chiffres/synthese.xlsx")
    assert answer.status_code in {302, 403, 404}


def test_a_figure_of_an_antenne_leads_to_its_own_list_for_who_may_open_it(figures, site):
    lea = site("grenoble", figures.world.lea)
    page = lea.get(f"/chiffres/?{YEAR}").content.decode()
    assert '<a href="/chiffres/parcours/?du=2022-01&amp;au=2022-12">Participants</a>' in page
    funds = '<a href="/financements/">Fonds affectés</a>'
    assert funds not in page
    assert funds in site("grenoble", figures.world.maud).get(f"/chiffres/?{YEAR}").content.decode()
    office = site("reseau", figures.world.nadia).get(f"/chiffres/?{YEAR}").content.decode()
    assert ">Participants</a>" not in office
