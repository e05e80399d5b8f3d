"""Where what sponsors signed goes, and what a sponsor reads of its own."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Agreement, Allocation
from billing.sponsoring.operations import allocate
from kit.api.fields import RelatedId, ShownSerializer
from kit.api.views import Lists, Makes
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne


class AllocationSerializer(ShownSerializer):
    class Meta:
        model = Allocation
        fields = [
            "id", "agreement", "antenne", "template", "places", "devices", "amount_cents", "state",
            "allocated_on",
        ]  # fmt: skip


class AllocateSerializer(serializers.ModelSerializer):
    agreement = RelatedId(queryset=Agreement.objects.all())
    antenne = RelatedId(queryset=Antenne.objects.serving())
    template = RelatedId(queryset=ProgrammeTemplate.objects.filter(retired_at__isnull=True))

    class Meta:
        model = Allocation
        fields = ["agreement", "antenne", "template", "places", "devices", "amount_cents"]


class Allocations(Lists, Makes):
    """Ce que les conventions donnent à chaque antenne."""

    needs = {"GET": "sponsoring.view", "POST": "sponsoring.write"}
    queryset = Allocation.objects.order_by("allocated_on", "id")
    reads = AllocateSerializer
    shows = AllocationSerializer
    once = True

    def make(self, **given: Any) -> Allocation:
        return allocate(**given, **self.signed, on=self.today)
