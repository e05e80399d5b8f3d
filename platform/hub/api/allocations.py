"""What an antenne gives back of what sponsors pay for."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.api.allocations import AllocationSerializer, OwnAllocations
from billing.sponsoring.models import Allocation
from hub.antenne.giving_back import give_back
from kit.api.fields import Reason
from kit.api.views import Acts


class GiveBackSerializer(serializers.Serializer):
    reason = Reason()


class GiveBack(Acts):
    """Rendre tout ce qui n’est engagé ni dans un parcours, ni par un équipement, avec le motif."""

    needs = {"POST": "cohorts.plan"}
    queryset = OwnAllocations.queryset
    reads = GiveBackSerializer
    shows = AllocationSerializer
    once = True

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(antenne=self.request.place.antenne)

    def act(self, thing: Any, **given: Any) -> Allocation:
        return give_back(thing, antenne=self.request.place.antenne, **given, **self.signed)
