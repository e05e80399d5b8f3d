"""The survey."""

from django import forms

from programs.cohorts.models import Satisfaction


class AnswerForm(forms.Form):
    """One of the four big buttons of the survey."""

    satisfaction = forms.ChoiceField(choices=Satisfaction)
