"""Papers for the people of a group, in the five languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from kit.documents import pdf
from programs.cohorts.models import Enrolment, Session
from tenants.welcome.notices import day_in, hour_in


@dataclass(frozen=True)
class Words:
    """Everything a convocation says, in one language."""

    title: str
    hello: str
    text: str
    course: str
    place: str
    address: str
    titles: tuple[str, str, str, str]
    foot: str


WORDS = {
    "fr": Words(
        title="Convocation",
        hello="Bonjour {name},",
        text="Vous êtes inscrit à ce parcours. Voici vos séances.",
        course="Parcours",
        place="Lieu",
        address="Adresse",
        titles=("N°", "Jour", "Heure", "Salle"),
        foot="Vous ne pouvez pas venir\u202f? Prévenez-nous. Gardez ce papier.",
    ),
    "en": Words(
        title="Your sessions",
        hello="Hello {name},",
        text="You are enrolled in this course. Here are your sessions.",
        course="Course",
        place="Place",
        address="Address",
        titles=("No.", "Day", "Time", "Room"),
        foot="You cannot come? Please tell us. Keep this paper.",
    ),
    "ar": Words(
        title="مواعيد حصصك",
        hello="مرحبًا {name}،",
        text="أنت مسجَّل في هذه الدورة. هذه مواعيد حصصك.",
        course="الدورة",
        place="المكان",
        address="العنوان",
        titles=("رقم", "اليوم", "الساعة", "القاعة"),
        foot="إذا تعذّر عليك الحضور، أخبرنا من فضلك. احتفظ بهذه الورقة.",
    ),
    "es": Words(
        title="Sus sesiones",
        hello="Hola, {name}:",
        text="Tiene plaza en este curso. Estas son sus sesiones.",
        course="Curso",
        place="Lugar",
        address="Dirección",
        titles=("N.º", "Día", "Hora", "Sala"),
        foot="¿No puede venir? Avísenos, por favor. Guarde este papel.",
    ),
    "uk": Words(
        title="Ваші заняття",
        hello="Вітаємо, {name}!",
        text="Вас записано на цей курс. Ось розклад ваших занять.",
        course="Курс",
        place="Місце",
        address="Адреса",
        titles=("№", "День", "Година", "Кімната"),
        foot="Не можете прийти? Повідомте нас, будь ласка. Збережіть цей папір.",
    ),
}


def convocation(enrolment: Enrolment, *, antenne: Any, now: datetime) -> bytes:
    """The PDF that says when and where to come."""
    return pdf.render("cohorts/convocation.typ", now=now, **content(enrolment, antenne=antenne))


def content(enrolment: Enrolment, *, antenne: Any) -> dict[str, Any]:
    """What it says: the sessions that are still to be held, in the person's language."""
    person, cohort = enrolment.beneficiary, enrolment.cohort
    language = person.language if person.language in WORDS else "fr"
    words = WORDS[language]
    sessions = cohort.sessions.filter(state=Session.State.PLANNED).order_by("starts_at", "id")
    facts = [(words.course, cohort.name), (words.place, antenne.name), (words.address, antenne.address)]
    return {
        "title": words.title,
        "language": language,
        "letterhead": [line for line in (antenne.name, antenne.address) if line],
        "data": {
            "eyebrow": str(person),
            "hello": words.hello.format(name=person.first_name),
            "text": words.text,
            "facts": facts,
            "titles": words.titles,
            "rows": [_row(number, one, language) for number, one in enumerate(sessions, start=1)],
            "foot": words.foot,
        },
    }


def _row(number: int, session: Session, language: str) -> tuple[str, str, str, str]:
    start = localtime(session.starts_at)
    hours = f"{hour_in(language, start)} – {hour_in(language, session.ends_at)}"
    return str(number), day_in(language, start.date()), hours, session.room
