"""The survey as it is answered: the satisfaction with its faces, then the questions of the version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from programs.catalogue.models import SurveyQuestion
from programs.cohorts.models import Satisfaction
from programs.cohorts.survey_words import FACES, WORDS, Words


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    face: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question on the page."""

    name: str
    text: str
    choices: list[Choice]
    wrong: bool


class AnswerForm(forms.Form):
    """In one language. Only the satisfaction must be answered: it makes the figure."""

    satisfaction = forms.ChoiceField(choices=Satisfaction)

    def __init__(self, *args: Any, questions: Sequence[SurveyQuestion] = (), language: str = "fr") -> None:
        super().__init__(*args)
        self.questions, self.language = list(questions), language
        self.fields["satisfaction"].label = self.words.question
        for question in self.questions:
            ranks = [(str(rank), words) for rank, words in self._choices(question)]
            self.fields[_name(question)] = forms.ChoiceField(
                label=self._said(question)["text"], choices=ranks, required=False
            )

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def answers(self) -> dict[str, int]:
        """{code of the question: rank of the choice}, of what was answered."""
        given = {question.code: self.cleaned_data[_name(question)] for question in self.questions}
        return {code: int(rank) for code, rank in given.items() if rank}

    def asked(self) -> list[Asked]:
        """The satisfaction first, then the others, ready to be drawn."""
        faces = [(str(value), self.words.answers[value], face) for value, face in FACES]
        return [
            self._asked("satisfaction", faces),
            *(
                self._asked(_name(one), [(str(rank), words, "") for rank, words in self._choices(one)])
                for one in self.questions
            ),
        ]

    def _asked(self, name: str, choices: list[tuple[str, str, str]]) -> Asked:
        chosen = self.data.get(name, "") if self.is_bound else ""
        drawn = [Choice(value, words, face, value == chosen) for value, words, face in choices]
        return Asked(name, str(self.fields[name].label), drawn, bool(self.errors.get(name)))

    def _choices(self, question: SurveyQuestion) -> list[tuple[int, str]]:
        return list(enumerate(self._said(question)["choices"], start=1))

    def _said(self, question: SurveyQuestion) -> Any:
        return question.words.get(self.language, question.words["fr"])


class SheetForm(AnswerForm):
    """The answers of a paper, typed by the staff. `sheet` is the random id of this blank one."""

    sheet = forms.CharField(widget=forms.HiddenInput, max_length=120)


def _name(question: SurveyQuestion) -> str:
    return f"q-{question.code}"
