"""Séances and their émargement."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from kit.api.fields import Reason, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.cohorts.models import Attendance, AttendanceCorrection, Enrolment, Session
from programs.cohorts.operations import (
    Taken,
    correct_attendance,
    lock_session,
    note_attendance,
    sign,
)
from tenants.welcome.free_text import refuse_nir

_A_MONTH = 31 * 24 * 3600 * 1000  # milliseconds


def _courses() -> Any:
    return Session.objects.filter(kind=Session.Kind.COURSE)


class SessionSerializer(ShownSerializer):
    class Meta:
        model = Session
        fields = [
            "id", "kind", "cohort", "position", "title", "theme", "day", "starts_at", "minutes", "room",
            "trainer", "state", "held_at", "locked_at", "cancelled_at", "moved_from", "reason",
        ]  # fmt: skip


class AttendanceSerializer(ShownSerializer):
    class Meta:
        model = Attendance
        fields = ["enrolment", "status", "minutes", "taken_by", "taken_at", "signed_at"]


class SignedAttendanceSerializer(ShownSerializer):
    class Meta:
        model = Attendance
        fields = [*AttendanceSerializer.Meta.fields, "signature"]


class SheetSerializer(serializers.ListSerializer):
    """The whole sheet: the persons are looked up at once, unknown ones are named line by line."""

    def validate(self, attrs: Any) -> dict[Any, Taken]:
        sheet = {line["enrolment"]: line["taken"] for line in attrs}
        if len(sheet) < len(attrs):
            raise serializers.ValidationError("Une personne est deux fois sur la feuille.")
        cohort = self.context["session"].cohort_id
        known = set(Enrolment.objects.filter(cohort=cohort, pk__in=sheet).values_list("pk", flat=True))
        sentence = "Introuvable dans ce parcours : vérifiez cet identifiant."
        wrong = {
            str(number): {"enrolment": [sentence]}
            for number, line in enumerate(attrs)
            if line["enrolment"] not in known
        }
        if wrong:
            raise serializers.ValidationError(wrong)
        return sheet


class TakeOneSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=Attendance.Status.choices)
    minutes = serializers.IntegerField(
        min_value=1,
        max_value=600,
        allow_null=True,
        default=None,
        help_text="Sans elles, toute la séance ; un quart d’heure de moins pour un retard ou un départ.",
    )
    seen = serializers.CharField(
        max_length=30,
        allow_blank=True,
        allow_null=True,
        default=None,
        help_text="Ce que l’écran montrait, « late:105 » ou vide : ce qu’un autre a noté depuis est gardé.",
    )
    age_ms = serializers.IntegerField(
        min_value=0,
        max_value=_A_MONTH,
        allow_null=True,
        default=None,
        help_text="Depuis combien de millisecondes c’est noté : la marque la plus récente l’emporte.",
    )

    def validate(self, attrs: Any) -> Any:
        now, age = self.context["request"].now, attrs["age_ms"]
        at = None if age is None else now - timedelta(milliseconds=age)
        attrs["taken"] = Taken(attrs["status"], attrs["minutes"], seen=attrs["seen"], at=at)
        return attrs


class TakeSerializer(TakeOneSerializer):
    enrolment = serializers.UUIDField()

    class Meta:
        list_serializer_class = SheetSerializer


class SessionAttendance(Lists):
    """L’émargement d’une séance ; l’appel se renvoie autant de fois qu’il faut avant la clôture."""

    needs = {"GET": "cohorts.view", "PUT": "cohorts.attend"}
    reads = TakeSerializer
    reads_many = True
    shows = AttendanceSerializer

    def get_queryset(self) -> Any:
        session = self.find(_courses())
        return Attendance.objects.filter(session=session).order_by("enrolment__enrolled_at", "enrolment")

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        session = self.find(_courses())
        note_attendance(session, sheet=self.given(session=session), **self.signed)
        return self.get(request)


class OneAttendance(Shows):
    """Une personne à une séance, avec sa signature ; la noter, une fois ou dix, est la même marque."""

    needs = {"GET": "cohorts.view", "PUT": "cohorts.attend"}
    reads = TakeOneSerializer
    shows = SignedAttendanceSerializer

    def get_object(self) -> Any:
        noted = Attendance.objects.filter(session=self.find(_courses()))
        return get_object_or_404(noted, enrolment=self.kwargs["enrolment"])

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        session = self.find(_courses())
        enrolment = get_object_or_404(Enrolment, cohort=session.cohort_id, pk=self.kwargs["enrolment"])
        note_attendance(session, sheet={enrolment.pk: self.given()["taken"]}, **self.signed)
        return self.shown(self.get_object())


class SignatureSerializer(serializers.Serializer):
    path = serializers.CharField(
        max_length=8_000,
        help_text="Un tracé SVG sur 300 × 100 : M et L, nombres entiers, rien d’autre.",
    )


class SignAttendance(Acts):
    """Garder la signature qu’une personne présente a tracée à l’écran."""

    needs = {"POST": "cohorts.attend"}
    reads = SignatureSerializer
    shows = SignedAttendanceSerializer

    def get_queryset(self) -> Any:
        return Attendance.objects.filter(session=self.find(_courses()))

    def get_object(self) -> Any:
        return get_object_or_404(self.get_queryset(), enrolment=self.kwargs["enrolment"])

    def act(self, thing: Any, **given: Any) -> Attendance:
        return sign(thing, **given, **self.signed)


class LockSerializer(serializers.Serializer):
    on_paper = serializers.BooleanField(
        default=False, help_text="Vrai : les signatures qui manquent sont sur la feuille de papier."
    )


class LockSession(Acts):
    """Clore l’émargement d’une séance : ses minutes comptent."""

    needs = {"POST": "cohorts.attend"}
    queryset = Session.objects.filter(kind=Session.Kind.COURSE)
    reads = LockSerializer
    shows = SessionSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return lock_session(thing, **given, **self.signed)


class CorrectionSerializer(ShownSerializer):
    enrolment = serializers.UUIDField(source="attendance.enrolment_id")

    class Meta:
        model = AttendanceCorrection
        fields = [
            "id", "enrolment", "status_before", "minutes_before", "status_after", "minutes_after", "reason",
            "corrected_by", "corrected_at",
        ]  # fmt: skip


class CorrectSerializer(serializers.Serializer):
    enrolment = RelatedId(queryset=Enrolment.objects.all())
    status = serializers.ChoiceField(choices=Attendance.Status.choices)
    minutes = serializers.IntegerField(min_value=1, max_value=600, allow_null=True, default=None)
    reason = Reason(validators=[refuse_nir])


class Corrections(Lists, Makes):
    """Ce qui a été corrigé sur une feuille close ; en corriger une ligne, en disant pourquoi."""

    needs = {"GET": "cohorts.view", "POST": "cohorts.correct"}
    reads = CorrectSerializer
    shows = CorrectionSerializer
    once = True

    def get_queryset(self) -> Any:
        corrections = AttendanceCorrection.objects.filter(attendance__session=self.find(_courses()))
        return corrections.select_related("attendance").order_by("corrected_at", "id")

    def make(self, *, status: str, minutes: int | None, **given: Any) -> AttendanceCorrection:
        return correct_attendance(self.find(_courses()), taken=Taken(status, minutes), **given, **self.signed)
