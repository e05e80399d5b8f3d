"""Who may be the same person: asked before a file is opened, of one person or of a whole list."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from rapidfuzz.distance import JaroWinkler

from kit.phones import phone_keys
from kit.text import fold, spellings_of
from tenants.welcome.models import Beneficiary
from tenants.welcome.search import in_this_order

_ALIKE = 0.88  # of 1: two names are perhaps one person's
_DIGITS_OF_A_PHONE = 6
_WORDS = 8


class Somebody(NamedTuple):
    """A person as they are compared with others."""

    words: tuple[str, ...]
    first: frozenset[str]
    last: frozenset[str]
    phone: str

    @classmethod
    def called(cls, *, first_name: str, last_name: str, phone: str = "") -> "Somebody":
        words = fold(f"{last_name} {first_name}").split()[:_WORDS]
        first, last = frozenset(spellings_of(first_name)), frozenset(spellings_of(last_name))
        key = phone_keys(phone)
        return cls(tuple(words), first, last, key if len(key) >= _DIGITS_OF_A_PHONE else "")

    def likeness(self, known: "Known") -> float:
        """1 for the same phone; else how near the words of the shorter name are to those of the other."""
        if self.phone and known.search_key.endswith(f" {self.phone}"):
            return 1
        fewer, more = sorted((self.words, tuple(known.sort_key.split()[:_WORDS])), key=len)
        near = [max(JaroWinkler.similarity(word, one) for one in more) for word in fewer]
        return sum(near) / max(len(near), 1)


class Known(NamedTuple):
    """What is read of a file to compare it; a merged one leads to the file that was kept."""

    pk: Any
    merged_into: UUID | None
    sort_key: str
    search_key: str

    @property
    def head(self) -> Any:
        return self.merged_into or self.pk


def look_alikes(
    *, first_name: str, last_name: str, phone: str = "", besides: Beneficiary | None = None
) -> QuerySet:
    """Those who may be the same person, the likeliest first: names alike in either order, or one phone."""
    somebody = Somebody.called(first_name=first_name, last_name=last_name, phone=phone)
    alike = Q(pk__in=_named_like(somebody))
    if somebody.phone:
        alike |= Q(search_key__endswith=f" {somebody.phone}")
    rows = Beneficiary.objects.filter(alike).values_list(*Known._fields)
    heads = _best(somebody, (Known(*row) for row in rows))
    return in_this_order(pk for pk in heads if besides is None or pk != besides.pk)


def _named_like(somebody: Somebody) -> QuerySet:
    # Arrays written out, in a subquery: the index of the spellings answers it.
    first, last = sorted(somebody.first), sorted(somebody.last)
    found = Beneficiary.objects.filter(spellings__overlap=first).filter(spellings__overlap=last)
    return found.order_by().values("pk")


def _best(somebody: Somebody, known: Iterable[Known]) -> list[Any]:
    scored = [(somebody.likeness(one), one.head) for one in known]
    scored.sort(key=lambda one: one[0], reverse=True)
    return list(dict.fromkeys(head for score, head in scored if score >= _ALIKE))


class Directory:
    """Everybody who is known, read once: to compare a whole list with them, line after line."""

    def __init__(self) -> None:
        self._spelt: dict[str, set[Known]] = defaultdict(set)
        self._phones: dict[str, set[Known]] = defaultdict(set)
        for *one, spellings in Beneficiary.objects.order_by().values_list(*Known._fields, "spellings"):
            self._add(Known(*one), spellings)

    def add(self, person: Beneficiary, *, as_: Any) -> None:
        """Somebody more, a line of the list itself, found as that number from now on."""
        self._add(Known(as_, None, person.sort_key, person.search_key), person.spellings)

    def like(self, somebody: Somebody) -> list[Any]:
        """The keys of those who may be the same person, the likeliest first."""
        first = set().union(*(self._spelt.get(one, ()) for one in somebody.first))
        last = set().union(*(self._spelt.get(one, ()) for one in somebody.last))
        called = self._phones.get(_last_number(somebody.phone), set()) if somebody.phone else set()
        return _best(somebody, (first & last) | called)

    def _add(self, one: Known, spellings: Iterable[str]) -> None:
        for spelling in spellings:
            self._spelt[spelling].add(one)
        self._phones[_last_number(one.search_key)].add(one)


def _last_number(key: str) -> str:
    return key.rpartition(" ")[2]
