"""Entering or leaving a cohort."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.cohorts.models import Cohort, Completion, Enrolment
from programs.cohorts.operations import enrol, transfer, withdraw
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary


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
    beneficiary = RelatedId(queryset=Beneficiary.objects.known())
    seen = serializers.BooleanField(
        default=False, help_text="Les conditions à vérifier l’ont été avec la personne."
    )


class EnrolmentReasonSerializer(serializers.Serializer):
    reason = Reason(validators=[refuse_nir])


class TransferSerializer(EnrolmentReasonSerializer):
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
    reads = EnrolmentReasonSerializer
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
