"""The days of the antenne: its sessions between two days, and one of them moved or cancelled."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers

from kit.api.fields import Day, Reason, RelatedId
from kit.api.views import Acts, Lists
from programs.cohorts.api.sessions import SessionSerializer
from programs.cohorts.models import Session
from programs.cohorts.operations import Slot, cancel_session, move_session, replace_session
from tenants.network.models import Membership, User
from tenants.welcome.free_text import refuse_nir

_A_YEAR = timedelta(days=366)


def colleagues(request: Any) -> Any:
    members = Membership.objects.at_antenne(request.place.antenne).in_force(request.place.today(request.now))
    return User.objects.filter(is_active=True, pk__in=members.values("user"))


class SlotSerializer(serializers.Serializer):
    """When, where and with whom; `slot` is what the operation reads."""

    day = Day()
    at = serializers.TimeField(help_text="À l’heure de l’antenne.")
    minutes = serializers.IntegerField(min_value=15, max_value=600)
    room = serializers.CharField(max_length=80)
    trainer = RelatedId(queryset=colleagues, allow_null=True, default=None)

    slot = "slot"

    def validate(self, attrs: Any) -> Any:
        zone = self.context["request"].place.antenne.tz
        names = ("day", "at", "minutes", "room", "trainer")
        attrs[self.slot] = Slot(zone=zone, **{name: attrs.pop(name) for name in names})
        return attrs


class MoveSerializer(SlotSerializer):
    reason = Reason(default="", validators=[refuse_nir])
    tell_people = serializers.BooleanField(default=True)

    slot = "to"


class AddSessionSerializer(SlotSerializer):
    title = serializers.CharField(max_length=160, allow_blank=True, default="")
    tell_people = serializers.BooleanField(default=True)


class CancelSerializer(serializers.Serializer):
    reason = Reason(validators=[refuse_nir])
    tell_people = serializers.BooleanField(default=True)


class CancelSessionSerializer(CancelSerializer):
    replace = serializers.BooleanField(
        default=False, help_text="Tenir la séance plus tard, le jour suivant du rythme."
    )


class RangeSerializer(serializers.Serializer):
    """The days that are asked for, at most a year."""

    start = Day(required=False)
    end = Day(required=False)

    def validate(self, attrs: Any) -> Any:
        start = attrs.setdefault("start", self.context["today"])
        end = attrs.setdefault("end", start + timedelta(days=6))
        if not start <= end <= start + _A_YEAR:
            raise serializers.ValidationError({"end": "De « from » à un an plus tard."})
        return attrs


class Sessions(Lists):
    """Séances, ateliers et rendez-vous d’un jour à un autre ; sans dates, les sept jours qui viennent."""

    needs = {"GET": "cohorts.view"}
    shows = SessionSerializer
    filters = {"from": "Premier jour (AAAA-MM-JJ).", "to": "Dernier jour, compris."}

    def get_queryset(self) -> Any:
        asked = self.request.query_params
        given = {name: asked[key] for name, key in (("start", "from"), ("end", "to")) if asked.get(key)}
        days = RangeSerializer(data=given, context={"today": self.today})
        days.is_valid(raise_exception=True)
        span = (days.validated_data["start"], days.validated_data["end"])
        return Session.objects.filter(day__range=span).order_by("starts_at", "id")


class MoveSession(Acts):
    """Déplacer une séance de parcours ; les personnes sont prévenues."""

    needs = {"POST": "cohorts.schedule"}
    queryset = Session.objects.filter(kind=Session.Kind.COURSE)
    reads = MoveSerializer
    shows = SessionSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return move_session(thing, **given, **self.signed)


class CancelSession(Acts):
    """Annuler une séance de parcours ; avec « replace », la réponse montre toujours la séance annulée."""

    needs = {"POST": "cohorts.schedule"}
    queryset = Session.objects.filter(kind=Session.Kind.COURSE)
    reads = CancelSessionSerializer
    shows = SessionSerializer

    def act(self, thing: Any, *, replace: bool = False, **given: Any) -> Session:
        if not replace:
            return cancel_session(thing, **given, **self.signed)
        antenne = self.request.place.antenne
        replace_session(thing, zone=antenne.tz, departement=antenne.departement, **given, **self.signed)
        return thing
