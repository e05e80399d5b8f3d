"""The survey that a network begins with: five short questions after the satisfaction, in five languages."""

from typing import Any

from programs.catalogue.operations.surveys import SurveyQuestionDraft

TITLE = "Enquête de fin de parcours"


def _in(text: str, *choices: str) -> dict[str, Any]:
    return {"text": text, "choices": list(choices)}


QUESTIONS = [
    SurveyQuestionDraft(
        "aisance",
        {
            "fr": _in(
                "Êtes-vous plus à l’aise avec le numérique\u202f?",
                "Oui, beaucoup", "Oui, un peu", "Pas vraiment", "Pas du tout",
            ),
            "en": _in(
                "Do you feel more comfortable with digital tools?",
                "Yes, a lot", "Yes, a little", "Not really", "Not at all",
            ),
            "ar": _in(
                "هل أصبح استخدام الأجهزة والإنترنت أسهل عليك؟",
                "نعم، كثيرًا", "نعم، قليلًا", "ليس تمامًا", "لا، أبدًا",
            ),
            "es": _in(
                "¿Se siente más a gusto con las herramientas digitales?",
                "Sí, mucho", "Sí, un poco", "No mucho", "Nada",
            ),
            "uk": _in(
                "Вам стало легше користуватися комп’ютером та інтернетом?",
                "Так, набагато", "Так, трохи", "Не дуже", "Зовсім ні",
            ),
        },
    ),
    SurveyQuestionDraft(
        "explications",
        {
            "fr": _in(
                "Les explications étaient-elles claires\u202f?", "Toujours", "Souvent", "Parfois", "Rarement"
            ),
            "en": _in("Were the explanations clear?", "Always", "Often", "Sometimes", "Rarely"),
            "ar": _in("هل كانت الشروح واضحة؟", "دائمًا", "غالبًا", "أحيانًا", "نادرًا"),
            "es": _in("¿Eran claras las explicaciones?", "Siempre", "A menudo", "A veces", "Pocas veces"),
            "uk": _in("Чи були пояснення зрозумілими?", "Завжди", "Часто", "Іноді", "Рідко"),
        },
    ),
    SurveyQuestionDraft(
        "rythme",
        {
            "fr": _in("Le rythme des séances vous convenait-il\u202f?", "Trop lent", "Bien", "Trop rapide"),
            "en": _in("How was the pace of the sessions?", "Too slow", "Just right", "Too fast"),
            "ar": _in("كيف كانت سرعة الحصص؟", "بطيئة جدًّا", "مناسبة", "سريعة جدًّا"),
            "es": _in("¿Qué tal el ritmo de las sesiones?", "Demasiado lento", "Bien", "Demasiado rápido"),
            "uk": _in("Чи підходив вам темп занять?", "Надто повільний", "Якраз", "Надто швидкий"),
        },
    ),
    SurveyQuestionDraft(
        "autonomie",
        {
            "fr": _in(
                "Pouvez-vous refaire sans aide ce que vous avez appris\u202f?",
                "Oui", "En partie", "Pas encore",
            ),
            "en": _in("Can you do what you learned without help?", "Yes", "In part", "Not yet"),
            "ar": _in("هل تستطيع القيام بما تعلّمته من دون مساعدة؟", "نعم", "جزئيًّا", "ليس بعد"),
            "es": _in("¿Puede hacer sin ayuda lo que aprendió?", "Sí", "En parte", "Todavía no"),
            "uk": _in("Чи можете ви без допомоги робити те, чого навчилися?", "Так", "Частково", "Ще ні"),
        },
    ),
    SurveyQuestionDraft(
        "conseil",
        {
            "fr": _in("Conseilleriez-vous ce parcours à un proche\u202f?", "Oui", "Peut-être", "Non"),
            "en": _in("Would you recommend this course to someone you know?", "Yes", "Maybe", "No"),
            "ar": _in("هل تنصح أحد معارفك بهذا التدريب؟", "نعم", "ربما", "لا"),
            "es": _in("¿Recomendaría este curso a alguien cercano?", "Sí", "Quizás", "No"),
            "uk": _in("Чи порадили б ви цей курс близькій людині?", "Так", "Можливо", "Ні"),
        },
    ),
]  # fmt: skip
