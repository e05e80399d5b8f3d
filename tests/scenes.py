"""Short ways to set a scene, through the product's own operations."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

from django.db import connection

from kit.antennes import NATIONAL, at
from kit.refusals import Refused
from programs.catalogue.operations import LevelDraft, ModuleDraft, draft_template, draft_version, publish
from programs.cohorts.operations import (
    Rhythm,
    Taken,
    adopt,
    decide_level,
    enrol,
    lock_session,
    open_cohort,
    plan_cohort,
    start_cohort,
    take_attendance,
)
from tenants.welcome.models import Prescriber
from tenants.welcome.operations import accept_referral, receive_referral, register

LEVELS = [
    LevelDraft("beginner", 32, 0, 39),
    LevelDraft("intermediate", 24, 40, 69),
    LevelDraft("advanced", 16, 70, 100),
]


def template(world: Any, *, code: str = "emploi") -> Any:
    with at(NATIONAL):
        return draft_template(
            code=code,
            name="Trouver un emploi",
            theme="employment",
            partner=None,
            by=world.nadia,
            now=world.now,
        )


def version(world: Any, of: Any = None, *, levels: Any = LEVELS, **fields: Any) -> Any:
    """A published version of a template (of a new one by default)."""
    with at(NATIONAL):
        draft = draft_version(
            of or template(world), title="Trouver un emploi", levels=levels,
            modules=[ModuleDraft("Sa boîte mail", 120)], by=world.nadia, now=world.now, **fields,
        )  # fmt: skip
        return publish(draft, by=world.alex, now=world.now)


def rhythm(
    world: Any, *, first: date | None = None, sessions: int = 4, at_hour: int = 9, **changes: Any
) -> Rhythm:
    options = {"weekdays": frozenset({1, 3}), "minutes": 120, "zone": world.grenoble.tz, "departement": "38"}
    return Rhythm(
        first_day=first or world.today, at=time(at_hour, 30), sessions=sessions, **(options | changes)
    )  # fmt: skip


def cohort(
    world: Any, programme: Any = None, *, opened: bool = True, room: str = "Belledonne", **changes: Any
) -> Any:
    """An open cohort of ten places, four sessions of two hours from 8 March 2022."""
    programme = programme or adopt(version(world), by=world.maud, now=world.now)
    keys = {"first", "sessions", "at_hour", "minutes", "weekdays"}
    planned = plan_cohort(
        programme, name=changes.pop("name", "Groupe 1"), room=room,
        rhythm=rhythm(world, **{k: changes.pop(k) for k in keys & set(changes)}),
        by=world.maud, now=world.now, **changes,
    )  # fmt: skip
    return open_cohort(planned, by=world.maud, now=world.now) if opened else planned


def person(world: Any, first_name: str = "Amina", last_name: str = "Benali", **details: Any) -> Any:
    return register(
        first_name=first_name,
        last_name=last_name,
        by=world.denis,
        now=world.now,
        today=world.today,
        **details,
    )


def referral(world: Any, of: Any) -> Any:
    prescriber, _ = Prescriber.objects.get_or_create(name="CCAS")
    return receive_referral(of, prescriber=prescriber, by=world.denis, now=world.now)


def ready(world: Any, of_version: Any, *, score: int = 20, **details: Any) -> Any:
    """A person with a right of access and a decided level."""
    somebody = person(world, **details)
    accept_referral(referral(world, somebody), by=world.denis, now=world.now, today=world.today)
    decide_level(somebody, version=of_version, score=score, by=world.lea, now=world.now)
    return somebody


def enrolled(world: Any, group: Any, *, count: int = 1, score: int = 20) -> list[Any]:
    """So many people enrolled in the group."""
    return [
        enrol(
            ready(world, group.version, score=score, first_name=f"Personne {number}"),
            cohort=group, by=world.denis, now=world.now, today=world.today,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def running(world: Any, group: Any) -> Any:
    return start_cohort(group, by=world.lea, now=world.now)


def meets_today(world: Any, *, people: int = 3, **changes: Any) -> Any:
    """The first session of a running group, moved to now: who follows reads the real clock."""
    group = cohort(world, **changes)
    enrolled(world, group, count=people)
    group = running(world, group)
    group.sessions.filter(position=1).update(day=world.today, starts_at=world.now)
    return group.sessions.get(position=1)


def attended(world: Any, session: Any, statuses: dict[Any, str], *, lock: bool = True) -> Any:
    """Take the sheet {enrolment: status}, and lock it."""
    sheet = {enrolment.pk: Taken(status) for enrolment, status in statuses.items()}
    session = take_attendance(session, sheet=sheet, by=world.lea, now=session.ends_at)
    return lock_session(session, by=world.lea, now=session.ends_at) if lock else session


def later(world: Any, days: int) -> Any:
    return world.now + timedelta(days=days)


def at_once(
    callers: int, *, standing: Callable[[], AbstractContextManager], act: Callable[[int], Any]
) -> Counter:
    """So many people act in the same instant, each on a connection of their own: {"done" or a code: how many}."""
    together = Barrier(callers)

    def one(number: int) -> str:
        try:
            with standing():
                connection.ensure_connection()
                together.wait(timeout=60)
                act(number)
                return "done"
        except Refused as refused:
            return refused.code()
        finally:
            connection.close()

    with ThreadPoolExecutor(callers) as people:
        return Counter(people.map(one, range(callers)))
