"""The closed periods of figures by the API, each with its editions."""

from typing import Any

from rest_framework import serializers

from hub.api.figures import MonthShown, in_words_of_the_query
from hub.rollup.models import ClosedPeriod, FigureEdition
from kit.api.fields import ShownSerializer
from kit.api.views import Lists


class FigureEditionSerializer(ShownSerializer):
    class Meta:
        model = FigureEdition
        fields = ["number", "reason", "published_at", "published_by"]


class ClosedPeriodSerializer(ShownSerializer):
    name = serializers.CharField(source="__str__")
    start = MonthShown(source="period.start", help_text="Premier mois, compris.")
    end = MonthShown(source="period.end", help_text="Dernier mois, compris.")
    editions = FigureEditionSerializer(many=True, help_text="Dans l’ordre ; la dernière est en vigueur.")

    class Meta:
        model = ClosedPeriod
        fields = ["id", "name", "start", "end", "closed_at", "closed_by", "editions"]

    def get_fields(self) -> Any:
        return in_words_of_the_query(super().get_fields())


class ClosedPeriods(Lists):
    """Les périodes de chiffres closes, la dernière d’abord, avec leurs éditions."""

    needs = {"GET": "figures.view"}
    queryset = ClosedPeriod.objects.prefetch_related("editions").order_by("-months")
    shows = ClosedPeriodSerializer
