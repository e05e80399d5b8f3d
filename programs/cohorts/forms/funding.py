"""A funder for some places of a cohort."""

from typing import Any

from django import forms

from billing.sponsoring.models import Allocation
from programs.cohorts.forms.planning import AllocationChoice
from programs.cohorts.models import Cohort
from programs.cohorts.queries.funding import fundable_allocations


class FunderForm(forms.Form):
    """Which allocation, how many places, what part of each."""

    allocation = AllocationChoice(Allocation.objects.none(), label="Financées par", empty_label="Choisir…")
    places = forms.IntegerField(label="Places", min_value=1, max_value=100)
    share_percent = forms.IntegerField(
        label="Part de chaque place", min_value=1, max_value=100, initial=50,
        help_text="Le premier financeur paie ce que les autres laissent.",
    )  # fmt: skip

    def __init__(self, *args: Any, antenne: Any, cohort: Cohort, **options: Any) -> None:
        super().__init__(*args, **options)
        given = fundable_allocations(antenne).filter(
            template=cohort.programme.template_id, starts_on__lte=cohort.starts_on,
            ends_on__gte=cohort.starts_on,
        )  # fmt: skip
        self.fields["allocation"].queryset = given  # type: ignore[attr-defined]
