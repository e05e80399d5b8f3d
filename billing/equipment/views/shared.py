"""What every page of the equipment shows."""

from typing import Any

from django.urls import reverse

from tenants.network.modules import EQUIPMENT, only_with

A_PAGE = 50

where_lent = only_with(EQUIPMENT)


def tabs_of(current: str) -> list[dict[str, Any]]:
    loans = reverse("equipment:loans")
    tabs = [
        ("", "Prêts en cours", loans),
        ("retards", "En retard", f"{loans}?vue=retards"),
        ("finis", "Finis", f"{loans}?vue=finis"),
        ("devices", "Appareils", reverse("equipment:devices")),
    ]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in tabs]
