"""What the roll-up costs to those who write: the attendance operations with their marks, and without."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle
from typing import Any

import scenes
from benchmarks.timing import in_turn

from kit.antennes import inside
from kit.marks.models import Mark
from programs.cohorts.operations import Taken, attendance, take_attendance

CALLS, ROUNDS = 25, 12
WITH, WITHOUT = "with marks", "without"


def test_the_marks_of_attendance(committed, monkeypatch):
    world = committed
    with inside(world.grenoble):
        session = scenes.meets_today(world, people=10)
        everybody = [one.pk for one in session.group.enrolments.order_by("id")]
        scenes.attended(world, session, dict.fromkeys(session.group.enrolments.all(), "present"), lock=False)
        for label, people in (("a whole sheet of ten", everybody), ("one tap", everybody[:1])):
            write = partial(_write, world, session, people, cycle(["absent", "present"]))
            ways = {WITH: write, WITHOUT: partial(_unmarked, monkeypatch, write)}
            times = in_turn(ways, rounds=ROUNDS)
            print(
                f"\n{label}: {times.ms(WITH) / CALLS:.1f} ms with its mark, {times.ms(WITHOUT) / CALLS:.1f} without;"
                f" {100 * (times.ratio(WITH, WITHOUT) - 1):+.0f} % of time",
                end="",
            )
        waiting = Mark.objects.count()
        assert waiting >= 2 * CALLS * ROUNDS
        print(f"\n{waiting} marks wait for one refresh")


def _write(world: Any, session: Any, people: Sequence[Any], statuses: Any) -> None:
    for _ in range(CALLS):
        sheet = dict.fromkeys(people, Taken(next(statuses)))
        take_attendance(session, sheet=sheet, by=world.lea, now=session.ends_at)


def _unmarked(monkeypatch: Any, write: Callable[[], None]) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(attendance, "mark", lambda *args, **options: None)
        write()
