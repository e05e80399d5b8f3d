"""Finding people: whoever may be meant by what was typed, the likeliest first."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, ExpressionWrapper, F, Func, IntegerField, Q, QuerySet, UUIDField
from django.db.models import Value as Given
from rapidfuzz.distance import JaroWinkler

from tenants.welcome.models import Beneficiary
from tenants.welcome.models.people import looked_for

_JOINED = 0.97  # a word of the name weighs more than two of them written as one
AT_MOST = 150  # of a search: nobody reads further, one types a letter more


def ranked(words: str) -> QuerySet:
    """Those who match: every word as typed first, then by resemblance.

    A merged file leads to the one that was kept.
    """
    typed = looked_for(words)
    if not typed:
        return Beneficiary.objects.none() if words.strip() else Beneficiary.objects.known()
    literal = [ExpressionWrapper(Q(search_key__contains=word), BooleanField()).desc() for word in typed]
    found = Beneficiary.objects.matching(words).order_by(*literal, "sort_key", "id")
    rows = found.values_list("pk", "merged_into", "sort_key", "search_key")[:AT_MOST]
    best = sorted(rows, key=lambda row: _distance(typed, *row[2:]))
    return in_this_order(dict.fromkeys(head or pk for pk, head, *_ in best))


def in_this_order(ids: Iterable[UUID]) -> QuerySet:
    """These files as a queryset, which pages and filters, in the order given."""
    listed = list(ids)
    order = Given(listed, output_field=ArrayField(UUIDField()))
    place = Func(order, F("id"), function="array_position", output_field=IntegerField())
    return Beneficiary.objects.known().filter(pk__in=listed).annotate(place=place).order_by("place")


def as_typed(words: str, person: Beneficiary) -> bool:
    """Whether the file holds every word as it was typed, not only one that is spelt alike."""
    return all(word in person.search_key for word in looked_for(words))


def _distance(typed: list[str], name: str, key: str) -> tuple[int, float]:
    """How many words are not there as typed; then how far the nearest words are, all in all."""
    words, rest = name.split(), key.removeprefix(name).split()
    near = [
        max(
            *(JaroWinkler.similarity(word, one) for one in words or [""]),
            *(_JOINED * JaroWinkler.similarity(word, one) for one in rest),
            word.isdecimal() and any(one.endswith(word) for one in rest),  # the last digits of a phone
        )
        for word in typed
    ]
    return sum(word not in key for word in typed), -sum(near)
