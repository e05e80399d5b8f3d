"""What can go wrong on a developer's machine, each said in one French sentence."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LocalProblem(Exception):
    """An anticipated failure. Its text is the sentence to show; no traceback is needed."""


class AlreadyOpen(LocalProblem):
    """Another process of ours holds the folder."""


FULL_DISK = "Le disque est plein : libérez de la place puis relancez, aucune donnée n'est perdue."
READ_ONLY = "Le disque est en lecture seule : PostgreSQL ne peut rien y écrire."

# PostgreSQL's own words (its messages are kept in English by LC_ALL=C), first match wins.
_KNOWN = (
    (r"No space left on device|Check free disk space|Disk quota exceeded", FULL_DISK),
    (r"Read-only file system", READ_ONLY),
    (
        r"Cannot allocate memory|could not create shared memory segment",
        "La mémoire manque pour démarrer PostgreSQL : fermez d'autres programmes puis relancez.",
    ),
    (
        r"Permission denied|has wrong ownership|invalid permissions",
        "PostgreSQL n'a pas le droit de lire ou d'écrire ses fichiers (détails : {log}).",
    ),
    (
        r"PANIC|FATAL|corrupt|invalid|could not (open|read|find|locate|access)|does not exist",
        "La base de données locale est endommagée (détails : {log}) ; "
        "« make reset » l'efface et en refait une neuve.",
    ),
)


def explain(output: str, log: Path) -> LocalProblem:
    """The sentence for what PostgreSQL has just printed; `log` is where its details stand."""
    for pattern, sentence in _KNOWN:
        if re.search(pattern, output):
            return LocalProblem(sentence.format(log=log))
    return LocalProblem(f"PostgreSQL n'a pas démarré (détails : {log}).")


_BY_ERRNO = {errno.ENOSPC: FULL_DISK, errno.EDQUOT: FULL_DISK, errno.EROFS: READ_ONLY}


@contextmanager
def disk_problems_said(folder: Path) -> Iterator[None]:
    """Turn the errors of the file system met inside into a sentence about `folder`."""
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        if isinstance(error, PermissionError):
            sentence = f"Le compte courant n'a pas les droits nécessaires sur « {where} »."
        else:
            reason = f"Le dossier de la base locale est inutilisable : « {where} » ({error.strerror})."
            sentence = _BY_ERRNO.get(error.errno or 0, reason)
        raise LocalProblem(sentence) from error
