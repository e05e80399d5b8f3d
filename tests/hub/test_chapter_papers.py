"""A chapter on paper says what its page says, whatever the number of lines."""

import io
import re
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core import mail
from papers_read import sheets_of, words_of
from pypdf import PdfReader

from hub.reports import book, files, papers
from hub.reports.chapters import Told
from hub.reports.papers import as_pdf
from hub.reports.questions import Question, Reading
from hub.reports.saved import operations
from hub.reports.saved.tasks import send_one
from hub.rollup.measures import STORED
from hub.rollup.models import CohortFigure, Figure, Subscription
from hub.rollup.refresh import refresh
from hub.rollup.reports import Row
from kit.antennes import NATIONAL, at, inside
from tenants.network.models import Antenne

pytestmark = pytest.mark.django_db
ASKED = {"du": "2022-01", "au": "2022-12"}
YEAR = "du=2022-01&au=2022-12"
LONG = "Aubervilliers – La Courneuve, accompagnement administratif et numérique"


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
    with inside(scene.world.grenoble):
        Figure.objects.bulk_create(of_month(scene))
    return scene


def of_month(scene):
    """What the shop, the devices and the surveys of Grenoble tell of May."""
    told = {
        "devices_on_loan": 7, "devices_in_class": 6, "connection_sold": 9, "connection_paid": 9_050,
        "connection_reference": 27_000, "savings": 17_950, "satisfied": 7, "cards_sold": 9,
        "referrals_received": 12, "funds_allocated": 1_500_000, "funds_consumed": 600_000, "devices_allocated": 100,
    }  # fmt: skip
    for measure, value in told.items():
        asked = measure == "satisfied"
        yield Figure(
            antenne=scene.world.grenoble, month=date(2022, 5, 1), measure=measure, value=value, definition=1,
            version_id=scene.version.pk if asked else None, n=8 if asked else None, computed_at=scene.world.now,
        )  # fmt: skip


def plain(words):
    return " ".join(words.split())


def told_by_many(world, count, chapter=book.FIRST, view="antenne"):
    """The answer of so many antennes, each with the same sums; standing at the office."""
    Antenne.objects.bulk_create(
        Antenne(
            code=f"essai-{n}", schema_name=f"essai_{n}", name=f"{LONG} {n}", departement=f"{n % 95 + 1:02}"
        )
        for n in range(count - 2)
    )
    question = Question(ASKED, among=Antenne.objects.order_by("name"), today=world.today)
    sums = dict.fromkeys(STORED, 8) | {"places_opened": 10, "satisfied": 7, "satisfied:n": 8}
    rows = {
        "antenne": [Row({"antenne": one}, sums) for one in question.antennes],
        "month": [Row({"month": month}, sums) for month in question.period.months],
        "programme": [Row({"programme": None}, sums)],
        "level": [Row({"level": "beginner"}, sums)],
    }
    return Told(chapter, question, Reading(rows, question.period.start), view)


def told_of(world, chapter=book.FIRST, **asked):
    question = Question(ASKED | asked, among=Antenne.objects.order_by("name"), today=world.today)
    return chapter.tell(question, view=asked.get("vue", ""))


@pytest.mark.parametrize("code", list(book.CHAPTERS))
def test_the_paper_of_a_chapter_says_its_numbers_its_lines_and_what_they_count(figures, site, code):
    said = words_of(site("reseau", figures.world.nadia).get(f"/chiffres/{code}.pdf?{YEAR}"))
    with at(NATIONAL):
        told = told_of(figures.world, book.CHAPTERS[code])
        assert not told.empty
        for one in told.headlines:
            assert plain(one.label) in said
            assert plain(f"{one.value} {one.unit}") in said
            assert plain(one.note) in said
        for block in told.blocks:
            assert block.title in said
        if told.chapter is not book.CHAPTERS["parcours"]:
            for line in told.table().lines:
                cells = " ".join(f"{cell.words} {cell.note}" for cell in line.cells)
                assert plain(f"{line.name} {cells}") in said
    assert "Ce que ces chiffres comptent" in said
    for row in files.dictionary(book.CHAPTERS[code]).rows:
        assert plain(f"{row[0]} {row[2]}") in said
    assert "Réseau national" in said
    assert "Page 1 sur" in said


def test_the_same_numbers_are_the_same_bytes(figures):
    with at(NATIONAL):
        first, second = (as_pdf(told_of(figures.world), now=figures.world.now) for _ in range(2))
    assert first == second


def test_it_says_its_filters_and_how_fresh_it_is(figures, site):
    nadia = site("reseau", figures.world.nadia)
    answer = nadia.get(f"/chiffres/synthese.pdf?{YEAR}&antenne=grenoble&niveau=beginner")
    said = words_of(answer)
    for words in (
        "Grenoble · 2022", "janvier 2022 – décembre 2022", "Antenne Grenoble", "Niveau Débutant",
        "Chiffres à jour le 8 mars 2022 à 10 h",
    ):  # fmt: skip
        assert words in said
    assert "Synth%C3%A8se%202022%20-%20Grenoble%20-%20D%C3%A9butant.pdf" in answer["Content-Disposition"]


def test_the_period_before_and_the_target_stand_under_the_number(figures):
    with at(NATIONAL):
        question = Question(
            {"du": "2023-01", "au": "2023-12"}, among=Antenne.objects.all(), today=figures.world.today
        )
        told = replace(book.FIRST.tell(question), targets={"fill_rate": "Objectif 2023 : 85 %"})
        before = next(one for one in told.headlines if one.code == "fill_rate").previous
        rows = {**told.read.rows, "month": [Row({"month": date(2023, 1, 1)}, {"places_opened": 4})]}
        rows["month"] += told.read.rows["month"]
        said = words_of(
            as_pdf(
                Told(told.chapter, question, Reading(rows, date(2023, 1, 1)), "antenne", told.targets),
                now=figures.world.now,
            )
        )
    assert "12 sur 30 places" in before
    assert plain(before) in said
    assert "Objectif 2023 : 85 %" in said


def test_without_any_figure_it_is_a_sentence(figures, site):
    nadia = site("reseau", figures.world.nadia)
    for code in book.CHAPTERS:
        said = words_of(nadia.get(f"/chiffres/{code}.pdf?du=1999-01&au=1999-03"))
        assert "Pas de chiffres pour cette période" in said
        assert "janvier 1999 – mars 1999" in said


@pytest.mark.parametrize("count", [19, 200])
def test_many_antennes_with_long_names_all_have_their_line(world, count):
    with at(NATIONAL):
        told = told_by_many(world, count)
        pages = sheets_of(as_pdf(told, now=world.now))
    said = " ".join(pages)
    lines = [f"{plain(line.name)} 10 8 80,0 % 8 sur 10 8" for line in told.table().lines]
    assert len(lines) == count
    assert [line for line in lines if line not in said] == []
    tables = [page for page in pages if "80,0 % 8 sur 10 8" in page]
    assert all("Places prises Remplissage" in page for page in tables), "the head is on each page"
    assert "Ensemble 120 96 80,0 %" in said


def test_many_columns_lie_on_their_side_and_the_rest_does_not(world):
    with at(NATIONAL):
        made = as_pdf(told_by_many(world, 19, book.CHAPTERS["antenne"]), now=world.now)
    sheets = PdfReader(io.BytesIO(made)).pages
    lying = [sheet.mediabox.width > sheet.mediabox.height for sheet in sheets]
    assert (lying[0], any(lying), lying[-1]) == (False, True, False)


@pytest.fixture
def groups(figures):
    """Two rows of groups of Grenoble, as the refresh leaves them."""
    with inside(figures.world.lyon):
        CohortFigure.objects.all().delete()
    with inside(figures.world.grenoble):
        CohortFigure.objects.all().delete()
        for day, name in ((7, "Groupe du lundi"), (14, "Groupe du mardi")):
            CohortFigure.objects.create(
                antenne=figures.world.grenoble, cohort_id=uuid4(), name=name, state="completed",
                version_id=figures.version.pk, starts_on=date(2022, 3, day), ends_on=date(2022, 4, 4),
                places_opened=10, places_taken=8, participants=8, completions=7, satisfied=7, answers=8,
                computed_at=figures.world.now,
            )  # fmt: skip
    return figures


def test_the_cohorts_are_listed_one_by_one(groups, site):
    said = words_of(site("reseau", groups.world.nadia).get(f"/chiffres/parcours.pdf?{YEAR}"))
    assert "2 parcours" in said
    assert "Groupe du mardi Trouver un emploi, avec Pôle emploi Grenoble" in said
    assert "07/03/2022 – 04/04/2022 Terminé 8 sur 10 8 7 7 sur 8" in said
    own = words_of(site("grenoble", groups.world.maud).get(f"/chiffres/parcours.pdf?{YEAR}"))
    assert "Trouver un emploi, avec Pôle emploi 07/03/2022" in own


def test_more_cohorts_than_a_person_reads_are_in_the_workbook(groups, site, monkeypatch):
    monkeypatch.setattr(papers, "MOST_COHORTS", 1)
    said = words_of(site("reseau", groups.world.nadia).get(f"/chiffres/parcours.pdf?{YEAR}"))
    assert "Groupe du mardi" in said
    assert "Groupe du lundi" not in said
    assert "Les 1 derniers" in said


@pytest.mark.parametrize("code", [one.code for one in book.chapters_of("antenne")])
def test_the_paper_of_an_antenne_holds_nothing_of_another(figures, site, code):
    said = words_of(site("lyon", figures.world.karim).get(f"/chiffres/{code}.pdf?{YEAR}"))
    assert "Antenne de Lyon" in said
    assert "Grenoble" not in said


def test_who_may_not_read_takes_no_paper(figures, site):
    assert site("reseau", figures.world.lea).get("/chiffres/synthese.pdf").status_code in {302, 403, 404}
    assert site("lyon", figures.world.karim).get("/chiffres/antenne.pdf").status_code == 404


def test_the_page_offers_the_paper_first_and_its_printer(figures, site):
    page = site("reseau", figures.world.nadia).get(f"/chiffres/?{YEAR}").content.decode()
    dialog = page.split('id="emporter"')[1]
    first = re.search(r'href="(/chiffres/[^"]+)"', dialog)
    assert first
    assert first[1].startswith("/chiffres/synthese.pdf?du=2022-01")
    assert "data-print" in dialog


def test_a_saved_report_arrives_on_paper(figures):
    world = figures.world
    with at(NATIONAL):
        report = operations.save_report(
            title="Grenoble, l’année", chapter="synthese", asked={"antenne": "grenoble"}, span="year",
            antenne=None, by=world.nadia, now=world.now,
        )  # fmt: skip
        subscription = operations.subscribe(
            report, every="month", kind="pdf", by=world.nadia, now=world.now, today=world.today
        )
        Subscription.objects.filter(pk=subscription.pk).update(next_on=world.today)
        send_one(subscription.pk, now=world.now, today=world.today)
    [letter] = mail.outbox
    [(name, content, kind)] = letter.attachments
    assert (name, kind) == ("Synthèse 2022 - Grenoble.pdf", "application/pdf")
    assert "12 sur 20 places" in words_of(content)
