"""Sponsors, what they sign, and where it goes."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Agreement, Allocation, Sponsor
from billing.sponsoring.operations import allocate, draft_agreement, register_sponsor
from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Lists, Makes
from programs.catalogue.models import ProgrammeTemplate
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
