"""A PDF to keep with an agreement."""

from django import forms


class DocumentForm(forms.Form):
    title = forms.CharField(
        label="Ce que c’est", max_length=120, help_text="Par exemple : convention signée sur papier, budget."
    )
    file = forms.FileField(
        label="Fichier",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text="Un PDF de 5 Mo au plus. Il se garde tel quel : il ne se remplace pas.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
    shown = forms.BooleanField(label="Le mécène peut le lire", required=False)
