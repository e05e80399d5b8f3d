from typing import Any

from django import forms

from hub.rollup.models import SavedReport, Subscription


class SaveForm(forms.Form):
    """The name of a report and its period: the months of the address, or months that move."""

    titre = forms.CharField(
        label="Nom du rapport", max_length=80, help_text="Ce qu’il montre et à qui il sert, en quelques mots."
    )
    periode = forms.ChoiceField(label="Période", choices=SavedReport.Span.choices)

    def __init__(self, *args: Any, suggested: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["titre"].initial = suggested


class SubscribeForm(forms.Form):
    quand = forms.ChoiceField(label="Quand", choices=Subscription.Every.choices, initial="month")
    forme = forms.ChoiceField(label="Sous quelle forme", choices=Subscription.Kind.choices, initial="pdf")
