"""The builder: opens, exports and purges antennes, with the owner's credentials."""

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.builder import loop


class Command(BaseCommand):
    help = (
        "Ouvre, exporte et efface les antennes (compte propriétaire ; un seul processus travaille à la fois)."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="s’arrête quand il n’y a plus rien à faire")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAILLON_OWNER:
            raise CommandError("Ce processus change les schémas : lancez-le avec MAILLON_OWNER=1.")
        loop.get_ready()
        done = asyncio.run(loop.work(wait=not options["once"]))
        self.stdout.write(f"{done} travaux faits." if done > 1 else f"{done} travail fait.")
