"""The dictionary of measures as a page: whole, for who reads the figures, at no cost of the database."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.rollup.measures import MEASURES, Subject, formula

PAGE = "/chiffres/dictionnaire/"


@pytest.mark.parametrize(("place", "who"), [("reseau", "nadia"), ("grenoble", "lea")])
def test_every_measure_stands_there_with_its_words(world, site, place, who):
    page = unescape(site(place, getattr(world, who)).get(PAGE).text).replace("\u00a0", " ")
    for subject in Subject:
        assert f">{subject}</h2>" in page
    for measure in MEASURES.values():
        [line] = re.findall(
            f'<p>{re.escape(measure.definition)}</p>\\s*<p[^>]*id="{measure.code}">(.*?)</p>', page
        )
        assert f"<strong>{measure.label}</strong>" in page
        assert line.startswith(f"En {measure.unit_words} ·")
        assert line.endswith(f": {formula(measure) or measure.source} · version {measure.version}")


def test_a_rate_says_what_it_divides():
    assert formula(MEASURES["attendance_rate"]) == "Présences / Présences attendues"
    assert formula(MEASURES["response_rate"]) == "Réponses / Invitations à répondre"
    assert formula(MEASURES["places_opened"]) == ""


def test_the_figures_lead_to_it_and_it_reads_no_figure(world, site):
    nadia = site("reseau", world.nadia)
    with CaptureQueriesContext(connection) as told:
        assert nadia.get(PAGE).status_code == 200
    assert not any("rollup_" in query["sql"] for query in told)


def test_who_may_not_read_the_figures_is_refused(world, site):
    assert site("reseau", world.lea).get(PAGE).status_code in {302, 403}
    assert site("grenoble", world.karim).get(PAGE).status_code in {302, 403, 404}
    assert site("reseau").get(PAGE).status_code == 302
