"""Under which account PostgreSQL runs: it refuses root, so root lends it an unprivileged one."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.problems import LocalProblem

BORROWED = ("postgres", "nobody")


def is_root() -> bool:
    return os.geteuid() == 0


@dataclass(frozen=True)
class Account:
    """The account PostgreSQL's programs run under and that owns their files."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a short command to its end under this account; output and errors come together."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd or "/",  # the current folder may be closed to this account
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **self._switch(),
        )

    def may_use(self, folder: Path) -> bool:
        """Whether this account can walk into the folder: tried for real, so that ACLs count."""
        return self.run("sh", "-c", 'cd "$1"', "sh", folder).returncode == 0

    def make_folder(self, folder: Path) -> Path:
        """A folder for this account only; the folders above keep their owner and rights."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if is_root():
            os.chown(folder, self.uid, self.gid)
        return folder

    def write_private(self, path: Path, text: str) -> None:
        """A file that this account alone (and root) can read."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            if is_root():
                os.fchown(file.fileno(), self.uid, self.gid)

    def _switch(self) -> dict[str, Any]:
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(folder: Path) -> Account:
    """The owner of PostgreSQL's folder if it exists, else we; for root, a borrowed account."""
    owner = folder.stat().st_uid if folder.exists() else None
    if is_root():
        return _of_uid(owner) if owner else _borrowed()
    if owner is not None and owner != os.geteuid():
        raise LocalProblem(
            f"La base locale appartient au compte « {_of_uid(owner).name} » : relancez avec ce "
            "compte (ou root), qui peut aussi l'effacer par « make reset »."
        )
    return _of_uid(os.geteuid())


def _borrowed() -> Account:
    for name in BORROWED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise LocalProblem(
        "PostgreSQL refuse de tourner en root et il n'y a ici ni compte « postgres » ni compte "
        "« nobody » : relancez avec un compte ordinaire."
    )


def _of_uid(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:  # usual in a container: an account number without a name
        return Account(f"n° {uid}", uid, os.getegid() if uid == os.geteuid() else uid)
    return Account(entry.pw_name, uid, entry.pw_gid)


def _environment() -> dict[str, str]:
    """Ours without what would move PostgreSQL elsewhere or translate its messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
