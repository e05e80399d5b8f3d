"""Entering or leaving a cohort."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.cohorts.models import Cohort, Completion, Enrolment
from programs.cohorts.operations import enrol, withdraw
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary


class CompletionSerializer(ShownSerializer):
    class Meta:
        model = Completion
        fields = ["id", "minutes", "target_minutes", "reached", "computed_at"]


class EnrolmentSerializer(ShownSerializer):
    place = serializers.IntegerField(source="place.number")
    completion = CompletionSerializer(allow_null=True)

    class Meta:
        model = Enrolment
        fields = [
            "id", "cohort", "beneficiary", "place", "assessment", "level", "hours_target", "state", "reason",
            "enrolled_at", "active_at", "withdrawn_at", "completion",
        ]  # fmt: skip


class EnrolSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.all())


class WithdrawSerializer(serializers.Serializer):
    reason = Reason(validators=[refuse_nir])


_ENROLMENTS = Enrolment.objects.select_related("place", "completion").order_by("enrolled_at", "id")


class CohortEnrolments(Lists, Makes):
    """Les inscriptions d’un parcours ; inscrire une personne prend une place."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.enrol"}
    queryset = _ENROLMENTS
    reads = EnrolSerializer
    shows = EnrolmentSerializer
    once = True

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(cohort=self.find(Cohort.objects.all()))

    def make(self, **given: Any) -> Enrolment:
        return enrol(**given, cohort=self.find(Cohort.objects.all()), **self.signed, today=self.today)


class OneEnrolment(Shows):
    """Une inscription."""

    needs = {"GET": "cohorts.view"}
    queryset = _ENROLMENTS
    shows = EnrolmentSerializer


class Withdraw(Acts):
    """Noter qu’une personne se retire ; sa place redevient libre si elle n’est jamais venue."""

    needs = {"POST": "cohorts.enrol"}
    queryset = _ENROLMENTS
    reads = WithdrawSerializer
    shows = EnrolmentSerializer

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return withdraw(thing, **given, **self.signed)
