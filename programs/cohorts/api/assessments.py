"""Positionnements: answers to a grid or a score, before a course and after it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Lists, Makes
from programs.catalogue.models import Level, TemplateVersion
from programs.cohorts.models import Assessment, Enrolment
from programs.cohorts.operations import assess, assess_at_end
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary

_BEFORE, _AFTER = ("beneficiary", "version"), "enrolment"


class AssessmentSerializer(ShownSerializer):
    class Meta:
        model = Assessment
        fields = [
            "id", "beneficiary", "version", "moment", "enrolment", "grid", "answers", "skills", "score",
            "suggested_level", "decided_level", "reason", "assessed_by", "assessed_at",
        ]  # fmt: skip


class AssessSerializer(serializers.Serializer):
    beneficiary = RelatedId(
        queryset=Beneficiary.objects.known(), required=False, help_text="Avant un parcours, avec `version`."
    )
    version = RelatedId(
        queryset=TemplateVersion.objects.exclude(state=TemplateVersion.State.DRAFT)
        .select_related("grid")
        .prefetch_related("levels"),
        required=False,
    )
    enrolment = RelatedId(
        queryset=Enrolment.objects.all(),
        required=False,
        help_text="À la fin d’un parcours, à la place de `beneficiary` et `version`.",
    )
    answers = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=100, allow_null=True),
        required=False,
        help_text="{code de la question : rang du choix à partir de 0, null pour « je ne sais pas »}.",
    )
    score = serializers.IntegerField(
        min_value=0, max_value=100, required=False, help_text="À la place des réponses, sans la grille."
    )
    level = serializers.ChoiceField(
        choices=Level.choices, default="", help_text="Sans lui, celui que propose le score."
    )
    reason = Reason(
        default="", validators=[refuse_nir], help_text="Pourquoi un autre niveau que celui du score."
    )

    def validate(self, attrs: Any) -> Any:
        if _AFTER in attrs:
            wrong = {name: "Inutile avec une inscription." for name in _BEFORE if name in attrs}
        else:
            wrong = {name: "Ce champ est obligatoire." for name in _BEFORE if name not in attrs}
        if wrong:
            raise serializers.ValidationError(wrong)
        known = {rule.level for rule in attrs["version"].levels.all()} if "version" in attrs else Level.values
        if attrs["level"] and attrs["level"] not in known:
            raise serializers.ValidationError({"level": "Ce programme n’a pas ce niveau."})
        return attrs


class Assessments(Lists, Makes):
    """Les positionnements, le plus récent d’abord ; le score propose un niveau, une personne décide."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.assess"}
    queryset = Assessment.objects.latest_first()
    reads = AssessSerializer
    shows = AssessmentSerializer
    filters = {"beneficiary": "Ceux d’une personne seulement."}
    once = True

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        asked = self.request.query_params.get("beneficiary")
        return found if asked is None else found.filter(beneficiary=_uuid(asked))

    def make(self, **given: Any) -> Assessment:
        make = assess_at_end if _AFTER in given else assess
        subject = given.pop(_AFTER, None) or given.pop("beneficiary")
        return make(subject, **given, **self.signed)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise serializers.ValidationError({"beneficiary": ["Un identifiant est attendu."]}) from error
