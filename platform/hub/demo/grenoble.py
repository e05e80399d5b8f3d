"""Grenoble 2022 to the unit: 10 cohorts of 10 places, 80 participants, 76 of 80 satisfied, 100 computers."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import count
from random import Random
from typing import Any

from billing.equipment.models import Device, Loan
from billing.equipment.operations import (
    lend,
    make_available,
    note_wipe,
    put_in_class,
    receive_device,
    take_back,
)
from hub.demo.life import Team, further_answers, plan, whole_course
from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import AdoptedProgramme, Cohort, Completion, Satisfaction
from programs.cohorts.operations import answer_survey, close_cohort, invite_to_survey

FIRST_DAYS = [
    date(2022, 1, 10), date(2022, 2, 7), date(2022, 3, 7), date(2022, 4, 4), date(2022, 5, 2),
    date(2022, 5, 30), date(2022, 8, 29), date(2022, 9, 5), date(2022, 9, 26), date(2022, 10, 3),
]  # fmt: skip
ROOMS = ("Belledonne", "Chartreuse", "Vercors")
PEOPLE = 8  # of 10 places, in each of the 10 cohorts
DROPOUTS = 1
SESSIONS = 16  # of 2 h: the beginners' 32 h


def year_2022(team: Team, programme: AdoptedProgramme, version: TemplateVersion, allocation: Any) -> None:
    """The reference case."""
    devices = _hundred_computers(team, allocation)
    answers = _answers()
    for number, first_day in enumerate(FIRST_DAYS, start=1):
        cohort = plan(
            team, programme, name=f"Emploi 2022 – groupe {number}", room=ROOMS[number % len(ROOMS)],
            first_day=first_day, weekdays={0, 3}, at=time(9, 30) if number % 2 else time(14, 0),
            sessions=SESSIONS, allocation=allocation, drafted=first_day - timedelta(days=30),
            # Two groups at the same hour overlap by some weeks: two colleagues take turns.
            trainer=team.host if number % 4 in {1, 2} else team.manager,
        )  # fmt: skip
        whole_course(team, cohort, version, people=PEOPLE, dropouts=DROPOUTS)
        _survey(team, cohort, answers)
        _lend(team, cohort, devices)
        close_cohort(cohort, by=team.manager, now=team.morning(cohort.ends_on + timedelta(days=14)))
    _all_back(team, devices)


def _hundred_computers(team: Team, allocation: Any) -> Iterator[Device]:
    day = date(2022, 1, 4)
    devices = [
        receive_device(
            tag=f"GRE-{number:04}", serial=f"DEMO-2022-{number:05}", model="Portable 14 pouces reconditionné",
            refurbisher="Atelier d’insertion (exemple)", wiped_on=date(2021, 12, 20), allocation=allocation,
            received_on=day, by=team.desk, now=team.morning(day),
        )
        for number in range(1, 101)
    ]  # fmt: skip
    for device in devices:
        put_in_class(device, by=team.desk, now=team.morning(day), today=day)
    return iter(devices)


def _answers() -> Iterator[str]:
    for number in count():
        if number % 20 == 7:  # 4 in 80
            yield Satisfaction.UNSATISFIED
        else:
            yield Satisfaction.VERY_SATISFIED if number % 3 else Satisfaction.SATISFIED


def _survey(team: Team, cohort: Cohort, answers: Iterator[str]) -> None:
    day = cohort.ends_on + timedelta(days=2)
    dice = Random(cohort.name)  # noqa: S311 — invented answers
    for invitation in invite_to_survey(cohort, by=team.host, now=team.morning(day)):
        answer_survey(invitation, satisfaction=next(answers), answers=further_answers(dice))


def _lend(team: Team, cohort: Cohort, devices: Iterator[Device]) -> None:
    day = cohort.ends_on + timedelta(days=3)
    for completion in Completion.objects.filter(enrolment__cohort=cohort, reached=True).order_by("id"):
        lend(completion, device=next(devices), by=team.desk, now=team.morning(day), today=day)


def _all_back(team: Team, left: Iterator[Device]) -> None:
    """The 2022 loans came back when due; what was never lent leaves the classroom at the year's end."""
    for loan in Loan.objects.order_by("due_on", "id"):
        take_back(loan, by=team.desk, now=team.morning(loan.due_on))
    day = date(2022, 12, 20)
    for device in left:
        make_available(device, by=team.desk, now=team.morning(day), today=day)
    day = date(2023, 9, 4)
    for device in Device.objects.filter(state=Device.State.RETURNED).order_by("tag")[:20]:
        said = {"certificate": f"DEMO-EFF-{device.tag}", "by": team.desk, "now": team.morning(day)}
        note_wipe(device, on=day, today=day, **said)
        make_available(device, by=team.desk, now=team.morning(day), today=day)
