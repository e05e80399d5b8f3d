"""The grids of the positionnement: their questions, to be asked and answered by another program."""

from rest_framework import serializers

from kit.api.fields import ShownSerializer
from kit.api.views import Lists
from programs.catalogue.models import AssessmentGrid, GridQuestion


class GridQuestionSerializer(serializers.ModelSerializer):
    class Meta:
        model = GridQuestion
        fields = ["position", "code", "skill", "practical", "words", "points"]


class GridSerializer(ShownSerializer):
    questions = GridQuestionSerializer(many=True, read_only=True)

    class Meta:
        model = AssessmentGrid
        fields = ["id", "code", "number", "title", "state", "published_at", "questions"]


class Grids(Lists):
    """Les grilles de positionnement du réseau, brouillons compris."""

    needs = {"GET": "catalogue.view"}
    queryset = AssessmentGrid.objects.prefetch_related("questions").order_by("code", "-number")
    shows = GridSerializer


class PublishedGrids(Lists):
    """Les grilles de positionnement publiées : un choix se désigne par son rang, à partir de 0."""

    needs = {"GET": "cohorts.view"}
    queryset = Grids.queryset.exclude(state=AssessmentGrid.State.DRAFT)
    shows = GridSerializer
