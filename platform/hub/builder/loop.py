"""The builder's loop: it fetches jobs of its queue as the worker's role, and does them one at a time.

Not procrastinate's own worker: that one would run whatever task a row names, and beat its heart beside the
worker's on the page Exploitation. Here a row can only name a Work, which the national office alone writes.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection
from django.utils import timezone
from procrastinate import App
from procrastinate.jobs import Job, Status

from hub.builder.tasks import NAME, QUEUE
from hub.builder.works import carry_out
from hub.management.commands.worker import connector
from kit.antennes import schemas

_LOOK_AGAIN = 20.0  # seconds, should a notification be lost
_ALONE = "SELECT pg_advisory_lock(hashtext('maillon.builder'))"


def get_ready() -> None:
    """Wait until no other builder works on this database (the lock is the connection's), and rehearse."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    schemas.rehearse()


async def work(*, wait: bool) -> int:
    """Do what is asked, then wait for more (or leave, with how many were done)."""
    app: App = App(connector=connector())
    async with app.open_async():
        await _take_up(app)
        woken, done = asyncio.Event(), 0
        listening = asyncio.create_task(_listen(app, woken)) if wait else None
        try:
            while True:
                woken.clear()
                while job := await app.job_manager.fetch_job([QUEUE], worker_id=None):  # type: ignore[arg-type]
                    await _do(app, job)
                    done += 1
                if listening is None:
                    return done
                await _until(woken, listening)
        finally:
            if listening is not None:
                listening.cancel()


async def _take_up(app: App) -> None:
    # We are alone: a job that is being done is one that a builder died of.
    for job in await app.job_manager.list_jobs_async(queue=QUEUE, status="doing"):
        await app.job_manager.retry_job_by_id_async(job.id or 0, retry_at=timezone.now())


async def _listen(app: App, woken: asyncio.Event) -> None:
    async def heard(**_: Any) -> None:
        woken.set()

    await app.job_manager.listen_for_jobs(on_notification=heard, queues=[QUEUE])


async def _until(woken: asyncio.Event, listening: asyncio.Task) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(woken.wait(), _LOOK_AGAIN)
    if listening.done():
        listening.result()  # the database is gone: the process ends, and is started again


def _carry_out(work: str) -> None:
    try:
        carry_out(work)
    finally:
        connection.close()  # one that visited many schemas has grown; one that broke is of no use


async def _do(app: App, job: Job) -> None:
    status = Status.SUCCEEDED
    try:
        if job.task_name != NAME:
            raise LookupError("not a task of the builder")
        await sync_to_async(_carry_out)(str(job.task_kwargs["work"]))
    except Exception:
        logging.getLogger("maillon.builder").exception("builder.failed", extra={"job": job.id})
        status = Status.FAILED
    await app.job_manager.finish_job(job, status=status, delete_job=False)
