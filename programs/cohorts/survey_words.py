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
    several: str  # the promise, when there are several questions
    send: str
    missing: str
    over: str
    on_paper: str  # the promise, on paper
    hand_back: str  # on the tablet, once the answer is given
    next_person: str
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
        several="Votre réponse est anonyme. Touchez une réponse par question.",
        send="Envoyer",
        missing="Touchez une de ces réponses.",
        over="L’enquête de ce parcours est finie.",
        on_paper="Cochez une case par question. N’écrivez pas votre nom.",
        hand_back="Vous pouvez rendre la tablette.",
        next_person="Personne suivante",
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
        several="Your answer is anonymous. Tap one answer for each question.",
        send="Send",
        missing="Tap one of these answers.",
        over="The survey of this course is over.",
        on_paper="Tick one box for each question. Do not write your name.",
        hand_back="You can give the tablet back.",
        next_person="Next person",
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
        several="إجابتك مجهولة الاسم. المس جوابًا واحدًا لكل سؤال.",
        send="إرسال",
        missing="المس أحد هذه الأجوبة.",
        over="انتهى استبيان هذا التدريب.",
        on_paper="ضع علامة في خانة واحدة لكل سؤال. لا تكتب اسمك.",
        hand_back="يمكنك إعادة الجهاز اللوحي.",
        next_person="الشخص التالي",
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
        several="Su respuesta es anónima. Toque una respuesta por pregunta.",
        send="Enviar",
        missing="Toque una de estas respuestas.",
        over="La encuesta de este curso ha terminado.",
        on_paper="Marque una casilla por pregunta. No escriba su nombre.",
        hand_back="Puede devolver la tableta.",
        next_person="Siguiente persona",
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
        several="Ваша відповідь анонімна. Натисніть одну відповідь на кожне запитання.",
        send="Надіслати",
        missing="Натисніть одну з цих відповідей.",
        over="Опитування цього курсу завершено.",
        on_paper="Позначте одну клітинку в кожному запитанні. Не пишіть свого імені.",
        hand_back="Можете повернути планшет.",
        next_person="Наступна людина",
    ),
}
