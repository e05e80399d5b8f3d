"""Nadia reads Grenoble 2022, takes the figures away in three forms, and receives them by e-mail."""

import os
from datetime import date
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
import scenes
from django.core import mail
from django.utils import timezone
from looks import is_accessible
from openpyxl import load_workbook
from papers_read import words_of
from playwright.sync_api import expect

from hub.reports import book
from hub.reports.saved.tasks import send_reports_of
from hub.rollup.models import CohortFigure, Figure, Freshness, Subscription
from kit.antennes import NATIONAL, at, inside

pytestmark = pytest.mark.browser
WIDTHS = (1280, 360)
EACH_MONTH = {
    "places_opened": 10, "places_taken": 8, "places_consumed": 8, "participants": 8, "completions": 7,
    "minutes_delivered": 8 * 32 * 60, "satisfied": 7, "survey_invited": 8, "level_gained": 5, "no_shows": 1,
}  # fmt: skip
OF_NO_PROGRAMME = {
    "funds_allocated": 150_000, "devices_allocated": 10, "devices_in_class": 6, "devices_on_loan": 7,
    "devices_bought": 2, "connection_sold": 9, "connection_paid": 9_000, "connection_reference": 27_000,
    "savings": 18_000, "workshop_visits": 11,
}  # fmt: skip
READ = "async url => Array.from(new Uint8Array(await (await fetch(url)).arrayBuffer()))"


@pytest.fixture
def counted(committed):
    """Grenoble as the reference case tells it (76 of 80 satisfied), and one month of Lyon."""
    version = scenes.version(committed)
    for antenne, months in ((committed.grenoble, range(1, 11)), (committed.lyon, (5,))):
        with inside(antenne):
            Figure.objects.bulk_create(
                cell for month in months for cell in _cells(antenne, version, date(2022, month, 1))
            )
            Freshness.objects.update_or_create(antenne=antenne, defaults={"refreshed_at": timezone.now()})
            CohortFigure.objects.create(
                antenne=antenne, cohort_id=uuid4(), name="Groupe du lundi", state="completed",
                version_id=version.pk, starts_on=date(2022, 5, 2), ends_on=date(2022, 6, 24), places_opened=10,
                places_taken=8, participants=8, completions=7, satisfied=7, answers=8, survey_invited=8,
                computed_at=timezone.now(),
            )  # fmt: skip
    return committed


def _cells(antenne, version, month):
    for measure, value in (EACH_MONTH | OF_NO_PROGRAMME).items():
        satisfied = measure == "satisfied" and month.month <= 6
        yield Figure(
            antenne=antenne, month=month, measure=measure, value=value + satisfied,
            version_id=version.pk if measure in EACH_MONTH else None,
            level="beginner" if measure in {"participants", "completions"} else "",
            n=8 if measure in {"satisfied", "level_gained"} else None, definition=1, computed_at=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def look(page):
    """Each width of a page is accessible; MAILLON_LOOK keeps its picture."""
    shots = count(1)

    def see(name):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            is_accessible(page)
            if folder := os.environ.get("MAILLON_LOOK"):
                page.screenshot(path=Path(folder) / f"{next(shots):02}-{name}-{width}.png", full_page=True)

    return see


def plain(words):
    return " ".join(words.split())


def told(page):
    return plain(page.locator("main").inner_text())


def file_of(page, name):
    """The content behind a link of the dialog, and the name that it is kept under."""
    return bytes(page.evaluate(READ, page.get_by_role("link", name=name, exact=True).get_attribute("href")))


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_question_to_a_letter(counted, address, page, sign_in, meanwhile, width):
    page.set_viewport_size({"width": width, "height": 900})
    office = address("reseau")
    sign_in(office, "nadia@reseau.example")
    page.get_by_role("link", name="Chiffres").locator("visible=true").first.click()
    _she_asks_for_grenoble_2022(page)
    _she_opens_the_table_of_a_picture(page)
    _she_takes_the_files(page)
    _she_keeps_the_report_and_receives_it(page, meanwhile)


def _she_asks_for_grenoble_2022(page):
    page.get_by_role("link", name="Filtrer").click()
    page.get_by_label("De", exact=True).fill("2022-01")
    page.get_by_label("À", exact=True).fill("2022-12")
    page.get_by_label("Antenne", exact=True).select_option(label="Grenoble")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**antenne=grenoble**")
    said = told(page)
    for words in ("80,0 % 80 sur 100 places", "95,0 % 76 sur 80 réponses", "15 000 €"):
        assert words in said
    is_accessible(page)


def _she_opens_the_table_of_a_picture(page):
    table = page.locator("details.chart-table").first
    table.get_by_text("Voir le tableau").click()
    expect(table.get_by_role("rowheader", name="janv.")).to_be_visible()
    assert "10 8" in plain(table.get_by_role("row", name="janv.").inner_text())
    is_accessible(page)


def _she_takes_the_files(page):
    page.get_by_role("link", name="Emporter").click()
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    is_accessible(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Tableur", exact=True).click()
    assert kept.value.suggested_filename == "Synthèse 2022 - Grenoble.xlsx"
    sheet = load_workbook(kept.value.path().open("rb")).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    opened, satisfied = head.index("Places ouvertes"), head.index("Satisfaction, numérateur")
    assert [sum(row[column] for row in rows) for column in (opened, satisfied)] == [100, 76]
    said = words_of(file_of(page, "PDF"))
    for words in ("Grenoble · 2022", "80 sur 100 places", "76 sur 80 réponses", "15 000 €"):
        assert words in said


def _she_keeps_the_report_and_receives_it(page, meanwhile):
    page.get_by_role("link", name="Enregistrer ce rapport").click()
    page.get_by_label("Nom du rapport").fill("Grenoble 2022")
    page.get_by_label("Période").select_option(label="Toujours ces mois-là")
    is_accessible(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Recevoir").click()
    page.get_by_text("partira vers nadia@reseau.example").wait_for()
    is_accessible(page)
    letter = meanwhile(_the_day_has_come)
    assert letter.to == ["nadia@reseau.example"]
    [(name, content, _)] = letter.attachments
    assert name == "Synthèse 2022 - Grenoble.pdf"
    assert "76 sur 80 réponses" in words_of(content)
    page.reload()
    page.get_by_role("link", name="Grenoble 2022").click()
    assert "76 sur 80 réponses" in told(page)


def _the_day_has_come():
    with at(NATIONAL):
        Subscription.objects.update(next_on=timezone.localdate())
    mail.outbox = []
    send_reports_of("")
    [letter] = mail.outbox
    return letter


def test_every_chapter_is_for_everybody(counted, address, page, sign_in, look):
    office = address("reseau")
    sign_in(office, "nadia@reseau.example")
    page.wait_for_url(f"{office}/")
    for code in book.CHAPTERS:
        path = "/chiffres/" if code == book.FIRST.code else f"/chiffres/{code}/"
        page.goto(f"{office}{path}?du=2022-01&au=2022-12")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        look(code)


def test_the_page_on_a_printer_is_figures_and_nothing_to_press(counted, address, page, sign_in):
    office = address("reseau")
    sign_in(office, "nadia@reseau.example")
    page.wait_for_url(f"{office}/")
    page.goto(f"{office}/chiffres/?du=2022-01&au=2022-12&antenne=grenoble")
    page.get_by_role("link", name="Emporter").click()  # the button "Imprimer" is in the dialog
    page.emulate_media(media="print")
    for pressed in (".tabs", ".filters", ".dialog", ".side", ".head-actions", ".btn:not(.chips *)"):
        for one in page.locator(pressed).all():
            expect(one).to_be_hidden()
    expect(page.get_by_label("Filtres en place").get_by_text("Grenoble")).to_be_visible()
    expect(page.locator("figure.chart svg").first).to_be_visible()
    expect(page.get_by_text("76 sur 80 réponses")).to_be_visible()
    said = words_of(page.pdf(prefer_css_page_size=True))
    assert "80 sur 100 places" in said
    assert "Retirer ce filtre" not in said
    if folder := os.environ.get("MAILLON_LOOK"):
        (Path(folder) / "printed.pdf").write_bytes(
            page.pdf(prefer_css_page_size=True, print_background=False)
        )
