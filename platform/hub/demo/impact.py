"""The sponsors' part: what a place costs, and the report of the reference agreement."""

from datetime import UTC, date, datetime
from typing import Any

from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Agreement, PlaceCost
from hub.demo.office import user
from hub.partner.compose import content_of
from kit.antennes import NATIONAL, at

_WORDS = (
    "En 2022, dix groupes ont suivi le parcours à Grenoble. Vos ordinateurs ont servi en séance, puis "
    "chez les personnes pendant six mois. Merci."
)


def set_costs(today: date) -> None:
    """150 € a place and a computer, since the start of the year."""
    day, paul = date(today.year, 1, 1), user("partnerships@reseau.example")
    now = datetime(day.year, 1, 1, 9, tzinfo=UTC)
    with at(NATIONAL):
        if not PlaceCost.objects.exists():
            sponsoring.set_cost(
                starts_on=day, place_cents=15_000, device_cents=15_000, by=paul, now=now, today=day
            )


def report_on_2022(now: datetime) -> None:
    """The first edition, once Grenoble's figures are counted."""
    paul, alex = user("partnerships@reseau.example"), user("admin@reseau.example")
    said: dict[str, Any] = {"until": date(2022, 12, 31), "words": _WORDS}
    with at(NATIONAL):
        agreement = Agreement.objects.select_related("sponsor").get(reference="2022-001")
        if agreement.reports.exists():
            return
        content = content_of(agreement, **said, edition=1)
        report = sponsoring.prepare_report(
            agreement, **said, content=content, by=paul, now=now, today=now.date()
        )
        sponsoring.publish_report(report, content=content, by=alex, now=now)
