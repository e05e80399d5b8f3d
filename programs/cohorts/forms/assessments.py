"""A positionnement: a score that is typed, answers read from paper, the level that a person decides."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kit.formats import typography
from kit.identifiers import new_id
from programs.catalogue.models import GridQuestion, Level, LevelRule
from programs.cohorts.forms.programmes import ProgrammeChoice
from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.queries import programmes
from tenants.network.vocabulary import Language
from tenants.welcome.free_text import FreeText

UNKNOWN = "?"  # "I do not know", as a choice of a form


class DecideForm(forms.Form):
    """The level that a person decides, after the score has suggested one."""

    level = forms.ChoiceField(
        label="Niveau décidé",
        required=False,
        choices=[("", "Celui du score"), *Level.choices],
        widget=forms.RadioSelect,
    )
    reason = FreeText(label="Pourquoi un autre niveau", required=False, rows=2)

    def __init__(
        self, *args: Any, levels: Sequence[LevelRule] = (), suggested: str = "", **options: Any
    ) -> None:
        """With `levels`, those that are taught alone, each with its hours; the suggested one is chosen."""
        super().__init__(*args, **options)
        if levels:
            self.fields["level"].choices = [(rule.level, _level_words(rule, suggested)) for rule in levels]
            self.fields["level"].initial = suggested


class ScoreForm(DecideForm):
    """A score that was counted elsewhere. The key makes of a form sent twice one assessment."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=new_id)
    score = forms.IntegerField(label="Score", min_value=0, max_value=100)
    field_order = ["programme", "score"]


class AssessForm(ScoreForm):
    """The same, for one of the programmes of the antenne."""

    programme = ProgrammeChoice(
        AdoptedProgramme.objects.none(), label="Programme", empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["programme"]
        field.queryset = programmes()
        field.initial = field.queryset.first()


class AnswersForm(forms.Form):
    """All the questions of a grid on one page, in French: for the host who reads a paper grid."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[GridQuestion],
        answers: Mapping[str, int | None] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[question.code] = _answer_field(number, question)
            if question.code in (answers or {}):
                rank = (answers or {})[question.code]
                self.initial[question.code] = UNKNOWN if rank is None else str(rank)

    def answers(self) -> dict[str, int | None]:
        """What was answered validly, whole or not."""
        given = {code: self.cleaned_data[code] for code in self.fields if self.cleaned_data.get(code)}
        return {code: None if said == UNKNOWN else int(said) for code, said in given.items()}


def _level_words(rule: LevelRule, suggested: str) -> str:
    return f"{rule} (proposé)" if rule.level == suggested else str(rule)


def _answer_field(number: int, question: GridQuestion) -> forms.ChoiceField:
    words = question.words[Language.FRENCH]
    choices = [(str(rank), choice) for rank, choice in enumerate(words["choices"])]
    return forms.ChoiceField(
        label=typography(f"{number}. {words['text']}"),
        choices=[*choices, (UNKNOWN, "Je ne sais pas")],
        widget=forms.RadioSelect,
        help_text=typography(words.get("help", "")),
        error_messages={"required": "Choisissez une réponse."},
    )
