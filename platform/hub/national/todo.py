"""The lines of the national home: sentences with their action, nothing that does not ask for one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localdate

from billing.sponsoring.models import Agreement, Allocation, Amendment, BankLine, ImpactReport, Signature
from billing.sponsoring.queries import LAPSE, lapsing
from billing.sponsoring.queries.money import late
from hub import alerts
from hub.national.antennes.todo import asked_of, to_see
from kit.formats import NBSP, day, day_short, euros
from programs.catalogue.models import AssessmentGrid, ProgrammeTemplate, TemplateVersion
from tenants.network import access
from tenants.network.models import Antenne

SOON = LAPSE  # time enough to give what is left, or to write an amendment
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
    # Every role of the national office sees the network.
    antennes = to_see(user, old_before=now - OLD, now=now)
    found: list[Line] = [*_old_figures(sum(one.is_old for one in antennes))]
    found += [Line(**said) for said in asked_of(roles, antennes)]
    if access.allows(roles, "alerts.follow"):
        found += _alerts(roles, localdate(now))
    if access.allows(roles, "catalogue.publish"):
        found += _drafts(user)
    if access.allows(roles, "catalogue.write"):
        found += _unwritten()
    if access.allows(roles, "sponsoring.view"):
        found += _to_sign(user, roles)
    if access.allows(roles, "editions.publish"):
        found += _editions(user)
    if access.allows(roles, "sponsoring.write"):
        found += [*_lapsing(localdate(now)), *_asked(), *_not_allocated(now), *_ending(now)]
    if access.allows(roles, "money.write"):
        found += [*_late(now), *_to_match()]
    return [*found, *_preparing([one for one in antennes if one.state == Antenne.State.PREPARING])]


def _old_figures(count: int) -> Iterator[Line]:
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


def _alerts(roles: set[str], today: date) -> Iterator[Line]:
    """A line a kind of alert; who writes agreements reads those that lapse one by one, below."""
    kinds: tuple[str, ...] = ("cohort", "sheet", "loan")
    if not access.allows(roles, "sponsoring.write"):
        kinds += ("fund", "left")
    for told in alerts.summed(alerts.alerts(today, roles=roles), kinds=kinds):
        yield Line(told.sentence, told.href, told.action, told.context, told.tone, told.icon)


def _drafts(user: Any) -> Iterator[Line]:
    """Versions of programmes and grids that wait to be published, the oldest first: one statement."""
    columns = ("kind", "drafted_at", "number", "code_of", "name_of", "drafted_by", "drafted_by__name")
    versions = TemplateVersion.objects.filter(state=TemplateVersion.State.DRAFT).annotate(
        kind=Value("version"), code_of=F("template__code"), name_of=F("template__name")
    )
    grids = AssessmentGrid.objects.filter(state=AssessmentGrid.State.DRAFT).annotate(
        kind=Value("grid"), code_of=F("code"), name_of=F("title")
    )
    one, other = (
        rows.order_by().values_list(*columns) for rows in (versions, grids.exclude(drafted_by=user))
    )
    both = one.union(other, all=True)
    for kind, _, number, code, name, writer, writer_name in both.order_by("drafted_at"):
        own, what, page = writer == user.pk, f"La version {number}", "catalogue:version"
        if kind == "grid":
            what, page = f"{what} de la grille", "grids:grid"
        else:
            what = f"{what} de"
        yield Line(
            f"{what} «{NBSP}{name}{NBSP}» attend d’être publiée.",
            reverse(page, args=[code, number]),
            "Voir la version" if own else "Relire et publier",
            context="Une autre personne que vous doit la relire." if own else f"Rédigée par {writer_name}.",
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


def _editions(user: Any) -> Iterator[Line]:
    drafts = ImpactReport.objects.filter(state=ImpactReport.State.DRAFT)
    for draft in drafts.select_related("agreement", "drafted_by").order_by("drafted_at"):
        own = draft.drafted_by_id == user.pk
        yield Line(
            f"Le rapport de {draft.agreement.reference}, édition {draft.edition}, attend d’être publié.",
            reverse("editions:edition", args=[draft.pk]),
            "Voir l’édition" if own else "Relire et publier",
            context="Une autre personne que vous doit la relire."
            if own
            else f"Préparée par {draft.drafted_by}.",
            tone="neutral" if own else "sun",
            icon="hourglass" if own else "file-check",
        )


def _asked() -> Iterator[Line]:
    asked = Agreement.objects.filter(state=Agreement.State.DRAFT, asked_by__isnull=False)
    for agreement in asked.select_related("sponsor").order_by("drafted_at", "reference"):
        parts = [f"{agreement.places}{NBSP}places"] if agreement.places else []
        parts += [f"{agreement.devices}{NBSP}équipements"] if agreement.devices else []
        yield Line(
            f"{agreement.sponsor} propose de financer {' et '.join(parts)}.",
            reverse("sponsoring:agreement", args=[agreement.reference]),
            "Voir la proposition",
            context=f"{agreement.title}, {euros(agreement.amount_cents)}.",
            tone="sun",
            icon="hand-heart",
        )


def _to_sign(user: Any, roles: set[str]) -> Iterator[Line]:
    """Agreements, and amendments of them, that lack a signature: for who may sign, or follows the sponsor."""
    for agreement in _waiting_for_signatures():
        what, writer = f"La convention {agreement.reference}", agreement.drafted_by_id
        if agreement.amendment:
            what, writer = (
                f"L’avenant {agreement.amendment} de la convention {agreement.reference}",
                agreement.writer,
            )
        href = reverse("sponsoring:agreement", args=[agreement.reference])
        context = f"{agreement.title}, {euros(agreement.amount_cents)}."
        if not agreement.ours and access.allows(roles, "sponsoring.sign") and writer != user.pk:
            words = f"{what} attend votre signature pour le réseau."
            yield Line(words, href, "Lire et signer", context=context, tone="sun", icon="signature")
        elif access.allows(roles, "sponsoring.write"):
            who = f"la signature de {agreement.sponsor}" if agreement.ours else "les deux signatures"
            yield Line(f"{what} attend {who}.", href, "Voir la convention", context=context, icon="handshake")


def _waiting_for_signatures() -> Any:
    """Proposed agreements, and those with a proposed amendment: its number and writer; `ours`: we signed."""
    proposed = Q(state=Agreement.State.PROPOSED)
    change = FilteredRelation("amendments", condition=Q(amendments__state=Amendment.State.PROPOSED))
    own = Q(agreement=OuterRef("pk"), agreement__state=Agreement.State.PROPOSED, amendment__isnull=True)
    ours = Signature.objects.filter(
        own | Q(amendment=OuterRef("change__pk")), side=Signature.Side.NETWORK
    )  # fmt: skip
    return (
        Agreement.objects.annotate(change=change)
        .filter(proposed | Q(change__isnull=False))
        .annotate(amendment=F("change__number"), writer=F("change__drafted_by"), ours=Exists(ours))
        .select_related("sponsor")
        .order_by("proposed_at", "reference")
    )


def _late(now: datetime) -> Iterator[Line]:
    """Invoices and calls whose day has passed: the sum of them."""
    found = list(late(localdate(now)))
    if found:
        many = f"{len(found)}{NBSP}pièces sont" if len(found) > 1 else f"La pièce {found[0].number} est"
        yield Line(
            f"{many} en retard de paiement.",
            reverse("money:owed"),
            "Voir ce qui est dû",
            context=f"Il manque {euros(sum(one.left_cents for one in found))}.",
            tone="no",
            icon="banknote",
        )


def _to_match() -> Iterator[Line]:
    """Lines of a bank statement that nobody has matched."""
    waiting = BankLine.objects.filter(state=BankLine.State.WAITING).count()
    if waiting:
        yield Line(
            f"{waiting}{NBSP}lignes de relevé attendent d’être rapprochées."
            if waiting > 1
            else "Une ligne de relevé attend d’être rapprochée.",
            reverse("money:bank"),
            "Rapprocher",
            tone="sun",
            icon="landmark",
        )


def _ending(now: datetime) -> Iterator[Line]:
    """Agreements whose period ends soon, or is over."""
    today = localdate(now)
    ending = Agreement.objects.filter(state__in=Agreement.FIRM, ends_on__lte=today + SOON)
    for agreement in ending.select_related("sponsor").order_by("ends_on", "reference"):
        over = agreement.ends_on < today
        yield Line(
            f"La convention {agreement.reference} {'est finie depuis' if over else 'se termine'} le"
            f" {day(agreement.ends_on)}.",
            reverse("sponsoring:agreement", args=[agreement.reference]),
            "Dire qu’elle est réalisée" if over else "Voir la convention",
            context=f"{agreement.title}, {agreement.sponsor}.",
            tone="no" if over else "sun",
            icon="flag" if over else "hourglass",
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


def _preparing(antennes: list[Antenne]) -> Iterator[Line]:
    for antenne in antennes:
        yield Line(
            f"L’antenne {antenne} est en préparation.",
            reverse("antenne", args=[antenne.code]),
            "Voir où elle en est",
            context="Elle ouvrira quand son espace sera créé.",
            icon="map-pin",
        )
