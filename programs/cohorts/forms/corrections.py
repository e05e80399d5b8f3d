"""Correcting a line of a closed sheet."""

from typing import Any

from django import forms

from programs.cohorts.models import Attendance, Session
from tenants.welcome.free_text import FreeText


class CorrectionForm(forms.Form):
    """The length of the session is the operation's to hold."""

    status = forms.ChoiceField(label="Présence", choices=Attendance.Status, widget=forms.RadioSelect)
    minutes = forms.IntegerField(label="Minutes suivies", min_value=1, required=False)
    reason = FreeText(label="Pourquoi cette correction")

    def __init__(self, *args: Any, session: Session, noted: Attendance | None, **options: Any) -> None:
        if noted:
            options["initial"] = {"status": noted.status, "minutes": noted.minutes or None}
        super().__init__(*args, **options)
        minutes = self.fields["minutes"]
        minutes.widget.attrs["max"] = session.minutes
        minutes.help_text = "Vide : toute la séance, un quart d’heure de moins pour un retard ou un départ."
