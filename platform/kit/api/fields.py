"""Fields that several rooms read."""

from datetime import date
from typing import Any

from rest_framework import serializers

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


class RelatedId(serializers.PrimaryKeyRelatedField):
    """The id of a thing of this site. Unknown, or another antenne's: the same sentence.

    `queryset` may be a function of the request.
    """

    default_error_messages = {
        "does_not_exist": "Introuvable ici : vérifiez cet identifiant.",
        "incorrect_type": "Un identifiant est attendu.",
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("pk_field", serializers.UUIDField())
        super().__init__(**options)

    def get_queryset(self) -> Any:
        among: Any = vars(self)["queryset"]
        return among(self.context["request"]) if callable(among) else super().get_queryset()


class Day(serializers.DateField):
    """A day near enough that some months more are still a date."""

    default_error_messages = {"out_of_range": "Cette date est trop loin : de 1900 à 2199."}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not _FIRST <= day <= _LAST:
            self.fail("out_of_range")
        return day


class Reason(serializers.CharField):
    """Why; the operation itself refuses an empty one, with its own sentence."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=300, allow_blank=True, **options)


class ShownSerializer(serializers.ModelSerializer):
    """What an endpoint shows: nothing in it is ever written."""

    def get_fields(self) -> Any:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields
