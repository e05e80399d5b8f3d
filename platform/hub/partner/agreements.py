"""What a sponsor signed and paid, and where it goes: rows of the shared floor, never people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from billing.sponsoring.models import (
    Agreement,
    AgreementDocument,
    Allocation,
    Amendment,
    GatewayCall,
    ImpactReport,
    Payment,
    Signature,
    TaxReceipt,
)
from billing.sponsoring.queries.money import with_accounts
from hub.rollup.reports import label, name_on
from kit import formats

# What a sponsor sees of an agreement that is not signed: what they asked for, and what is put to them.
_SEEN_AT_ONCE = (Agreement.State.PROPOSED,)


@dataclass(frozen=True)
class Event:
    """A line of the timeline."""

    day: date
    words: str
    icon: str
    note: str = ""
    done: bool = True


@dataclass
class Story:
    """One agreement as its sponsor reads it."""

    agreement: Agreement
    programmes: list[str] = field(default_factory=list)
    offer: list[dict[str, Any]] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    reports: list[ImpactReport] = field(default_factory=list)

    @property
    def received_cents(self) -> int:
        return sum(one.amount_cents for one in self.payments)

    @property
    def left_cents(self) -> int:
        return max(self.agreement.amount_cents - self.received_cents, 0)

    @property
    def allocated(self) -> dict[str, int]:
        return {part: sum(row[part] for row in self.offer) for part in ("places", "devices", "amount_cents")}

    @property
    def last_report(self) -> ImpactReport | None:
        return self.reports[-1] if self.reports else None


def own_agreements(sponsors: Iterable[Any]) -> QuerySet[Agreement]:
    """What these sponsors signed, were proposed or asked for; never the office's own drafts."""
    mine = Agreement.objects.filter(sponsor__in=list(sponsors))
    seen = mine.filter(signed_at__isnull=False) | mine.filter(state__in=_SEEN_AT_ONCE)
    shown = AgreementDocument.objects.filter(agreement=OuterRef("pk"), shown=True)
    proposed = Amendment.objects.filter(agreement=OuterRef("pk"), state=Amendment.State.PROPOSED)
    return (
        (seen | mine.filter(asked_by__isnull=False))
        .annotate(amended=Exists(proposed), documented=Exists(shown))
        .select_related("sponsor")
        .order_by("-starts_on", "reference")
    )


def stories(agreements: Iterable[Agreement]) -> list[Story]:
    """Each with its allocations, payments and published editions: three statements in all."""
    told: dict[Any, Story] = {one.pk: Story(one) for one in agreements}
    programmes: dict[Any, set[str]] = defaultdict(set)
    for allocation in _allocations(told):
        _give(told[allocation.agreement_id], allocation)
        programmes[allocation.agreement_id].add(_programme(allocation))
    for payment in Payment.objects.filter(agreement__in=told).order_by("received_on", "id"):
        told[payment.agreement_id].payments.append(payment)
    published = ImpactReport.objects.filter(agreement__in=told, state=ImpactReport.State.PUBLISHED)
    for report in published.order_by("edition"):
        told[report.agreement_id].reports.append(report)
    for key, story in told.items():
        story.programmes = sorted(programmes[key])
    return list(told.values())


def papers_of(agreement: Agreement) -> dict[str, Any]:
    """What this sponsor may sign, pay and download of an agreement."""
    demands = list(with_accounts(agreement.invoices.all()).order_by("issued_at", "id"))
    unpaid = [one.pk for one in demands if one.left_cents]
    calls = GatewayCall.objects.filter(purpose="invoice", about__in=unpaid) if unpaid else ()
    pages = {call.about: (call.answer or {}).get("hosted_url", "") for call in calls}
    for one in demands:
        one.pay_url = pages.get(one.pk, "")
    receipts = TaxReceipt.objects.filter(payment__agreement=agreement).order_by("issued_at", "id")
    return {
        "to_sign": agreement.state == Agreement.State.PROPOSED and not _signed_by_them(agreement),
        "amendments": _to_amend(agreement) if agreement.amended else [],
        "demands": demands,
        "documents": agreement.documents.filter(shown=True).defer("content") if agreement.documented else [],
        "receipts": receipts if agreement.kind == Agreement.Kind.GIFT else [],
    }


def _signed_by_them(agreement: Agreement) -> bool:
    own = agreement.signatures.filter(side=Signature.Side.SPONSOR, amendment__isnull=True)
    return own.exists()


def _to_amend(agreement: Any) -> QuerySet[Amendment]:
    signed = Signature.objects.filter(amendment=OuterRef("pk"), side=Signature.Side.SPONSOR)
    proposed = agreement.amendments.filter(~Exists(signed), state=Amendment.State.PROPOSED)
    return proposed.order_by("number")


def timeline(story: Story, *, today: date) -> list[Event]:
    """What happened and what comes, in the order of days."""
    agreement = story.agreement
    events = []
    if agreement.asked_by_id:
        events.append(
            Event(agreement.drafted_at.date(), "Vous avez fait cette proposition", "message-circle")
        )
    if agreement.proposed_at:
        events.append(
            Event(agreement.proposed_at.date(), "Le réseau vous propose la convention", "file-text")
        )
    if agreement.signed_at:
        events.append(Event(agreement.signed_at.date(), "La convention est signée", "signature"))
    for one in story.payments:
        words = "Versement reçu" if one.amount_cents > 0 else "Remboursement"
        events.append(
            Event(one.received_on, f"{words}\u00a0: {formats.euros(abs(one.amount_cents))}", "banknote")
        )
    for report in story.reports:
        assert report.published_at is not None
        note = f"Chiffres arrêtés au {formats.day_short(report.until)} {report.until.year}"
        events.append(
            Event(
                report.published_at.date(),
                f"Rapport d’impact, édition {report.edition}",
                "chart-column",
                note,
            )
        )
    if agreement.signed_at:
        for part in agreement.instalments.all():
            if part.due_on >= today:
                words = f"Échéance {part.number}\u00a0: {formats.euros(part.amount_cents)}"
                events.append(Event(part.due_on, words, "calendar", part.condition, done=False))
        ended = agreement.ends_on < today
        words = "La période s’est terminée" if ended else "Fin de la période"
        events.append(Event(agreement.ends_on, words, "flag", done=ended))
    return sorted(events, key=lambda event: event.day)


def _allocations(agreements: Iterable[Any]) -> QuerySet[Any]:
    given = Allocation.objects.filter(agreement__in=list(agreements)).exclude(state=Allocation.State.RELEASED)
    named = given.annotate(
        partner_name=name_on(OuterRef("agreement__starts_on"), partner="template__partner")
    )
    return named.select_related("antenne", "template", "use").order_by("antenne__name", "id")


def _give(story: Story, allocation: Any) -> None:
    antenne = allocation.antenne
    row = next((one for one in story.offer if one["code"] == antenne.code), None)
    if row is None:
        row = {"code": antenne.code, "name": antenne.name, "departement": antenne.departement}
        row |= dict.fromkeys(("places", "devices", "amount_cents", "opened", "received"), 0)
        story.offer.append(row)
    for part in ("places", "devices", "amount_cents"):
        row[part] += getattr(allocation, part)
    # Places and devices that are there: what people did with them is said by the editions alone.
    use = getattr(allocation, "use", None)
    row["opened"] += use.places_opened if use else 0
    row["received"] += use.devices_received if use else 0


def _programme(allocation: Any) -> str:
    # With the partner's name on the first day of the agreement.
    allocation.template.partner_name = allocation.partner_name
    return label(allocation.template)
