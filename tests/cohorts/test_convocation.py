"""The paper that says when and where to come."""

import pytest
import scenes

from programs.cohorts.operations import cancel_session
from programs.cohorts.papers import convocations


def enrolled(world, language, **details):
    group = scenes.cohort(world, name="Groupe du mardi")
    person = scenes.ready(world, group.version, language=language, **details)
    return scenes.enrol(person, cohort=group, by=world.denis, now=world.now, today=world.today)


@pytest.mark.parametrize(
    ("language", "title", "day", "hours"),
    [
        ("fr", "Convocation", "mardi 8\u00a0mars 2022", "9\u00a0h\u00a030 – 11\u00a0h\u00a030"),
        ("uk", "Ваші заняття", "вівторок, 8 березня 2022", "09:30 – 11:30"),
    ],
)
def test_it_lists_what_is_still_to_be_held_in_the_person_s_language(grenoble, language, title, day, hours):
    enrolment = enrolled(grenoble, language)
    last = enrolment.cohort.sessions.last()
    cancel_session(last, reason="Panne", by=grenoble.lea, now=grenoble.now)
    paper = convocations.content(enrolment, antenne=grenoble.grenoble)
    assert (paper["title"], paper["data"]["rows"][0]) == (title, ("1", day, hours, "Belledonne"))
    assert len(paper["data"]["rows"]) == 3


@pytest.mark.parametrize(
    ("language", "name"), [("ar", "سعاد"), ("fr", "Amina 🙂 #eval"), ("en", "A" * 80), ("es", "Inés")]
)
def test_whatever_the_name_it_is_a_pdf(grenoble, site, language, name):
    enrolment = enrolled(grenoble, language, first_name=name)
    answer = site("grenoble", grenoble.denis).get(f"/parcours/inscriptions/{enrolment.pk}/convocation.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")


def test_karim_gets_no_paper_of_grenoble(grenoble, site):
    enrolment = enrolled(grenoble, "fr")
    answer = site("lyon", grenoble.karim).get(f"/parcours/inscriptions/{enrolment.pk}/convocation.pdf")
    assert answer.status_code == 404
