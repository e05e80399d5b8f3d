"""Offers that end by themselves, and news asked of who is missed. A job names its antenne, may run twice."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kit.antennes import WORKER, at, each_antenne, inside_named
from kit.db import connection
from programs.cohorts import queries
from programs.cohorts.operations.absences import ask_news
from programs.cohorts.operations.offers import expire_offer

_RETRIES = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.periodic(cron="*/5 * * * *", periodic_id="offers")
@app.task(name="cohorts.visit_offers", queueing_lock="cohorts.visit_offers", pass_context=False)
def visit_offers(timestamp: int) -> None:
    """Every five minutes: a job for each antenne where an offer has passed its time."""
    now = timezone.now()
    late = [one.schema_name for one in each_antenne() if queries.offers_to_end(now).exists()]
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


@app.periodic(cron="0 14 * * *", periodic_id="absences")
@app.task(name="cohorts.visit_absences", queueing_lock="cohorts.visit_absences", pass_context=False)
def visit_absences(timestamp: int) -> None:
    """Every afternoon: a job for each antenne where somebody is missed."""
    missed = [one.schema_name for one in each_antenne() if queries.absent_in_a_row().exists()]
    with at(WORKER):
        for antenne in missed:
            ask_news_of.configure(lock=f"absences.{antenne}").defer(antenne=antenne)


@app.task(name="cohorts.ask_news", retry=_RETRIES)
def ask_news_of(antenne: str) -> None:
    """Ask each of them for news, once for these absences in a row."""
    with inside_named(antenne), timezone.override(_zone()):
        for enrolment in queries.absent_in_a_row():
            ask_news(enrolment, now=timezone.now())


def _zone() -> str:
    """Days and hours are said on the antenne's own clock."""
    return connection.tenant.zone
