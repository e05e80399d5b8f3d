"""The end of a course: decisions against the rule, attestations, outcomes, and the survey."""

from typing import Any
from uuid import uuid4

from rest_framework import serializers
from rest_framework.response import Response

from kit.api.fields import Day, Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Endpoint, Lists, Makes, Shows
from programs.cohorts.api.enrolments import EnrolmentSerializer
from programs.cohorts.models import Attestation, Cohort, Enrolment, Outcome, Satisfaction
from programs.cohorts.operations import (
    count_answer,
    issue_attestation,
    note_outcome,
    override_completion,
)
from programs.cohorts.queries import results_of
from tenants.welcome.free_text import refuse_nir


class OverrideSerializer(serializers.Serializer):
    reached = serializers.BooleanField(help_text="Compter le parcours comme terminé, ou non.")
    reason = Reason(validators=[refuse_nir])


class OverrideCompletion(Acts):
    """Décider d’une fin de parcours autrement que la règle, avec une raison."""

    needs = {"POST": "cohorts.override"}
    queryset = Enrolment.objects.select_related("place", "completion").order_by("enrolled_at", "id")
    reads = OverrideSerializer
    shows = EnrolmentSerializer

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return override_completion(thing, **given, **self.signed)


class AttestationSerializer(ShownSerializer):
    class Meta:
        model = Attestation
        fields = ["id", "enrolment", "code", "content", "issued_by", "issued_at"]


class IssueAttestation(Endpoint):
    """Délivrer l’attestation de fin de parcours ; redemandée, c’est la même."""

    needs = {"POST": "cohorts.complete"}
    queryset = Enrolment.objects.all()
    shows = AttestationSerializer

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self._issued)

    def _issued(self) -> Response:
        antenne = self.request.place.name
        return self.shown(issue_attestation(self.get_object(), antenne=antenne, **self.signed))


class OutcomeSerializer(ShownSerializer):
    class Meta:
        model = Outcome
        fields = [
            "id", "enrolment", "months", "situation", "more_at_ease", "day", "noted_by", "noted_at",
        ]  # fmt: skip


class NoteOutcomeSerializer(serializers.Serializer):
    enrolment = RelatedId(queryset=Enrolment.objects.all())
    months = serializers.ChoiceField(choices=Outcome.MONTHS, help_text="Mois après la fin : 0, 3, 6 ou 12.")
    situation = serializers.ChoiceField(choices=Outcome.Situation.choices)
    more_at_ease = serializers.BooleanField(allow_null=True, default=None)
    day = Day(help_text="Quand la personne a répondu.")


class Outcomes(Lists, Makes):
    """Les situations après un parcours ; notée deux fois, la seconde remplace la première."""

    needs = {"GET": "cohorts.view", "POST": "welcome.follow_up"}
    queryset = Outcome.objects.order_by("-day", "-id")
    reads = NoteOutcomeSerializer
    shows = OutcomeSerializer

    def make(self, enrolment: Enrolment, **given: Any) -> Outcome:
        return note_outcome(enrolment, **given, **self.signed)


class ChoiceSerializer(serializers.Serializer):
    choice = serializers.CharField()
    times = serializers.IntegerField()


class SurveyQuestionSerializer(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    choices = ChoiceSerializer(many=True)


class ResultsSerializer(serializers.Serializer):
    invited = serializers.IntegerField()
    n = serializers.IntegerField(help_text="Réponses par tous les moyens.")
    over = serializers.BooleanField(help_text="Tout le monde a répondu, ou le parcours est clos.")
    shown = serializers.BooleanField(help_text="Enquête finie, cinq réponses au moins ; sinon rien ne suit.")
    satisfied = serializers.IntegerField(allow_null=True)
    questions = SurveyQuestionSerializer(many=True)


_COHORTS = Cohort.objects.select_related("version__survey").order_by("starts_on", "name", "id")


class CohortSurvey(Shows):
    """Les résultats de l’enquête d’un parcours, sans rien qui désigne une personne."""

    needs = {"GET": "cohorts.survey"}
    queryset = _COHORTS
    shows = ResultsSerializer

    def get_object(self) -> Any:
        return results_of(super().get_object())


class SurveySheetSerializer(serializers.Serializer):
    sheet = serializers.UUIDField(
        default=uuid4,
        help_text="Un UUID au hasard : la même feuille envoyée deux fois compte une fois.",
    )
    satisfaction = serializers.ChoiceField(choices=Satisfaction.choices)
    answers = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=5),
        default=dict,
        help_text="{code de la question : rang de la réponse, à partir de 1}",
    )


class SurveyAnswers(Acts):
    """Compter une feuille de papier ; la réponse dit où en est l’enquête."""

    needs = {"POST": "cohorts.survey"}
    queryset = _COHORTS
    reads = SurveySheetSerializer
    shows = ResultsSerializer

    def act(self, thing: Any, **given: Any) -> Cohort:
        count_answer(thing, **given)
        return thing

    def again(self, thing: Any) -> Any:
        return results_of(super().again(thing))
