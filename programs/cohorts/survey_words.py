"""The survey in the five languages of the people received: short words, no jargon, no name."""

from dataclasses import dataclass

from programs.cohorts.models import Satisfaction

VERY, YES, LITTLE, NO = (
    Satisfaction.VERY_SATISFIED,
    Satisfaction.SATISFIED,
    Satisfaction.UNSATISFIED,
    Satisfaction.VERY_UNSATISFIED,
)
# Each answer has its face too: the page must be clear to who reads little.
FACES = [(VERY, "laugh"), (YES, "smile"), (LITTLE, "meh"), (NO, "frown")]


@dataclass(frozen=True)
class Words:
    """Everything the page says, in one language."""

    own_name: str
    title: str
    question: str
    promise: str
    answers: dict[Satisfaction, str]
    thanks: str
    kept: str
    languages: str
    direction: str = "ltr"


WORDS = {
    "fr": Words(
        own_name="Français",
        title="Votre avis",
        question="Êtes-vous satisfait de ce parcours\u202f?",
        promise="Votre réponse est anonyme. Touchez un seul bouton.",
        answers={
            VERY: "Très satisfait",
            YES: "Satisfait",
            LITTLE: "Peu satisfait",
            NO: "Pas du tout satisfait",
        },
        thanks="Merci\u202f!",
        kept="Votre réponse est enregistrée, sans votre nom.",
        languages="Langue",
    ),
    "en": Words(
        own_name="English",
        title="Your opinion",
        question="Are you satisfied with this course?",
        promise="Your answer is anonymous. Tap one button.",
        answers={
            VERY: "Very satisfied",
            YES: "Satisfied",
            LITTLE: "Not very satisfied",
            NO: "Not satisfied at all",
        },
        thanks="Thank you!",
        kept="Your answer is saved, without your name.",
        languages="Language",
    ),
    "ar": Words(
        own_name="العربية",
        title="رأيك",
        question="هل أنت راضٍ عن هذا التدريب؟",
        promise="إجابتك مجهولة الاسم. المس زرًّا واحدًا فقط.",
        answers={VERY: "راضٍ جدًّا", YES: "راضٍ", LITTLE: "راضٍ قليلًا", NO: "غير راضٍ إطلاقًا"},
        thanks="شكرًا لك!",
        kept="سُجِّلت إجابتك، من دون اسمك.",
        languages="اللغة",
        direction="rtl",
    ),
    "es": Words(
        own_name="Español",
        title="Su opinión",
        question="¿Está satisfecho con este curso?",
        promise="Su respuesta es anónima. Toque un solo botón.",
        answers={
            VERY: "Muy satisfecho",
            YES: "Satisfecho",
            LITTLE: "Poco satisfecho",
            NO: "Nada satisfecho",
        },
        thanks="¡Gracias!",
        kept="Su respuesta está guardada, sin su nombre.",
        languages="Idioma",
    ),
    "uk": Words(
        own_name="Українська",
        title="Ваша думка",
        question="Чи задоволені ви цим курсом?",
        promise="Ваша відповідь анонімна. Натисніть лише одну кнопку.",
        answers={
            VERY: "Так, дуже",
            YES: "Так",
            LITTLE: "Не дуже",
            NO: "Зовсім ні",
        },
        thanks="Дякуємо!",
        kept="Вашу відповідь збережено без вашого імені.",
        languages="Мова",
    ),
}
