"""What keeps two files of one person apart: a demand or a place in the same group on each."""

from kit.refusals import Refused
from programs.cohorts.models import Enrolment
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations.merging import obstacle


class BothInTheGroup(Refused):
    """Les deux fiches sont inscrites dans « {cohort} ». Retirez d’abord l’une des deux inscriptions."""


@obstacle
def not_twice_in_a_group(keep: Beneficiary, away: Beneficiary) -> None:
    """Else one person would hold two places of a group."""
    going = Enrolment.objects.filter(state__in=[*Enrolment.PENDING, *Enrolment.LIVE])
    there = going.filter(beneficiary__in=keep.same_person).values("cohort")
    twice = going.filter(beneficiary__in=away.same_person, cohort__in=there).select_related("cohort")
    for enrolment in twice[:1]:
        raise BothInTheGroup(cohort=enrolment.cohort)
