"""What the antennes ask of the office: a work that stopped, an erasure that waits for its second person."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from hub.builder.ask import STUCK
from hub.rollup.models import Freshness
from kit.formats import NBSP
from tenants.network import access
from tenants.network.models import Antenne, Erasure, Work


def to_see(user: Any, *, old_before: datetime, now: datetime) -> list[Antenne]:
    """Those with something to see, in one statement: old figures, a preparation, a work, an erasure."""
    here = {"antenne": OuterRef("pk")}
    stopped = Q(failed_at__isnull=False) | Q(finished_at__isnull=True, moved_at__lt=now - STUCK)
    later = Work.objects.filter(antenne=OuterRef("antenne"), asked_at__gt=OuterRef("asked_at"))
    waiting = Erasure.objects.filter(**here, confirmed_at__isnull=True, cancelled_at__isnull=True)
    seen = Antenne.objects.annotate(
        is_old=Exists(Freshness.objects.filter(**here, refreshed_at__lt=old_before)),
        has_stopped=Exists(Work.objects.filter(stopped, ~Exists(later), **here)),
        waits_for_a_second=Exists(waiting.exclude(asked_by=user)),
    )
    preparing = Q(state=Antenne.State.PREPARING)
    return list(seen.filter(preparing | Q(is_old=True) | Q(has_stopped=True) | Q(waits_for_a_second=True)))


def asked_of(roles: set[str], antennes: Iterable[Antenne]) -> Iterator[dict[str, str]]:
    """The lines, as todo.Line takes them."""
    for one in antennes:
        if one.has_stopped and access.allows(roles, "network.manage"):
            yield _line(
                one, f"Un travail s’est arrêté sur l’antenne de {one.name}.", "Voir et reprendre", "no"
            )
        if one.waits_for_a_second and access.allows(roles, "network.erase"):
            said = f"L’effacement de {one.name} attend une seconde personne{NBSP}: vous, peut-être."
            yield _line(one, said, "Lire", "sun")


def _line(antenne: Antenne, sentence: str, action: str, tone: str) -> dict[str, str]:
    icon = "octagon-alert" if tone == "no" else "hourglass"
    href = reverse("antenne", args=[antenne.code])
    return {"sentence": sentence, "href": href, "action": action, "tone": tone, "icon": icon}
