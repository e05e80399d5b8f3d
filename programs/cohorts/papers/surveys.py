"""The survey on paper: no name, no number, nothing to recognise anybody by."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kit.documents import pdf
from programs.cohorts.models import Cohort
from programs.cohorts.survey_words import FACES, WORDS


def blank(
    cohort: Cohort, questions: Sequence[Any], *, language: str, letterhead: list[str], now: datetime
) -> bytes:
    """A PDF of one page in that language."""
    words = WORDS[language]
    asked = [(words.question, [words.answers[value] for value, _ in FACES])]
    for question in questions:
        said = question.words.get(language, question.words["fr"])
        asked.append((said["text"], said["choices"]))
    return pdf.render(
        "cohorts/survey.typ",
        title=words.title,
        language=language,
        letterhead=letterhead,
        now=now,
        data={"cohort": cohort.name, "promise": words.on_paper, "asked": asked, "thanks": words.thanks},
    )
