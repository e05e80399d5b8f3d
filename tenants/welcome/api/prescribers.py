"""The structures that send people."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import ShownSerializer
from kit.api.views import Lists, Makes
from tenants.welcome.models import Prescriber
from tenants.welcome.operations import add_prescriber


class PrescriberSerializer(ShownSerializer):
    class Meta:
        model = Prescriber
        fields = ["id", "name", "email", "phone", "retired_at"]


class AddSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=160)


class Prescribers(Lists, Makes):
    """Les structures qui orientent des personnes vers cette antenne."""

    needs = {"GET": "welcome.view", "POST": "welcome.register"}
    queryset = Prescriber.objects.order_by("name", "id")
    reads = AddSerializer
    shows = PrescriberSerializer

    def make(self, **given: Any) -> Prescriber:
        return add_prescriber(**given, **self.signed)
