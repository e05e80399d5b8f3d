"""Who pays for the places of a cohort."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Allocation
from kit.api.fields import RelatedId
from kit.api.views import Acts
from programs.cohorts.api.cohorts import CohortSerializer
from programs.cohorts.models import Cohort
from programs.cohorts.operations import add_funder, remove_funder


def _own_allocations(request: Any) -> Any:
    return Allocation.objects.filter(antenne=request.place.antenne)


class AddFunderSerializer(serializers.Serializer):
    allocation = RelatedId(queryset=_own_allocations)
    share_percent = serializers.IntegerField(min_value=1, max_value=100, default=100)
    places = serializers.IntegerField(min_value=1, max_value=100)


class RemoveFunderSerializer(serializers.Serializer):
    allocation = RelatedId(queryset=_own_allocations)


class AddFunder(Acts):
    """Faire financer une part de quelques places d’un parcours par une affectation."""

    needs = {"POST": "cohorts.plan"}
    queryset = Cohort.objects.with_counts()
    reads = AddFunderSerializer
    shows = CohortSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Cohort:
        add_funder(thing, **given, **self.signed)
        return thing


class RemoveFunder(Acts):
    """Retirer une affectation des places d’un parcours qui n’ont pas encore servi."""

    needs = {"POST": "cohorts.plan"}
    queryset = Cohort.objects.with_counts()
    reads = RemoveFunderSerializer
    shows = CohortSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Cohort:
        remove_funder(thing, **given, **self.signed)
        return thing
