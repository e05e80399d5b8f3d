import uuid

from django.db import models

from kit.identifiers import new_id


class Satisfaction(models.TextChoices):
    VERY_SATISFIED = "very_satisfied", "Très satisfait"
    SATISFIED = "satisfied", "Satisfait"
    UNSATISFIED = "unsatisfied", "Peu satisfait"
    VERY_UNSATISFIED = "very_unsatisfied", "Pas du tout satisfait"


SATISFIED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)


class SurveyInvitation(models.Model):
    """An invitation to answer. It knows that the person answered, never what."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.OneToOneField("cohorts.Enrolment", models.PROTECT, related_name="survey_invitation")
    invited_at = models.DateTimeField("invitée le")
    answered = models.BooleanField("a répondu", default=False)

    class Meta:
        db_table = "cohorts_surveyinvitation"
        ordering = ["invited_at", "id"]

    def __str__(self) -> str:
        return "répondue" if self.answered else "envoyée"


class SurveyAnswer(models.Model):
    """An answer of a cohort. No person, no hour, and a key that keeps no order."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey("cohorts.Cohort", models.PROTECT, related_name="survey_answers")
    satisfaction = models.CharField("satisfaction", max_length=16, choices=Satisfaction)
    # {code of catalogue.SurveyQuestion: rank of the choice}; never a free text.
    answers = models.JSONField("autres réponses", default=dict, blank=True)

    class Meta:
        db_table = "cohorts_surveyanswer"
        ordering = ["cohort", "id"]

    def __str__(self) -> str:
        return self.get_satisfaction_display()
