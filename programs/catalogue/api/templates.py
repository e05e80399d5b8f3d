"""National programmes, and the partners that they are built with."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers

from kit.api.fields import Day, ShownSerializer
from kit.api.views import Acts, Lists, Makes
from programs.catalogue.models import Partner, PartnerName, ProgrammeTemplate, Theme
from programs.catalogue.operations import draft_template, introduce_partner, name_partner, retire_template

_DAY = timedelta(days=1)
_UNKNOWN_CODE: dict[str, Any] = {
    "does_not_exist": "Aucun partenaire ne porte ce code.",
    "invalid": "Un code est attendu.",
}


class TemplateSerializer(ShownSerializer):
    partner: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = ProgrammeTemplate
        fields = ["id", "code", "name", "theme", "partner", "retired_at"]


class DraftTemplateSerializer(serializers.Serializer):
    code = serializers.SlugField(max_length=50)
    name = serializers.CharField(max_length=160)
    theme = serializers.ChoiceField(choices=Theme.choices)
    partner = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Partner.objects.filter(retired_at__isnull=True),
        allow_null=True,
        default=None,
        error_messages=_UNKNOWN_CODE,
    )


class Templates(Lists, Makes):
    """Les modèles de programme du réseau."""

    needs = {"GET": "catalogue.view", "POST": "catalogue.write"}
    queryset = ProgrammeTemplate.objects.select_related("partner").order_by("name", "id")
    reads = DraftTemplateSerializer
    shows = TemplateSerializer

    def make(self, **given: Any) -> ProgrammeTemplate:
        return draft_template(**given, **self.signed)


class RetireTemplate(Acts):
    """Retirer un programme : aucune antenne ne peut plus l’adopter."""

    needs = {"POST": "catalogue.publish"}
    queryset = ProgrammeTemplate.objects.select_related("partner")
    shows = TemplateSerializer

    def act(self, thing: Any, **given: Any) -> ProgrammeTemplate:
        return retire_template(thing, **self.signed)


class NameSerializer(ShownSerializer):
    start = serializers.DateField(source="during.lower", allow_null=True)
    end = serializers.DateField(source="last_day", allow_null=True)

    class Meta:
        model = PartnerName
        fields = ["name", "start", "end"]


class PartnerSerializer(ShownSerializer):
    names = NameSerializer(many=True)

    class Meta:
        model = Partner
        fields = ["code", "names", "retired_at"]


class NamePartnerSerializer(serializers.Serializer):
    """The last day is included, as people say it."""

    name = serializers.CharField(max_length=120)
    start = Day(allow_null=True, default=None, help_text="Premier jour ; vide : depuis toujours.")
    end = Day(allow_null=True, default=None, help_text="Dernier jour ; vide : jusqu’à nouvel ordre.")

    def validate(self, attrs: Any) -> Any:
        return attrs | {"end": attrs["end"] + _DAY if attrs["end"] else None}


class IntroducePartnerSerializer(NamePartnerSerializer):
    code = serializers.SlugField(max_length=50)


class RenamePartnerSerializer(NamePartnerSerializer):
    partner = serializers.SlugRelatedField(
        slug_field="code", queryset=Partner.objects.all(), error_messages=_UNKNOWN_CODE
    )


_PARTNERS = Partner.objects.prefetch_related("names").order_by("code")


class Partners(Lists, Makes):
    """Les partenaires, chacun avec ses noms datés ; en ajouter un, avec son premier nom."""

    needs = {"GET": "catalogue.view", "POST": "catalogue.write"}
    queryset = _PARTNERS
    reads = IntroducePartnerSerializer
    shows = PartnerSerializer

    def make(self, **given: Any) -> Partner:
        return introduce_partner(**given, **self.signed)


class PartnerNames(Makes):
    """Donner à un partenaire un nom, pour des jours où il n’en porte pas d’autre."""

    needs = {"POST": "catalogue.write"}
    queryset = _PARTNERS
    reads = RenamePartnerSerializer
    shows = PartnerSerializer

    def make(self, **given: Any) -> Partner:
        return name_partner(**given, **self.signed).partner
