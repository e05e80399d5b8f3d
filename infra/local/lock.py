"""One supervisor at a time on a folder."""

import fcntl
import os
from pathlib import Path

from infra.local.problems import AlreadyOpen


class Lock:
    """Held by this process until dropped; the kernel drops it when we die, however we die."""

    def __init__(self) -> None:
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def take(self, path: Path) -> None:
        """Raises AlreadyOpen when another process holds it."""
        if self.held:
            return
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise AlreadyOpen(
                "La base locale est déjà utilisée : un autre « make run » (ou des tests) tourne "
                "dans ce dossier, arrêtez-le d'abord."
            ) from error
        self._descriptor = descriptor

    def drop(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
