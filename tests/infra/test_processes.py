"""What `make run` keeps alive is started again, later each time."""

from types import SimpleNamespace

import pytest

from infra.local import processes


@pytest.fixture
def clock(monkeypatch):
    now = SimpleNamespace(at=0.0)
    monkeypatch.setattr(processes.time, "monotonic", lambda: now.at)
    return now


def test_what_dies_is_started_again_later_each_time(clock):
    started, waits = [], []

    def start():
        started.append(SimpleNamespace(begun=clock.at, dead=False, ended=lambda: started[-1].dead))
        return started[-1]

    kept = processes.Kept(start, died=waits.append)
    kept.mind()
    assert len(started) == 1
    for wait in (1.0, 2.0):
        started[-1].dead = True
        kept.mind()
        kept.mind()  # not before its time
        assert waits[-1] == wait
        before = len(started)
        clock.at += wait
        kept.mind()
        assert len(started) == before + 1
    assert waits == [1.0, 2.0]
