"""The bons d'orientation and the structures that send them."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary, Entitlement, Prescriber, Referral
from tenants.welcome.operations import accept_referral, receive_referral, refuse_referral


class PrescriberSerializer(ShownSerializer):
    class Meta:
        model = Prescriber
        fields = ["id", "name", "email", "phone", "retired_at"]


class Prescribers(Lists):
    """Les structures qui orientent des personnes vers cette antenne."""

    needs = {"GET": "welcome.view"}
    queryset = Prescriber.objects.order_by("name", "id")
    shows = PrescriberSerializer


class EntitlementSerializer(ShownSerializer):
    class Meta:
        model = Entitlement
        fields = ["start", "end"]


class ReferralSerializer(ShownSerializer):
    entitlement = EntitlementSerializer(allow_null=True)

    class Meta:
        model = Referral
        fields = [
            "id", "number", "beneficiary", "prescriber", "wish", "state", "reason",
            "received_at", "accepted_at", "refused_at", "used_at", "entitlement",
        ]  # fmt: skip


class ReceiveSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.all())
    prescriber = RelatedId(queryset=Prescriber.objects.filter(retired_at__isnull=True))
    wish = serializers.CharField(max_length=300, allow_blank=True, default="", validators=[refuse_nir])


class RefuseSerializer(serializers.Serializer):
    reason = Reason(validators=[refuse_nir])


_REFERRALS = Referral.objects.select_related("entitlement").order_by("-received_at", "-id")


class Referrals(Lists, Makes):
    """Les orientations, la plus récente d’abord."""

    needs = {"GET": "welcome.view", "POST": "welcome.register"}
    queryset = _REFERRALS
    reads = ReceiveSerializer
    shows = ReferralSerializer

    def make(self, **given: Any) -> Referral:
        return receive_referral(**given, **self.signed)


class AcceptReferral(Acts):
    """Accepter une orientation : ouvre le droit d’accès."""

    needs = {"POST": "welcome.decide"}
    queryset = _REFERRALS
    shows = ReferralSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Referral:
        accept_referral(thing, **self.signed, today=self.today)
        return thing


class RefuseReferral(Acts):
    """Refuser une orientation, avec le motif que la structure lira."""

    needs = {"POST": "welcome.decide"}
    queryset = _REFERRALS
    reads = RefuseSerializer
    shows = ReferralSerializer

    def act(self, thing: Any, **given: Any) -> Referral:
        return refuse_referral(thing, **given, **self.signed)
