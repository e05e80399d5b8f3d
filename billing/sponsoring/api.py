"""Sponsors, what they sign, and where it goes."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Agreement, Allocation, Sponsor
from billing.sponsoring.operations import allocate, draft_agreement, register_sponsor, release
from billing.sponsoring.queries import with_use
from kit.api.fields import Day, Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.middleware import memberships_of
from tenants.network.models import Antenne


class SponsorSerializer(ShownSerializer):
    class Meta:
        model = Sponsor
        fields = ["id", "name", "siren", "retired_at"]


class RegisterSponsorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Sponsor
        fields = ["name", "siren"]


class Sponsors(Lists, Makes):
    """Les mécènes et financeurs."""

    needs = {"GET": "sponsoring.view", "POST": "sponsoring.write"}
    queryset = Sponsor.objects.order_by("name", "id")
    reads = RegisterSponsorSerializer
    shows = SponsorSerializer

    def make(self, **given: Any) -> Sponsor:
        return register_sponsor(**given, **self.signed)


class AgreementSerializer(ShownSerializer):
    class Meta:
        model = Agreement
        fields = [
            "id", "sponsor", "reference", "title", "kind", "amount_cents", "places", "devices",
            "starts_on", "ends_on", "state", "signed_at",
        ]  # fmt: skip


class DraftAgreementSerializer(serializers.ModelSerializer):
    sponsor = RelatedId(queryset=Sponsor.objects.filter(retired_at__isnull=True))
    starts_on = Day()
    ends_on = Day()

    class Meta:
        model = Agreement
        fields = [
            "sponsor", "reference", "title", "kind", "amount_cents", "places", "devices",
            "starts_on", "ends_on",
        ]  # fmt: skip


_AGREEMENTS = Agreement.objects.order_by("-starts_on", "reference")


class Agreements(Lists, Makes):
    """Les conventions du réseau."""

    needs = {"GET": "sponsoring.view", "POST": "sponsoring.write"}
    queryset = _AGREEMENTS
    reads = DraftAgreementSerializer
    shows = AgreementSerializer

    def make(self, **given: Any) -> Agreement:
        return draft_agreement(**given, **self.signed)


class OwnAgreements(Lists):
    """Les conventions que votre organisation a conclues."""

    needs = {"GET": "partner.view"}
    queryset = _AGREEMENTS
    shows = AgreementSerializer

    def get_queryset(self) -> Any:
        mine = memberships_of(self.request.user, self.request.place, self.request.now)
        sponsors = [membership.sponsor_id for membership in mine]
        return super().get_queryset().filter(sponsor__in=sponsors).exclude(state=Agreement.State.DRAFT)


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
