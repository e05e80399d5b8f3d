"""Who may enter a group, and who is in it."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from programs.cohorts.models import (
    Assessment,
    Cohort,
    Enrolment,
)
from programs.cohorts.queries.cohorts import cohorts
from programs.cohorts.queries.waiting import with_absences
from tenants.network.models import Membership, User
from tenants.welcome.models import Beneficiary, Entitlement

_GONE = (Enrolment.State.WITHDRAWN, Enrolment.State.NO_SHOW, Enrolment.State.TRANSFERRED)


def can_enter(cohort: Cohort, *, words: str, today: date) -> QuerySet:
    """Those with a right today and a decided level for this programme who are in none of its groups.

    Each has `level`, the last one decided. Who already waits for this cohort stands on its page.
    """
    return (
        _outside(cohort, words)
        .annotate(level=_level(cohort))
        .filter(Exists(_rights(today)), level__isnull=False)
    )


def can_apply(cohort: Cohort, *, words: str, today: date) -> QuerySet:
    """Those who could ask for this cohort, and have no right or no level yet."""
    missing = ~Exists(_rights(today)) | Q(level__isnull=True)
    return _outside(cohort, words).annotate(level=_level(cohort)).filter(missing)


def everybody_of(cohort: Cohort) -> QuerySet[Enrolment]:
    """All the enrolments of a cohort: the live ones first, then those who left, in the order of names.

    Each has `gone` and `absences`, in a row.
    """
    found = cohort.enrolments.select_related("beneficiary", "place")
    return with_absences(found.annotate(gone=Q(state__in=_GONE))).order_by(
        "gone", "beneficiary__sort_key", "id"
    )


def group_of(cohort: Cohort) -> QuerySet[Enrolment]:
    """Everybody who entered, the live ones first, in the order of names."""
    return everybody_of(cohort).filter(enrolled_at__isnull=False)


def transfer_targets(enrolment: Enrolment) -> QuerySet[Cohort]:
    """The other cohorts of the same programme that take people, with places_free."""
    same = cohorts([Cohort.State.OPEN, Cohort.State.RUNNING]).filter(
        version__template_id=enrolment.cohort.version.template_id
    )
    return same.exclude(pk=enrolment.cohort_id)


def trainers(antenne: Any, *, today: date) -> QuerySet[User]:
    """The members of the antenne, who may lead a session."""
    members = Membership.objects.in_force(today).at_antenne(antenne)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "pk")


def _outside(cohort: Cohort, words: str) -> QuerySet:
    """Who is neither in a group of this programme nor waiting for this cohort."""
    template = cohort.version.template_id
    there = Q(state__in=Enrolment.LIVE, cohort__version__template_id=template)
    there |= Q(state__in=Enrolment.PENDING, cohort=cohort)
    return Beneficiary.objects.known().matching(words).filter(~Exists(Enrolment.objects.filter(there, _OWN)))


def _rights(today: date) -> QuerySet:
    return Entitlement.objects.open_on(today).filter(_OWN)


def _level(cohort: Cohort) -> Subquery:
    entry = Assessment.objects.filter(
        _OWN, version__template_id=cohort.version.template_id, moment=Assessment.Moment.ENTRY
    )
    return Subquery(entry.order_by("-assessed_at", "-id").values("decided_level")[:1])


# Of the person of the outer query, in this file or in one that was merged into it.
_OWN = Q(beneficiary=OuterRef("pk")) | Q(beneficiary__merged_into=OuterRef("pk"))
