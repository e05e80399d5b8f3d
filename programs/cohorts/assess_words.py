"""What the tablet says around the questions, in the five languages of the people received."""

from dataclasses import dataclass

from tenants.network.vocabulary import Language, direction


@dataclass(frozen=True)
class Words:
    """Everything the tablet says, in one language, but for the questions."""

    own_name: str
    place: str
    unknown: str
    chosen: str
    back: str
    onward: str
    try_it: str
    watched: str
    touch_one: str
    thanks: str
    over: str
    give_back: str
    languages: str


WORDS = {
    "fr": Words(
        own_name="Français",
        place="Question {number} sur {total}",
        unknown="Je ne sais pas",
        chosen="Votre réponse",
        back="Question d’avant",
        onward="Question suivante",
        try_it="À vous d’essayer",
        watched="Prenez votre temps. La personne qui vous accompagne note le résultat.",
        touch_one="Touchez une réponse. Vous pouvez aussi toucher « Je ne sais pas ».",
        thanks="Merci, c’est fini\u202f!",
        over="Il n’y a pas de note. Ces réponses servent à choisir le bon groupe pour vous.",
        give_back="Rendez la tablette à la personne qui vous accompagne.",
        languages="Langue",
    ),
    "en": Words(
        own_name="English",
        place="Question {number} of {total}",
        unknown="I do not know",
        chosen="Your answer",
        back="Question before",
        onward="Next question",
        try_it="Your turn to try",
        watched="Take your time. The person with you writes down how it goes.",
        touch_one="Touch an answer. You can also touch “I do not know”.",
        thanks="Thank you, that is all!",
        over="There is no mark. Your answers help us choose the right group for you.",
        give_back="Give the tablet back to the person with you.",
        languages="Language",
    ),
    "ar": Words(
        own_name="العربية",
        place="السؤال {number} من {total}",
        unknown="لا أعرف",
        chosen="إجابتك",
        back="السؤال السابق",
        onward="السؤال التالي",
        try_it="حان دورك لتجرّب",
        watched="خذ وقتك. الشخص الذي يرافقك يسجّل النتيجة.",
        touch_one="المس إجابة. يمكنك أيضًا أن تلمس «لا أعرف».",
        thanks="شكرًا، انتهينا!",
        over="لا توجد علامة. إجاباتك تساعدنا على اختيار المجموعة المناسبة لك.",
        give_back="أعد الجهاز إلى الشخص الذي يرافقك.",
        languages="اللغة",
    ),
    "es": Words(
        own_name="Español",
        place="Pregunta {number} de {total}",
        unknown="No lo sé",
        chosen="Su respuesta",
        back="Pregunta anterior",
        onward="Pregunta siguiente",
        try_it="Ahora pruebe usted",
        watched="Tómese su tiempo. La persona que le acompaña anota el resultado.",
        touch_one="Toque una respuesta. También puede tocar «No lo sé».",
        thanks="¡Gracias, hemos terminado!",
        over="No hay nota. Sus respuestas sirven para elegir el grupo adecuado para usted.",
        give_back="Devuelva la tableta a la persona que le acompaña.",
        languages="Idioma",
    ),
    "uk": Words(
        own_name="Українська",
        place="Запитання {number} з {total}",
        unknown="Я не знаю",
        chosen="Ваша відповідь",
        back="Попереднє запитання",
        onward="Наступне запитання",
        try_it="Спробуйте самі",
        watched="Не поспішайте. Людина, яка вас супроводжує, запише результат.",
        touch_one="Торкніться відповіді. Можна також торкнутися «Я не знаю».",
        thanks="Дякуємо, це все!",
        over="Тут немає оцінки. Ваші відповіді допоможуть вибрати групу саме для вас.",
        give_back="Поверніть планшет людині, яка вас супроводжує.",
        languages="Мова",
    ),
}


def known(language: str) -> str:
    """The language itself when the tablet speaks it, else French."""
    return language if language in WORDS else Language.FRENCH.value


def others(language: str) -> list[tuple[str, str, str]]:
    """(code, its own name, its direction) of the languages to change to."""
    return [(code, words.own_name, direction(code)) for code, words in WORDS.items() if code != language]
