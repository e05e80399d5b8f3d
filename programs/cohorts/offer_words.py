"""The page of an offered place, in the five languages: one question, two buttons, no name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Everything the page says, in one language."""

    own_name: str
    title: str
    question: str
    course: str
    first: str
    where: str
    before: str
    yes: str
    no: str
    accepted: str
    see_you: str
    cannot: str
    declined: str
    back: str
    over: str
    over_more: str
    blocked: str
    languages: str


WORDS = {
    "fr": Words(
        own_name="Français",
        title="Une place pour vous",
        question="Voulez-vous cette place\u202f?",
        course="Parcours",
        first="Première séance",
        where="Où",
        before="Répondez avant le",
        yes="Oui, je viens",
        no="Non, merci",
        accepted="Votre place est réservée.",
        see_you="À bientôt\u202f!",
        cannot="Vous ne pouvez plus venir\u202f? Prévenez-nous dès que possible.",
        declined="C’est noté, merci de nous l’avoir dit.",
        back="Vous changez d’avis\u202f? Appelez-nous ou passez nous voir.",
        over="Cette place n’est plus proposée.",
        over_more="Vous voulez toujours venir\u202f? Appelez-nous ou passez nous voir.",
        blocked="Il manque une étape avant de venir. Appelez-nous ou passez nous voir.",
        languages="Langue",
    ),
    "en": Words(
        own_name="English",
        title="A place for you",
        question="Do you want this place?",
        course="Course",
        first="First session",
        where="Where",
        before="Please answer before",
        yes="Yes, I will come",
        no="No, thank you",
        accepted="Your place is booked.",
        see_you="See you soon!",
        cannot="Can you no longer come? Please tell us as soon as possible.",
        declined="We have noted it. Thank you for telling us.",
        back="Did you change your mind? Call us or come and see us.",
        over="This place is no longer offered.",
        over_more="Do you still want to come? Call us or come and see us.",
        blocked="One step is missing before you come. Call us or come and see us.",
        languages="Language",
    ),
    "ar": Words(
        own_name="العربية",
        title="مكان لك",
        question="هل تريد هذا المكان؟",
        course="الدورة",
        first="الجلسة الأولى",
        where="أين",
        before="يرجى الرد قبل",
        yes="نعم، سآتي",
        no="لا، شكرا",
        accepted="مكانك محجوز.",
        see_you="إلى اللقاء قريبا!",
        cannot="لم يعد بإمكانك المجيء؟ أخبرنا في أقرب وقت ممكن.",
        declined="سجلنا جوابك، شكرا لإخبارنا.",
        back="هل غيرت رأيك؟ اتصل بنا أو تعال لزيارتنا.",
        over="لم يعد هذا المكان معروضا.",
        over_more="هل ما زلت تريد المجيء؟ اتصل بنا أو تعال لزيارتنا.",
        blocked="تنقص خطوة قبل المجيء. اتصل بنا أو تعال لزيارتنا.",
        languages="اللغة",
    ),
    "es": Words(
        own_name="Español",
        title="Una plaza para usted",
        question="¿Quiere esta plaza?",
        course="Curso",
        first="Primera sesión",
        where="Dónde",
        before="Responda antes del",
        yes="Sí, iré",
        no="No, gracias",
        accepted="Su plaza está reservada.",
        see_you="¡Hasta pronto!",
        cannot="¿Ya no puede venir? Avísenos lo antes posible.",
        declined="Queda anotado. Gracias por decírnoslo.",
        back="¿Ha cambiado de idea? Llámenos o venga a vernos.",
        over="Esta plaza ya no está disponible.",
        over_more="¿Todavía quiere venir? Llámenos o venga a vernos.",
        blocked="Falta un paso antes de venir. Llámenos o venga a vernos.",
        languages="Idioma",
    ),
    "uk": Words(
        own_name="Українська",
        title="Місце для вас",
        question="Ви хочете це місце?",
        course="Курс",
        first="Перше заняття",
        where="Де",
        before="Дайте відповідь до",
        yes="Так, я прийду",
        no="Ні, дякую",
        accepted="Місце заброньовано для вас.",
        see_you="До зустрічі!",
        cannot="Більше не можете прийти? Повідомте нас якомога раніше.",
        declined="Відповідь записано. Дякуємо, що повідомили.",
        back="Передумали? Зателефонуйте нам або завітайте до нас.",
        over="Це місце вже не пропонується.",
        over_more="Ви ще хочете прийти? Зателефонуйте нам або завітайте до нас.",
        blocked="Перед початком бракує одного кроку. Зателефонуйте нам або завітайте до нас.",
        languages="Мова",
    ),
}
