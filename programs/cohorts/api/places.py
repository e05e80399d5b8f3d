"""The places of a cohort, its waiting list, and the offers between them."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Endpoint, Lists, Makes
from programs.cohorts import queries
from programs.cohorts.api.enrolments import (
    ENROLMENTS,
    EnrolmentReasonSerializer,
    EnrolmentSerializer,
    EnrolSerializer,
)
from programs.cohorts.models import Cohort, Enrolment, Place
from programs.cohorts.operations import (
    accept_offer,
    add_place,
    apply_for,
    change_priority,
    decline_offer,
    offer_to,
    put_on_waitlist,
    refuse_application,
    release_place,
)
from programs.cohorts.operations.waitlist import Priority
from programs.cohorts.queries.funding import with_funders
from tenants.welcome.free_text import refuse_nir
from tenants.welcome.models import Beneficiary


class PlaceSerializer(ShownSerializer):
    enrolment = serializers.SerializerMethodField(help_text="L’inscription qui tient cette place.")
    shares = serializers.SerializerMethodField(help_text="Les autres affectations, et leur part de la place.")

    class Meta:
        model = Place
        fields = ["id", "cohort", "number", "state", "allocation", "shared_percent", "shares", "enrolment"]

    def get_shares(self, place: Any) -> list[dict[str, Any]]:
        return [
            {"allocation": str(one.allocation_id), "share_percent": one.share_percent} for one in place.others
        ]

    def get_enrolment(self, place: Place) -> str | None:
        return next((str(held.pk) for held in place.holders), None)


class _OfCohort(Endpoint):
    """Something of the cohort of the path."""

    @property
    def cohort(self) -> Cohort:
        return self.find(Cohort.objects.all())


class CohortPlaces(_OfCohort, Lists, Makes):
    """Les places d’un parcours, une par une ; en ajouter une, dans les bornes du programme."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.plan"}
    queryset = Place.objects.all()
    shows = PlaceSerializer
    once = True

    def get_queryset(self) -> Any:
        return queries.places_of(self.cohort)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return self.answer(lambda: self.shown(self.again(add_place(self.cohort, **self.signed)), status=201))


class ReleasePlace(Acts):
    """Rendre une place libre : elle ne compte plus dans le parcours."""

    needs = {"POST": "cohorts.plan"}
    queryset = Place.objects.all()
    shows = PlaceSerializer

    def get_queryset(self) -> Any:
        return queries.with_holders(with_funders(Place.objects.all()))

    def act(self, thing: Any, **given: Any) -> Place:
        return release_place(thing, **self.signed)


class WaitSerializer(EnrolSerializer):
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.NORMAL)


class DemandSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.known())


class Waitlist(_OfCohort, Lists, Makes):
    """La liste d’attente d’un parcours complet, dans l’ordre où les places sont proposées."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.enrol"}
    queryset = ENROLMENTS
    reads = WaitSerializer
    shows = EnrolmentSerializer
    once = True

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(cohort=self.cohort).waitlist()

    def make(self, **given: Any) -> Enrolment:
        return put_on_waitlist(**given, cohort=self.cohort, **self.signed, today=self.today)


class Demands(_OfCohort, Lists, Makes):
    """Les demandes pour un parcours, de personnes sans droit d’accès ou sans niveau : sans place ni rang."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.enrol"}
    queryset = ENROLMENTS
    reads = DemandSerializer
    shows = EnrolmentSerializer
    once = True

    def get_queryset(self) -> Any:
        asked = super().get_queryset().filter(cohort=self.cohort, state=Enrolment.State.APPLIED)
        return asked.order_by("applied_at", "id")

    def make(self, **given: Any) -> Enrolment:
        return apply_for(**given, cohort=self.cohort, **self.signed)


class _Step(Acts):
    needs = {"POST": "cohorts.enrol"}
    queryset = ENROLMENTS
    shows = EnrolmentSerializer


class Offer(_Step):
    """Proposer une place libre à cette personne, qui doit être la première de la liste."""

    once = True

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return offer_to(thing, **self.signed)


class Accept(_Step):
    """Noter que la personne prend la place proposée."""

    once = True

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return accept_offer(thing, **self.signed, today=self.today)


class Decline(_Step):
    """Noter que la personne ne prend pas la place : elle va à la suivante."""

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return decline_offer(thing, **self.signed)


class RefuseDemand(_Step):
    """Refuser une demande, avec le motif."""

    reads = EnrolmentReasonSerializer

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return refuse_application(thing, **given, **self.signed)


class PrioritySerializer(serializers.Serializer):
    priority = serializers.ChoiceField(choices=Priority.choices)
    reason = Reason(validators=[refuse_nir])


class ChangePriority(_Step):
    """Changer le rang d’une personne qui attend, avec le motif."""

    reads = PrioritySerializer

    def act(self, thing: Any, **given: Any) -> Enrolment:
        return change_priority(thing, **given, **self.signed)
