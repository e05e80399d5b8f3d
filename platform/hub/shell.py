"""What the page shell shows: the site, the navigation of the role, the person."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from tenants.network import access

# (label, route, icon, permission, among the daily four of the phone's bottom bar)
_NAV = {
    "antenne": [
        ("Aujourd’hui", "home", "sun", "home.view", True),
        ("Personnes", "welcome:people", "users", "welcome.view", True),
        ("Orientations", "welcome:referrals", "inbox", "welcome.view", True),
        ("Parcours", "cohorts:list", "graduation-cap", "cohorts.view", True),
        ("Agenda", "cohorts:week", "calendar-days", "cohorts.view", False),
        ("Ateliers", "cohorts:workshops", "presentation", "cohorts.view", False),
        ("Suivis", "follow_ups", "message-circle-heart", "welcome.follow_up", False),
        ("À appeler", "welcome:phone_list", "phone", "welcome.follow_up", False),
        ("Programmes", "cohorts:programmes", "book-open", "cohorts.view", False),
        ("Équipement", "equipment:loans", "laptop", "equipment.view", False),
        ("Chiffres", "figures", "chart-column", "figures.view", False),
        ("Équipe", "team", "user-cog", "team.view", False),
        ("Journal", "journal", "scroll-text", "journal.view", False),
    ],
    "national": [
        ("Aujourd’hui", "home", "sun", "home.view", True),
        ("Chiffres", "figures", "chart-column", "figures.view", True),
        ("Programmes", "catalogue:templates", "book-open", "catalogue.view", True),
        ("Grilles", "grids:list", "gauge", "catalogue.view", False),
        ("Antennes", "antennes", "map-pin", "network.view", True),
        ("Conventions", "sponsoring:agreements", "handshake", "sponsoring.view", False),
        ("Équipe", "team", "user-cog", "team.view", False),
        ("Journal", "journal", "scroll-text", "journal.view", False),
        ("Exploitation", "operations", "activity", "operations.view", False),
    ],
    "partner": [
        ("Accueil", "home", "sun", "home.view", True),
    ],
    "front": [],
}


_HOSTS = {
    access.Scope.NATIONAL: ("reseau", "Réseau national"),
    access.Scope.SPONSOR: ("partenaires", "Espace mécènes"),
}


def shell(request: Any) -> dict[str, Any]:
    """The context of kit/page.html; pages shown before the site is known get the bare minimum."""
    place = getattr(request, "place", None)
    if place is None:
        return {"shell": {"demo": settings.MAILLON_DEMO}}
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    roles: set[str] = getattr(request, "roles", set())
    return {
        "shell": {
            "site": {"kind": place.kind, "name": place.name},
            "nav": [_item(request, *entry) for entry in _visible(place, roles)],
            "person": _person(request.user, roles) if signed_in else None,
            "sites": _sites(request, place),
            "demo": settings.MAILLON_DEMO,
            "account_url": reverse("account") if signed_in else "",
            "logout_url": reverse("account_logout") if signed_in else "",
        }
    }


def _sites(request: Any, place: Any) -> list[dict[str, Any]]:
    """Where else the person works, for the site switch; from an antenne nothing else is seen."""
    elsewhere = {_host_and_name(one) for one in getattr(request, "elsewhere", [])}
    if not elsewhere:
        return []
    port = request.get_host().partition(":")[2]
    end = f".{settings.MAILLON_DOMAIN}{':' + port if port else ''}/"
    there = [
        {"name": name, "url": f"{request.scheme}://{host}{end}", "current": False}
        for host, name in sorted(elsewhere, key=lambda site: site[1])
    ]
    return [{"name": place.name, "url": "/", "current": True}, *there]


def _host_and_name(membership: Any) -> tuple[str, str]:
    if membership.antenne is not None:
        return membership.antenne.code, membership.antenne.name
    return _HOSTS[membership.scope]


def _visible(place: Any, roles: set[str]) -> list[tuple]:
    return [
        entry
        for entry in _NAV[place.kind]
        if access.allows(roles, entry[3])
        and not (entry[1] == "equipment:loans" and not place.antenne.has_equipment)
    ]


def _item(request: Any, label: str, route: str, icon: str, permission: str, daily: bool) -> dict[str, Any]:
    url = reverse(route)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return {"label": label, "url": url, "icon": icon, "current": here, "daily": daily}


def _person(user: Any, roles: set[str]) -> dict[str, str]:
    return {
        "name": user.get_full_name(),
        "role": " · ".join(access.Role(role).label for role in sorted(roles)),
    }
