"""The life of antennes by the API: the same operations as the office's pages."""

from typing import Any

from rest_framework import serializers

from hub.builder import ask
from kit.api.fields import Reason, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from tenants.network import operations
from tenants.network.middleware import SiteMiddleware, roles_of
from tenants.network.models import Antenne, Work
from tenants.network.models.antennes import CODE
from tenants.network.territories import DEPARTEMENTS, ZONES, zone_of


class AntenneSerializer(ShownSerializer):
    class Meta:
        model = Antenne
        fields = [
            "id", "code", "name", "departement", "address", "zone", "has_shop", "has_equipment", "state",
            "open_at", "suspended_at", "archived_at", "purged_at",
        ]  # fmt: skip


class WorkSerializer(ShownSerializer):
    steps = serializers.DictField(
        child=serializers.DateTimeField(), help_text="Les étapes faites, chacune avec son moment."
    )

    class Meta:
        model = Work
        fields = ["id", "kind", "asked_at", "steps", "finished_at", "failed_at", "failure", "digest", "size"]


class WholeAntenneSerializer(AntenneSerializer):
    works = serializers.SerializerMethodField(help_text="Les derniers travaux, le plus récent d’abord.")

    class Meta(AntenneSerializer.Meta):
        fields = [*AntenneSerializer.Meta.fields, "works"]

    def get_works(self, antenne: Antenne) -> list[dict[str, Any]]:
        return list(WorkSerializer(antenne.works.order_by("-asked_at", "-id")[:5], many=True).data)


class OpenSerializer(serializers.Serializer):
    code = serializers.CharField(max_length=30, validators=[CODE], help_text="Son adresse, pour toujours.")
    name = serializers.CharField(max_length=80)
    departement = serializers.ChoiceField(choices=list(DEPARTEMENTS))
    address = serializers.CharField(max_length=200, allow_blank=True, default="")
    zone = serializers.ChoiceField(
        choices=list(ZONES), required=False, help_text="Sans lui, celui du département."
    )
    has_shop = serializers.BooleanField(default=True)
    has_equipment = serializers.BooleanField(default=True)
    manager_name = serializers.CharField(max_length=120)
    manager_email = serializers.EmailField()


class ReasonSerializer(serializers.Serializer):
    reason = Reason()


class Antennes(Lists, Makes):
    """Les antennes du réseau ; POST en ouvre une : suivez `works` jusqu’à son étape `open`."""

    needs = {"GET": "network.view", "POST": "network.manage"}
    queryset = Antenne.objects.order_by("name", "id")
    reads = OpenSerializer
    shows = AntenneSerializer
    once = True

    def make(self, **given: Any) -> Antenne:
        given["zone"] = given.get("zone") or zone_of(given["departement"])
        by_roles = roles_of(self.request.user, self.request.place, self.request.now)
        return ask.open_antenne(**given, by_roles=by_roles, **self.signed)


class OneAntenne(Shows):
    """Une antenne et ses derniers travaux."""

    needs = {"GET": "network.view"}
    queryset = Antenne.objects.all()
    shows = WholeAntenneSerializer


class _Decides(Acts):
    needs = {"POST": "network.manage"}
    queryset = Antenne.objects.all()
    shows = WholeAntenneSerializer
    once = True

    def act(self, thing: Antenne, **given: Any) -> Antenne:
        decided = self.decide(thing, **given, **self.signed)
        SiteMiddleware.forget()
        return decided

    def decide(self, antenne: Antenne, **said: Any) -> Antenne:
        raise NotImplementedError


class SuspendAntenne(_Decides):
    """Suspendre une antenne : personne n’y entre plus, tout est gardé."""

    reads = ReasonSerializer

    def decide(self, antenne: Antenne, **said: Any) -> Antenne:
        return operations.suspend_antenne(antenne, **said)


class ReopenAntenne(_Decides):
    """Rouvrir une antenne suspendue, aux mêmes personnes."""

    def decide(self, antenne: Antenne, **said: Any) -> Antenne:
        return operations.reopen_antenne(antenne, **said)


class ArchiveAntenne(_Decides):
    """Archiver une antenne suspendue : ses rôles et ses invitations prennent fin."""

    reads = ReasonSerializer

    def decide(self, antenne: Antenne, **said: Any) -> Antenne:
        return operations.archive_antenne(antenne, **said)
