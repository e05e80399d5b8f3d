"""Versions of a programme: written, compared, published, retired."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from kit.api.fields import RelatedId, ShownSerializer
from kit.api.views import Acts, Endpoint, Lists, Makes, Shows
from programs.catalogue import queries
from programs.catalogue.differences import between
from programs.catalogue.models import (
    AdaptableField,
    EligibilityRule,
    LevelRule,
    Module,
    ProgrammeTemplate,
    TemplateVersion,
)
from programs.catalogue.operations import (
    AdaptableDraft,
    LevelDraft,
    ModuleDraft,
    RuleDraft,
    discard_draft,
    draft_version,
    publish,
    retire_version,
    rewrite_draft,
)
from programs.catalogue.warnings import warnings_of


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
        extra_kwargs = {"minutes": {"min_value": 1, "max_value": 3000}}


class RuleSerializer(serializers.ModelSerializer):
    class Meta:
        model = EligibilityRule
        fields = ["kind", "number", "value", "effect", "proof"]
        extra_kwargs = {"number": {"min_value": 1, "max_value": 120}}


class AdaptableSerializer(serializers.ModelSerializer):
    class Meta:
        model = AdaptableField
        fields = ["name", "low", "high"]
        extra_kwargs = {name: {"min_value": 0, "max_value": 1000} for name in ("low", "high")}


_FIELDS = [
    "title", "summary", "capacity", "capacity_min", "capacity_max", "session_minutes", "completion_percent",
    "lend_in_class", "loan_months", "option_price_cents", "grid", "survey", "levels", "modules",
]  # fmt: skip


class VersionSerializer(ShownSerializer):
    levels = LevelSerializer(many=True, read_only=True)
    modules = ModuleSerializer(many=True, read_only=True)
    rules = RuleSerializer(many=True, read_only=True, source="eligibility_rules")
    adaptable = AdaptableSerializer(many=True, read_only=True, source="adaptable_fields")
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = TemplateVersion
        fields = [
            "id", "template", "number", *_FIELDS, "rules", "adaptable", "state", "drafted_by", "drafted_at",
            "published_by", "published_at", "superseded_at", "retired_at", "warnings",
        ]  # fmt: skip

    def get_warnings(self, version: TemplateVersion) -> list[str]:
        return warnings_of(version)


class DraftVersionSerializer(serializers.ModelSerializer):
    levels = LevelSerializer(many=True, allow_empty=False, max_length=3)  # type: ignore[call-arg]
    modules = ModuleSerializer(many=True, max_length=100, default=list)  # type: ignore[call-arg]
    rules = RuleSerializer(many=True, max_length=30, default=list)  # type: ignore[call-arg]
    adaptable = AdaptableSerializer(many=True, max_length=10, default=list)  # type: ignore[call-arg]
    grid = RelatedId(queryset=queries.published_grids(), allow_null=True, default=None)
    survey = RelatedId(queryset=queries.published_surveys(), allow_null=True, default=None)

    class Meta:
        model = TemplateVersion
        fields = [*_FIELDS, "rules", "adaptable"]
        extra_kwargs = {
            "summary": {"max_length": 5000},
            "loan_months": {"min_value": 0, "max_value": 60},
            "session_minutes": {"min_value": 15, "max_value": 600},
            "completion_percent": {"min_value": 1, "max_value": 100},
            "option_price_cents": {"min_value": 0, "max_value": 100_000},
        }

    def validate_levels(self, levels: Any) -> Any:
        if len({level["level"] for level in levels}) < len(levels):
            raise serializers.ValidationError("Chaque niveau ne se décrit qu’une fois.")
        return [LevelDraft(**level) for level in levels]

    def validate_modules(self, modules: Any) -> Any:
        return [ModuleDraft(**module) for module in modules]

    def validate_rules(self, rules: Any) -> Any:
        return [RuleDraft(**rule) for rule in rules]

    def validate_adaptable(self, adaptable: Any) -> Any:
        return [AdaptableDraft(**one) for one in adaptable]


class RewriteSerializer(DraftVersionSerializer):
    seen = serializers.DateTimeField(
        required=False, help_text="`drafted_at` du texte lu : refusé si quelqu’un a écrit depuis."
    )

    class Meta(DraftVersionSerializer.Meta):
        fields = [*DraftVersionSerializer.Meta.fields, "seen"]


class PublishSerializer(serializers.Serializer):
    seen = serializers.DateTimeField(
        required=False, help_text="`drafted_at` du texte lu : refusé si quelqu’un a écrit depuis."
    )


_VERSIONS = queries.whole(TemplateVersion.objects.order_by("-number", "id"))


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


class OneVersion(Shows):
    """Une version ; un brouillon se récrit en entier."""

    needs = {"GET": "catalogue.view", "PUT": "catalogue.write"}
    queryset = _VERSIONS
    reads = RewriteSerializer
    shows = VersionSerializer

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.shown(self.again(rewrite_draft(self.get_object(), **self.given(), **self.signed)))


class PublishVersion(Acts):
    """Publier une version : une autre personne que celle qui l’a rédigée."""

    needs = {"POST": "catalogue.publish"}
    queryset = _VERSIONS
    reads = PublishSerializer
    shows = VersionSerializer

    def act(self, thing: Any, **given: Any) -> TemplateVersion:
        return publish(thing, **given, **self.signed)


class RetireVersion(Acts):
    """Retirer une version publiée : personne ne peut plus l’adopter, qui la suit la garde."""

    needs = {"POST": "catalogue.publish"}
    queryset = _VERSIONS
    shows = VersionSerializer

    def act(self, thing: Any, **given: Any) -> TemplateVersion:
        return retire_version(thing, **self.signed)


class DiscardVersion(Endpoint):
    """Abandonner un brouillon : son texte est perdu."""

    needs = {"POST": "catalogue.write"}
    queryset = _VERSIONS

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        def discard() -> Response:
            discard_draft(self.get_object(), **self.signed)
            return Response(status=204)

        return self.answer(discard)


class ChangeSerializer(serializers.Serializer):
    what = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class CompareSerializer(serializers.Serializer):
    changes = ChangeSerializer(many=True)


class CompareVersions(Endpoint):
    """Ce qui change entre deux versions d’un modèle, ligne par ligne."""

    needs = {"GET": "catalogue.view"}
    queryset = ProgrammeTemplate.objects.all()
    shows = CompareSerializer
    filters = {"from": "Le numéro de l’une.", "to": "Le numéro de l’autre."}

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        versions = {str(v.number): v for v in _VERSIONS.filter(template=self.get_object())}
        asked = [request.query_params.get(name, "") for name in self.filters]
        wrong = {
            name: ["Aucune version de ce modèle ne porte ce numéro."]
            for name, number in zip(self.filters, asked, strict=True)
            if number not in versions
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        old, new = (versions[number] for number in asked)
        return self.shown({"changes": [vars(change) for change in between(old, new)]})
