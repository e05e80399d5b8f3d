"""The programmes that the antenne follows, and its cohorts from the plan to the end."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Allocation
from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.catalogue.models import TemplateVersion
from programs.cohorts.api.schedule import AddSessionSerializer, CancelSerializer, colleagues
from programs.cohorts.api.sessions import SessionSerializer
from programs.cohorts.models import AdoptedProgramme, Cohort, Session
from programs.cohorts.operations import (
    Rhythm,
    add_session,
    adopt,
    cancel_cohort,
    close_cohort,
    complete_cohort,
    open_cohort,
    plan_cohort,
    start_cohort,
)
from programs.cohorts.queries.programmes import usual_rhythm


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
            "recurrence", "signature_wanted", "state", "drafted_at", "open_at", "running_at", "completed_at",
            "closed_at", "cancelled_at", "cancel_reason",
        ]  # fmt: skip


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
    minutes = serializers.IntegerField(
        min_value=15,
        max_value=600,
        allow_null=True,
        default=None,
        help_text="Sans elles, celles du programme.",
    )
    sessions = serializers.IntegerField(
        min_value=1, max_value=200, allow_null=True, default=None,
        help_text="Sans nombre ni dernier jour, ce qu’il faut au niveau le plus long.",
    )  # fmt: skip
    until = Day(allow_null=True, default=None, help_text="Le dernier jour possible.")
    every_weeks = serializers.IntegerField(min_value=1, max_value=2, default=1)
    skip_school_holidays = serializers.BooleanField(default=False)
    signature_wanted = serializers.BooleanField(default=False)
    funded = serializers.IntegerField(
        min_value=1,
        max_value=100,
        allow_null=True,
        default=None,
        help_text="Places que l’affectation finance.",
    )
    capacity = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, default=None)
    trainer = RelatedId(queryset=colleagues, allow_null=True, default=None)
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
        attrs["rhythm"] = self._rhythm(attrs)
        return attrs

    def _rhythm(self, attrs: Any) -> Rhythm:
        antenne, given = self.context["request"].place.antenne, attrs.pop
        usual_minutes, usual_sessions = usual_rhythm(attrs["programme"])
        minutes, sessions, until = given("minutes") or usual_minutes, given("sessions"), given("until")
        if not sessions and not until:
            sessions = -(-usual_sessions * usual_minutes // minutes)
        return Rhythm(
            first_day=given("first_day"),
            weekdays=frozenset(given("weekdays")),
            at=given("at"),
            minutes=minutes,
            sessions=sessions,
            until=until,
            every_weeks=given("every_weeks"),
            skip_school_holidays=given("skip_school_holidays"),
            zone=antenne.tz,
            departement=antenne.departement,
        )


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


class CancelCohort(_Step):
    """Annuler un parcours où personne n’est encore venu, avec la raison ; les personnes sont prévenues."""

    needs = {"POST": "cohorts.plan"}
    reads = CancelSerializer

    def act(self, thing: Any, **given: Any) -> Cohort:
        return cancel_cohort(thing, **given, **self.signed)


class CohortSessions(Lists, Makes):
    """Les séances d’un parcours ; en ajouter une."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.schedule"}
    reads = AddSessionSerializer
    shows = SessionSerializer
    once = True

    def get_queryset(self) -> Any:
        cohort = self.find(Cohort.objects.all())
        return Session.objects.filter(cohort=cohort).order_by("starts_at", "id")

    def make(self, **given: Any) -> Session:
        return add_session(self.find(Cohort.objects.all()), **given, **self.signed)
