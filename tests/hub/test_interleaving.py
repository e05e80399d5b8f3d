"""A mark committed while a refresh is at work is never lost, with two real connections."""

from threading import Event, Thread

import pytest
from django.db import connection

from hub.rollup import refresh as refreshing
from hub.rollup import sources
from hub.rollup.models import Figure
from hub.rollup.refresh import rebuild, refresh
from kit.antennes import inside
from kit.marks.models import Mark

pytestmark = pytest.mark.committed
PATIENCE = 20


def in_a_thread(work) -> Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def opened(antenne) -> int | None:
    with inside(antenne):
        return Figure.objects.filter(measure="places_opened").values_list("value", flat=True).first()


def test_a_mark_committed_while_a_refresh_reads_waits_for_the_next_one(committed_scene, monkeypatch):
    scene, grenoble, now = committed_scene, committed_scene.world.grenoble, committed_scene.world.now
    with inside(grenoble):
        scene.open()
    has_read, may_go_on = Event(), Event()
    read = sources.cells

    def read_then_pause(*args):
        cells = read(*args)
        has_read.set()
        assert may_go_on.wait(PATIENCE)
        return cells

    monkeypatch.setattr("hub.rollup.refresh.sources.cells", read_then_pause)
    slow = in_a_thread(lambda: refresh(grenoble, now=now))
    assert has_read.wait(PATIENCE)
    with inside(grenoble):
        scene.open(first_day=scene.world.today.replace(day=14))  # committed between reading and committing
    may_go_on.set()
    slow.join(PATIENCE)

    assert opened(grenoble) == 10  # what the first refresh had read
    with inside(grenoble):
        assert Mark.objects.exists()
    monkeypatch.setattr("hub.rollup.refresh.sources.cells", read)
    refresh(grenoble, now=now)
    assert opened(grenoble) == 20
    with inside(grenoble):
        assert not Mark.objects.exists()


def test_a_second_refresh_waits_at_the_lock_of_the_first(committed_scene, monkeypatch):
    scene, grenoble, now = committed_scene, committed_scene.world.grenoble, committed_scene.world.now
    refresh(grenoble, now=now)
    with inside(grenoble):  # funds that moved: work without a mark, whose deletion would make others wait
        Figure.objects.create(
            antenne=grenoble,
            month=scene.world.today.replace(day=1),
            measure="funds_allocated",
            value=1,
            definition=1,
            computed_at=now,
        )
    has_read, may_go_on, done = Event(), Event(), []
    read = sources.cells

    def read_then_pause(*args):
        if not has_read.is_set():  # the first one alone
            has_read.set()
            assert may_go_on.wait(PATIENCE)
        return read(*args)

    monkeypatch.setattr("hub.rollup.refresh.sources.cells", read_then_pause)
    first = in_a_thread(lambda: done.append(refresh(grenoble, now=now)))
    assert has_read.wait(PATIENCE)
    with inside(grenoble):
        scene.open(first_day=scene.world.today.replace(day=14))
    second = in_a_thread(lambda: done.append(refresh(grenoble, now=now)))
    second.join(1)
    assert second.is_alive()  # at the lock
    may_go_on.set()
    first.join(PATIENCE)
    second.join(PATIENCE)
    assert done == [1, 1]
    assert opened(grenoble) == 10


def test_a_worker_that_is_killed_in_the_middle_leaves_all_to_the_next(committed_scene, monkeypatch):
    scene, grenoble, now = committed_scene, committed_scene.world.grenoble, committed_scene.world.now
    with inside(grenoble):
        scene.open()
    write, died = refreshing._recount, []

    def write_and_die(*args):
        write(*args)
        connection.connection.close()  # the process is gone, and its connection with it
        connection.close()
        raise SystemExit

    def work() -> None:
        with pytest.raises(SystemExit):
            refresh(grenoble, now=now)
        died.append(True)

    with monkeypatch.context() as patched:
        patched.setattr(refreshing, "_recount", write_and_die)
        in_a_thread(work).join(PATIENCE)
    assert died == [True]
    assert opened(grenoble) is None
    assert refresh(grenoble, now=now) == 1
    assert opened(grenoble) == 10
    assert rebuild(grenoble, now=now) == []
