"""What is written with a sponsor, until both sides sign it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Counterparty, Instalment, Sponsor
from billing.sponsoring.operations.references import OURS, check_reference, next_reference
from billing.sponsoring.operations.sponsors import locked_sponsor
from billing.sponsoring.parts import Due, InReturn
from kit import formats
from kit.journal import record
from kit.refusals import Refused
from kit.states import NotThatWay, check, move


class InstalmentsDoNotAddUp(Refused):
    """Les échéances font {sum}, la convention {amount} : corrigez l’un ou l’autre."""


class ChangedMeanwhile(Refused):
    """Cette convention a changé depuis que vous l’avez ouverte : rouvrez-la et relisez-la."""


class SomebodySigned(Refused):
    """Un côté a déjà signé : ce texte ne change plus. Laissez-le sans suite et écrivez-en un autre."""


class ReasonWanted(Refused):
    """Dites pourquoi, en quelques mots."""


@transaction.atomic
def draft_agreement(
    sponsor: Sponsor,
    *,
    reference: str = "",
    antennes: Iterable[Any] = (),
    templates: Iterable[Any] = (),
    instalments: Sequence[Due] | None = None,
    counterparties: Sequence[InReturn] = (),
    by: Any,
    now: datetime,
    **terms: Any,
) -> Agreement:
    """A draft; `terms` are the other fields of Agreement. Without a reference it takes the next one.

    No antenne: all of them; no template: every programme. `instalments` add up to the amount; None
    says nothing of when the money is due.
    """
    sponsor = locked_sponsor(sponsor)
    if reference:
        check_reference(reference)
    agreement = Agreement(sponsor=sponsor, reference=reference, drafted_by=by, drafted_at=now, **terms)
    agreement.full_clean(exclude=None if reference else ["reference"])
    check_sum(agreement.amount_cents, instalments)
    agreement.reference = reference or next_reference(now)
    agreement.save()
    _write_parts(agreement, antennes, templates, instalments or (), counterparties)
    record("sponsoring.agreement_drafted", on=agreement, by=by, at=now)
    return agreement


@transaction.atomic
def rewrite_agreement(
    agreement: Agreement,
    *,
    antennes: Iterable[Any] = (),
    templates: Iterable[Any] = (),
    instalments: Sequence[Due] | None = None,
    counterparties: Sequence[InReturn] = (),
    seen: datetime | None = None,
    by: Any,
    now: datetime,
    **terms: Any,
) -> Agreement:
    """Write a draft anew. Whoever wrote last is its author: somebody else signs for the network.

    `seen` is the `drafted_at` of the text that was read; another one means that somebody wrote since.
    """
    agreement = locked_agreement(agreement)
    if agreement.state != Agreement.State.DRAFT:
        raise NotThatWay(state=agreement.get_state_display().lower())
    if seen is not None and seen != agreement.drafted_at:
        raise ChangedMeanwhile
    for name, value in terms.items():
        setattr(agreement, name, value)
    agreement.drafted_by, agreement.drafted_at = by, now
    agreement.full_clean()
    check_sum(agreement.amount_cents, instalments)
    agreement.save()
    _write_parts(agreement, antennes, templates, instalments or (), counterparties)
    record("sponsoring.agreement_rewritten", on=agreement, by=by, at=now)
    return agreement


@transaction.atomic
def propose_agreement(agreement: Agreement, *, by: Any, now: datetime) -> Agreement:
    """Put it before the sponsor: from now on its text stays.

    What a sponsor asked for by themselves takes its number here, and who proposes answers for its words.
    """
    agreement = locked_agreement(agreement)
    check(agreement, to=Agreement.State.PROPOSED)
    locked_sponsor(agreement.sponsor)
    written = agreement.instalments.all()
    check_sum(agreement.amount_cents, written or None)
    reference = agreement.reference if OURS.fullmatch(agreement.reference) else next_reference(now)
    author = {"reference": reference, "drafted_by": agreement.drafted_by or by}
    verb = "sponsoring.agreement_proposed"
    move(agreement, to=Agreement.State.PROPOSED, by=by, now=now, verb=verb, **author)
    return agreement


@transaction.atomic
def take_back_agreement(agreement: Agreement, *, by: Any, now: datetime) -> Agreement:
    """Back to a draft, to be written anew; never once a side has signed."""
    agreement = locked_agreement(agreement)
    check(agreement, to=Agreement.State.DRAFT)
    if agreement.signatures.exists():
        raise SomebodySigned
    verb = "sponsoring.agreement_taken_back"
    move(agreement, to=Agreement.State.DRAFT, by=by, now=now, verb=verb, proposed_at=None)
    return agreement


@transaction.atomic
def decline_agreement(agreement: Agreement, *, reason: str, by: Any, now: datetime) -> Agreement:
    """It will not be signed by both sides; the reason is kept."""
    agreement = locked_agreement(agreement)
    reason = wanted(reason)
    verb = "sponsoring.agreement_declined"
    move(agreement, to=Agreement.State.DECLINED, by=by, now=now, verb=verb, declined_reason=reason)
    return agreement


def locked_agreement(agreement: Agreement) -> Agreement:
    """The agreement with its sponsor, held until the end of the transaction."""
    held = Agreement.objects.select_for_update(of=("self",)).select_related("sponsor")
    return held.get(pk=agreement.pk)


def wanted(reason: str) -> str:
    """The reason without its margins; ReasonWanted when nothing is left."""
    if not reason.strip():
        raise ReasonWanted
    return reason.strip()


def check_sum(amount_cents: int, instalments: Iterable[Any] | None) -> None:
    """Raise InstalmentsDoNotAddUp when the lines do not make the amount; None is no lines at all."""
    if instalments is None:
        return
    total = sum(one.amount_cents for one in instalments)
    if total != amount_cents:
        raise InstalmentsDoNotAddUp(sum=formats.euros(total), amount=formats.euros(amount_cents))


def _write_parts(
    agreement: Agreement,
    antennes: Iterable[Any],
    templates: Iterable[Any],
    instalments: Sequence[Due],
    counterparties: Sequence[InReturn],
) -> None:
    """Put these parts in the place of whatever the draft had."""
    agreement.antennes.set(antennes)
    agreement.templates.set(templates)
    dues = sorted(instalments, key=lambda one: one.due_on)
    rows = [Instalment(agreement=agreement, number=n, **vars(one)) for n, one in enumerate(dues, start=1)]
    _replace(agreement, rows, Instalment)
    _replace(
        agreement, [Counterparty(agreement=agreement, **vars(one)) for one in counterparties], Counterparty
    )


def _replace(agreement: Agreement, rows: Sequence[Any], model: Any) -> None:
    for row in rows:
        row.full_clean(exclude=["agreement"], validate_unique=False)
    model.objects.filter(agreement=agreement).delete()
    model.objects.bulk_create(rows)
