"""The programmes that the antenne follows, and its cohorts from the plan to the end."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Allocation
from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.catalogue.models import TemplateVersion
from programs.cohorts.api.sessions import SessionSerializer
from programs.cohorts.models import AdoptedProgramme, Cohort, Session
from programs.cohorts.operations import (
    Rhythm,
    adopt,
    close_cohort,
    complete_cohort,
    open_cohort,
    plan_cohort,
    start_cohort,
)
from tenants.network.models import Membership, User


class ProgrammeSerializer(ShownSerializer):
    title = serializers.CharField(source="version.title")
    number = serializers.IntegerField(source="version.number")

    class Meta:
        model = AdoptedProgramme
        fields = ["id", "template", "version", "number", "title", "capacity", "overrides", "adopted_at"]


class AdoptSerializer(serializers.Serializer):
    version = RelatedId(queryset=TemplateVersion.objects.all())
    capacity = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, default=None)
    overrides = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=1000),
        default=dict,
        help_text="{paramètre adaptable de la version: valeur}, dans ses bornes.",
    )


class Programmes(Lists, Makes):
    """Les programmes que cette antenne suit ; en adopter un, ou passer à sa nouvelle version."""

    needs = {"GET": "cohorts.view", "POST": "programmes.adopt"}
    queryset = AdoptedProgramme.objects.select_related("version").order_by("adopted_at", "id")
    reads = AdoptSerializer
    shows = ProgrammeSerializer

    def make(self, **given: Any) -> AdoptedProgramme:
        return adopt(**given, **self.signed)


class CohortSerializer(ShownSerializer):
    places_taken = serializers.IntegerField()

    class Meta:
        model = Cohort
        fields = [
            "id", "programme", "version", "name", "room", "capacity", "places_taken", "starts_on", "ends_on",
            "state", "drafted_at", "open_at", "running_at", "completed_at", "closed_at", "cancelled_at",
        ]  # fmt: skip


def _colleagues(request: Any) -> Any:
    members = Membership.objects.at_antenne(request.place.antenne).in_force(request.place.today(request.now))
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


class PlanSerializer(serializers.Serializer):
    programme = RelatedId(queryset=AdoptedProgramme.objects.select_related("version"))
    name = serializers.CharField(max_length=120)
    room = serializers.CharField(max_length=80)
    first_day = Day()
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        allow_empty=False,
        max_length=7,
        help_text="0 est lundi.",
    )
    at = serializers.TimeField(help_text="À l’heure de l’antenne.")
    minutes = serializers.IntegerField(min_value=15, max_value=600)
    sessions = serializers.IntegerField(min_value=1, max_value=200)
    capacity = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, default=None)
    trainer = RelatedId(queryset=_colleagues, allow_null=True, default=None)
    allocation = RelatedId(
        queryset=lambda request: Allocation.objects.filter(antenne=request.place.antenne),
        allow_null=True,
        default=None,
    )

    def validate(self, attrs: Any) -> Any:
        version = attrs["programme"].version
        if not version.capacity_min <= (attrs["capacity"] or version.capacity_min) <= version.capacity_max:
            bounds = f"De {version.capacity_min} à {version.capacity_max} places pour ce programme."
            raise serializers.ValidationError({"capacity": bounds})
        antenne = self.context["request"].place.antenne
        attrs["rhythm"] = Rhythm(
            first_day=attrs.pop("first_day"),
            weekdays=frozenset(attrs.pop("weekdays")),
            at=attrs.pop("at"),
            minutes=attrs.pop("minutes"),
            sessions=attrs.pop("sessions"),
            zone=antenne.tz,
            departement=antenne.departement,
        )
        return attrs


_COHORTS = Cohort.objects.with_counts().order_by("starts_on", "name", "id")


class Cohorts(Lists, Makes):
    """Les parcours de cette antenne ; en préparer un, avec ses places et ses séances."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.plan"}
    queryset = _COHORTS
    reads = PlanSerializer
    shows = CohortSerializer
    once = True

    def make(self, **given: Any) -> Cohort:
        return plan_cohort(**given, **self.signed)


class OneCohort(Shows):
    """Un parcours."""

    needs = {"GET": "cohorts.view"}
    queryset = _COHORTS
    shows = CohortSerializer


class _Step(Acts):
    queryset = _COHORTS
    shows = CohortSerializer


class OpenCohort(_Step):
    """Ouvrir un parcours aux inscriptions."""

    needs = {"POST": "cohorts.plan"}

    def act(self, thing: Any, **given: Any) -> Cohort:
        return open_cohort(thing, **self.signed)


class StartCohort(_Step):
    """Démarrer un parcours."""

    needs = {"POST": "cohorts.complete"}

    def act(self, thing: Any, **given: Any) -> Cohort:
        return start_cohort(thing, **self.signed)


class CompleteCohort(_Step):
    """Terminer un parcours : les heures de chacun sont comptées."""

    needs = {"POST": "cohorts.complete"}

    def act(self, thing: Any, **given: Any) -> Cohort:
        return complete_cohort(thing, **self.signed)


class CloseCohort(_Step):
    """Clore un parcours."""

    needs = {"POST": "cohorts.complete"}

    def act(self, thing: Any, **given: Any) -> Cohort:
        return close_cohort(thing, **self.signed)


class CohortSessions(Lists):
    """Les séances d’un parcours."""

    needs = {"GET": "cohorts.view"}
    shows = SessionSerializer

    def get_queryset(self) -> Any:
        cohort = self.find(Cohort.objects.all())
        return Session.objects.filter(cohort=cohort).order_by("starts_at", "id")
