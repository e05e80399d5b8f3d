"""An antenne brought to a state of its life, as the national office does it: Alex decides."""

from typing import Any

from tenants.network.models import Antenne, Erasure, Work
from tenants.network.operations import archive_antenne, ask_erasure, ask_work, suspend_antenne
from tenants.network.operations.works import finish_work


def suspended(world: Any) -> Antenne:
    return suspend_antenne(world.grenoble, reason="Travaux", by=world.alex, now=world.now)


def archived(world: Any) -> Antenne:
    return archive_antenne(suspended(world), reason="Fermeture", by=world.alex, now=world.now)


def exported(world: Any, antenne: Antenne, *, at: Any = None) -> Work:
    work = ask_work(antenne, Work.Kind.EXPORT, by=world.alex, now=at or world.now)
    return finish_work(work, file_name="grenoble.zip", digest="a" * 64, size=9, now=at or world.now)


def asked(world: Any) -> Erasure:
    antenne = archived(world)
    exported(world, antenne)
    return ask_erasure(antenne, reason="Délai passé", by=world.alex, now=world.now)
