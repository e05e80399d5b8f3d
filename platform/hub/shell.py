"""What the page shell shows: the site, the navigation of the role, the person."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from hub.opendata.addresses import public_page
from tenants.network import access
from tenants.network.modules import EQUIPMENT, SHOP

# (label, route, icon, permission)
_NAV = {
    "antenne": [
        ("Aujourd’hui", "home", "sun", "home.view"),
        ("Agenda", "cohorts:week", "calendar-days", "cohorts.view"),
        ("Personnes", "welcome:people", "users", "welcome.view"),
        ("Orientations", "welcome:referrals", "inbox", "welcome.view"),
        ("À appeler", "welcome:phone_list", "phone", "welcome.follow_up"),
        ("Suivis", "follow_ups", "message-circle-heart", "welcome.follow_up"),
        ("Parcours", "cohorts:list", "graduation-cap", "cohorts.view"),
        ("Ateliers", "cohorts:workshops", "presentation", "cohorts.view"),
        ("Caisse", "counter:till", "banknote", "counter.view"),
        ("Cartes", "stock:stock", "credit-card", "stock.view"),
        ("Équipement", "equipment:loans", "laptop", "equipment.view"),
        ("Programmes", "cohorts:programmes", "book-open", "cohorts.view"),
        ("Financements", "allocations", "piggy-bank", "cohorts.plan"),
        ("Chiffres", "figures", "chart-column", "figures.view"),
        ("Fiche publique", "site_sheet", "map-pin", "site.view"),
        ("Équipe", "team", "user-cog", "team.view"),
        ("Journal", "journal", "scroll-text", "journal.view"),
    ],
    "national": [
        ("Aujourd’hui", "home", "sun", "home.view"),
        ("Chiffres", "figures", "chart-column", "figures.view"),
        ("Programmes", "catalogue:templates", "book-open", "catalogue.view"),
        ("Prix", "tariffs:catalogue", "tags", "tariffs.view"),
        ("Antennes", "antennes", "map-pin", "network.view"),
        ("Données ouvertes", "open_data", "globe", "network.view"),
        ("Grilles", "grids:list", "gauge", "catalogue.view"),
        ("Conventions", "sponsoring:agreements", "handshake", "sponsoring.view"),
        ("Paiements", "money:owed", "banknote", "money.view"),
        ("Reçus fiscaux", "papers:receipts", "receipt", "receipts.view"),
        ("Éditions", "editions:list", "file-chart-column", "sponsoring.view"),
        ("Équipe", "team", "user-cog", "team.view"),
        ("Journal", "journal", "scroll-text", "journal.view"),
        ("Exploitation", "operations", "activity", "operations.view"),
    ],
    "partner": [
        ("Accueil", "home", "sun", "home.view"),
        ("Proposer", "partner:propose", "hand-heart", "partner.ask"),
    ],
    "front": [],
}
_MODULES = {"equipment": EQUIPMENT, "counter": SHOP, "stock": SHOP, "control": SHOP}
# The phone's bottom bar: the four daily rooms of the role; the first four of the list for the others.
_DAILY = {
    access.Role.MANAGER: {"home", "cohorts:week", "welcome:people", "cohorts:list"},
    access.Role.DESK: {"home", "welcome:people", "welcome:referrals", "counter:till"},
    access.Role.HOST: {"home", "cohorts:week", "welcome:people", "cohorts:list"},
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
            "nav": _nav(request, place, roles),
            "person": _person(request.user, roles) if signed_in else None,
            "sites": _sites(request, place),
            "for_anybody": _for_anybody(place),
            **_visit(request),
            "demo": settings.MAILLON_DEMO,
            "account_url": reverse("account") if signed_in else "",
            "logout_url": reverse("account_logout") if signed_in else "",
        }
    }


def _visit(request: Any) -> dict[str, Any]:
    """What the banner of a visit says; nothing for those who work here."""
    visit = getattr(request, "visit", None)
    return {"visit": visit, "visit_end_url": reverse("end_own_visit")} if visit else {}


def _for_anybody(place: Any) -> list[dict[str, str]]:
    """What the sign-in page of an antenne offers to those who have no account."""
    if place.antenne is None:
        return []
    pages = (("Orienter une personne", "welcome:send"), ("Vérifier une attestation", "cohorts:check"))
    own = [{"label": label, "url": reverse(route)} for label, route in pages]
    return [*own, {"label": "Les lieux du réseau", "url": public_page()}]


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
        if access.allows(roles, entry[3]) and _has(place.antenne, entry[1])
    ]


def _has(antenne: Any, route: str) -> bool:
    """Whether the antenne has the module that this room belongs to."""
    module = _MODULES.get(route.partition(":")[0])
    return module is None or getattr(antenne, module)


def _nav(request: Any, place: Any, roles: set[str]) -> list[dict[str, Any]]:
    entries = _visible(place, roles)
    daily = next(
        (rooms for role, rooms in _DAILY.items() if role in roles), {entry[1] for entry in entries[:4]}
    )
    items = [_item(request, *entry[:3]) | {"daily": entry[1] in daily} for entry in entries]
    # An address may begin like another one: the longest is where we are.
    here = [item for item in items if item["here"]]
    current = max(here, key=lambda item: len(item["url"]), default=None)
    return [item | {"current": item is current} for item in items]


def _item(request: Any, label: str, route: str, icon: str) -> dict[str, Any]:
    url = reverse(route)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return {"label": label, "url": url, "icon": icon, "here": here}


def _person(user: Any, roles: set[str]) -> dict[str, str]:
    return {
        "name": user.get_full_name(),
        "role": " · ".join(access.Role(role).label for role in sorted(roles)),
    }
