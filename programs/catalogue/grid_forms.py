"""Writing a question of a grid."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programs.catalogue.models import GridQuestion, Skill
from programs.catalogue.operations import GridQuestionDraft
from programs.catalogue.operations.grids import MOST_CHOICES, MOST_POINTS, MOST_SIGNS
from tenants.network.vocabulary import Language, direction


class QuestionForm(forms.Form):
    """A question in every language: the choices one a line, their points in the same order."""

    code = forms.SlugField(label="Code", max_length=40, help_text="Court, sans accent : il ne s’affiche pas.")
    skill = forms.ChoiceField(label="Domaine", choices=Skill.choices)
    practical = forms.BooleanField(
        label="Mise en pratique : l’animation regarde et note",
        required=False,
        help_text="L’aide en français est alors la consigne de l’animation.",
    )
    points = forms.CharField(
        label="Points de chaque choix",
        max_length=60,
        help_text="Dans l’ordre des choix, par exemple : 0 1 2 3.",
    )

    def __init__(self, *args: Any, question: GridQuestion | None = None, **options: Any) -> None:
        options.setdefault("initial", _initial(question) if question else {})
        super().__init__(*args, **options)
        for language in Language:
            self._add_language(language)

    @property
    def languages(self) -> list[dict[str, Any]]:
        """Each language with its three fields."""
        return [
            {
                "code": language.value,
                "name": language.label,
                "fields": [self[f"{language}_{part}"] for part in ("text", "help", "choices")],
            }
            for language in Language
        ]

    def clean_points(self) -> list[int]:
        written = self.cleaned_data["points"].replace(",", " ").replace(";", " ").split()
        if not all(part.isascii() and part.isdecimal() and len(part) <= 3 for part in written):
            raise ValidationError("Des nombres entiers séparés par des espaces, par exemple : 0 1 2 3.")
        points = [int(part) for part in written]
        if not 2 <= len(points) <= MOST_CHOICES or max(points) > MOST_POINTS:
            raise ValidationError(f"De 2 à {MOST_CHOICES} nombres, de 0 à {MOST_POINTS}.")
        return points

    def draft(self) -> GridQuestionDraft:
        data = self.cleaned_data
        words = {language.value: self._words(language) for language in Language}
        return GridQuestionDraft(
            code=data["code"],
            skill=data["skill"],
            practical=data["practical"],
            points=data["points"],
            words={language: said for language, said in words.items() if any(said.values())},
        )

    def _words(self, language: Language) -> dict[str, Any]:
        data = self.cleaned_data
        lines = [line.strip() for line in data[f"{language}_choices"].splitlines()]
        return {
            "text": data[f"{language}_text"],
            "help": data[f"{language}_help"],
            "choices": [line for line in lines if line],
        }

    def _add_language(self, language: Language) -> None:
        french = language == Language.FRENCH
        written = {"lang": language.value, "dir": direction(language)}
        for part, label, rows in (("text", "Question", 2), ("help", "Aide", 2), ("choices", "Choix", 5)):
            self.fields[f"{language}_{part}"] = forms.CharField(
                label=label,
                required=french and part != "help",
                max_length=MOST_SIGNS * MOST_CHOICES if part == "choices" else MOST_SIGNS,
                widget=forms.Textarea(attrs={"rows": rows} | written),
                help_text="Un choix par ligne." if part == "choices" else "",
            )


def _initial(question: GridQuestion) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "code": question.code,
        "skill": question.skill,
        "practical": question.practical,
        "points": " ".join(map(str, question.points)),
    }
    for language, words in question.words.items():
        initial[f"{language}_text"] = words["text"]
        initial[f"{language}_help"] = words.get("help", "")
        initial[f"{language}_choices"] = "\n".join(words["choices"])
    return initial
