"""Who may enter a group, and who is in it."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from programs.cohorts.models import (
    Assessment,
    Cohort,
    Enrolment,
)
from tenants.network.models import Membership, User
from tenants.welcome.models import Beneficiary, Entitlement


def can_enter(cohort: Cohort, *, words: str, today: date) -> QuerySet:
    """Those with a right today and a decided level for this programme who are in none of its groups.

    Each has `level`, the last one decided.
    """
    rights = Entitlement.objects.open_on(today).filter(beneficiary=OuterRef("pk"))
    template = cohort.version.template_id
    inside = Enrolment.objects.live().filter(
        beneficiary=OuterRef("pk"), cohort__version__template_id=template
    )
    assessed = Assessment.objects.filter(beneficiary=OuterRef("pk"), version__template_id=template)
    decided = assessed.order_by("-assessed_at", "-id")
    return (
        Beneficiary.objects.matching(words)
        .annotate(level=Subquery(decided.values("decided_level")[:1]))
        .filter(Exists(rights), ~Exists(inside), level__isnull=False)
    )


def group_of(cohort: Cohort) -> QuerySet[Enrolment]:
    """Everybody who entered, the live ones first, in the order of names."""
    gone = Q(state__in=[Enrolment.State.WITHDRAWN, Enrolment.State.NO_SHOW, Enrolment.State.TRANSFERRED])
    found = cohort.enrolments.entered().select_related("beneficiary", "place")
    return found.annotate(gone=gone).order_by("gone", "beneficiary__sort_key", "id")


def trainers(antenne: Any, *, today: date) -> QuerySet[User]:
    """The members of the antenne, who may lead a session."""
    members = Membership.objects.in_force(today).at_antenne(antenne)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "pk")
