"""The bons d'orientation, and the rights that they open."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary, Entitlement, Prescriber, Referral
from tenants.welcome.operations import (
    accept_referral,
    match_referral,
    receive_referral,
    refuse_referral,
    renew_entitlement,
    study_referral,
)


class EntitlementSerializer(ShownSerializer):
    class Meta:
        model = Entitlement
        fields = ["id", "beneficiary", "start", "end", "renews", "reason"]


class ReferralSerializer(ShownSerializer):
    entitlement = EntitlementSerializer(allow_null=True)

    class Meta:
        model = Referral
        fields = [
            "id", "number", "beneficiary", "prescriber", "source", "first_name", "last_name", "birth_year",
            "phone", "email", "language", "situations", "sender_name", "sender_email", "sender_phone",
            "wish", "state", "reason", "received_at", "under_study_at", "accepted_at", "refused_at",
            "used_at", "expired_at", "entitlement",
        ]  # fmt: skip


class ReceiveSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.known())
    prescriber = RelatedId(queryset=Prescriber.objects.filter(retired_at__isnull=True))
    wish = serializers.CharField(max_length=300, allow_blank=True, default="", validators=[refuse_nir])


class MatchSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.known())


class ReferralReasonSerializer(serializers.Serializer):
    reason = Reason(validators=[refuse_nir])


class FilterSerializer(serializers.Serializer):
    state = serializers.ChoiceField(Referral.State.choices, required=False)


_REFERRALS = Referral.objects.select_related("entitlement").order_by("-received_at", "-id")


class Referrals(Lists, Makes):
    """Les orientations, la plus récente d’abord."""

    needs = {"GET": "welcome.view", "POST": "welcome.register"}
    queryset = _REFERRALS
    reads = ReceiveSerializer
    shows = ReferralSerializer
    filters = {
        "state": "received, under_study, accepted, refused, used ou expired.",
        "q": "Des mots du nom de la personne, ou le numéro du bon.",
    }

    def get_queryset(self) -> Any:
        found = super().get_queryset().matching(self.request.GET.get("q", ""))
        if self.request.method != "GET" or not self.request.GET.get("state"):
            return found
        asked = FilterSerializer(data=self.request.GET)
        asked.is_valid(raise_exception=True)
        return found.filter(state=asked.validated_data["state"])

    def make(self, **given: Any) -> Referral:
        return receive_referral(**given, **self.signed)


class OneReferral(Shows):
    """Une orientation, avec ce que la structure a écrit."""

    needs = {"GET": "welcome.view"}
    queryset = _REFERRALS
    shows = ReferralSerializer


class MatchReferral(Acts):
    """Dire de quelle personne parle une orientation reçue par le formulaire public."""

    needs = {"POST": "welcome.register"}
    queryset = _REFERRALS
    reads = MatchSerializer
    shows = ReferralSerializer

    def act(self, thing: Any, **given: Any) -> Referral:
        return match_referral(thing, **given, **self.signed)


class StudyReferral(Acts):
    """Mettre une orientation à l’étude : la structure le sait."""

    needs = {"POST": "welcome.decide"}
    queryset = _REFERRALS
    shows = ReferralSerializer

    def act(self, thing: Any, **given: Any) -> Referral:
        return study_referral(thing, **self.signed)


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
    reads = ReferralReasonSerializer
    shows = ReferralSerializer

    def act(self, thing: Any, **given: Any) -> Referral:
        return refuse_referral(thing, **given, **self.signed)


class RenewEntitlement(Acts):
    """Renouveler un droit d’accès : la réponse montre le nouveau droit."""

    needs = {"POST": "welcome.decide"}
    queryset = Entitlement.objects.select_related("beneficiary").order_by("-end", "id")
    reads = ReferralReasonSerializer
    shows = EntitlementSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Entitlement:
        return renew_entitlement(thing, **given, **self.signed, today=self.today)
