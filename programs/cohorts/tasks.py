"""Offers that end by themselves, and news asked of who is missed. A job names its antenne, may run twice."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kit.antennes import WORKER, at, each_serving, inside_named
from kit.db import connection
from programs.cohorts import queries
from programs.cohorts.operations import ask_news, drop_late_convocations, expire_offer

_RETRIES = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.periodic(cron="*/5 * * * *", periodic_id="offers")
@app.task(name="cohorts.visit_offers", queueing_lock="cohorts.visit_offers", pass_context=False)
def visit_offers(timestamp: int) -> None:
    """Every five minutes: a job for each antenne where an offer has passed its time."""
    now = timezone.now()
    late = [one.schema_name for one in each_serving() if queries.offers_to_end(now).exists()]
    with at(WORKER):
        for antenne in late:
            expire_offers.configure(lock=f"offers.{antenne}").defer(antenne=antenne)


@app.task(name="cohorts.expire_offers", retry=_RETRIES)
def expire_offers(antenne: str) -> None:
    """End them, each in its own transaction: one that fails leaves the others ended."""
    with inside_named(antenne), timezone.override(_zone()):
        now = timezone.now()
        for enrolment in queries.offers_to_end(now):
            expire_offer(enrolment, now=now)


@app.periodic(cron="0 14 * * *", periodic_id="news")
@app.task(name="cohorts.visit_news", queueing_lock="cohorts.visit_news", pass_context=False)
def visit_news(timestamp: int) -> None:
    """Every afternoon, in time for a call: a job for each antenne."""
    names = [antenne.schema_name for antenne in each_serving()]
    with at(WORKER):
        for antenne in names:
            ask_news_of.configure(lock=f"news.{antenne}").defer(antenne=antenne)


@app.task(name="cohorts.ask_news", retry=_RETRIES)
def ask_news_of(antenne: str) -> None:
    """Ask those who are missed for news, once for these absences in a row; forget what is late."""
    with inside_named(antenne), timezone.override(_zone()):
        now = timezone.now()
        drop_late_convocations(now=now)
        for enrolment in queries.absent_in_a_row():
            ask_news(enrolment, now=now)


def _zone() -> str:
    """Days and hours are said on the antenne's own clock."""
    return connection.tenant.zone
