"""Positionnements, and entering or leaving a cohort."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.catalogue.models import Level, TemplateVersion
from programs.cohorts.models import Assessment, Cohort, Completion, Enrolment
from programs.cohorts.operations import decide_level, enrol, transfer, withdraw
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary


class AssessmentSerializer(ShownSerializer):
    class Meta:
        model = Assessment
        fields = [
            "id", "beneficiary", "version", "score", "suggested_level", "decided_level", "reason",
            "assessed_by", "assessed_at",
        ]  # fmt: skip


class AssessSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.all())
    version = RelatedId(
        queryset=TemplateVersion.objects.exclude(state=TemplateVersion.State.DRAFT).prefetch_related("levels")
    )
    score = serializers.IntegerField(min_value=0, max_value=100)
    level = serializers.ChoiceField(
        choices=Level.choices, default="", help_text="Sans lui, celui que propose le score."
    )
    reason = Reason(
        default="", validators=[refuse_nir], help_text="Pourquoi un autre niveau que celui du score."
    )

    def validate(self, attrs: Any) -> Any:
        known = {rule.level for rule in attrs["version"].levels.all()}
        if attrs["level"] and attrs["level"] not in known:
            raise serializers.ValidationError({"level": "Ce programme n’a pas ce niveau."})
        return attrs


class Assessments(Lists, Makes):
    """Les positionnements, le plus récent d’abord ; le score propose un niveau, une personne décide."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.assess"}
    queryset = Assessment.objects.order_by("-assessed_at", "-id")
    reads = AssessSerializer
    shows = AssessmentSerializer

    def make(self, **given: Any) -> Assessment:
        return decide_level(**given, **self.signed)


class CompletionSerializer(ShownSerializer):
    class Meta:
        model = Completion
        fields = ["id", "minutes", "target_minutes", "reached", "computed_at"]


class EnrolmentSerializer(ShownSerializer):
    place = serializers.IntegerField(source="place.number", allow_null=True)
    completion = CompletionSerializer(allow_null=True)

    class Meta:
        model = Enrolment
        fields = [
            "id", "cohort", "beneficiary", "place", "assessment", "level", "hours_target", "state",
            "priority", "reason", "applied_at", "waitlisted_at", "offered_at", "offer_expires_at",
            "enrolled_at", "active_at", "withdrawn_at", "transferred_at", "transferred_from", "completion",
        ]  # fmt: skip


class EnrolSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.all())
    seen = serializers.BooleanField(
        default=False, help_text="Les conditions à vérifier l’ont été avec la personne."
    )


class ReasonSerializer(serializers.Serializer):
    reason = Reason(validators=[refuse_nir])


class TransferSerializer(ReasonSerializer):
    to = RelatedId(queryset=Cohort.objects.all(), help_text="Un autre parcours du même programme.")


ENROLMENTS = Enrolment.objects.select_related("place", "completion").order_by("enrolled_at", "id")


class CohortEnrolments(Lists, Makes):
    """Les inscriptions d’un parcours ; inscrire une personne prend une place."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.enrol"}
    queryset = ENROLMENTS
    reads = EnrolSerializer
    shows = EnrolmentSerializer
    once = True

    def get_queryset(self) -> Any:
        return super().get_queryset().entered().filter(cohort=self.find(Cohort.objects.all()))

    def make(self, **given: Any) -> Enrolment:
        return enrol(**given, cohort=self.find(Cohort.objects.all()), **self.signed, today=self.today)


class OneEnrolment(Shows):
    """Une inscription."""

    needs = {"GET": "cohorts.view"}
    queryset = ENROLMENTS
    shows = EnrolmentSerializer


class Withdraw(Acts):
    """Noter qu’une personne se retire : du groupe, de la liste d’attente ou d’une place proposée.

    Sa place redevient libre si elle n’est jamais venue, et va à la liste d’attente.
    """

    needs = {"POST": "cohorts.enrol"}
    queryset = ENROLMENTS
    reads = ReasonSerializer
    shows = EnrolmentSerializer

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return withdraw(thing, **given, **self.signed)


class Transfer(Acts):
    """Passer dans un autre parcours du même programme, avec son niveau et ses heures.

    La réponse est la nouvelle inscription.
    """

    needs = {"POST": "cohorts.enrol"}
    queryset = ENROLMENTS
    reads = TransferSerializer
    shows = EnrolmentSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return transfer(thing, **given, **self.signed)
