"""Targets by the API: those in force, and setting one."""

from typing import Any

from django.db.models import Q
from rest_framework import serializers

from hub.rollup.models import Target
from hub.rollup.targets import CARRIES, Aim, set_targets
from hub.rollup.targets.reading import of_antenne
from kit.api.fields import RelatedId, ShownSerializer
from kit.api.views import Lists, Makes
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne

_VALUE = "Entier, dans l’unité de la mesure ; les heures en minutes, les taux en millièmes (800 : 80 %)."


class TargetSerializer(ShownSerializer):
    antenne = serializers.UUIDField(source="antenne_id", allow_null=True, help_text="Vide : tout le réseau.")
    template = serializers.UUIDField(
        source="template_id", allow_null=True, help_text="Vide : tous les programmes."
    )
    value = serializers.IntegerField(allow_null=True, help_text=_VALUE + " Vide : retiré.")

    class Meta:
        model = Target
        fields = ["id", "year", "measure", "antenne", "template", "value", "note", "set_at"]


class SetTargetSerializer(serializers.Serializer):
    year = serializers.IntegerField(min_value=2000, max_value=2199)
    measure = serializers.ChoiceField(choices=CARRIES)
    antenne = RelatedId(queryset=Antenne.objects.all(), allow_null=True, default=None)
    template = RelatedId(queryset=ProgrammeTemplate.objects.all(), allow_null=True, default=None)
    value = serializers.IntegerField(
        min_value=0, max_value=10**9, allow_null=True, help_text=_VALUE + " Vide : le retirer."
    )
    note = serializers.CharField(max_length=200, allow_blank=True, default="")
    seen = serializers.IntegerField(
        required=False, allow_null=True, min_value=0,
        help_text="La valeur lue : refusé si quelqu’un l’a changée depuis.",
    )  # fmt: skip


class _InForce:
    """The targets in force, of a year when it is said."""

    request: Any
    shows = TargetSerializer

    def get_queryset(self) -> Any:
        found = Target.objects.filter(replaced_at__isnull=True).order_by("year", "measure", "id")
        year = self.request.GET.get("year", "")
        if not year or self.request.method != "GET":
            return found
        known = year.isascii() and year.isdigit() and len(year) == 4
        return found.filter(year=int(year)) if known else found.none()


class Targets(_InForce, Lists, Makes):
    """Les objectifs en vigueur ; en fixer un, qui remplace le précédent."""

    needs = {"GET": "figures.view", "POST": "targets.write"}
    reads = SetTargetSerializer
    filters = {
        "year": "L’année, comme 2026 ; toutes sinon.",
        "antenne": "Le code d’une antenne ; `reseau` pour le réseau entier ; toutes sinon.",
    }
    once = True

    def get_queryset(self) -> Any:
        found, code = super().get_queryset(), self.request.GET.get("antenne", "")
        return of_antenne(found, code) if code and self.request.method == "GET" else found

    def make(self, **given: Any) -> Target:
        said = {name: given[name] for name in ("measure", "antenne", "value", "seen") if name in given}
        where = {name: given[name] for name in ("year", "template", "note")}
        set_targets([Aim(**said)], **where, **self.signed)
        place = {name: given[name] for name in ("year", "measure", "antenne", "template")}
        return Target.objects.get(**place, replaced_at__isnull=True)


class OwnTargets(_InForce, Lists):
    """Les objectifs de cette antenne, et ceux du réseau entier."""

    needs = {"GET": "figures.view"}
    filters = {"year": Targets.filters["year"]}

    def get_queryset(self) -> Any:
        own = Q(antenne=self.request.place.antenne) | Q(antenne=None)
        return super().get_queryset().filter(own)
