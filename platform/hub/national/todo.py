"""The lines of the national home: sentences with their action, nothing that does not ask for one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from billing.sponsoring.models import Agreement, Allocation
from billing.sponsoring.queries import lapsing
from hub.rollup.models import Freshness
from kit.formats import NBSP, day_short, euros
from programs.catalogue.models import AssessmentGrid, ProgrammeTemplate, TemplateVersion
from tenants.network import access
from tenants.network.models import Antenne

OLD = timedelta(hours=1)  # the worker visits each antenne every minute


@dataclass(frozen=True)
class Line:
    sentence: str
    href: str
    action: str
    context: str = ""
    tone: str = "neutral"
    icon: str = "chevron-right"


def lines(user: Any, roles: set[str], *, now: datetime) -> list[Line]:
    """What asks for an action today from somebody with these roles, the most pressing first."""
    found: list[Line] = []
    if access.allows(roles, "network.view"):
        found += _old_figures(now)
    if access.allows(roles, "catalogue.publish"):
        found += [*_drafts(user), *_grids(user)]
    if access.allows(roles, "catalogue.write"):
        found += _unwritten()
    if access.allows(roles, "sponsoring.write"):
        found += [*_lapsing(now.date()), *_proposed(), *_not_allocated(now)]
    if access.allows(roles, "network.view"):
        found += _preparing()
    return found


def _old_figures(now: datetime) -> Iterator[Line]:
    count = Freshness.objects.filter(refreshed_at__lt=now - OLD).count()
    if count:
        yield Line(
            f"Les chiffres de {count}{NBSP}antennes ne sont plus à jour."
            if count > 1
            else "Les chiffres d’une antenne ne sont plus à jour.",
            reverse("antennes"),
            "Voir lesquelles",
            context="Les tâches de fond se sont peut-être arrêtées.",
            tone="no",
            icon="clock-alert",
        )


def _grids(user: Any) -> Iterator[Line]:
    drafts = AssessmentGrid.objects.filter(state=AssessmentGrid.State.DRAFT).exclude(drafted_by=user)
    for draft in drafts.select_related("drafted_by").order_by("drafted_at"):
        yield Line(
            f"La version {draft.number} de la grille «{NBSP}{draft.title}{NBSP}» attend d’être publiée.",
            reverse("grids:grid", args=[draft.code, draft.number]),
            "Relire et publier",
            context=f"Rédigée par {draft.drafted_by}.",
            tone="sun",
            icon="file-check",
        )


def _drafts(user: Any) -> Iterator[Line]:
    drafts = TemplateVersion.objects.filter(state=TemplateVersion.State.DRAFT)
    for draft in drafts.select_related("template", "drafted_by").order_by("drafted_at"):
        own = draft.drafted_by_id == user.pk
        yield Line(
            f"La version {draft.number} de «{NBSP}{draft.template}{NBSP}» attend d’être publiée.",
            reverse("catalogue:version", args=[draft.template.code, draft.number]),
            "Voir la version" if own else "Relire et publier",
            context="Une autre personne que vous doit la relire."
            if own
            else f"Rédigée par {draft.drafted_by}.",
            tone="neutral" if own else "sun",
            icon="hourglass" if own else "file-check",
        )


def _unwritten() -> Iterator[Line]:
    for template in ProgrammeTemplate.objects.filter(versions__isnull=True, retired_at__isnull=True):
        yield Line(
            f"Le programme «{NBSP}{template}{NBSP}» n’a pas encore de version.",
            reverse("catalogue:template", args=[template.code]),
            "Rédiger la première",
            context="Les antennes ne le voient pas tant que rien n’est publié.",
            icon="pencil",
        )


def _lapsing(today: date) -> Iterator[Line]:
    for reference, rest in lapsing(today=today).items():
        counted = ((rest.places, "place"), (rest.devices, "équipement"))
        what = " et ".join(f"{n}{NBSP}{word}{'s' if n > 1 else ''}" for n, word in counted if n)
        yield Line(
            f"{what} de la convention {reference} n’ont pas encore servi."
            if rest.places + rest.devices > 1
            else f"{what} de la convention {reference} n’a pas encore servi.",
            reverse("sponsoring:left_to_use"),
            "Voir où",
            context=f"Elle finit le {day_short(rest.ends_on)} {rest.ends_on.year}.",
            tone="sun",
            icon="hourglass",
        )


def _proposed() -> Iterator[Line]:
    proposed = Agreement.objects.filter(state=Agreement.State.PROPOSED)
    for agreement in proposed.select_related("sponsor"):
        yield Line(
            f"La convention {agreement.reference} attend la signature de {agreement.sponsor}.",
            reverse("sponsoring:agreement", args=[agreement.reference]),
            "Voir la convention",
            context=f"{agreement.title}, {euros(agreement.amount_cents)}.",
            icon="handshake",
        )


def _not_allocated(now: datetime) -> Iterator[Line]:
    given = Sum("allocations__amount_cents", filter=~Q(allocations__state=Allocation.State.RELEASED))
    firm = Agreement.objects.filter(state__in=Agreement.FIRM, ends_on__gte=now.date())
    left = firm.annotate(left=F("amount_cents") - Coalesce(given, 0)).filter(left__gt=0)
    for agreement in left:
        yield Line(
            f"Il reste {euros(agreement.left)} à affecter de la convention {agreement.reference}.",
            reverse("sponsoring:agreement", args=[agreement.reference]),
            "Affecter",
            context=agreement.title,
            tone="sun",
            icon="piggy-bank",
        )


def _preparing() -> Iterator[Line]:
    for antenne in Antenne.objects.filter(state=Antenne.State.PREPARING):
        yield Line(
            f"L’antenne {antenne} est en préparation.",
            reverse("antennes"),
            "Voir les antennes",
            context="Elle ouvrira quand son espace sera créé.",
            icon="map-pin",
        )
