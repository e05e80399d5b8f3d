"""The hours of a group: followed against the target, on the page and in a spreadsheet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from programs.cohorts.models import Cohort
from programs.cohorts.queries import hours_of, minutes_to_come
from tenants.network.access import needs


@needs("cohorts.view", of="cohort")
def hours(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("version"), pk=pk)
    lines = hours_of(cohort)
    left, minutes_left = minutes_to_come(cohort)
    minutes, target = sum(line.minutes for line in lines), sum(line.target for line in lines)
    context = {
        "cohort": cohort,
        "lines": lines,
        "sessions_left": left,
        "minutes_left": minutes_left,
        "minutes": minutes,
        "target": target,
        "ratio": minutes / target if target else None,
        "percent_wanted": cohort.terms["completion_percent"],
    }
    return render(request, "cohorts/hours.html", context)
