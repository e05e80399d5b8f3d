"""What a page says of an antenne and of a work on it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from hub.builder.ask import is_stuck
from hub.builder.works import STEPS
from kit import calendar, formats
from tenants.network.models import Antenne, Work
from tenants.network.territories import DEPARTEMENTS, ZONES

_FRESH = timedelta(hours=1)  # so long, what has just been done is shown with its steps
_ALSACE_MOSELLE = ("57", "67", "68")


def facts(antenne: Antenne) -> list[tuple[str, str]]:
    place = DEPARTEMENTS.get(antenne.departement, "")
    return [
        ("Département", f"{antenne.departement} · {place}" if place else antenne.departement),
        ("Adresse", antenne.address),
        ("Services", services(antenne)),
        ("Fuseau horaire", ZONES.get(antenne.zone, antenne.zone)),
        ("Jours fériés", holidays(antenne.departement)),
        ("Vacances scolaires", school(antenne.departement)),
    ]


def services(antenne: Antenne) -> str:
    held = [("Caisse", antenne.has_shop), ("Prêt de matériel", antenne.has_equipment)]
    return ", ".join(label for label, has in held if has)


def holidays(departement: str) -> str:
    if departement in _ALSACE_MOSELLE:
        return "Ceux d’Alsace-Moselle"
    place = DEPARTEMENTS.get(departement, "")
    return f"France et {place}" if calendar.has_own_holidays(departement) else "Ceux de toute la France"


def school(departement: str) -> str:
    zone = calendar.school_zone(departement)
    return f"Zone {zone}" if zone else "Calendrier propre, inconnu ici"


def dates(antenne: Antenne) -> list[tuple[str, datetime]]:
    """The days of its life so far, the first one first."""
    known = [
        ("Créée le", antenne.created_at),
        ("Ouverte le", antenne.open_at),
        ("Suspendue le", antenne.suspended_at if not antenne.serves else None),
        ("Archivée le", antenne.archived_at),
        ("Effacée le", antenne.purged_at),
    ]
    return [(label, at) for label, at in known if at]


def site_of(antenne: Antenne, request: Any) -> str:
    """The address of its own site, on the port that was asked for."""
    port = request.get_host().partition(":")[2]
    return f"{request.scheme}://{antenne.code}.{settings.MAILLON_DOMAIN}{':' + port if port else ''}/"


def shown(work: Work | None, now: datetime) -> bool:
    """Whether the page shows the steps of the last work: it runs, it failed, or it has just ended."""
    if work is None:
        return False
    return work.finished_at is None or now - work.finished_at < _FRESH


def steps(work: Work) -> list[dict[str, str]]:
    """The steps as <c-stepper> draws them, each with its hour once it holds."""
    lines, current = [], False
    for name, label in STEPS[work.kind].items():
        at = work.steps.get(name)
        state = "done" if at else "todo" if current or not work.waits else "current"
        current = current or state == "current"
        note = formats.hour(timezone.localtime(datetime.fromisoformat(at))) if at else ""
        lines.append({"label": label, "state": state, "note": note})
    return lines


def of_work(work: Work, now: datetime) -> dict[str, Any]:
    """The context of antennes/work.html."""
    return {"work": work, "steps": steps(work), "stuck": is_stuck(work, now)}
