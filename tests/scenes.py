"""Short ways to set a scene, through the product's own operations."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

from django.db import connection

from billing.sponsoring.operations import (
    allocate,
    draft_agreement,
    propose_agreement,
    register_sponsor,
    sign_agreement,
)
from kit.antennes import NATIONAL, at
from kit.refusals import Refused
from programs.catalogue.operations import (
    LevelDraft,
    ModuleDraft,
    draft_survey,
    draft_template,
    draft_version,
    publish,
    publish_survey,
)
from programs.catalogue.starting import survey as starting
from programs.cohorts.operations import (
    Rhythm,
    Slot,
    Taken,
    adopt,
    complete_cohort,
    decide_level,
    enrol,
    give_appointment,
    lock_session,
    open_cohort,
    plan_cohort,
    plan_workshops,
    put_on_waitlist,
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
    world: Any, *, first: date | None = None, sessions: int | None = 4, at_hour: int = 9, **changes: Any
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
    keys = {"first", "sessions", "until", "at_hour", "minutes", "weekdays"}
    planned = plan_cohort(
        programme, name=changes.pop("name", "Groupe 1"), room=room,
        rhythm=rhythm(world, **{k: changes.pop(k) for k in keys & set(changes)}),
        by=world.maud, now=world.now, **changes,
    )  # fmt: skip
    return open_cohort(planned, by=world.maud, now=world.now) if opened else planned


def allocation(
    world: Any, of_template: Any, *, places: int = 0, devices: int = 0, cents: int = 100_000, reference: str = "",
    ends_on: date = date(2022, 12, 31), antenne: Any = None,
) -> Any:  # fmt: skip
    """So many places and devices of a programme that a sponsor pays for in 2022, at Grenoble by default."""
    reference = reference or f"2022-{of_template.code}"
    with at(NATIONAL):
        sponsor = register_sponsor(name=f"Fondation {reference}", by=world.nadia, now=world.now)
        agreement = draft_agreement(
            sponsor, reference=reference, title="Emploi", kind="grant", amount_cents=cents, places=places,
            devices=devices, starts_on=date(2022, 1, 1), ends_on=ends_on, by=world.nadia, now=world.now,
        )  # fmt: skip
        propose_agreement(agreement, by=world.nadia, now=world.now)
        sign_agreement(agreement, by=world.nadia, now=world.now)
        return allocate(
            agreement, antenne=antenne or world.grenoble, template=of_template, places=places,
            devices=devices, amount_cents=cents, by=world.nadia, now=world.now, on=date(2022, 1, 3),
        )  # fmt: skip


def slot(world: Any, day: date, *, at_hour: int = 14, **changes: Any) -> Slot:
    """Two hours of an afternoon at Grenoble."""
    options = {"minutes": 120, "room": "Vercors", "zone": world.grenoble.tz, "trainer": None}
    return Slot(day, time(at_hour), **(options | changes))


def workshop(world: Any, *, capacity: int = 8, title: str = "Ma boîte mail", **when: Any) -> Any:
    """A drop-in workshop of today, in the afternoon."""
    (made,) = plan_workshops(
        theme="basics", title=title, capacity=capacity, slot=slot(world, when.pop("day", world.today), **when),
        departement="38", by=world.denis, now=world.now,
    )  # fmt: skip
    return made


def appointment(world: Any, *, day: date, **when: Any) -> Any:
    """Half an hour with Amina."""
    moment = slot(world, day, **{"minutes": 30} | when)
    return give_appointment(person(world), slot=moment, by=world.denis, now=world.now)


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
            cohort=group, by=world.denis, now=world.now, today=world.today, seen=True,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def small(world: Any, *, places: int = 1, days: int = 14, **changes: Any) -> Any:
    """An open cohort of so few places, whose first session comes in two weeks."""
    programme = changes.pop("programme", None)
    if programme is None:
        published = version(world, capacity=places, capacity_min=1)
        programme = adopt(published, by=world.maud, now=world.now)
    return cohort(world, programme, first=world.today + timedelta(days=days), **changes)


def waiting(world: Any, group: Any, *names: str, **details: Any) -> list[Any]:
    """People on the waiting list of a full group, in this order, a minute apart."""
    return [
        put_on_waitlist(
            ready(world, group.version, first_name=name, **details),
            cohort=group, by=world.denis, now=world.now + timedelta(minutes=rank), today=world.today,
        )
        for rank, name in enumerate(names)
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


def ended(
    world: Any,
    presences: list[str],
    *,
    first: date | None = None,
    of: Any = None,
    allocation: Any = None,
    **fields: Any,
) -> tuple[Any, list[Any]]:
    """(a course that is over, its people): four sessions of 2 h for 8 h, a string of p and a each.

    `fields` are those of the version: ended(world, ["pppp", "ppaa"], survey=survey).
    """
    levels = [LevelDraft("beginner", 8, 0, 100)]
    programme = adopt(version(world, of, levels=levels, **fields), by=world.maud, now=world.now)
    group = cohort(world, programme, allocation=allocation, **({"first": first} if first else {}))
    people = enrolled(world, group, count=len(presences))
    running(world, group)
    status = {"p": "present", "a": "absent"}
    for number, session in enumerate(group.sessions.order_by("position")):
        attended(world, session, {one: status[presences[n][number]] for n, one in enumerate(people)})
    group = complete_cohort(group, by=world.lea, now=world.now)
    for one in people:
        one.refresh_from_db()
    return group, people


def survey(world: Any, *, code: str = "satisfaction") -> Any:
    """The published survey that a network begins with."""
    with at(NATIONAL):
        draft = draft_survey(
            title=starting.TITLE, questions=starting.QUESTIONS, code=code, by=world.nadia, now=world.now
        )
        return publish_survey(draft, by=world.alex, now=world.now)


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
