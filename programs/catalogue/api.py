"""National programmes and their versions."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import ShownSerializer
from kit.api.views import Acts, Lists, Makes
from programs.catalogue.models import LevelRule, Module, Partner, ProgrammeTemplate, TemplateVersion, Theme
from programs.catalogue.operations import LevelDraft, ModuleDraft, draft_template, draft_version, publish


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
        error_messages={
            "does_not_exist": "Aucun partenaire ne porte ce code.",
            "invalid": "Un code est attendu.",
        },
    )


class Templates(Lists, Makes):
    """Les modèles de programme du réseau."""

    needs = {"GET": "catalogue.view", "POST": "catalogue.write"}
    queryset = ProgrammeTemplate.objects.select_related("partner").order_by("name", "id")
    reads = DraftTemplateSerializer
    shows = TemplateSerializer

    def make(self, **given: Any) -> ProgrammeTemplate:
        return draft_template(**given, **self.signed)


class LevelSerializer(serializers.ModelSerializer):
    class Meta:
        model = LevelRule
        fields = ["level", "hours", "score_from", "score_to"]
        extra_kwargs = {
            "hours": {"min_value": 1, "max_value": 1000},
            "score_from": {"min_value": 0, "max_value": 100},
            "score_to": {"min_value": 0, "max_value": 100},
        }

    def validate(self, attrs: Any) -> Any:
        if attrs["score_to"] < attrs["score_from"]:
            raise serializers.ValidationError({"score_to": "Ce score est plus petit que celui de départ."})
        return attrs


class ModuleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Module
        fields = ["title", "minutes", "skills"]


class VersionSerializer(ShownSerializer):
    levels = LevelSerializer(many=True, read_only=True)
    modules = ModuleSerializer(many=True, read_only=True)

    class Meta:
        model = TemplateVersion
        fields = [
            "id", "template", "number", "title", "summary", "capacity", "capacity_min", "capacity_max",
            "completion_percent", "lend_in_class", "loan_months", "option_price_cents", "levels", "modules",
            "state", "drafted_by", "drafted_at", "published_by", "published_at",
        ]  # fmt: skip


class DraftVersionSerializer(serializers.ModelSerializer):
    levels = LevelSerializer(many=True, allow_empty=False, max_length=3)  # type: ignore[call-arg]
    modules = ModuleSerializer(many=True, max_length=100, default=list)  # type: ignore[call-arg]

    class Meta:
        model = TemplateVersion
        fields = [
            "title", "summary", "capacity", "capacity_min", "capacity_max", "completion_percent",
            "lend_in_class", "loan_months", "option_price_cents", "levels", "modules",
        ]  # fmt: skip
        extra_kwargs = {"summary": {"max_length": 5000}, "loan_months": {"min_value": 1, "max_value": 60}}

    def validate_levels(self, levels: Any) -> Any:
        if len({level["level"] for level in levels}) < len(levels):
            raise serializers.ValidationError("Chaque niveau ne se décrit qu’une fois.")
        return [LevelDraft(**level) for level in levels]

    def validate_modules(self, modules: Any) -> Any:
        return [ModuleDraft(**module) for module in modules]


_VERSIONS = TemplateVersion.objects.prefetch_related("levels", "modules").order_by("-number", "id")


class TemplateVersions(Lists, Makes):
    """Les versions d’un modèle, la dernière d’abord."""

    needs = {"GET": "catalogue.view", "POST": "catalogue.write"}
    queryset = _VERSIONS
    reads = DraftVersionSerializer
    shows = VersionSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(template=self.find(ProgrammeTemplate.objects.all()))

    def make(self, **given: Any) -> TemplateVersion:
        return draft_version(self.find(ProgrammeTemplate.objects.all()), **given, **self.signed)


class PublishVersion(Acts):
    """Publier une version : une autre personne que celle qui l’a rédigée."""

    needs = {"POST": "catalogue.publish"}
    queryset = _VERSIONS
    shows = VersionSerializer

    def act(self, thing: Any, **given: Any) -> TemplateVersion:
        return publish(thing, **self.signed)
