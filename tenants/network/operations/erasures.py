"""Erasing an archived antenne: two persons, after an export made since the archiving."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.network.models import Antenne, Decision, Erasure, User, Work
from tenants.network.operations.antennes import check_reason, decide, lock
from tenants.network.operations.works import ask_work


class NotArchived(Refused):
    """Une antenne s’efface une fois archivée, et pas avant."""


class AlreadyErased(Refused):
    """Les données de cette antenne sont déjà effacées."""


class NoExportSince(Refused):
    """Exportez d’abord l’antenne : il faut un export fait depuis qu’elle est archivée."""


class ErasureAlreadyAsked(Refused):
    """L’effacement est déjà demandé : une autre personne le confirme, ou quelqu’un l’annule."""


class TwoPersons(Refused):
    """Vous avez demandé cet effacement : une autre personne le confirme."""


class OtherCode(Refused):
    """Ce n’est pas le code de cette antenne. Tapez « {code} » pour confirmer."""


class ErasureOver(Refused):
    """Cette demande d’effacement n’attend plus : rechargez la page."""


def export_since_archiving(antenne: Antenne) -> Work | None:
    """The last export that began once the antenne was archived; nothing has changed in it since."""
    if antenne.archived_at is None:
        return None
    exports = antenne.works.filter(kind=Work.Kind.EXPORT, finished_at__isnull=False)
    return exports.filter(asked_at__gte=antenne.archived_at).order_by("-finished_at").first()


@transaction.atomic
def ask_erasure(antenne: Antenne, *, reason: str, by: User, now: datetime) -> Erasure:
    """The first person's demand, with its reason; nothing is erased before a second one confirms."""
    antenne = lock(antenne)
    check_reason(reason)
    if antenne.purged_at:
        raise AlreadyErased
    if antenne.state != Antenne.State.ARCHIVED:
        raise NotArchived
    if live(antenne).exists():
        raise ErasureAlreadyAsked
    export = export_since_archiving(antenne)
    if export is None:
        raise NoExportSince
    erasure = Erasure.objects.create(
        antenne=antenne, export=export, reason=reason.strip(), asked_by=by, asked_at=now
    )
    record("network.erasure_asked", on=erasure, by=by, at=now)
    decide(antenne, Decision.Kind.ERASURE_ASKED, reason=reason, by=by, now=now)
    return erasure


@transaction.atomic
def confirm_erasure(erasure: Erasure, *, code: str, by: User, now: datetime) -> Work:
    """The second person's word, who types the code; the caller defers the builder's job."""
    antenne = lock(erasure.antenne)
    erasure = _locked(erasure)
    if erasure.confirmed_at or erasure.cancelled_at:
        raise ErasureOver
    if erasure.asked_by_is(by):
        raise TwoPersons
    if code.strip() != antenne.code:
        raise OtherCode(code=antenne.code)
    erasure.confirmed_by, erasure.confirmed_at = by, now
    erasure.save(update_fields=["confirmed_by", "confirmed_at"])
    record("network.erasure_confirmed", on=erasure, by=by, at=now)
    decide(antenne, Decision.Kind.ERASURE_CONFIRMED, by=by, now=now)
    return ask_work(antenne, Work.Kind.PURGE, by=by, now=now)


@transaction.atomic
def cancel_erasure(erasure: Erasure, *, by: User, now: datetime) -> None:
    """Until it is confirmed; afterwards, once the builder has refused (the export is not whole)."""
    antenne = lock(erasure.antenne)
    erasure = _locked(erasure)
    busy = antenne.works.waiting().filter(kind=Work.Kind.PURGE).exists()
    if erasure.cancelled_at or erasure.done_at or busy:
        raise ErasureOver
    erasure.cancelled_at = now
    erasure.save(update_fields=["cancelled_at"])
    record("network.erasure_cancelled", on=erasure, by=by, at=now)
    decide(antenne, Decision.Kind.ERASURE_CANCELLED, by=by, now=now)


@transaction.atomic
def note_erased(erasure: Erasure, *, now: datetime) -> None:
    """The schema and the role are gone; the row and the figures stay."""
    antenne = lock(erasure.antenne)
    erasure = _locked(erasure)
    if erasure.done_at:
        return
    antenne.purged_at = erasure.done_at = now
    antenne.save(update_fields=["purged_at"])
    erasure.save(update_fields=["done_at"])
    record("network.antenne_purged", on=antenne, by=erasure.confirmed_by, at=now)


def live(antenne: Antenne) -> Any:
    """The demand that waits for its second person, or is being carried out."""
    return antenne.erasures.filter(cancelled_at__isnull=True, done_at__isnull=True)


def _locked(erasure: Erasure) -> Erasure:
    return Erasure.objects.select_for_update(of=("self",)).order_by().get(pk=erasure.pk)
