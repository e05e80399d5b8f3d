"""What sponsors gave and that ends soon without having served."""

from typing import Any

from django.db.models import F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from billing.sponsoring.queries import LAPSE, left_to_use
from hub.antenne.todo.desk import Desk, Todo, at_most
from hub.antenne.todo.rows import Kind, Row
from kit import formats


def _lapsing(desk: Desk) -> QuerySet[Any]:
    """Its own alone: the shared floor shows an antenne no other."""
    ending = left_to_use(first=desk.today, last=desk.today + LAPSE).filter(antenne=desk.antenne)
    places, devices = (Cast(name, TextField()) for name in ("unused_places", "unused_devices"))
    counts = Concat(places, Value(" ", TextField()), devices, output_field=TextField())
    return ending.annotate(
        person=Value(None, UUIDField()), who=Cast("reference", TextField()), what=counts, on_day=F("ends_on")
    )


def _say_lapsing(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{_counted(row.what)} de la convention {row.who} : à utiliser.",
            f"Jusqu’au {formats.day_short(row.day)} {row.day.year}" if row.day else "",
            reverse("allocations"),
            "Voir",
            "hourglass",
            "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("allocations"), count=rows[0].of_all)


def _counted(what: str) -> str:
    places, devices = (int(number) for number in what.split())
    counted = ((places, "place"), (devices, "équipement"))
    return " et ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counted if n)


KINDS = {"lapse": Kind("Financements", "cohorts.plan", _lapsing, _say_lapsing)}
