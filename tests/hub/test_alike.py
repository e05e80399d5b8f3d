"""THE proof of the figures: Grenoble 2022 is the same to the unit on page, workbook, CSV, paper and by the API."""

import csv
import io
import re
from datetime import date

import pytest
import scenes
from openpyxl import load_workbook
from papers_read import words_of

from hub.rollup.refresh import refresh
from kit.antennes import inside
from programs.cohorts.models import Satisfaction, SurveyInvitation
from programs.cohorts.operations import answer_survey, invite_to_survey

pytestmark = pytest.mark.django_db
YEAR = "du=2022-01&au=2022-12"
API = "/api/v1/figures/?from=2022-01&to=2022-12&by=antenne"
# The headlines as a person reads them, and the line of Grenoble: hours are the only number told by the scene.
HEADLINES = ("100", "80,0 %", "80 sur 100 places", "95,0 %", "76 sur 80 réponses", "15 000 €")
LINE = "100 80 80,0 % 80 sur 100 80 {hours} h 95,0 % 76 sur 80 15 000 €"
NUMBERS = {
    "places_opened": 100, "places_taken": 80, "participants": 80, "fill_rate": 0.8, "satisfaction_rate": 0.95,
    "funds_allocated": 1_500_000,
}  # fmt: skip
COLUMNS = {
    "Places ouvertes": 100, "Places prises": 80, "Participants": 80, "Fonds affectés": 15_000, "Remplissage": 0.8,
    "Remplissage, numérateur": 80, "Remplissage, n": 100, "Satisfaction": 0.95, "Satisfaction, numérateur": 76,
    "Satisfaction, n": 80,
}  # fmt: skip


@pytest.fixture
def reference(scene):
    """Ten groups of ten places and eight people, 76 of 80 satisfied, €15,000; and a group at Lyon beside."""
    world = scene.world
    with inside(world.grenoble):
        allocation = scenes.allocation(world, scene.template, places=100, devices=100, cents=1_500_000)
        for month in range(1, 11):
            cohort = scene.open(first_day=date(2022, month, 7), allocation=allocation)
            scene.run(cohort, 8)
            invite_to_survey(cohort, by=world.lea, now=world.now)
        for number, invitation in enumerate(SurveyInvitation.objects.all()):
            said = Satisfaction.UNSATISFIED if number % 20 == 7 else Satisfaction.SATISFIED
            answer_survey(invitation, satisfaction=said)
    with inside(world.lyon):
        scene.open("lyon")
    for antenne in (world.grenoble, world.lyon):
        refresh(antenne, now=world.now)
    return scene


def seen(answer):
    """What a person reads on a page."""
    assert answer.status_code == 200
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\xa0", " "))


def rows(answer):
    assert answer.status_code == 200
    head, *lines = load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def api_says(amounts):
    """The numbers of an answer of the API; the hours, which the others must say too."""
    assert {code: amounts[code]["value"] for code in NUMBERS} == NUMBERS
    rate = amounts["satisfaction_rate"]
    assert (rate["numerator"], rate["denominator"]) == (76, 80)
    return amounts["minutes_delivered"]["value"] / 60


def test_grenoble_2022_is_the_same_everywhere(reference, site):
    """One year is made once, then read from the office and from Grenoble."""
    hours = _from_the_office(site("reseau", reference.world.nadia))
    assert _from_grenoble(site("grenoble", reference.world.maud)) == hours


def _from_the_office(nadia):
    grenoble = f"{YEAR}&antenne=grenoble"
    [of_grenoble] = [row for row in nadia.get(API).json()["rows"] if row["antenne"]["code"] == "grenoble"]
    hours = api_says(of_grenoble)
    line = f"Grenoble {LINE.format(hours=round(hours))}"

    both, alone = seen(nadia.get(f"/chiffres/?{YEAR}")), seen(nadia.get(f"/chiffres/?{grenoble}"))
    on_paper, paper_alone = (
        words_of(nadia.get(f"/chiffres/synthese.pdf?{asked}")) for asked in (YEAR, grenoble)
    )
    assert line in both
    assert line in on_paper
    for number in HEADLINES:
        assert number in alone, number
        assert number in paper_alone, number
    assert "Antenne Grenoble" in paper_alone

    [row] = [
        one for one in rows(nadia.get(f"/chiffres/synthese.xlsx?{YEAR}")) if one["Antenne"] == "Grenoble"
    ]
    assert {name: row[name] for name in COLUMNS} == COLUMNS
    assert row["Heures suivies"] == pytest.approx(hours)
    answer = nadia.get(f"/chiffres/synthese.csv?{YEAR}").content.decode("utf-8-sig")
    [told] = [one for one in csv.DictReader(io.StringIO(answer), delimiter=";") if one["Code"] == "grenoble"]
    assert {name: float(told[name].replace(",", ".")) for name in COLUMNS} == COLUMNS
    return hours


def _from_grenoble(maud):
    hours = api_says(maud.get(API).json()["total"])
    page, paper = seen(maud.get(f"/chiffres/?{YEAR}")), words_of(maud.get(f"/chiffres/synthese.pdf?{YEAR}"))
    for number in HEADLINES:
        assert number in page, number
        assert number in paper, number
    assert f"avec Pôle emploi {LINE.format(hours=round(hours))}" in paper
    assert "Antenne de Grenoble" in paper

    months = rows(maud.get(f"/chiffres/synthese.xlsx?{YEAR}&vue=month"))
    counted = [name for name in COLUMNS if name not in {"Remplissage", "Satisfaction"}]
    assert {name: sum(row[name] for row in months) for name in counted} == {n: COLUMNS[n] for n in counted}
    return hours
