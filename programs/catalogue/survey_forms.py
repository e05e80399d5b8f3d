"""Writing the survey: each question with its choices, in the five languages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import validate_slug

from programs.catalogue.models import SurveyQuestion
from programs.catalogue.operations import SurveyQuestionDraft
from programs.catalogue.operations.surveys import AT_MOST
from tenants.network.vocabulary import Language, direction

SPARE = 2  # blank questions on the page; saved and opened again, there are two more


class QuestionForm(forms.Form):
    """One question. Left wholly empty, it is not asked: that is how one is taken out."""

    code = forms.CharField(
        label="Code", required=False, max_length=40, validators=[validate_slug],
        help_text="Un mot sans accent ni espace. Il ne change pas d’une version à l’autre.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, number: int, question: Any = None) -> None:
        super().__init__(data, prefix=f"q{number}", initial=_initial(question))
        self.number = number
        for language in Language.values:
            self.fields[f"{language}_text"] = forms.CharField(
                label="Question", required=False, max_length=200
            )
            self.fields[f"{language}_choices"] = forms.CharField(
                label="Réponses, une par ligne", required=False, max_length=1100,
                widget=forms.Textarea(attrs={"rows": 4}),
            )  # fmt: skip
            for part in ("text", "choices"):
                attrs = {"lang": language, "dir": direction(language)}
                self.fields[f"{language}_{part}"].widget.attrs |= attrs

    @property
    def languages(self) -> list[dict[str, Any]]:
        return [
            {
                "code": language.value,
                "label": language.label,
                "fields": [self[f"{language.value}_text"], self[f"{language.value}_choices"]],
            }
            for language in Language
        ]

    def is_empty(self) -> bool:
        return not any(self.cleaned_data.values())

    def draft(self) -> SurveyQuestionDraft:
        given = self.cleaned_data
        words = {
            language: {
                "text": given[f"{language}_text"],
                "choices": [
                    line.strip() for line in given[f"{language}_choices"].splitlines() if line.strip()
                ],
            }
            for language in Language.values
        }
        return SurveyQuestionDraft(given["code"], words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("code") and any(cleaned.values()) and "code" not in self.errors:
            self.add_error("code", "Donnez un code à cette question.")
        return cleaned


class SurveyForm(forms.Form):
    """The title, and as many questions as may be asked; the empty ones are spare."""

    title = forms.CharField(label="Intitulé", max_length=160)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        title: str = "",
        questions: Sequence[SurveyQuestionDraft | SurveyQuestion] = (),
    ) -> None:
        super().__init__(data, files, initial={"title": title})
        shown = _sent(data) or min(len(questions) + SPARE, AT_MOST)
        known = [*questions, *[None] * AT_MOST][:shown]
        self.questions = [
            QuestionForm(data, number=number, question=question) for number, question in enumerate(known, 1)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(question.is_valid() for question in self.questions)])

    def drafts(self) -> list[SurveyQuestionDraft]:
        return [question.draft() for question in self.questions if not question.is_empty()]


def _sent(data: Any) -> int:
    """How many questions the page that was sent had."""
    return sum(f"q{number}-code" in data for number in range(1, AT_MOST + 1)) if data else 0


def _initial(question: Any) -> dict[str, str]:
    if question is None:
        return {}
    initial = {"code": question.code}
    for language, said in question.words.items():
        initial |= {f"{language}_text": said["text"], f"{language}_choices": "\n".join(said["choices"])}
    return initial
