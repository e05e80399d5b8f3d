"""The antennes of the network, as the national office lists them."""

from kit.api.fields import ShownSerializer
from kit.api.views import Lists
from tenants.network.models import Antenne


class AntenneSerializer(ShownSerializer):
    class Meta:
        model = Antenne
        fields = [
            "id",
            "code",
            "name",
            "departement",
            "address",
            "zone",
            "has_shop",
            "has_equipment",
            "state",
        ]


class Antennes(Lists):
    """Les antennes du réseau."""

    needs = {"GET": "network.view"}
    queryset = Antenne.objects.order_by("name", "id")
    shows = AntenneSerializer
