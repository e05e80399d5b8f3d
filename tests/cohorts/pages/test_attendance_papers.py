"""The sheets on paper: read back as a reader would, signatures counted as drawings."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import scenes
from openpyxl import load_workbook
from pypdf import PdfReader

from programs.cohorts.models import Attendance, Cohort, Place, Session
from programs.cohorts.operations import correct_attendance, enrol, sign
from programs.cohorts.operations.attendance import Taken

DRAWN = "M40 50L60 20L80 80L100 20L120 80L140 50"


@pytest.fixture
def people(antenne, group):
    """A running group of two more people, with the names that papers stumble on."""
    names = [("ياسمين", "الخطيب"), ("Zoé 🌻", "#let x = [Éluard]")]
    return [
        enrol(
            scenes.ready(antenne, group.version, first_name=first, last_name=last),
            cohort=group, by=antenne.denis, now=antenne.now, today=antenne.today,
        )
        for first, last in names
    ]  # fmt: skip


def read(answer) -> str:
    """The words of the paper, every kind of space made plain."""
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_before_the_session_there_are_boxes_to_sign(antenne, site, group, session, people):
    answer = site("grenoble", antenne.denis).get(f"/parcours/seances/{session.pk}/feuille.pdf")
    words = read(answer)
    for one in ("Benali Personne 1", "#let x = [Éluard]", "Arrivée", "Départ", "Emmaüs Connect · Grenoble",
                "Durée prévue : 2 h", "Signature de la personne qui anime"):  # fmt: skip
        assert one in words, one
    assert "emargement" in answer["Content-Disposition"].lower()


def test_once_closed_it_shows_what_was_noted_and_signed(antenne, site, group, session):
    Cohort.objects.filter(pk=group.pk).update(signature_wanted=True)
    first, second, third = group.enrolments.order_by("beneficiary__sort_key", "id")
    scenes.attended(antenne, session, {first: "present", second: "late", third: "excused"}, lock=False)
    path = f"/parcours/seances/{session.pk}/feuille.pdf"
    page = site("grenoble", antenne.lea)
    before = read(page.get(path))
    sign(first.attendances.get(), path=DRAWN, by=antenne.lea, now=antenne.now)
    scenes.lock_session(session, on_paper=True, by=antenne.lea, now=antenne.now)
    words = read(page.get(path))
    assert "Arrivée" in before
    assert "2 sur 3 là, 3 h 45 suivies en tout" in words
    assert "Retard" in words
    assert "Excusé" in words


def test_the_course_by_half_days(antenne, site, group, session):
    morning = datetime(2022, 3, 15, 8, 0, tzinfo=UTC)
    Session.objects.filter(cohort=group, position=2).update(day=morning.date(), starts_at=morning)
    Session.objects.filter(cohort=group, position=3).update(
        day=morning.date(), starts_at=morning + timedelta(hours=5), minutes=180
    )
    scenes.attended(antenne, session, dict.fromkeys(group.enrolments.live(), "present"))
    words = read(site("grenoble", antenne.denis).get(f"/parcours/{group.pk}/emargement.pdf"))
    assert "mardi 15 mars 2022" in words
    assert words.count("mardi 15 mars 2022") == 1, "one day over its two half-days"
    assert "Matin 9 h – 11 h" in words
    assert "Après-midi 14 h – 17 h" in words
    assert "Heures suivies 6 h" in words


def test_a_long_course_takes_several_pages_with_the_names_on_each(antenne, site, group):
    programme = group.programme
    long = scenes.cohort(antenne, programme, name="Groupe long", room="Chartreuse", sessions=15)
    scenes.enrolled(antenne, long, count=2)
    answer = site("grenoble", antenne.denis).get(f"/parcours/{long.pk}/emargement.pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 3
    assert all("Benali Personne 1" in page.extract_text() for page in pages)


def test_the_paper_names_the_partner_of_the_time_and_the_funded_places(antenne, site, group, session):
    from datetime import date

    from kit.antennes import NATIONAL, at
    from programs.catalogue.models import ProgrammeTemplate
    from programs.catalogue.operations import partners

    with at(NATIONAL):
        signed = {"by": antenne.nadia, "now": antenne.now}
        partner = partners.add_partner(code="ft", **signed)
        partners.name_partner(partner, name="Pôle emploi", start=None, end=date(2024, 1, 1), **signed)
        partners.name_partner(partner, name="France Travail", start=date(2024, 1, 1), end=None, **signed)
        ProgrammeTemplate.objects.filter(pk=group.version.template_id).update(partner=partner)
    page, path = site("grenoble", antenne.denis), f"/parcours/{group.pk}/emargement.pdf"
    assert "France Travail" in read(page.get(path))
    Cohort.objects.filter(pk=group.pk).update(starts_on=date(2022, 3, 8))
    words = read(page.get(path))
    assert "Pôle emploi" in words
    assert "Places financées" not in words, "nobody funds these"
    assert not Place.objects.filter(allocation__isnull=False).exists()


def test_a_corrected_line_prints_its_last_state(antenne, site, group, session):
    first, *_ = group.enrolments.order_by("beneficiary__sort_key", "id")
    scenes.attended(antenne, session, dict.fromkeys(group.enrolments.live(), Attendance.Status.PRESENT))
    correct_attendance(
        session, enrolment=first, taken=Taken("late", 90), reason="Vue par l’accueil.",
        by=antenne.maud, now=antenne.now,
    )  # fmt: skip
    words = read(site("grenoble", antenne.lea).get(f"/parcours/seances/{session.pk}/feuille.pdf"))
    assert "1 h 30" in words
    assert "5 h 30 suivies en tout" in words


def test_lyon_prints_nothing_of_grenoble(antenne, site, group, session):
    karim = site("lyon", antenne.karim)
    for path in (
        f"seances/{session.pk}/feuille.pdf",
        f"{group.pk}/emargement.pdf",
        f"{group.pk}/heures.xlsx",
    ):
        assert karim.get(f"/parcours/{path}").status_code == 404


def test_the_hours_in_a_spreadsheet(antenne, site, group, session):
    first, *others = group.enrolments.order_by("beneficiary__sort_key", "id")
    scenes.attended(antenne, session, {first: "late"} | dict.fromkeys(others, "absent"))
    answer = site("grenoble", antenne.denis).get(f"/parcours/{group.pk}/heures.xlsx")
    (sheet,) = load_workbook(io.BytesIO(answer.content)).worksheets
    head, line, *_ = sheet.iter_rows(values_only=True)
    assert dict(zip(head, line, strict=True)) == {
        "Nom": "Benali", "Prénom": "Personne 1", "Niveau": "Débutant", "État": "Participe",
        "Heures suivies": 1.75, "Heures à suivre": 32, "Part (%)": 5, "Heures qui manquent": 30.25,
        "Séances suivies": 1, "Absences excusées": 0, "Absences": 0,
    }  # fmt: skip


def test_a_hundred_names_ask_no_more_of_the_database(
    antenne, site, group, session, django_assert_max_num_queries
):
    page = site("grenoble", antenne.denis)
    page.get(f"/parcours/{group.pk}/emargement.pdf")
    with django_assert_max_num_queries(24):
        page.get(f"/parcours/{group.pk}/emargement.pdf")


def test_twelve_names_and_their_boxes_stand_on_one_page(antenne, site):
    programme = scenes.adopt(scenes.version(antenne), by=antenne.maud, now=antenne.now)
    twelve = scenes.cohort(antenne, programme, capacity=12)
    scenes.enrolled(antenne, twelve, count=12)
    page = site("grenoble", antenne.denis)
    for path in (f"seances/{twelve.sessions.first().pk}/feuille.pdf", f"{twelve.pk}/emargement.pdf"):
        assert len(PdfReader(io.BytesIO(page.get(f"/parcours/{path}").content)).pages) == 1
