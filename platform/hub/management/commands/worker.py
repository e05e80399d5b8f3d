"""The worker: background jobs and their clock."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from kit.antennes import WORKER

QUEUES = ["default"]  # never "builder": its jobs want the owner's credentials (hub.builder)


class Command(BaseCommand):
    help = "Exécute les tâches de fond (une par processus, autant de processus que voulu)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="tâches à la fois")
        parser.add_argument("--once", action="store_true", help="s’arrête quand il n’y a plus rien à faire")

    def handle(self, *args: Any, **options: Any) -> None:
        with app.replace_connector(connector()):
            asyncio.run(_run(concurrency=options["concurrency"], wait=not options["once"]))


def connector() -> PsycopgConnector:
    """The worker's own connections: its role on the shared floor, no view into any antenne.

    The jobs themselves use Django's connection and enter the antenne that they name.
    """
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    kept = {key: parameters[key] for key in names if key in parameters}
    options = f"-c role={WORKER.role} -c search_path=public"
    return PsycopgConnector(kwargs=kept | {"options": options}, min_size=1, max_size=4)


async def _run(*, concurrency: int, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            name="maillon", queues=QUEUES, concurrency=concurrency, wait=wait, delete_jobs="never",
            listen_notify=wait,
        )  # fmt: skip
