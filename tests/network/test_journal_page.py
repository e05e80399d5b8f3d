"""The journal read aloud: who did what, when, on what; no beneficiary's name; few statements."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.antennes import inside
from kit.journal import record
from tenants.network import journal
from tenants.welcome.models import Beneficiary

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 8, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def busy(world):
    with inside(world.grenoble):
        amina = Beneficiary.objects.create(
            first_name="Amina", last_name="Secrète", registered_at=EVENING, last_contact_on=EVENING.date()
        )
        for minutes in range(60):
            record("welcome.registered", on=amina, by=world.lea, at=EVENING + timedelta(minutes=minutes))
        record("network.joined", on=world.lea, by=None, at=EVENING, role="host")
        record("unknown.verb", on=amina, by=world.denis, at=EVENING)
    return amina


def test_it_says_who_did_what_in_the_time_of_the_antenne(world, site, busy):
    page = site("grenoble", world.maud).get("/journal/?page=2").content.decode()
    assert "Léa Host a créé une fiche" in page
    assert "le système a rejoint l’équipe (Animation)" in page
    assert "Denis Accueil unknown.verb" in page
    assert "23\u00a0h\u00a030" in page
    assert f"fiche {str(busy.pk)[-8:]}" in page


def test_no_beneficiary_is_named(world, site, busy):
    maud = site("grenoble", world.maud)
    assert (
        "Secrète"
        not in maud.get("/journal/").content.decode() + maud.get("/journal/?page=2").content.decode()
    )


def test_it_is_narrowed_by_room_and_by_day_of_the_antenne(world, site, busy):
    maud = site("grenoble", world.maud)
    team = maud.get("/journal/?domaine=network&jour=2026-03-08").content.decode()
    assert "a rejoint l’équipe" in team
    assert "a créé une fiche" not in team
    late = maud.get("/journal/?jour=2026-03-09").content.decode()
    assert late.count("a créé une fiche") == 30
    assert "Rien pour ce choix" in maud.get("/journal/?jour=2026-03-10").content.decode()
    assert maud.get("/journal/?jour=hier&domaine=nothing&page=x").status_code == 200


def test_a_page_takes_few_statements(world, site, busy):
    maud = site("grenoble", world.maud)
    maud.get("/journal/")
    with CaptureQueriesContext(
        connection,
    ) as said:
        maud.get("/journal/")
    asked = [one["sql"] for one in said if not one["sql"].startswith(("SET", "SELECT set_config"))]
    assert len(asked) <= 8, asked


@pytest.mark.parametrize(
    ("host", "who", "status"),
    [("grenoble", "lea", 403), ("grenoble", "denis", 403), ("reseau", "nadia", 403), ("reseau", "alex", 200)],
)
def test_it_is_for_those_who_answer_for_the_place(world, site, host, who, status):
    assert site(host, getattr(world, who)).get("/journal/").status_code == status


def test_another_antenne_keeps_its_own(world, site, busy):
    assert "a créé une fiche" not in site("lyon", world.marc).get("/journal/").content.decode()


def test_the_page_is_unknown_to_sponsors(world, site):
    assert (
        site("partenaires", world.person("fondation@partenaires.example")).get("/journal/").status_code == 403
    )


def test_every_verb_that_the_rooms_write_is_read_aloud():
    rooms = {room for site in journal.ROOMS.values() for room in site}
    files = [*ROOT.glob("*/*/operations/**/*.py"), *ROOT.glob("*/*/operations.py")]
    written = {
        verb
        for file in files
        for verb in re.findall(r'(?:record(?:_many)?\(\s*|verb=)f?"([a-z]+\.[^"]+)"', file.read_text())
        if verb.partition(".")[0] in rooms and "{" not in verb
    }
    assert written
    assert written <= set(journal.VERBS), sorted(written - set(journal.VERBS))


def test_a_verb_is_a_room_and_the_end_of_a_sentence():
    for verb, words in journal.VERBS.items():
        assert verb.count(".") == 1
        assert words.startswith("a ")
