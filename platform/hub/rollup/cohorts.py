"""The rows of cohorts: written from the same families as the cells, for the same months."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hub.rollup.differences import Difference
from hub.rollup.models import CohortFigure
from hub.rollup.sources.courses import OPENED, counts_of
from hub.rollup.sources.tally import Months
from kit.calendar import add_months
from programs.cohorts.models import Cohort

# What a family counts → the column; the others bear the name of their count.
_RENAMED = {"satisfied_n": "answers", "level_gained_n": "assessed_twice"}
_SAID = ("name", "version_id", "state", "starts_on", "ends_on")
COUNTS = (
    "places_opened", "places_funded", "places_offered", "places_taken", "places_consumed", "waiting",
    "participants", "no_shows", "completions", "minutes_planned", "minutes_delivered", "satisfied",
    "answers", "survey_invited", "level_gained", "assessed_twice",
)  # fmt: skip
_COLUMNS = (*_SAID, *COUNTS)


def count_cohorts(antenne: Any, months: Months, *, now: datetime) -> list[Difference]:
    """Bring the rows of the cohorts that meet in these months (or of all) up to date; what differed.

    A mark names the first month of a cohort or that of a session: either lies between its first and last
    day. Standing in the antenne; the caller holds the lock of its Freshness.
    """
    cohorts = list(_meeting_in(months).order_by().values("pk", *_SAID))
    rows = CohortFigure.objects.filter(antenne=antenne)
    if months is not None:
        rows = rows.filter(cohort_id__in=[one["pk"] for one in cohorts])
    before = {row["cohort_id"]: row for row in rows.order_by().values("cohort_id", *_COLUMNS)}
    after = _counted([one for one in cohorts if one["state"] in OPENED])
    differences = _differences(before, after)
    if differences:
        _write(antenne, rows, after, now=now)
    return differences


def _meeting_in(months: Months) -> QuerySet[Cohort]:
    if months is None:
        return Cohort.objects.all()
    met = Q()
    for month in months:
        met |= Q(starts_on__lt=add_months(month, 1), ends_on__gte=month)
    return Cohort.objects.filter(met) if months else Cohort.objects.none()


def _counted(cohorts: list[dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    counts = counts_of([one["pk"] for one in cohorts])
    return {
        one["pk"]: {"cohort_id": one["pk"]}
        | {name: one[name] for name in _SAID}
        | dict.fromkeys(COUNTS, 0)
        | {_RENAMED.get(name, name): number for name, number in counts[one["pk"]].items()}
        for one in cohorts
    }


def _write(antenne: Any, outdated: Any, rows: dict[UUID, dict[str, Any]], *, now: datetime) -> None:
    outdated.exclude(cohort_id__in=rows).delete()
    CohortFigure.objects.bulk_create(
        (
            CohortFigure(
                antenne=antenne,
                computed_at=now,
                cohort_id=key,
                **{name: row[name] for name in _COLUMNS},
            )
            for key, row in rows.items()
        ),
        update_conflicts=True,
        unique_fields=["antenne", "cohort_id"],
        update_fields=[*_COLUMNS, "computed_at"],
        batch_size=500,
    )


def _differences(before: dict[UUID, dict[str, Any]], after: dict[UUID, dict[str, Any]]) -> list[Difference]:
    nothing: dict[str, Any] = dict.fromkeys(_COLUMNS)
    found = []
    for key in sorted(before.keys() | after.keys()):
        was, is_ = before.get(key, nothing), after.get(key, nothing)
        first: date = is_["starts_on"] or was["starts_on"]
        found += [
            Difference(
                month=first.replace(day=1),
                measure=f"rollup_cohortfigure.{name}",
                stored=was[name],
                source=is_[name],
                version_id=is_["version_id"] or was["version_id"],
            )
            for name in _COLUMNS
            if was[name] != is_[name]
        ]
    return found
