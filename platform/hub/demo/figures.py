"""What the office made of the figures: 2022 closed, this year's targets, a report each month."""

from datetime import date, datetime
from typing import Any

from hub.demo.office import user
from hub.reports.saved.operations import save_report, subscribe
from hub.rollup.closing.operations import close_period
from hub.rollup.models import ClosedPeriod, SavedReport, Target
from hub.rollup.targets import Aim, set_targets
from kit.antennes import NATIONAL, at
from tenants.network.models import Antenne

_AIMS = {"places_opened": 380, "participants": 300, "fill_rate": 800, "satisfaction_rate": 900}
_GRENOBLE = {"places_opened": 20, "participants": 16}


def office_work(now: datetime, today: date) -> None:
    """Once all antennes are counted; again, it changes nothing."""
    nadia = user("nadia@reseau.example")
    with at(NATIONAL):
        if not ClosedPeriod.objects.exists():
            months = {"start_month": date(2022, 1, 1), "end_month": date(2022, 12, 1)}
            close_period(**months, by=nadia, now=now, today=today)
        if not Target.objects.exists():
            _aim(nadia, now, today.year)
        if not SavedReport.objects.exists():
            kept = save_report(
                title="Grenoble, l’année en cours", chapter="synthese", asked={"antenne": "grenoble"},
                span=SavedReport.Span.YEAR, antenne=None, by=nadia, now=now,
            )  # fmt: skip
            subscribe(kept, every="month", kind="pdf", by=nadia, now=now, today=today)


def _aim(nadia: Any, now: datetime, year: int) -> None:
    grenoble = Antenne.objects.get(code="grenoble")
    aims = [Aim(code, None, value) for code, value in _AIMS.items()]
    aims += [Aim(code, grenoble, value) for code, value in _GRENOBLE.items()]
    set_targets(aims, year=year, template=None, note="Fixé avec les responsables", by=nadia, now=now)
