"""Who may do what: roles × permissions on one page, and `needs`, which every route declares.

A permission is "<room>.<verb>". A role holds in one place only (an antenne, the national office,
a sponsor), so a permission needs no place of its own: the membership is read for the site that
the request came to.
"""

from collections.abc import Callable
from typing import Any

from django.db import models


class Scope(models.TextChoices):
    ANTENNE = "antenne", "Antenne"
    NATIONAL = "national", "Réseau national"
    SPONSOR = "sponsor", "Mécène"


class Role(models.TextChoices):
    HOST = "host", "Animation"
    DESK = "desk", "Accueil et caisse"
    MANAGER = "manager", "Responsable d’antenne"
    PROGRAMMES = "programmes", "Programmes"
    PARTNERSHIPS = "partnerships", "Partenariats"
    FINANCE = "finance", "Finances"
    DATA_PROTECTION = "dpo", "Protection des données"
    ADMIN = "admin", "Administration du réseau"
    READER = "reader", "Lecture (mécène)"
    VISITOR = "visitor", "Visite du réseau national"


SCOPE_OF = {
    Role.HOST: Scope.ANTENNE,
    Role.DESK: Scope.ANTENNE,
    Role.MANAGER: Scope.ANTENNE,
    Role.PROGRAMMES: Scope.NATIONAL,
    Role.PARTNERSHIPS: Scope.NATIONAL,
    Role.FINANCE: Scope.NATIONAL,
    Role.DATA_PROTECTION: Scope.NATIONAL,
    Role.ADMIN: Scope.NATIONAL,
    Role.READER: Scope.SPONSOR,
    Role.VISITOR: Scope.ANTENNE,
}
ANTENNE = {Role.HOST, Role.DESK, Role.MANAGER}
NATIONAL = {Role.PROGRAMMES, Role.PARTNERSHIPS, Role.FINANCE, Role.DATA_PROTECTION, Role.ADMIN}
# Somebody of the national office during a visit (models.Visit): it looks, it changes nothing. It has what
# answers the four reasons of a visit: the day, the people one by one, groups and workshops, equipment, the
# team, the journal, the figures. It has no till and no card (codes, cash; the office reads the shop's
# figures), no phone list, and no paper or file that leaves with people's names: those are "papers.print".
VISITING = Role.VISITOR
# The administration answers for the network, data protection for people's rights; those of the programmes
# help the teams that follow them. Money and partnerships are done with figures.
MAY_VISIT = {Role.ADMIN, Role.DATA_PROTECTION, Role.PROGRAMMES}
EVERYONE = ANTENNE | NATIONAL | {Role.READER, VISITING}

PERMISSIONS: dict[str, set[Role]] = {
    # every signed-in member of the site
    "account.use": EVERYONE,
    "home.view": EVERYONE,
    # an antenne's people
    "welcome.view": ANTENNE | {VISITING},
    "welcome.register": ANTENNE,
    "welcome.decide": {Role.DESK, Role.MANAGER},
    "welcome.merge": {Role.DESK, Role.MANAGER},
    "welcome.import": {Role.MANAGER},
    "welcome.follow_up": ANTENNE,
    "papers.print": ANTENNE,
    "cohorts.view": ANTENNE | {VISITING},
    "cohorts.plan": {Role.MANAGER},
    "cohorts.schedule": {Role.HOST, Role.MANAGER},
    "cohorts.assess": {Role.HOST, Role.MANAGER},
    "cohorts.enrol": ANTENNE,
    "cohorts.attend": {Role.HOST, Role.MANAGER},
    "cohorts.correct": {Role.MANAGER},
    "cohorts.complete": {Role.HOST, Role.MANAGER},
    "cohorts.override": {Role.MANAGER},
    "workshops.hold": ANTENNE,
    "cohorts.survey": ANTENNE,
    "programmes.adopt": {Role.MANAGER},
    "equipment.view": ANTENNE | {VISITING},
    "equipment.lend": {Role.DESK, Role.MANAGER},
    "equipment.lend_by_decision": {Role.MANAGER},
    "equipment.receive": {Role.DESK, Role.MANAGER},
    "equipment.move": {Role.DESK, Role.MANAGER},
    "equipment.write_off": {Role.MANAGER},
    # the shop
    "counter.view": {Role.DESK, Role.MANAGER},
    "counter.sell": {Role.DESK, Role.MANAGER},
    "counter.reverse": {Role.DESK, Role.MANAGER},
    "counter.control": {Role.MANAGER},
    "stock.view": {Role.DESK, Role.MANAGER},
    "stock.receive": {Role.DESK, Role.MANAGER},
    "stock.send": {Role.DESK, Role.MANAGER},
    "stock.count": {Role.DESK, Role.MANAGER},
    "stock.correct": {Role.MANAGER},
    "site.view": ANTENNE | {VISITING},
    "site.write": {Role.MANAGER},
    "figures.view": ANTENNE | NATIONAL | {VISITING},
    "journal.view": {Role.MANAGER, Role.DATA_PROTECTION, Role.ADMIN, VISITING},
    "team.view": {Role.MANAGER, Role.ADMIN, VISITING},
    "figures.close": {Role.PROGRAMMES, Role.ADMIN},
    "team.manage": {Role.MANAGER, Role.ADMIN},
    # who may enter where
    "access.view": {Role.MANAGER, Role.DATA_PROTECTION, Role.ADMIN},
    "access.suspend": {Role.ADMIN},
    "visits.ask": MAY_VISIT,
    "visits.end": {Role.MANAGER},
    # the national office
    "network.view": NATIONAL,
    "targets.write": {Role.PROGRAMMES, Role.ADMIN},
    "alerts.follow": {Role.PROGRAMMES, Role.ADMIN},
    "catalogue.view": NATIONAL,
    "catalogue.write": {Role.PROGRAMMES},
    "catalogue.publish": {Role.PROGRAMMES, Role.ADMIN},
    "tariffs.view": NATIONAL,
    "tariffs.write": {Role.PROGRAMMES, Role.FINANCE},
    "tariffs.publish": {Role.PROGRAMMES, Role.FINANCE, Role.ADMIN},
    "sponsoring.view": {Role.PARTNERSHIPS, Role.FINANCE, Role.ADMIN, Role.PROGRAMMES},
    "sponsoring.write": {Role.PARTNERSHIPS, Role.FINANCE},
    "money.view": {Role.PARTNERSHIPS, Role.FINANCE, Role.ADMIN},
    "money.write": {Role.FINANCE},
    "sponsoring.sign": {Role.FINANCE, Role.ADMIN},
    "sponsoring.invite": {Role.PARTNERSHIPS, Role.ADMIN},
    "editions.write": {Role.PARTNERSHIPS},
    "editions.publish": {Role.PARTNERSHIPS, Role.ADMIN},
    "network.manage": {Role.ADMIN},
    "network.erase": {Role.ADMIN, Role.DATA_PROTECTION},
    "operations.view": {Role.ADMIN},
    # the papers of the money
    "receipts.view": {Role.PARTNERSHIPS, Role.FINANCE, Role.ADMIN},
    "receipts.issue": {Role.PARTNERSHIPS, Role.FINANCE},
    "receipts.cancel": {Role.PARTNERSHIPS, Role.FINANCE, Role.ADMIN},
    # a sponsor
    "partner.view": {Role.READER},
    "partner.sign": {Role.READER},
    "partner.ask": {Role.READER},
}

# Downwards only: a manager makes hosts and desks, the national administrator makes everyone.
GRANTS: dict[Role, set[Role]] = {
    Role.MANAGER: {Role.HOST, Role.DESK},
    Role.ADMIN: set(Role) - {Role.ADMIN, VISITING},  # a visit is asked for, never granted
    Role.PARTNERSHIPS: {Role.READER},
}

# All see beneficiaries or money: a second factor for each (the demonstration network may not).
MFA_ROLES = EVERYONE


def allows(roles: set[str], permission: str) -> bool:
    """Whether one of the roles holds the permission; KeyError for a permission nobody declared."""
    return bool({Role(role) for role in roles} & PERMISSIONS[permission])


def needs(permission: str, *, of: str = "") -> Callable[[Callable], Callable]:
    """Declare what a route needs. `of` is the kind of object it shows, for the route walk.

    The check itself is in AccessMiddleware, which refuses every route without a declaration.
    """
    if permission not in PERMISSIONS:
        raise KeyError(f"unknown permission {permission!r}")

    def declare(view: Callable) -> Callable:
        view.needs = permission  # type: ignore[attr-defined]
        view.kind = of  # type: ignore[attr-defined]
        return view

    return declare


def public(reason: str) -> Callable[[Callable], Callable]:
    """Declare a route that anybody may open, and why."""

    def declare(view: Callable) -> Callable:
        view.public = reason  # type: ignore[attr-defined]
        return view

    return declare


def declaration(view: Any) -> tuple[Any, str | None]:
    """(permission, reason to be public) of a resolved view, through decorators and classes.

    An API endpoint declares one permission for each method: {"GET": …, "POST": …}.
    """
    for candidate in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        permission = getattr(candidate, "needs", None)
        reason = getattr(candidate, "public", None)
        if permission or reason:
            return permission, reason
    return None, None
