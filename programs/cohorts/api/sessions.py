"""Séances and their émargement."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from kit.api.fields import ShownSerializer
from kit.api.views import Acts, Lists
from programs.cohorts.models import Attendance, Enrolment, Session
from programs.cohorts.operations import Taken, lock_session, take_attendance


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
        fields = ["enrolment", "status", "minutes", "taken_by", "taken_at"]


class SheetSerializer(serializers.ListSerializer):
    """The whole sheet: the persons are looked up at once, unknown ones are named line by line."""

    def validate(self, attrs: Any) -> dict[Any, Taken]:
        sheet = {line["enrolment"]: Taken(line["status"], line["minutes"]) for line in attrs}
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


class TakeSerializer(serializers.Serializer):
    enrolment = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Attendance.Status.choices)
    minutes = serializers.IntegerField(
        min_value=1, max_value=600, allow_null=True, default=None, help_text="Sans elles, toute la séance."
    )

    class Meta:
        list_serializer_class = SheetSerializer


class SessionAttendance(Lists):
    """L’émargement d’une séance ; l’appel se renvoie autant de fois qu’il faut avant la clôture."""

    needs = {"GET": "cohorts.view", "PUT": "cohorts.attend"}
    reads = TakeSerializer
    reads_many = True
    shows = AttendanceSerializer

    def get_queryset(self) -> Any:
        session = self.find(Session.objects.filter(kind=Session.Kind.COURSE))
        return Attendance.objects.filter(session=session).order_by("enrolment__enrolled_at", "enrolment")

    def put(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        session = self.find(Session.objects.filter(kind=Session.Kind.COURSE))
        take_attendance(session, sheet=self.given(session=session), **self.signed)
        return self.get(request)


class LockSession(Acts):
    """Clore l’émargement d’une séance : ses minutes comptent."""

    needs = {"POST": "cohorts.attend"}
    queryset = Session.objects.filter(kind=Session.Kind.COURSE)
    shows = SessionSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return lock_session(thing, **self.signed)
