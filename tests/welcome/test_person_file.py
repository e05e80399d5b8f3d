"""The file of a person: corrected without overwriting, what they agree to, and their story over the years."""

from datetime import timedelta

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.antenne.story import Moment, by_year
from programs.cohorts.models import Booking, Session
from tenants.welcome.models import Consent, Notice
from tenants.welcome.notices import Message, tell, wants_mail
from tenants.welcome.operations import merge, note_consent
from tenants.welcome.queries import consents_of

HELLO = Message(say="Bonjour {first_name}", words={"fr": ("Bonjour", "Bonjour {first_name}")})


def statements(browser, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as told:
        assert browser.get(path).status_code == 200
    passing = ("SET ", "SAVEPOINT", "RELEASE")
    return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])


def filled(form, **changes):
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return data | changes


def test_a_file_is_corrected_and_found_under_its_new_name(antenne, site):
    amina = scenes.person(antenne, phone="06 39 98 12 34")
    page, path = site("grenoble", antenne.lea), f"/personnes/{amina.pk}/modifier/"
    form = page.get(path).context["form"]
    sent = filled(form, last_name="Cherif", channel="phone", situations=["student"], birth_year="1990")
    answer = page.post(path, sent, follow=True)
    assert "La fiche de Amina Cherif est à jour." in answer.text
    assert "Par téléphone" in answer.text
    assert "Amina Cherif" in page.get("/personnes/", data={"q": "cherrif"}).text


def test_two_tabs_never_overwrite_each_other(antenne, site):
    amina = scenes.person(antenne)
    page, path = site("grenoble", antenne.denis), f"/personnes/{amina.pk}/modifier/"
    form = page.get(path).context["form"]
    page.post(path, filled(form, phone="06 39 98 00 01"))
    late = page.post(path, filled(form, phone="06 39 98 00 02", last_name="Autre"))
    assert late.status_code == 409
    assert "a changé cette fiche entre-temps" in late.text
    assert 'value="06 39 98 00 02"' in late.text, "what was typed is kept"
    amina.refresh_from_db()
    assert (amina.phone, amina.last_name) == ("06 39 98 00 01", "Benali")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_name", " "),
        ("last_name", "x" * 300),
        ("birth_year", "1899"),
        ("birth_year", "3000"),
        ("email", "pas une adresse"),
        ("phone", "0" * 30),
        ("channel", "pigeon"),
        ("situations", "santé"),
    ],
)
def test_a_mistake_is_told_beside_its_field(antenne, site, field, typed):
    amina = scenes.person(antenne)
    page, path = site("grenoble", antenne.denis), f"/personnes/{amina.pk}/modifier/"
    answer = page.post(path, filled(page.get(path).context["form"], **{field: typed}))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "<h1>Modifier la fiche de Amina Benali</h1>" in answer.text.replace("\n", "")
    amina.refresh_from_db()
    assert str(amina) == "Amina Benali"


def test_a_file_of_grenoble_is_not_corrected_from_lyon_nor_one_that_was_merged(antenne, site):
    amina, other = scenes.person(antenne), scenes.person(antenne)
    for end in ("modifier/", "fusionner/"):
        assert site("lyon", antenne.marc).get(f"/personnes/{amina.pk}/{end}").status_code == 404
    assert site("lyon", antenne.karim).post(f"/personnes/{amina.pk}/accords/").status_code == 404
    merge(amina, other, by=antenne.denis, now=antenne.now)
    assert site("grenoble", antenne.denis).get(f"/personnes/{other.pk}/modifier/").status_code == 404


# --- consents ------------------------------------------------------------------------------------


def test_what_is_asked_at_the_first_meeting_is_noted(antenne, site):
    page = site("grenoble", antenne.denis)
    sent = {"first_name": "Amina", "last_name": "Benali", "language": "fr", "consents": ["email", "picture"]}
    page.post("/personnes/nouvelle/", sent)
    assert set(Consent.objects.values_list("purpose", "given")) == {("email", True), ("picture", True)}


def test_an_agreement_is_taken_back_and_its_history_stays(antenne, site):
    amina = scenes.person(antenne)
    page, path = site("grenoble", antenne.denis), f"/personnes/{amina.pk}/"
    assert "Pas demandé" in page.get(path).text
    for given in ("yes", "yes", "no"):
        answer = page.post(f"{path}accords/", {"purpose": "picture", "given": given}, follow=True)
    assert "L’accord « Être photographiée » est retiré." in answer.text
    assert consents_of(amina) == {"picture": False}
    assert Consent.objects.count() == 2
    whole = page.get(f"{path}?vue=tout").text
    assert whole.count("Accord\u00a0: être photographiée") == 2
    assert page.post(f"{path}accords/", {"purpose": "health", "given": "yes"}).status_code == 409


def test_who_no_longer_agrees_to_e_mails_is_called(antenne):
    amina = scenes.person(antenne, email="amina@exemple.example")
    assert wants_mail(amina)
    note_consent(amina, purpose="email", given=False, by=antenne.denis, now=antenne.now)
    assert not wants_mail(amina)
    notice = tell(amina, kind=Notice.Kind.REMINDER, message=HELLO, by=antenne.denis, now=antenne.now)
    assert notice.by_phone
    note_consent(amina, purpose="email", given=True, by=antenne.denis, now=antenne.now + timedelta(days=1))
    assert wants_mail(amina)


# --- the story -----------------------------------------------------------------------------------


def test_the_story_is_told_by_year_and_the_latest_first(antenne):
    days = [antenne.today.replace(year=year, day=day) for year, day in ((2020, 1), (2022, 1), (2022, 9))]
    told = by_year(Moment(day, str(day)) for day in days)
    assert [(year, [moment.day.day for moment in those]) for year, those in told] == [
        (2022, [9, 1]),
        (2020, [1]),
    ]


def workshops(antenne, amina, count):
    for number in range(count):
        day = antenne.today - timedelta(days=number)
        session = Session.objects.create(
            kind="workshop", theme="basics", capacity=8, title=f"Atelier {number}", day=day,
            starts_at=antenne.now - timedelta(days=number, minutes=number), minutes=60, room="Belledonne",
        )  # fmt: skip
        Booking.objects.create(
            session=session, beneficiary=amina, state="came", booked_by=antenne.lea,
            booked_at=antenne.now, came_at=antenne.now,
        )  # fmt: skip


def test_what_matters_first_and_the_whole_on_demand(antenne, site):
    amina = scenes.person(antenne)
    workshops(antenne, amina, 1)
    tell(amina, kind=Notice.Kind.REMINDER, message=HELLO, by=antenne.denis, now=antenne.now)
    page = site("grenoble", antenne.denis)
    main = page.get(f"/personnes/{amina.pk}/").text
    assert "Un atelier suivi" in main
    assert "Bonjour Amina" in main, "what is still to be said matters"
    Notice.objects.update(done_at=antenne.now)
    assert "Bonjour Amina" not in page.get(f"/personnes/{amina.pk}/").text
    whole = page.get(f"/personnes/{amina.pk}/?vue=tout").text
    assert "Atelier 0" in whole
    assert "Bonjour Amina" in whole


def test_ten_years_of_life_cost_as_little_as_a_first_visit(antenne, site):
    group = scenes.cohort(antenne, first=antenne.today)
    amina = scenes.ready(antenne, group.version)
    page, path = site("grenoble", antenne.denis), f"/personnes/{amina.pk}/"
    few = statements(page, path)
    workshops(antenne, amina, 30)
    for number in range(20):
        note_consent(amina, purpose="picture", given=number % 2 == 0, by=antenne.denis, now=antenne.now)
    scenes.enrol(amina, cohort=group, by=antenne.denis, now=antenne.now, today=antenne.today)
    # Three for who asks, one for the person, five for what the rooms hold, one for the next step.
    assert statements(page, path) <= few <= 10
