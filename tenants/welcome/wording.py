"""What beneficiaries read: sentences in five languages, with days and hours as each language says them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime

from kit import formats
from tenants.network.vocabulary import Language

_HOURS = {
    Language.ENGLISH: "g:i a",
    Language.ARABIC: "H:i",
    Language.SPANISH: "H:i",
    Language.UKRAINIAN: "H:i",
}
_DAYS = {
    Language.ENGLISH: "l j F Y",
    Language.ARABIC: "l j F Y",
    Language.SPANISH: r"l j \d\e F \d\e Y",
    Language.UKRAINIAN: "l, j E Y",
}


@dataclass(frozen=True)
class Message:
    """One message: {language: (subject, text)}, and `say`, the French sentence of the phone list.

    The words hold {placeholders}: a date or a datetime given for one is written in the language.
    """

    say: str
    words: dict[str, tuple[str, str]]

    def in_language(self, language: str, **values: Any) -> tuple[str, str]:
        """(subject, text); French when the language has no words."""
        language = language if language in self.words else Language.FRENCH
        told = {name: _told(value, language) for name, value in values.items()}
        subject, text = self.words[language]
        return subject.format(**told), text.format(**told)

    def said(self, **values: Any) -> str:
        """What the desk says, in French."""
        return self.say.format(**{name: _told(value, Language.FRENCH) for name, value in values.items()})


def day_in(language: str, day: date) -> str:
    """Like "mardi 8 mars 2022", "Tuesday 8 March 2022", "вівторок, 8 березня 2022"."""
    if language == Language.FRENCH:
        return formats.day(day)
    with translation.override(language):
        said = date_format(day, _DAYS[Language(language)])
    # Django's Ukrainian days begin with a capital, which only a sentence may.
    return said.lower() if language == Language.UKRAINIAN else said


def hour_in(language: str, moment: datetime) -> str:
    """Like "9 h 30", "9:30 a.m.", "09:30"; on the clock of the active time zone."""
    moment = localtime(moment)
    if language == Language.FRENCH:
        return formats.hour(moment)
    with translation.override(language):
        return time_format(moment, _HOURS[Language(language)])


def _told(value: Any, language: str) -> str:
    if isinstance(value, datetime):
        return f"{day_in(language, localtime(value))}, {hour_in(language, value)}"
    return day_in(language, value) if isinstance(value, date) else str(value)
