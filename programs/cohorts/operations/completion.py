"""The end of a course against the rule: a decision of the manager, with its reason."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.marks import mark, mark_people
from kit.refusals import Refused
from kit.states import move
from programs.cohorts.models import Cohort, Completion, CompletionOverride, Enrolment
from programs.cohorts.operations.enrolment import ReasonWanted


class NotEnded(Refused):
    """Le parcours n’est pas terminé pour cette personne."""


class AlreadySo(Refused):
    """C’est déjà l’état de cette fin de parcours. Rechargez la page."""


class CohortClosed(Refused):
    """Ce parcours est clos : ses fins de parcours ne changent plus."""


@transaction.atomic
def override_completion(
    enrolment: Enrolment, *, reached: bool, reason: str, by: Any, now: datetime
) -> Enrolment:
    """Decide that the course is completed, or that it is not, whatever the hours say.

    What was counted stays as it was; the decision is a line of its own, and the state is the last word.
    """
    if not reason.strip():
        raise ReasonWanted("Dites pourquoi vous décidez autrement que la règle.")
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    completion = Completion.objects.filter(enrolment=enrolment).first()
    if completion is None:
        raise NotEnded
    if cohort.state == Cohort.State.CLOSED:
        raise CohortClosed
    to = Enrolment.State.COMPLETED if reached else Enrolment.State.PARTIAL
    if enrolment.state == to:
        raise AlreadySo
    CompletionOverride.objects.create(
        completion=completion, reached=reached, reason=reason.strip(), decided_by=by, decided_at=now
    )
    move(enrolment, to=to, by=by, now=now, verb="cohorts.completion_overridden")
    mark(cohort.starts_on, version_id=cohort.version_id)
    mark_people([enrolment.beneficiary_id])
    return enrolment
