"""People."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import ShownSerializer
from kit.api.views import Lists, Makes, Shows
from tenants.welcome.models import Beneficiary, Situation
from tenants.welcome.operations import register


class BeneficiarySerializer(ShownSerializer):
    class Meta:
        model = Beneficiary
        fields = [
            "id", "reference", "first_name", "last_name", "birth_year", "phone", "email",
            "language", "situations", "registered_at", "last_contact_on",
        ]  # fmt: skip


class RegisterSerializer(serializers.ModelSerializer):
    class Meta:
        model = Beneficiary
        fields = ["first_name", "last_name", "birth_year", "phone", "email", "language", "situations"]
        extra_kwargs = {"birth_year": {"min_value": 1900}, "situations": {"max_length": len(Situation)}}

    def validate_birth_year(self, year: int | None) -> int | None:
        if year is not None and year > self.context["request"].now.year:
            raise serializers.ValidationError("Cette année est à venir.")
        return year


class Beneficiaries(Lists, Makes):
    """Les personnes reçues dans cette antenne."""

    needs = {"GET": "welcome.view", "POST": "welcome.register"}
    queryset = Beneficiary.objects.order_by("sort_key", "id")
    reads = RegisterSerializer
    shows = BeneficiarySerializer
    filters = {"q": "Des mots du nom, de la référence ou du téléphone, sans souci d’accents ni d’ordre."}

    def get_queryset(self) -> Any:
        return super().get_queryset().matching(self.request.GET.get("q", ""))

    def make(self, **given: Any) -> Beneficiary:
        return register(**given, **self.signed, today=self.today)


class OneBeneficiary(Shows):
    """Une personne."""

    needs = {"GET": "welcome.view"}
    queryset = Beneficiary.objects.all()
    shows = BeneficiarySerializer
