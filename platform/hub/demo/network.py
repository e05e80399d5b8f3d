"""Opens the 19 antennes and fills them. Run again, it finishes what an interruption left."""

import os
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from hub import opening
from hub.demo import accounts, cast, figures, grenoble, impact, office, sites
from hub.demo.lending import lend_after, lend_by_hand
from hub.demo.life import LEVELS, SCORE, Team, fill, further_answers, plan, receive, send, teach, whole_course
from hub.demo.shop import shop
from hub.demo.this_week import this_week
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import AdoptedProgramme, Cohort, Enrolment
from programs.cohorts.operations import (
    adopt,
    decide_level,
    drop_late_convocations,
    invite_to_survey,
    issue_attestations,
    note_last_situations,
    start_cohort,
)
from programs.cohorts.operations.surveys import answer_survey
from tenants.network.models import Antenne
from tenants.welcome.models import Beneficiary

Say = Callable[[str], None]


def build(*, say: Say) -> None:
    """The whole demonstration network, as of today.

    While this process opens the other antennes, a second one fills Grenoble, the longest; then both
    take the next that is left.
    """
    now = timezone.now()
    _office()
    template = office.write_programmes()
    office.write_prices(now.date())
    impact.set_costs(now.date())
    version = office.published(template)
    grenoble_first, *others = cast.TOWNS
    allocation = office.fund(template, _open(grenoble_first))
    office.sponsor_account()
    fork = get_context("fork")
    turn, opened = fork.Value("i", 0), fork.Event()
    connection.close()  # each process opens its own

    def fill_the_rest() -> None:
        opened.wait()
        while (number := _next(turn)) < len(others):
            _fill(others[number], version, None, now, say)

    def beside() -> None:
        _fill(grenoble_first, version, allocation, now, say)
        fill_the_rest()

    other = fork.Process(target=beside)
    other.start()
    say(f"Ouverture de {len(cast.TOWNS)} antennes")
    for town in others:
        _open(town)
    opened.set()
    fill_the_rest()
    other.join()
    if other.exitcode:
        raise RuntimeError(f"a part of the demonstration was not filled ({other.exitcode})")
    impact.report_on_2022(now)
    figures.office_work(timezone.now(), now.date())


def _fill(town: cast.Town, version: TemplateVersion, allocation: Any, now: datetime, say: Say) -> None:
    say(f"Antenne {town.name}")
    team = _team(_open(town), town)
    _live(team, version, allocation, now)
    if os.environ.get("MAILLON_DEMO_SIZE") == "large":
        _grow(team, version, say)
    refresh(team.antenne, now=now)


def _next(turn: Any) -> int:
    with turn.get_lock():
        turn.value += 1
        return int(turn.value) - 1


def _office() -> None:
    with at(NATIONAL):
        for email, name, role in cast.OFFICE:
            accounts.account(email, name, role)


def _open(town: cast.Town) -> Antenne:
    return opening.open_new(
        code=town.code, name=town.name, departement=town.departement, has_shop=town.shop,
        by=office.user("admin@reseau.example"), now=accounts.NOW,
    )  # fmt: skip


def _team(antenne: Antenne, town: cast.Town) -> Team:
    with at(NATIONAL):
        people = [accounts.account(e, name, role, antenne=antenne) for e, name, role in cast.team(town)]
    host, desk, manager = people
    return Team(antenne, host, desk, manager, dice=Random(town.code))  # noqa: S311 — invented people


@transaction.atomic
def _live(team: Team, version: TemplateVersion, allocation: Any, now: datetime) -> None:
    """History and today, all or nothing: half an antenne would never be finished."""
    with inside(team.antenne):
        if Beneficiary.objects.exists():
            return
        programme = adopt(version, by=team.manager, now=accounts.NOW + timedelta(days=330))
        if allocation is not None:
            grenoble.year_2022(team, programme, version, allocation)
        days(team, programme, version, timezone.localdate(now, team.antenne.tz), now)
        sites.write(team, now=now)


def days(
    team: Team, programme: AdoptedProgramme, version: TemplateVersion, today: date, now: datetime
) -> None:
    """The last months of an antenne, up to this morning."""
    _last_spring(team, programme, version, today)
    _running(team, programme, version, today)
    _opening_soon(team, programme, version, today)
    for age in (1, 3, 9):
        receive(team, today - timedelta(days=age), decide=False)
    known = receive(team, today - timedelta(days=60))
    send(team, today - timedelta(days=4))
    send(team, today - timedelta(days=1), first_name=known.first_name, last_name=known.last_name.upper())
    this_week(team, programme, version, today, now)
    lend_by_hand(team, today)
    if team.antenne.has_shop:
        shop(team, today, now)
    drop_late_convocations(now=now)


def _last_spring(team: Team, programme: AdoptedProgramme, version: TemplateVersion, today: date) -> None:
    """A finished course of this year, two thirds full, with its survey."""
    first = today - timedelta(days=130)
    cohort = plan(
        team, programme, name=f"Emploi {first.year} – groupe A", room="Salle 1", first_day=first,
        weekdays={1, 4}, at=time(9, 0), sessions=8, minutes=240,
        drafted=first - timedelta(days=30), trainer=team.host,
    )  # fmt: skip
    whole_course(team, cohort, version, people=team.dice.randint(5, 7), dropouts=1)
    lend_after(team, cohort, today)
    now = team.morning(cohort.ends_on + timedelta(days=2))
    other_dice = Random(team.antenne.code)  # noqa: S311 — invented answers
    for invitation in invite_to_survey(cohort, by=team.host, now=now)[: team.dice.randint(4, 9)]:
        said = team.dice.choice(["very_satisfied"] * 3 + ["satisfied", "unsatisfied"])
        answer_survey(invitation, satisfaction=said, answers=further_answers(other_dice))
    _after_the_end(team, cohort, other_dice, now)


def _after_the_end(team: Team, cohort: Cohort, dice: Random, now: datetime) -> None:
    """The attestations, and where each stands."""
    issue_attestations(cohort, antenne=team.antenne.name, by=team.host, now=now)
    ended = cohort.enrolments.filter(state__in=Enrolment.ENDED).order_by("id")
    situations = {one.pk: dice.choice(["job", "training", "job_search", "job_search"]) for one in ended}
    day = cohort.ends_on + timedelta(days=2)
    note_last_situations(cohort, situations=situations, day=day, by=team.host, now=now)


def _running(team: Team, programme: AdoptedProgramme, version: TemplateVersion, today: date) -> None:
    """A group that meets today; its last sheet is still to be closed."""
    first = today - timedelta(days=14)
    cohort = plan(
        team, programme, name=f"Emploi {today.year} – groupe B", room="Salle 2", first_day=first,
        weekdays={today.weekday(), (today.weekday() + 3) % 7}, at=time(9, 30), sessions=16,
        drafted=first - timedelta(days=30), trainer=team.host,
    )  # fmt: skip
    enrolments = fill(team, cohort, team.dice.randint(7, 10), version, day=first - timedelta(days=7))
    start_cohort(cohort, by=team.host, now=team.morning(cohort.starts_on))
    past = list(cohort.sessions.filter(day__lt=today).order_by("position"))
    teach(team, past[:-1], enrolments)


def _opening_soon(team: Team, programme: AdoptedProgramme, version: TemplateVersion, today: date) -> None:
    """A group with free places, and people who could take them."""
    first = today + timedelta(days=10)
    cohort = plan(
        team, programme, name=f"Emploi {first.year} – groupe C", room="Salle 1", first_day=first,
        weekdays={1, 4}, at=time(14, 0), sessions=16, drafted=today - timedelta(days=20), trainer=team.host,
    )  # fmt: skip
    fill(team, cohort, team.dice.randint(4, 7), version, day=today - timedelta(days=5))
    for level in LEVELS[:3]:
        person = receive(team, today - timedelta(days=2))
        decide_level(person, version=version, score=SCORE[level], by=team.host, now=team.morning(today))


def _grow(team: Team, version: TemplateVersion, say: Say) -> None:
    """Up to a realistic size: 300 to 3,000 people, cohorts month after month since 2023."""
    with inside(team.antenne):
        wanted = team.dice.randint(3, 30) * 100
        programme = AdoptedProgramme.objects.get(template_id=version.template_id)
        while (people := Beneficiary.objects.count()) < wanted:
            say(f"  {team.antenne.name} : {people} personnes sur {wanted}")
            with transaction.atomic():
                _one_more(team, programme, version)
        drop_late_convocations(now=timezone.now())


def _one_more(team: Team, programme: AdoptedProgramme, version: TemplateVersion) -> None:
    number = Cohort.objects.filter(name__startswith="Archive").count()
    first = date(2023, 1, 9) + timedelta(days=7 * (number % 140))
    cohort = plan(
        team, programme, name=f"Archive – groupe {number + 1}", room=f"Salle {number + 3}", first_day=first,
        weekdays={0, 2}, at=time(9, 30), sessions=16, drafted=first - timedelta(days=30),
    )  # fmt: skip
    whole_course(team, cohort, version, people=team.dice.randint(6, 10), dropouts=1)
    for _ in range(30):
        receive(team, first + timedelta(days=team.dice.randint(0, 60)))
