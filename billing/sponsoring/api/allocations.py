"""Where what sponsors signed goes, and what a sponsor reads of its own."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Agreement, Allocation
from billing.sponsoring.operations import allocate, release
from billing.sponsoring.queries import with_use
from kit.api.fields import Day, Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne


class AllocationSerializer(ShownSerializer):
    state = serializers.ChoiceField(Allocation.State.choices, source="stage")
    places_opened = serializers.IntegerField(source="use_places_opened", help_text="Dans un parcours.")
    places_taken = serializers.IntegerField(source="use_places_taken", help_text="Avec une personne.")
    places_consumed = serializers.IntegerField(
        source="use_places_consumed", help_text="Quelqu’un y est venu une fois au moins."
    )
    places_missed = serializers.IntegerField(
        source="use_places_missed", help_text="Personne n’y est venu avant la fin du parcours."
    )
    devices_received = serializers.IntegerField(source="use_devices_received")
    devices_consumed = serializers.IntegerField(
        source="use_devices_consumed", help_text="Servis une fois : en séance, prêtés ou vendus."
    )

    class Meta:
        model = Allocation
        fields = [
            "id", "agreement", "reference", "antenne", "template", "places", "devices", "amount_cents",
            "starts_on", "ends_on", "state", "allocated_on", "released_at", "places_opened", "places_taken",
            "places_consumed", "places_missed", "devices_received", "devices_consumed",
        ]  # fmt: skip


class AllocateSerializer(serializers.ModelSerializer):
    agreement = RelatedId(queryset=Agreement.objects.all())
    antenne = RelatedId(queryset=Antenne.objects.serving())
    template = RelatedId(queryset=ProgrammeTemplate.objects.filter(retired_at__isnull=True))
    on = Day(
        required=False, default=None, help_text="Un jour de la période de la convention ; sinon ce jour."
    )

    class Meta:
        model = Allocation
        fields = ["agreement", "antenne", "template", "places", "devices", "amount_cents", "on"]


class Allocations(Lists, Makes):
    """Ce que les conventions donnent à chaque antenne."""

    needs = {"GET": "sponsoring.view", "POST": "sponsoring.write"}
    queryset = with_use(Allocation.objects.order_by("allocated_on", "id"))
    reads = AllocateSerializer
    shows = AllocationSerializer
    once = True

    def make(self, **given: Any) -> Allocation:
        on = given.pop("on") or self.today
        return allocate(**given, **self.signed, on=on)


class ReleaseSerializer(serializers.Serializer):
    places = serializers.IntegerField(min_value=0, max_value=100_000, default=0)
    devices = serializers.IntegerField(min_value=0, max_value=100_000, default=0)
    amount_cents = serializers.IntegerField(min_value=0, max_value=10**12, default=0)
    reason = Reason()


class ReleaseAllocation(Acts):
    """Rendre une part d’une affectation, avec le motif : la convention peut l’affecter ailleurs."""

    needs = {"POST": "sponsoring.write"}
    queryset = Allocations.queryset
    reads = ReleaseSerializer
    shows = AllocationSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Allocation:
        return release(thing, **given, **self.signed)


class OwnAllocations(Lists):
    """Ce que les conventions donnent à cette antenne, et ce qu’elle en a fait."""

    needs = {"GET": "cohorts.plan"}
    queryset = Allocations.queryset
    shows = AllocationSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(antenne=self.request.place.antenne)
