"""The alerts by the API: the same lines as the page, as numbers and days."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from hub.alerts import alerts
from hub.alerts.reading import KINDS
from kit.api.views import Endpoint
from tenants.network.middleware import roles_of


class AlertSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=list(KINDS))
    code = serializers.CharField(help_text="Le code de l’antenne ; vide : ce qu’aucune n’a encore.")
    antenne = serializers.CharField(help_text="Son nom.")
    what = serializers.CharField(help_text="Le nom du parcours, ou la référence de la convention.")
    number = serializers.IntegerField(
        help_text="Parcours : places prises. Feuilles, prêts : combien. Fonds : places."
    )
    of = serializers.IntegerField(help_text="Parcours : places ouvertes. Fonds : équipements.")
    day = serializers.DateField(
        help_text="Parcours : premier jour. Feuilles, prêts : la plus ancienne date. Fonds : dernier jour."
    )


class AlertsSerializer(serializers.Serializer):
    today = serializers.DateField()
    alerts = AlertSerializer(many=True)


class Alerts(Endpoint):
    """Ce qui presse dans le réseau : par sorte, le plus urgent d’abord."""

    needs = {"GET": "figures.view"}
    shows = AlertsSerializer
    filters = {"antenne": "Le code d’une antenne ; toutes sinon."}

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        roles = roles_of(request.user, request.place, request.now)
        found = alerts(self.today, roles=roles, antenne=request.GET.get("antenne", ""))
        return self.shown({"today": self.today, "alerts": [alert._asdict() for alert in found]})
