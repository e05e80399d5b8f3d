"""The way gone between the entry and the end of a course: of a person, and of a group."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kit.ui.charts import ChangeChart, Series, changes
from programs.catalogue.models import Skill
from programs.cohorts import queries
from programs.cohorts.models import Cohort
from programs.cohorts.queries.assessments import Way
from tenants.network.access import allows, needs

BEFORE, AFTER = "À l’entrée", "À la fin"
_WHOLE = "Ensemble"


@needs("cohorts.view", of="enrolment")
def progress(request: Any, pk: Any) -> HttpResponse:
    """Of one person: domain by domain, and the whole score."""
    enrolment = get_object_or_404(queries.who_came(), pk=pk)
    way = queries.way_of(enrolment)
    context = {
        "enrolment": enrolment,
        "person": enrolment.beneficiary,
        "way": way,
        "chart": _chart_of(way),
        "may_assess": allows(request.roles, "cohorts.assess"),
    }
    return render(request, "cohorts/progress.html", context)


@needs("cohorts.view", of="cohort")
def group_progress(request: Any, pk: Any) -> HttpResponse:
    """Of a group: the average of those who were assessed twice, and who is left to assess."""
    cohort = get_object_or_404(Cohort.objects.select_related("version"), pk=pk)
    group = [(enrolment, queries.way_of(enrolment)) for enrolment in queries.who_came(cohort)]
    average = queries.average_way(way for _, way in group)
    context = {
        "cohort": cohort,
        "group": group,
        "gain": queries.levels_gained(cohort),
        "average": average.get(""),
        "chart": _chart_of_group(average),
        "may_assess": allows(request.roles, "cohorts.assess"),
    }
    return render(request, "cohorts/group_progress.html", context)


def _chart_of(way: Way) -> ChangeChart:
    rows = [(_WHOLE, way.entry.score, way.end.score if way.end else None)]
    rows += [(skill.label, *way.scores(skill)) for skill in Skill]
    return _drawn([row for row in rows if row[1] is not None or row[2] is not None])


def _chart_of_group(average: dict[str, tuple[float, float]]) -> ChangeChart:
    labels = {"": _WHOLE} | dict(Skill.choices)
    return _drawn([(label, *average[skill]) for skill, label in labels.items() if skill in average])


def _drawn(rows: list[tuple[Any, Any, Any]]) -> ChangeChart:
    before, after = Series(BEFORE, [row[1] for row in rows]), Series(AFTER, [row[2] for row in rows])
    return changes([row[0] for row in rows], before, after, top=100)
