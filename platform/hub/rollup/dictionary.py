"""Ce que nous comptons: the dictionary of measures as a page, on the national site and on each antenne's."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hub.rollup.measures import MEASURES, Measure, Scope, by_subject, formula
from kit.formats import NBSP
from tenants.network.access import needs


@needs("figures.view", of="figure")
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure by subject: what it counts, in what unit, from what; made to be printed too."""
    subjects = [
        {"name": subject, "lines": [_line(measure) for measure in found]} for subject, found in by_subject()
    ]
    return render(request, "hub/measures.html", {"subjects": subjects, "count": len(MEASURES)})


def _line(measure: Measure) -> dict[str, object]:
    by = "formule" if measure.is_rate else "source"
    return {
        "measure": measure,
        "definition": _spaced(measure.definition),
        "from": f"{by}{NBSP}: {formula(measure) or measure.source}",
        "n": measure.of.lower(),
        "of_the_network": measure.scope == Scope.NETWORK,
    }


def _spaced(words: str) -> str:
    """No line begins with the sign that ends a part of a sentence."""
    return re.sub(r" (?=[:;?!%»])|(?<=«) ", NBSP, words)
