"""Who of the national office looks into the antenne now: its manager sees it, and may end it."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.urls import reverse
from django.utils import timezone

from hub.antenne.todo.desk import Desk, Todo, at_most
from hub.antenne.todo.rows import Kind, Row
from kit import formats
from tenants.network.models import Visit


def _running(desk: Desk) -> QuerySet[Any]:
    """`what` is the reason and the seconds of the end: a row of the UNION has one text for both."""
    running = Visit.objects.in_force(desk.now).filter(antenne=desk.antenne).order_by("ends_at", "id")
    end = Cast("ends_at", TextField())
    return running.annotate(
        person=Value(None, UUIDField()),
        who=Cast(F("user__name"), TextField()),
        what=Concat(F("reason"), Value(" ", TextField()), end, output_field=TextField()),
        on_day=TruncDate("ends_at", tzinfo=desk.antenne.tz),
    )


def _say(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.who} (réseau national) visite l’antenne {_until(row.what, desk)}.",
            str(Visit.Reason(row.what.partition(" ")[0]).label),
            reverse("team"),
            "Voir la visite",
            "eye",
            "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("team"), count=rows[0].of_all)


def _until(what: str, desk: Desk) -> str:
    moment = datetime.fromisoformat(what.partition(" ")[2])
    return f"jusqu’à {formats.hour(timezone.localtime(moment, desk.antenne.tz))}"


KINDS = {"visit": Kind("Visite du réseau national", "visits.end", _running, _say)}
