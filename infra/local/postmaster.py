"""The running server of one data folder: find it, recognise it, stop it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.local.problems import LocalProblem

PID_FILE = "postmaster.pid"
LINUX = sys.platform == "linux"


@dataclass(frozen=True)
class Postmaster:
    data: Path
    pid: int
    port: int
    ready: bool

    def alive(self) -> bool:
        return lives_in(self.pid, self.data)

    def stop(self, patience: float = 30) -> None:
        """Stop without losing anything; harder and harder when it does not obey."""
        # "fast" closes the sessions and writes a checkpoint; "immediate" leaves a recovery to do.
        for sign, wait in (
            (signal.SIGINT, patience),
            (signal.SIGQUIT, 10.0),
            (signal.SIGKILL, 5.0),
        ):
            try:
                os.kill(self.pid, sign)
            except ProcessLookupError:
                return
            except PermissionError as error:
                raise LocalProblem("Le PostgreSQL de ce dossier tourne sous un autre compte.") from error
            if until(lambda: not self.alive(), wait):
                return
        raise LocalProblem(f"PostgreSQL (processus {self.pid}) ne s'arrête pas.")


def find(data: Path) -> Postmaster | None:
    """The server that runs on this folder, or None. Trusts the pid file only after checking it."""
    lines = _pid_file_lines(data)
    if not lines or not lines[0].isdigit() or not lives_in(int(lines[0]), data):
        return None
    port = int(lines[3]) if len(lines) > 3 and lines[3].isdigit() else 0
    return Postmaster(data, int(lines[0]), port, ready=len(lines) > 7 and lines[7].strip() == "ready")


def clear_the_way(data: Path) -> None:
    """Before a start without a server: wait for a killed server's children, drop a false pid file.

    A plain stale pid file is PostgreSQL's own business. But when its number was given again to
    another program (after a reboot), or is a zombie nobody reaps (in a container), PostgreSQL
    refuses to start: then, and only when nobody lives in the folder any more, the file goes.
    """
    until(lambda: not _inhabitants(data), 10)
    lines = _pid_file_lines(data)
    if not lines:
        return
    try:
        os.kill(int(lines[0]), 0)
    except (ValueError, ProcessLookupError, PermissionError):
        return
    if not _inhabitants(data):
        (data / PID_FILE).unlink(missing_ok=True)


def until(condition: Callable[[], bool], patience: float) -> bool:
    """Wait for a condition, at most `patience` seconds; tells whether it came."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def lives_in(pid: int, data: Path) -> bool:
    """Whether this process is a server of this folder (PostgreSQL works from inside its data)."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == data
        except OSError:
            return False
    listing = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], stdout=subprocess.PIPE, text=True, check=False
    )
    return str(data) in listing.stdout


def _inhabitants(data: Path) -> list[int]:
    if not LINUX:
        return []
    return [
        int(it.name) for it in Path("/proc").iterdir() if it.name.isdigit() and lives_in(int(it.name), data)
    ]


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return (data / PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
