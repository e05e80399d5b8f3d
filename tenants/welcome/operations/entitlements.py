"""The right to be received, once it is open."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from kit.calendar import add_months
from kit.journal import record
from kit.refusals import Refused
from tenants.welcome.free_text import check_no_nir
from tenants.welcome.models import Entitlement
from tenants.welcome.operations.referrals import lock_person


class GroundWanted(Refused):
    """Dites pourquoi ce droit est renouvelé : ce motif reste dans le dossier."""


class AlreadyRenewed(Refused):
    """Cette personne a déjà un droit qui va plus loin. Rechargez la page."""


class NotBegun(Refused):
    """Ce droit n’a pas encore commencé : il se renouvelle quand il est ouvert."""


@transaction.atomic
def renew_entitlement(
    entitlement: Entitlement, *, reason: str, by: Any, now: datetime, today: date
) -> Entitlement:
    """Open a right that follows this one, or that begins today if it is over; once, and with its ground.

    The person counts with all their files: a right opened on one of them is theirs.
    """
    if not reason.strip():
        raise GroundWanted
    check_no_nir(reason)
    person = lock_person(entitlement.beneficiary)
    if Entitlement.objects.of(person).filter(end__gt=entitlement.end).exists():
        raise AlreadyRenewed
    if entitlement.start > today:
        raise NotBegun
    start = max(entitlement.end + timedelta(days=1), today)
    renewal = Entitlement(
        beneficiary=person,
        renews=entitlement,
        start=start,
        end=add_months(start, settings.MAILLON_ENTITLEMENT_MONTHS),
        reason=reason.strip(),
        opened_by=by,
    )
    renewal.full_clean()
    renewal.save()
    record("welcome.entitlement_renewed", on=renewal, by=by, at=now)
    return renewal
