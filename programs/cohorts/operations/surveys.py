"""The satisfaction survey: who was invited is known, what was answered is nobody's.

An answer comes by a person's own link, on the tablet of the antenne, or on paper. The link is ticked
as answered; the tablet and the paper cannot tick anybody, for they do not know who answers. So the
count is kept by cohort: under the lock of its row, there are never more answers than invitations.
Somebody who answers on the tablet, then by their link, takes the turn of another: the total stays
right, and no closer watch is possible without writing who answered what.

The journal is silent on answers. A tick rewrites the ticks of the whole cohort: or else its row would
bear the transaction number (xmin) of the answer, and whoever reads the tables could join them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Case, F, When

from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from programs.cohorts.models import Cohort, Enrolment, Satisfaction, SurveyAnswer, SurveyInvitation
from programs.cohorts.survey_notice import INVITATION
from tenants.welcome.notices import Notice, tell, wants_mail

Link = Callable[[SurveyInvitation], str]


class AlreadyAnswered(Refused):
    """Vous avez déjà répondu. Merci !"""


class NotOverYet(Refused):
    """Le parcours n’est pas terminé : l’enquête se propose à la fin."""


class SurveyOver(Refused):
    """Ce parcours est clos : son enquête est finie."""


class EverybodyAnswered(Refused):
    """Il y a déjà autant de réponses que de personnes invitées."""


class NotAnAnswer(Refused):
    """Cette réponse n’est pas dans l’enquête. Rechargez la page."""


@transaction.atomic
def invite_to_survey(
    cohort: Cohort, *, by: Any, now: datetime, link: Link | None = None
) -> list[SurveyInvitation]:
    """Invite everybody who took part; safe to run again, each person is invited once.

    With `link`, those who read e-mails receive theirs. The others answer on the tablet or on paper:
    nobody is called for a survey.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    _check_open(cohort)
    came = cohort.enrolments.filter(state__in=Enrolment.ENDED, survey_invitation__isnull=True)
    invitations = SurveyInvitation.objects.bulk_create(
        SurveyInvitation(enrolment=enrolment, invited_at=now)
        for enrolment in came.select_related("beneficiary")
    )
    if link is not None:
        for invitation in invitations:
            _write_to(invitation, cohort, link, by=by, now=now)
    record("cohorts.survey_invited", on=cohort, by=by, at=now, count=len(invitations))
    mark(cohort.starts_on, version_id=cohort.version_id)
    return invitations


@transaction.atomic
def answer_survey(
    invitation: SurveyInvitation, *, satisfaction: str, answers: Mapping[str, int] | None = None
) -> None:
    """Take the answer of a person's own link. The journal is silent: its hour would tie them together."""
    cohort = _locked(invitation.enrolment.cohort_id)
    invitation = SurveyInvitation.objects.get(pk=invitation.pk)
    if invitation.answered:
        raise AlreadyAnswered
    _count(cohort, uuid4(), satisfaction, answers or {})
    SurveyInvitation.objects.filter(enrolment__cohort=cohort).update(
        answered=Case(When(pk=invitation.pk, then=True), default=F("answered"))
    )


@transaction.atomic
def count_answer(
    cohort: Cohort, *, sheet: UUID, satisfaction: str, answers: Mapping[str, int] | None = None
) -> bool:
    """Take an answer of the tablet or of a paper. `sheet` is a random id of the page that was shown:

    sent twice, it counts once, and the second time gives False.
    """
    cohort = _locked(cohort.pk)
    if SurveyAnswer.objects.filter(pk=sheet).exists():
        return False
    _count(cohort, sheet, satisfaction, answers or {})
    return True


def _locked(cohort: UUID) -> Cohort:
    found = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("version__survey")
    return found.get(pk=cohort)


def _check_open(cohort: Cohort) -> None:
    if cohort.state == Cohort.State.CLOSED:
        raise SurveyOver
    if cohort.state != Cohort.State.COMPLETED:
        raise NotOverYet


def _count(cohort: Cohort, key: UUID, satisfaction: str, answers: Mapping[str, int]) -> None:
    _check_open(cohort)
    _check_answers(cohort, satisfaction, answers)
    invited = SurveyInvitation.objects.filter(enrolment__cohort=cohort).count()
    if cohort.survey_answers.count() >= invited:
        raise EverybodyAnswered
    SurveyAnswer.objects.create(pk=key, cohort=cohort, satisfaction=satisfaction, answers=dict(answers))
    mark(cohort.starts_on, version_id=cohort.version_id)


def _check_answers(cohort: Cohort, satisfaction: str, answers: Mapping[str, int]) -> None:
    """The ranks (from 1) of choices that the survey of the followed version offers; each may be left out."""
    survey = cohort.version.survey
    questions = survey.questions.all() if survey else []
    choices = {question.code: len(question.words["fr"]["choices"]) for question in questions}
    known = all(code in choices and 1 <= rank <= choices[code] for code, rank in answers.items())
    if satisfaction not in Satisfaction.values or not known:
        raise NotAnAnswer


def _write_to(invitation: SurveyInvitation, cohort: Cohort, link: Link, *, by: Any, now: datetime) -> None:
    person = invitation.enrolment.beneficiary
    if wants_mail(person):
        tell(
            person, kind=Notice.Kind.SURVEY, message=INVITATION, about=invitation.pk, by=by, now=now,
            cohort=cohort.name, link=link(invitation),
        )  # fmt: skip
