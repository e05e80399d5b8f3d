"""The programs `make run` starts: none outlives it, each stops when asked."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(sign: signal.Signals) -> None:
    """Have the kernel send us `sign` when the process that started us dies, even by kill -9."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


class Child:
    """A program of ours in a session of its own, so that Ctrl-C reaches it only through us."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        orphaned: signal.Signals = signal.SIGTERM,
        piped: bool = False,
    ) -> None:
        self.begun = time.monotonic()
        parent = os.getpid()

        def bind_to_parent() -> None:
            die_with_parent(orphaned)
            if os.getppid() != parent:  # it died before we could ask
                os._exit(1)

        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if piped else None,
            stderr=subprocess.STDOUT if piped else None,
            start_new_session=True,
            preexec_fn=bind_to_parent,
            text=True,
            errors="replace",
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def ended(self) -> bool:
        return self._process.poll() is not None

    def follow(self, tell: Callable[[str], None], keep: int = 40) -> tuple[int, list[str]]:
        """Tell each line it prints until it ends; its exit code and its last lines."""
        last: deque[str] = deque(maxlen=keep)
        for line in self._process.stdout or ():
            if text := line.rstrip():
                last.append(text)
                tell(text)
        return self._process.wait(), list(last)

    def stop(self, patience: float) -> None:
        """Ask it to end; after `patience` seconds, end it and all that its session started."""
        if self.ended():
            return
        self._process.terminate()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()


class Kept:
    """A program that is started again whenever it dies, later each time."""

    def __init__(self, start: Callable[[], Child], *, died: Callable[[float], None]) -> None:
        """`died` is told in how many seconds the program is tried again."""
        self._start, self._died = start, died
        self._backoff, self._due = Backoff(), 0.0
        self.child: Child | None = start()

    def mind(self) -> None:
        now = time.monotonic()
        if self.child and self.child.ended():
            wait = self._backoff.after(now - self.child.begun)
            self._due, self.child = now + wait, None
            self._died(wait)
        elif self.child is None and now >= self._due:
            self.child = self._start()

    def stop(self, patience: float) -> None:
        if self.child:
            self.child.stop(patience)


class Backoff:
    """How long to wait before starting again what keeps dying: 1 s, 2 s, 4 s … at most 30 s."""

    def __init__(self, first: float = 1.0, most: float = 30.0, calm: float = 60.0) -> None:
        self._first, self._most, self._calm = first, most, calm
        self._next = first

    def after(self, lived: float) -> float:
        """The wait after a run of `lived` seconds; a long run counts as healed."""
        if lived > self._calm:
            self._next = self._first
        wait, self._next = self._next, min(self._next * 2, self._most)
        return wait
