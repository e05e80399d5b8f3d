"""Closing and correcting on the pages of the national office; what pages and API say of closed months."""

from datetime import date, timedelta

import pytest
from closings import (
    CLOSING,
    JANUARY,
    LATER,
    close,
    correct,
    correct_attendance,
    count_again,
    some_workshops,
    spaces,
)
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.rollup.closing.notes import closed_note
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside

pytestmark = pytest.mark.django_db
PAGE = "/chiffres/periodes/"


def test_nadia_closes_a_year_and_corrects_it_on_her_pages(year, site, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOSING)
    nadia = site("reseau", year.world.nadia)
    assert "Aucune période close" in nadia.get(PAGE).text
    form = nadia.get(f"{PAGE}clore/")
    assert [link["label"] for link in form.context["years"]] == ["2022"]
    assert 'value="2022-01"' in form.text
    answer = nadia.post(f"{PAGE}clore/", {"du": "2022-01", "au": "2022-12"}, follow=True)
    assert "Rien n’a changé depuis l’édition 1" in answer.text
    [period] = nadia.get(PAGE).context["page_obj"]
    assert (str(period), period.edition, period.waiting) == ("2022", 1, 0)

    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    correct_attendance(year)
    nadia = site("reseau", year.world.nadia)
    with inside(year.world.grenoble):
        some_workshops(year.world.grenoble, value=3)
    assert "3 chiffres ont changé" in spaces(nadia.get(PAGE).text)  # hours, presences, workshops
    page = spaces(nadia.get(f"{PAGE}{period.pk}/").text)
    for words in ("Heures suivies", "Trouver un emploi", "−2 h", "+3", "Corriger"):
        assert words in page
    form = nadia.get(f"{PAGE}{period.pk}/corriger/")
    seen = form.context["seen"]
    refused = nadia.post(f"{PAGE}{period.pk}/corriger/", {"reason": "Une ligne", "seen": "0" * 16})
    assert refused.status_code == 409
    assert ("Une ligne" in refused.text, seen in refused.text) == (True, True)
    done = nadia.post(f"{PAGE}{period.pk}/corriger/", {"reason": "Une ligne", "seen": seen}, follow=True)
    for words in ("Édition 2", "Une ligne", "−2 h", "Rien n’a changé depuis l’édition 2"):
        assert words in spaces(done.text)
    assert "Rien à corriger" in nadia.get(f"{PAGE}{period.pk}/corriger/").text


def test_a_refusal_leaves_the_form_as_it_was_typed(closed, site, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOSING)
    answer = site("reseau", closed.world.nadia).post(f"{PAGE}clore/", {"du": "2022-03", "au": "2022-04"})
    assert answer.status_code == 409
    assert ("déjà clos" in answer.text, 'value="2022-03"' in answer.text) == (True, True)


@pytest.mark.parametrize(
    ("email", "lists", "closes"),
    [
        ("nadia@reseau.example", 200, 200),
        ("admin@reseau.example", 200, 200),
        ("finance@reseau.example", 200, 403),
    ],
)
def test_who_sees_and_who_closes(closed, site, email, lists, closes):
    person = site("reseau", closed.world.person(email))
    for path in (PAGE, f"{PAGE}{closed.period.pk}/"):
        assert person.get(path).status_code == lists
    for path in (f"{PAGE}clore/", f"{PAGE}{closed.period.pk}/corriger/"):
        assert person.get(path).status_code == closes
    assert site("grenoble", closed.world.maud).get(PAGE).status_code == 404


def test_a_page_of_figures_says_that_its_months_are_closed(closed, site):
    for host, person in (("reseau", closed.world.nadia), ("grenoble", closed.world.maud)):
        page = spaces(site(host, person).get("/chiffres/?du=2022-01&au=2022-12").text)
        assert "Période close le 15 janvier 2023, édition 1" in page
        page = spaces(site(host, person).get("/chiffres/?du=2022-12&au=2023-02").text)
        assert "En partie close : 2022, édition 1" in page
        assert (
            "close" not in site(host, person).get("/chiffres/?du=2023-01&au=2023-02").context["closed_note"]
        )


def test_months_across_two_closed_periods_are_wholly_closed(year):
    close(year.world, first=JANUARY, last=date(2022, 6, 1))
    with inside(year.world.grenoble):
        year.open(first_day=date(2022, 9, 5))
    count_again(year.world, CLOSING)
    close(year.world, first=date(2022, 7, 1))
    with at(NATIONAL):
        words = closed_note(date(2022, 3, 1), date(2022, 9, 1))
    assert spaces(words) == (
        "Période close : janvier 2022 – juin 2022, édition 1 · juillet 2022 – décembre 2022, édition 1"
    )


def test_the_api_says_which_edition_is_read_and_lists_them(closed, site):
    nadia = site("reseau", closed.world.nadia)
    api = "/api/v1/figures/?from=2022-06&to=2023-03&measure=participants"
    [edition] = nadia.get(api).json()["editions"]
    assert (edition["name"], edition["from"], edition["to"], edition["edition"]) == (
        "2022",
        "2022-01",
        "2022-12",
        1,
    )
    assert nadia.get("/api/v1/figures/?from=2023-01&to=2023-03").json()["editions"] == []
    correct_attendance(closed)
    correct(closed.world, closed.period)
    [period] = nadia.get("/api/v1/closed-periods/").json()["results"]
    assert (period["id"], period["from"], period["to"]) == (edition["id"], "2022-01", "2022-12")
    assert [(one["number"], one["reason"]) for one in period["editions"]] == [
        (1, ""),
        (2, "Une feuille était fausse."),
    ]
    assert site("grenoble", closed.world.maud).get("/api/v1/closed-periods/").status_code == 404


@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}clore/", "period", "correct", "/chiffres/?du=2022-01&au=2022-12"]
)
def test_a_page_costs_eight_statements_however_many_antennes_and_editions(closed, site, path):
    pages = {"period": f"{PAGE}{closed.period.pk}/", "correct": f"{PAGE}{closed.period.pk}/corriger/"}
    nadia = site("reseau", closed.world.nadia)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert nadia.get(pages.get(path, path)).status_code == 200
        return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])

    few = cost()
    for number in range(2):
        with inside(closed.world.grenoble):
            some_workshops(closed.world.grenoble, value=number + 1)
        count = LATER + timedelta(days=number)
        for antenne in (closed.world.grenoble, closed.world.lyon):
            refresh(antenne, now=count)
        correct(closed.world, closed.period, now=count)
    assert few <= 8
    assert cost() == few
