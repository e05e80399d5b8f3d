"""The data folder of a cluster and the two passwords beside it: made once, then only checked."""

import os
import re
import secrets
import shutil
from pathlib import Path

from infra.local.account import Account
from infra.local.ports import LOOPBACK
from infra.local.problems import LocalProblem, explain

OWNER = "maillon_owner"
APP = "maillon_app"


def make(data: Path, log: Path, *, base: Path, account: Account, programs: Path) -> None:
    """Make the data beside their place, then rename: a killed initdb leaves no half cluster."""
    draft = data.with_name("data.draft")
    shutil.rmtree(draft, ignore_errors=True)
    password_file = data.with_name("password")
    account.write_private(password_file, _new_secret(base, OWNER))
    _new_secret(base, APP)
    try:
        made = account.run(
            programs / "initdb",
            *("-D", draft, "-U", OWNER, f"--pwfile={password_file}", "-A", "scram-sha-256"),
            *("-E", "UTF8", *_locale(account, programs), "--no-sync", "--no-instructions"),
        )
    finally:
        password_file.unlink()
    if made.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        account.write_private(log, made.stdout)
        raise explain(made.stdout, log)
    # The antennes' roles may log in but have no password: only these two are let in from outside.
    (draft / "pg_hba.conf").write_text(f"host all {OWNER},{APP} {LOOPBACK}/32 scram-sha-256\n")
    draft.rename(data)


def check(data: Path, log: Path, *, account: Account, programs: Path) -> None:
    """Refuse data that another major version made, or that no longer look like data."""
    version_file = data / "PG_VERSION"
    theirs = version_file.read_text().strip() if version_file.is_file() else ""
    if not theirs.isdigit():
        raise explain("corrupted", log)
    ours = _major(account, programs)
    if ours != int(theirs):
        raise LocalProblem(
            f"La base locale vient de PostgreSQL {theirs} et le programme est la version {ours} ; "
            "« make reset » efface ces données de démonstration et en refait."
        )


def secret(base: Path, role: str) -> str:
    try:
        return _secret_file(base, role).read_text().strip()
    except FileNotFoundError as error:
        raise LocalProblem(
            f"Le mot de passe de la base locale ({error.filename}) manque ; "
            "« make reset » efface cette base et en refait une neuve."
        ) from error


def _new_secret(base: Path, role: str) -> str:
    value = secrets.token_urlsafe(24)
    path = _secret_file(base, role)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(value)
    return value


def _secret_file(base: Path, role: str) -> Path:
    return base / f"{role}.password"


def _major(account: Account, programs: Path) -> int:
    found = re.search(r"(\d+)", account.run(programs / "postgres", "--version").stdout)
    return int(found.group()) if found else 0


def _locale(account: Account, programs: Path) -> tuple[str, ...]:
    """The same order and the same upper case everywhere: Unicode's, whatever the machine has."""
    if _major(account, programs) >= 17:
        return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    return ("--locale=C.UTF-8",)
