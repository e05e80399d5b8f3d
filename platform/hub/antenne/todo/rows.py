"""A line of what to do about a thing or a person, in the one shape that a UNION reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from hub.antenne.todo.desk import Desk, Todo


class Row(NamedTuple):
    """A line about a person; `of_all` is how many of this kind there are."""

    kind: str
    thing: UUID
    person: UUID | None
    who: str
    what: str
    day: date | None
    of_all: int


@dataclass(frozen=True)
class Kind:
    """Where its rows come from, and how they are said."""

    panel: str
    permission: str
    rows: Callable[[Desk], QuerySet]
    say: Callable[[Desk, list[Row]], list[Todo]]


def lines(
    rows: QuerySet, *, person: str = "beneficiary", what: Any = None, day: Any, who: Any = None
) -> QuerySet:
    name = Concat(f"{person}__first_name", Value(" "), f"{person}__last_name", output_field=TextField())
    return rows.annotate(
        person=F(f"{person}_id" if "__" not in person else person),
        who=name if who is None else who,
        what=Value("", TextField()) if what is None else Cast(what, TextField()),
        on_day=day,
    )
