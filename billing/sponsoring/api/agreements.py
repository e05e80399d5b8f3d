"""Sponsors and what they sign, by the API: one person writes, another signs for the network."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.response import Response

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Counterparty, Instalment, Signature, Sponsor
from billing.sponsoring.papers.texts import text_to_sign
from billing.sponsoring.parts import Due, InReturn
from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from kit.signatures import LONGEST_PATH, digest_of
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne

_MOST_CENTS = 100_000_000_000
_IDENTITY = [
    "name", "status", "legal_form", "siren", "siret", "address", "contact_name", "email",
]  # fmt: skip


class SponsorSerializer(ShownSerializer):
    class Meta:
        model = Sponsor
        fields = ["id", *_IDENTITY, "retired_at"]


class WriteSponsorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Sponsor
        fields = _IDENTITY

    def validate(self, attrs: Any) -> Any:
        """A SIRET is one of this SIREN."""
        said = {name: attrs[name] for name in ("siren", "siret") if name in attrs}
        known = {"siren": self.instance.siren, "siret": self.instance.siret} if self.instance else {}
        try:
            Sponsor(**(known | said)).clean()
        except ValidationError as wrong:
            raise serializers.ValidationError(wrong.message_dict) from None
        return attrs


_SPONSORS = Sponsor.objects.order_by("name", "id")


class Sponsors(Lists, Makes):
    """Les mécènes et financeurs."""

    needs = {"GET": "sponsoring.view", "POST": "sponsoring.write"}
    queryset = _SPONSORS
    reads = WriteSponsorSerializer
    shows = SponsorSerializer

    def make(self, **given: Any) -> Sponsor:
        return operations.register_sponsor(**given, **self.signed)


class OneSponsor(Shows):
    """Un mécène ; le corriger ne change rien à ce qui est déjà signé."""

    needs = {"GET": "sponsoring.view", "PUT": "sponsoring.write"}
    queryset = _SPONSORS
    reads = WriteSponsorSerializer
    shows = SponsorSerializer

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        sponsor = self.get_object()
        body = self.reads(sponsor, data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return self.shown(operations.correct_sponsor(sponsor, **body.validated_data, **self.signed))


class RetireSponsor(Acts):
    """Retirer un mécène de la liste : rien de nouveau ne s’écrit avec lui."""

    needs = {"POST": "sponsoring.write"}
    queryset = _SPONSORS
    shows = SponsorSerializer

    def act(self, thing: Any, **given: Any) -> Sponsor:
        return operations.retire_sponsor(thing, **self.signed)


class AgreementSerializer(ShownSerializer):
    class Meta:
        model = Agreement
        fields = [
            "id", "sponsor", "reference", "title", "kind", "amount_cents", "places", "devices",
            "starts_on", "ends_on", "state", "signed_at",
        ]  # fmt: skip


class InstalmentSerializer(ShownSerializer):
    class Meta:
        model = Instalment
        fields = ["number", "due_on", "amount_cents", "condition"]


class CounterpartySerializer(ShownSerializer):
    class Meta:
        model = Counterparty
        fields = ["label", "value_cents"]


class SignatureSerializer(ShownSerializer):
    class Meta:
        model = Signature
        fields = ["side", "signer_name", "signer_role", "digest", "at"]


class WholeAgreementSerializer(ShownSerializer):
    instalments = InstalmentSerializer(many=True)
    counterparties = CounterpartySerializer(many=True)
    is_receiptable = serializers.BooleanField(help_text="Si l’argent reçu ouvre un reçu fiscal.")
    signatures = serializers.SerializerMethodField()
    digest = serializers.SerializerMethodField(help_text="L’empreinte du texte, à rendre pour le signer.")

    class Meta:
        model = Agreement
        fields = [
            "id", "sponsor", "reference", "title", "kind", "purpose", "amount_cents", "places", "devices",
            "starts_on", "ends_on", "antennes", "templates", "basis", "instalments", "counterparties",
            "is_receiptable", "state", "drafted_by", "drafted_at", "proposed_at", "signed_at", "running_at",
            "completed_at", "closed_at", "closed_reason", "declined_at", "declined_reason", "signatures",
            "digest",
        ]  # fmt: skip

    def get_signatures(self, agreement: Agreement) -> list[dict[str, Any]]:
        own = agreement.signatures.filter(amendment__isnull=True)
        return list(SignatureSerializer(own, many=True).data)

    def get_digest(self, agreement: Agreement) -> str:
        return digest_of(text_to_sign(agreement))


class WriteInstalmentSerializer(serializers.Serializer):
    due_on = Day()
    amount_cents = serializers.IntegerField(min_value=1, max_value=_MOST_CENTS)
    condition = serializers.CharField(max_length=200, allow_blank=True, default="")


class WriteCounterpartySerializer(serializers.Serializer):
    label = serializers.CharField(max_length=160)  # type: ignore[assignment]
    value_cents = serializers.IntegerField(min_value=0, max_value=_MOST_CENTS)


class RewriteAgreementSerializer(serializers.ModelSerializer):
    amount_cents = serializers.IntegerField(min_value=0, max_value=_MOST_CENTS)
    places = serializers.IntegerField(min_value=0, max_value=100_000)
    devices = serializers.IntegerField(min_value=0, max_value=100_000)
    starts_on = Day()
    ends_on = Day()
    antennes = serializers.ListField(
        child=RelatedId(queryset=Antenne.objects.serving()), max_length=200, default=list,
        help_text="Où elle vaut ; aucune : partout.",
    )  # fmt: skip
    templates = serializers.ListField(
        child=RelatedId(queryset=ProgrammeTemplate.objects.filter(retired_at__isnull=True)), max_length=100,
        default=list, help_text="Pour quels programmes ; aucun : tous.",
    )  # fmt: skip
    instalments = WriteInstalmentSerializer(
        many=True, max_length=36, required=False, allow_null=True,
        help_text="Leur somme fait le montant ; sans elles, rien n’est dit des jours.",
    )  # type: ignore[call-arg]  # fmt: skip
    counterparties = WriteCounterpartySerializer(many=True, max_length=36, default=list)  # type: ignore[call-arg]

    class Meta:
        model = Agreement
        fields = [
            "title", "kind", "purpose", "amount_cents", "places", "devices", "starts_on", "ends_on",
            "antennes", "templates", "instalments", "counterparties",
        ]  # fmt: skip

    def validate(self, attrs: Any) -> Any:
        if attrs["ends_on"] < attrs["starts_on"]:
            raise serializers.ValidationError({"ends_on": "La fin vient avant le début."})
        instalments = attrs.get("instalments")
        return attrs | {
            "instalments": None if instalments is None else [Due(**one) for one in instalments],
            "counterparties": [InReturn(**one) for one in attrs["counterparties"]],
        }


class DraftAgreementSerializer(RewriteAgreementSerializer):
    sponsor = RelatedId(queryset=Sponsor.objects.filter(retired_at__isnull=True))
    reference = serializers.CharField(
        max_length=20, default="", allow_blank=True, help_text="Vide : la suivante de l’année."
    )

    class Meta(RewriteAgreementSerializer.Meta):
        fields = ["sponsor", "reference", *RewriteAgreementSerializer.Meta.fields]

    def validate_reference(self, reference: str) -> str:
        if reference and Agreement.objects.filter(reference=reference).exists():
            raise serializers.ValidationError("Cette référence est déjà prise.")
        return reference


AGREEMENTS = Agreement.objects.order_by("-starts_on", "reference")


class Agreements(Lists, Makes):
    """Les conventions du réseau."""

    needs = {"GET": "sponsoring.view", "POST": "sponsoring.write"}
    queryset = AGREEMENTS
    reads = DraftAgreementSerializer
    shows = AgreementSerializer
    once = True

    def make(self, **given: Any) -> Agreement:
        return operations.draft_agreement(**given, **self.signed)


class OneAgreement(Shows):
    """Une convention entière ; un brouillon se récrit en entier."""

    needs = {"GET": "sponsoring.view", "PUT": "sponsoring.write"}
    queryset = AGREEMENTS
    reads = RewriteAgreementSerializer
    shows = WholeAgreementSerializer

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        rewritten = operations.rewrite_agreement(self.get_object(), **self.given(), **self.signed)
        return self.shown(self.again(rewritten))


class ProposeAgreement(Acts):
    """Proposer une convention : son texte ne change plus, il attend les deux signatures."""

    needs = {"POST": "sponsoring.write"}
    queryset = AGREEMENTS
    shows = WholeAgreementSerializer

    def act(self, thing: Any, **given: Any) -> Agreement:
        return operations.propose_agreement(thing, **self.signed)


class SignSerializer(serializers.Serializer):
    digest = serializers.CharField(
        max_length=64, help_text="Celle du texte lu : refusé s’il a changé depuis."
    )
    name = serializers.CharField(max_length=120)
    role = serializers.CharField(max_length=120, default="", allow_blank=True)
    path = serializers.CharField(
        max_length=LONGEST_PATH, default="", allow_blank=True,
        help_text="Le tracé, M et L sur une carte de 300 × 100 ; vide : signé sur le papier.",
    )  # fmt: skip


class SignAgreement(Acts):
    """Signer pour le réseau : une autre personne que celle qui a écrit la convention."""

    needs = {"POST": "sponsoring.sign"}
    queryset = AGREEMENTS
    reads = SignSerializer
    shows = WholeAgreementSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Agreement:
        operations.sign_for_network(thing, **given, **self.signed)
        return thing
