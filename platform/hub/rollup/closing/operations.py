"""Closing a period of figures, and correcting it afterwards by another edition. National office alone.

Closing copies the cells of its months; from then on everybody reads the copy (the view behind
`Published`), while the live cells go on being counted. Cohorts' rows and what falls due are not closed:
they say how things stand, not what a year came to.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from hub.rollup.closing.changes import changes_of, seal
from hub.rollup.models import ClosedPeriod, Figure, FigureEdition, Freshness
from hub.rollup.models.closed import months_of
from kit.calendar import add_months
from kit.formats import NBSP, day
from kit.journal import record
from kit.refusals import Refused
from tenants.network.models import Antenne
from tenants.welcome.free_text import check_no_nir

FRESH = timedelta(hours=1)  # the worker visits each antenne every minute
_NAMED = 3  # antennes that a sentence can name

_COPY = """
INSERT INTO public.rollup_editioncell
    (id, edition_id, antenne_id, month, template_id, version_id, level, measure, value, n, definition,
    computed_at)
SELECT gen_random_uuid(), %s, antenne_id, month, template_id, version_id, level, measure, value, n,
    definition, computed_at
FROM public.rollup_figure WHERE month >= %s AND month < %s
"""


class NotOver(Refused):
    """Cette période n’est pas finie : elle se clôt à partir du {day}."""


class AlreadyClosed(Refused):
    """Ces mois sont déjà clos, en tout ou en partie ({names}). Choisissez-en d’autres."""


class NothingCounted(Refused):
    """Ces mois n’ont aucun chiffre. Vérifiez le début et la fin de la période."""


class FiguresTooOld(Refused):
    """Les chiffres de {antennes} sont trop vieux. Mettez-les à jour, puis recommencez dans une minute."""


class ReasonMissing(Refused):
    """Dites pourquoi les chiffres changent : la raison se lit à côté de la nouvelle édition."""


class NothingToCorrect(Refused):
    """Les chiffres sont ceux de l’édition en vigueur : il n’y a rien à corriger."""


class ChangedWhileReading(Refused):
    """Les chiffres ont encore changé pendant votre lecture. Relisez ce qui change, puis publiez."""


@transaction.atomic
def close_period(*, start_month: date, end_month: date, by: Any, now: datetime, today: date) -> ClosedPeriod:
    """Freeze the figures of these months (first days, both included) as edition 1."""
    _one_at_a_time()
    after = add_months(end_month, 1)
    if today < after:
        raise NotOver(day=day(after))
    _check_still_open(start_month, end_month)
    _check_fresh(after, now)
    if not Figure.objects.filter(month__gte=start_month, month__lt=after).exists():
        raise NothingCounted
    period = ClosedPeriod.objects.create(
        months=months_of(start_month, end_month), closed_at=now, closed_by=by
    )
    _publish(period, number=1, reason="", by=by, now=now)
    record("figures.period_closed", on=period, by=by, at=now, months=f"{start_month:%Y-%m}/{end_month:%Y-%m}")
    return period


@transaction.atomic
def publish_correction(
    period: ClosedPeriod, *, reason: str, by: Any, now: datetime, seen: str | None = None
) -> FigureEdition:
    """Put the live figures of the whole period in force, as its next edition.

    `seen` is the seal of the changes that were read; other ones are refused.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    check_no_nir(reason)
    _one_at_a_time()
    period = ClosedPeriod.objects.with_edition().get(pk=period.pk)
    _check_fresh(period.months.upper, now)
    waiting = changes_of(period, waiting=True)
    if not waiting:
        raise NothingToCorrect
    if seen is not None and seen != seal(waiting):
        raise ChangedWhileReading
    edition = _publish(period, number=period.edition + 1, reason=reason, by=by, now=now)
    record(
        "figures.correction_published",
        on=edition,
        by=by,
        at=now,
        period=str(period.pk),
        number=edition.number,
        changes=len(waiting),
    )
    return edition


def late_antennes(after: date, now: datetime) -> Sequence[Antenne]:
    """Those whose figures are older than FRESH, or than the end of the period where they are.

    `after` is the first day after the period.
    """
    fresh = Freshness.objects.filter(antenne=OuterRef("pk")).values("refreshed_at")[:1]
    antennes = Antenne.objects.with_schema().annotate(refreshed_at=Subquery(fresh)).order_by("name")
    return [one for one in antennes if one.refreshed_at is None or one.refreshed_at < _limit(one, after, now)]


def _limit(antenne: Antenne, after: date, now: datetime) -> datetime:
    return max(now - FRESH, datetime.combine(after, time(), antenne.tz))


def _check_still_open(start_month: date, end_month: date) -> None:
    closed = ClosedPeriod.objects.crossing(start_month, end_month)
    if closed:
        raise AlreadyClosed(names=", ".join(map(str, closed)))


def _check_fresh(after: date, now: datetime) -> None:
    late = [one.name for one in late_antennes(after, now)]
    if late:
        *others, last = late
        named = f"{', '.join(others)} et {last}" if others else last
        raise FiguresTooOld(antennes=named if len(late) <= _NAMED else f"{len(late)}{NBSP}antennes")


def _publish(period: ClosedPeriod, *, number: int, reason: str, by: Any, now: datetime) -> FigureEdition:
    edition = FigureEdition.objects.create(
        period=period, number=number, reason=reason, published_at=now, published_by=by
    )
    with connection.cursor() as cursor:
        cursor.execute(_COPY, [edition.pk, period.months.lower, period.months.upper])
    return edition


def _one_at_a_time() -> None:
    # What nobody may update cannot be locked by its rows; the database's own rules stand behind.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rollup.closed_periods'))")
