"""Two absences in a row, without an excuse: the team sees it, and the person is asked for news once."""

import pytest
import scenes
from django.utils import timezone

from kit.antennes import NOWHERE, at
from programs.cohorts import tasks
from programs.cohorts.operations import ask_news, drop_late_convocations, enrol
from programs.cohorts.queries import absent_in_a_row
from tenants.welcome.models import Notice


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def group(world):
    """Six sessions, two people: Amina is noted by each test, Basma always comes."""
    group = scenes.cohort(world, sessions=6)
    scenes.enrolled(world, group, count=2)
    return scenes.running(world, group)


def noted(world, group, *statuses, lock=True):
    """Amina's next sheets."""
    amina, basma = group.enrolments.order_by("place__number")
    for status in statuses:
        session = group.sessions.exclude(state="locked").order_by("position").first()
        scenes.attended(world, session, {amina: status, basma: "present"}, lock=lock)
    return amina


def missed(group):
    return {one.pk: one.absences for one in absent_in_a_row(group)}


@pytest.mark.parametrize(
    ("statuses", "absences"),
    [
        (["absent"], None),
        (["absent", "absent"], 2),
        (["absent", "present", "absent"], None),
        (["present", "absent", "absent", "absent"], 3),
        (["absent", "excused", "absent"], 2),
        (["excused", "excused"], None),
        (["absent", "absent", "late"], None),
    ],
)
def test_a_row_of_absences_is_counted(world, group, statuses, absences):
    amina = noted(world, group, *statuses)
    assert missed(group) == ({amina.pk: absences} if absences else {})


def test_an_open_sheet_says_nothing_yet(world, group):
    noted(world, group, "absent")
    noted(world, group, "absent", lock=False)
    assert missed(group) == {}


def test_the_person_is_asked_once_for_each_row(world, group):
    amina = noted(world, group, "absent", "absent")
    session = group.sessions.get(position=2)
    (first,) = absent_in_a_row()
    told = ask_news(first, now=session.ends_at)
    assert (told.beneficiary_id, told.by_phone) == (amina.beneficiary_id, True)
    assert told.say.startswith("Absences de suite dans « Trouver un emploi » : 2.")
    assert ask_news(first, now=session.ends_at) is None
    noted(world, group, "present", "absent", "absent")
    (again,) = absent_in_a_row()
    assert ask_news(again, now=group.sessions.get(position=5).ends_at) is not None
    assert Notice.objects.filter(kind="absence").count() == 2


def test_when_no_session_is_left_nobody_is_asked(world, group):
    noted(world, group, "absent", "absent")
    assert ask_news(absent_in_a_row().get(), now=timezone.now()) is None


def test_the_worker_passes_where_somebody_is_missed(world, group):
    noted(world, group, "absent", "absent")
    group.sessions.filter(position__gt=2).update(starts_at=timezone.now() + timezone.timedelta(days=1))
    with at(NOWHERE):
        tasks.ask_news_of("grenoble")
        tasks.ask_news_of("grenoble")
    assert Notice.objects.filter(kind="absence").count() == 1


def test_a_first_session_that_has_begun_is_no_longer_to_be_said(world):
    group = scenes.small(world)
    first = group.sessions.first().starts_at
    amina = scenes.ready(world, group.version)
    enrol(amina, cohort=group, by=world.denis, now=world.now, today=world.today)
    assert drop_late_convocations(now=first - timezone.timedelta(seconds=1)) == 0
    assert Notice.objects.to_say().get().kind == "convocation"
    assert drop_late_convocations(now=first) == 1
    assert not Notice.objects.to_say().exists()
