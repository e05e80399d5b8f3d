"""The satisfaction survey: who answered is known, what they answered is not theirs any more."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from programs.cohorts.models import Cohort, Enrolment, SurveyAnswer, SurveyInvitation


class AlreadyAnswered(Refused):
    """Vous avez déjà répondu. Merci !"""


class NotOverYet(Refused):
    """Le parcours n’est pas terminé : l’enquête se propose à la fin."""


@transaction.atomic
def invite_to_survey(cohort: Cohort, *, by: Any, now: datetime) -> list[SurveyInvitation]:
    """Invite everybody who took part; safe to run again, each person is invited once."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.state not in {Cohort.State.COMPLETED, Cohort.State.CLOSED}:
        raise NotOverYet
    came = cohort.enrolments.filter(
        state__in=[Enrolment.State.COMPLETED, Enrolment.State.PARTIAL], survey_invitation__isnull=True
    )
    invitations = SurveyInvitation.objects.bulk_create(
        SurveyInvitation(enrolment=enrolment, invited_at=now) for enrolment in came
    )
    record("cohorts.survey_invited", on=cohort, by=by, at=now, count=len(invitations))
    mark(cohort.starts_on, version_id=cohort.version_id)
    return invitations


@transaction.atomic
def answer_survey(invitation: SurveyInvitation, *, satisfaction: str) -> None:
    """Take an answer. The journal is silent on purpose: its hour would tie the answer to the person."""
    invitation = (
        SurveyInvitation.objects.select_for_update().select_related("enrolment__cohort").get(pk=invitation.pk)
    )
    if invitation.answered:
        raise AlreadyAnswered
    cohort = invitation.enrolment.cohort
    SurveyAnswer.objects.create(cohort=cohort, satisfaction=satisfaction)
    invitation.answered = True
    invitation.save(update_fields=["answered"])
    mark(cohort.starts_on, version_id=cohort.version_id)
