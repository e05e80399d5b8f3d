"""Aujourd’hui: what now? Each role reads its own lines, the pressing ones first."""

from datetime import timedelta

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.antennes import inside
from kit.calendar import add_months
from programs.cohorts.models import Enrolment, Place
from tenants.welcome.models import Notice
from tenants.welcome.notices import Message, tell
from tenants.welcome.operations import note_contact

CALL = Message(say="{first_name} a une place.", words={"fr": ("Une place", "Bonjour {first_name}")})


@pytest.fixture
def antenne(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    return grenoble


def home(site, user) -> str:
    return site("grenoble", user).get("/").text.replace("\u00a0", " ").replace("\u202f", " ")


def call(antenne, *names):
    person = scenes.person(antenne, *names)
    return tell(person, kind=Notice.Kind.OFFER, message=CALL, by=antenne.lea, now=antenne.now)


def step(antenne, person, words="Rappeler", days=0):
    return note_contact(
        person, kind="visit", day=antenne.today, next_step=words,
        next_on=antenne.today + timedelta(days=days), by=antenne.lea, now=antenne.now, today=antenne.today,
    )  # fmt: skip


def offered(antenne, hours=24, **planned):
    """Somebody who was offered the place of an open cohort, until so many hours from now."""
    group = scenes.cohort(antenne, first=antenne.today + timedelta(days=40), **planned)
    (enrolment,) = scenes.enrolled(antenne, group)
    Place.objects.filter(pk=enrolment.place_id).update(state=Place.State.OFFERED)
    Enrolment.objects.filter(pk=enrolment.pk).update(
        state=Enrolment.State.OFFERED, offered_at=antenne.now,
        offer_expires_at=antenne.now + timedelta(hours=hours),
    )  # fmt: skip
    return enrolment


def test_with_nothing_to_do_the_page_teaches(antenne, site):
    assert "Rien n’attend" in home(site, antenne.lea)


def test_a_referral_is_late_after_a_week(antenne, site):
    referral = scenes.referral(antenne, scenes.person(antenne))
    assert "Amina Benali attend une réponse depuis aujourd’hui." in home(site, antenne.denis)
    referral.received_at -= timedelta(days=9)
    referral.save()
    text = home(site, antenne.denis)
    assert "Amina Benali attend une réponse depuis 9 jours." in text
    assert "Décider" in text
    assert "Décider" not in home(site, antenne.lea)


def test_an_offer_without_an_answer_is_pressing(antenne, site):
    offered(antenne)
    assert "Personne 1 Benali n’a pas encore dit oui à sa place dans « Groupe 1 »." in home(
        site, antenne.denis
    )


def test_who_is_to_be_called_is_one_line_whatever_the_number(antenne, site):
    call(antenne, "Amina", "Benali")
    assert "Amina Benali est à appeler." in home(site, antenne.denis)
    call(antenne, "Zoé", "Petit")
    assert "2 personnes sont à appeler." in home(site, antenne.denis)


def test_a_next_step_comes_back_on_its_day_and_not_before(antenne, site):
    amina = scenes.person(antenne)
    step(antenne, amina, "Relire son CV", days=1)
    assert "Relire son CV" not in home(site, antenne.lea)
    step(antenne, amina, "Apporter le justificatif")
    assert "Apporter le justificatif : Amina Benali." in home(site, antenne.lea)


def test_a_right_that_ends_during_the_course_is_said_in_time(antenne, site):
    group = scenes.cohort(antenne, first=antenne.today + timedelta(days=1))
    (enrolment,) = scenes.enrolled(antenne, group)
    sentence = "Le droit d’accès de Personne 1 Benali se termine."
    assert sentence not in home(site, antenne.denis)
    enrolment.beneficiary.entitlements.update(end=antenne.today + timedelta(days=10))
    assert sentence in home(site, antenne.denis)


def test_the_manager_is_told_who_is_lost_from_sight(antenne, site):
    amina = scenes.person(antenne)
    amina.last_contact_on = add_months(antenne.today, -21)
    amina.save()
    assert "Amina Benali n’a pas été vu depuis 20 mois." in home(site, antenne.maud)
    assert "20 mois" not in home(site, antenne.lea)


def test_the_manager_learns_of_a_published_programme(antenne, site):
    scenes.version(antenne)
    with inside(antenne.grenoble):
        assert "Un nouveau programme : « Trouver un emploi »." in home(site, antenne.maud)
        assert "Un nouveau programme" not in home(site, antenne.lea)


def test_five_lines_of_a_kind_then_how_many_are_left(antenne, site):
    for number in range(8):
        step(antenne, scenes.person(antenne, f"Personne {number}"), f"Rappel {number}")
    text = home(site, antenne.lea)
    assert text.count("Rappel ") == 4
    assert "Et 4 autres lignes comme celles-ci." in text


def test_lyon_has_its_own_day(antenne, site):
    call(antenne)
    assert "Rien n’attend" in site("lyon", antenne.karim).get("/").text


def test_the_whole_day_costs_eight_statements(antenne, site):
    group = scenes.cohort(antenne, first=antenne.today)
    scenes.running(antenne, scenes.enrolled(antenne, group, count=3) and group)
    offered(antenne, programme=group.programme)
    for number in range(7):
        call(antenne, f"Appel {number}")
        step(antenne, scenes.person(antenne, f"Pas {number}"))
        scenes.referral(antenne, scenes.person(antenne, f"Envoi {number}"))
    page = site("grenoble", antenne.maud)
    page.get("/")
    with CaptureQueriesContext(connection) as told:
        assert page.get("/").status_code == 200
    passing = ("SET ", "SAVEPOINT", "RELEASE")
    asked = [q["sql"] for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)]
    assert len(asked) <= 8, asked
