"""What a person is told about their place, in the five languages: short sentences, one thing each."""

from typing import Any

from kit.db import connection
from tenants.welcome.notices import Message


def signature() -> dict[str, Any]:
    """The antenne we stand in, for the foot of a message: {"antenne": name, "where": name and address}."""
    here = connection.tenant
    where = f"{here.name}, {here.address}" if here.address else here.name
    return {"antenne": here.name, "where": where}


PLACE_OFFERED = Message(
    say="Une place est libre dans « {course} », première séance {first}. "
    "La personne la veut-elle ? Réponse avant le {until}.",
    words={
        "fr": (
            "Une place est libre pour vous",
            "Bonjour {first_name},\n\n"
            "Une place est libre pour vous dans « {course} ».\n"
            "Première séance\u00a0: {first}.\n\n"
            "Voulez-vous cette place\u202f? Répondez avant le {until}.\n"
            "{link}\n\n"
            "Sans réponse, nous la proposerons à une autre personne.\n\n"
            "L’équipe d’Emmaüs Connect, {antenne}\n",
        ),
        "en": (
            "There is a place for you",
            "Hello {first_name},\n\n"
            "There is a place for you in “{course}”.\n"
            "First session: {first}.\n\n"
            "Do you want this place? Please answer before {until}.\n"
            "{link}\n\n"
            "Without an answer, we will offer it to someone else.\n\n"
            "The team of Emmaüs Connect, {antenne}\n",
        ),
        "ar": (
            "يوجد مكان لك",
            "مرحبا {first_name}،\n\n"
            "يوجد مكان لك في «{course}».\n"
            "الجلسة الأولى: {first}.\n\n"
            "هل تريد هذا المكان؟ يرجى الرد قبل {until}.\n"
            "{link}\n\n"
            "إذا لم ترد، سنعرض المكان على شخص آخر.\n\n"
            "فريق Emmaüs Connect، {antenne}\n",
        ),
        "es": (
            "Hay una plaza para usted",
            "Hola, {first_name}:\n\n"
            "Hay una plaza para usted en «{course}».\n"
            "Primera sesión: {first}.\n\n"
            "¿Quiere esta plaza? Responda antes del {until}.\n"
            "{link}\n\n"
            "Sin respuesta, la ofreceremos a otra persona.\n\n"
            "El equipo de Emmaüs Connect, {antenne}\n",
        ),
        "uk": (
            "Для вас є місце",
            "Добрий день, {first_name}!\n\n"
            "Для вас є місце на курсі «{course}».\n"
            "Перше заняття: {first}.\n\n"
            "Ви хочете це місце? Дайте відповідь до: {until}.\n"
            "{link}\n\n"
            "Без відповіді ми запропонуємо його іншій людині.\n\n"
            "Команда Emmaüs Connect, {antenne}\n",
        ),
    },
)

OFFER_OVER = Message(
    say="La place dans « {course} » n’est plus proposée, faute de réponse. "
    "La personne peut revenir sur la liste d’attente.",
    words={
        "fr": (
            "La place n’est plus proposée",
            "Bonjour {first_name},\n\n"
            "Nous n’avons pas eu votre réponse pour « {course} ».\n"
            "La place est proposée à une autre personne.\n\n"
            "Vous voulez toujours venir\u202f? Appelez-nous ou passez nous voir.\n"
            "{where}\n\n"
            "L’équipe d’Emmaüs Connect, {antenne}\n",
        ),
        "en": (
            "The place is no longer offered",
            "Hello {first_name},\n\n"
            "We did not get your answer for “{course}”.\n"
            "The place is now offered to someone else.\n\n"
            "Do you still want to come? Call us or come and see us.\n"
            "{where}\n\n"
            "The team of Emmaüs Connect, {antenne}\n",
        ),
        "ar": (
            "لم يعد المكان معروضا عليك",
            "مرحبا {first_name}،\n\n"
            "لم يصلنا ردك بخصوص «{course}».\n"
            "المكان معروض الآن على شخص آخر.\n\n"
            "هل ما زلت تريد المجيء؟ اتصل بنا أو تعال لزيارتنا.\n"
            "{where}\n\n"
            "فريق Emmaüs Connect، {antenne}\n",
        ),
        "es": (
            "La plaza ya no está disponible",
            "Hola, {first_name}:\n\n"
            "No hemos recibido su respuesta para «{course}».\n"
            "La plaza se ofrece ahora a otra persona.\n\n"
            "¿Todavía quiere venir? Llámenos o venga a vernos.\n"
            "{where}\n\n"
            "El equipo de Emmaüs Connect, {antenne}\n",
        ),
        "uk": (
            "Місце вже не пропонується",
            "Добрий день, {first_name}!\n\n"
            "Ми не отримали вашої відповіді щодо курсу «{course}».\n"
            "Це місце пропонують іншій людині.\n\n"
            "Ви ще хочете прийти? Зателефонуйте нам або завітайте до нас.\n"
            "{where}\n\n"
            "Команда Emmaüs Connect, {antenne}\n",
        ),
    },
)

CONVOCATION = Message(
    say="Inscription confirmée dans « {course} ». Première séance {first}, salle {room}.",
    words={
        "fr": (
            "Votre première séance",
            "Bonjour {first_name},\n\n"
            "Votre place est réservée dans « {course} ».\n"
            "Première séance\u00a0: {first}.\n"
            "Salle\u00a0: {room}.\n"
            "Adresse\u00a0: {where}.\n\n"
            "Vous ne pouvez pas venir\u202f? Prévenez-nous dès que possible.\n\n"
            "L’équipe d’Emmaüs Connect, {antenne}\n",
        ),
        "en": (
            "Your first session",
            "Hello {first_name},\n\n"
            "Your place is booked in “{course}”.\n"
            "First session: {first}.\n"
            "Room: {room}.\n"
            "Address: {where}.\n\n"
            "Can you not come? Please tell us as soon as possible.\n\n"
            "The team of Emmaüs Connect, {antenne}\n",
        ),
        "ar": (
            "جلستك الأولى",
            "مرحبا {first_name}،\n\n"
            "مكانك محجوز في «{course}».\n"
            "الجلسة الأولى: {first}.\n"
            "القاعة: {room}.\n"
            "العنوان: {where}.\n\n"
            "لا يمكنك المجيء؟ أخبرنا في أقرب وقت ممكن.\n\n"
            "فريق Emmaüs Connect، {antenne}\n",
        ),
        "es": (
            "Su primera sesión",
            "Hola, {first_name}:\n\n"
            "Su plaza está reservada en «{course}».\n"
            "Primera sesión: {first}.\n"
            "Sala: {room}.\n"
            "Dirección: {where}.\n\n"
            "¿No puede venir? Avísenos lo antes posible.\n\n"
            "El equipo de Emmaüs Connect, {antenne}\n",
        ),
        "uk": (
            "Ваше перше заняття",
            "Добрий день, {first_name}!\n\n"
            "Для вас заброньовано місце на курсі «{course}».\n"
            "Перше заняття: {first}.\n"
            "Аудиторія: {room}.\n"
            "Адреса: {where}.\n\n"
            "Не можете прийти? Повідомте нас якомога раніше.\n\n"
            "Команда Emmaüs Connect, {antenne}\n",
        ),
    },
)

ABSENCES = Message(
    say="Absences de suite dans « {course} » : {count}. Prendre des nouvelles, sans reproche. "
    "Prochaine séance {next}.",
    words={
        "fr": (
            "Tout va bien\u202f?",
            "Bonjour {first_name},\n\n"
            "Vous n’étiez pas aux dernières séances de « {course} ».\n"
            "Votre place est toujours là.\n"
            "Prochaine séance\u00a0: {next}.\n\n"
            "Vous ne pouvez plus venir\u202f? Dites-le nous, nous chercherons une solution.\n"
            "{where}\n\n"
            "L’équipe d’Emmaüs Connect, {antenne}\n",
        ),
        "en": (
            "Is everything all right?",
            "Hello {first_name},\n\n"
            "You were not at the last sessions of “{course}”.\n"
            "Your place is still here.\n"
            "Next session: {next}.\n\n"
            "Can you no longer come? Tell us, and we will look for a solution.\n"
            "{where}\n\n"
            "The team of Emmaüs Connect, {antenne}\n",
        ),
        "ar": (
            "هل كل شيء على ما يرام؟",
            "مرحبا {first_name}،\n\n"
            "لم تحضر الجلسات الأخيرة من «{course}».\n"
            "مكانك ما زال محفوظا.\n"
            "الجلسة القادمة: {next}.\n\n"
            "لم يعد بإمكانك المجيء؟ أخبرنا وسنبحث عن حل.\n"
            "{where}\n\n"
            "فريق Emmaüs Connect، {antenne}\n",
        ),
        "es": (
            "¿Va todo bien?",
            "Hola, {first_name}:\n\n"
            "No vino a las últimas sesiones de «{course}».\n"
            "Su plaza sigue aquí.\n"
            "Próxima sesión: {next}.\n\n"
            "¿Ya no puede venir? Díganoslo y buscaremos una solución.\n"
            "{where}\n\n"
            "El equipo de Emmaüs Connect, {antenne}\n",
        ),
        "uk": (
            "Чи все гаразд?",
            "Добрий день, {first_name}!\n\n"
            "Вас не було на останніх заняттях курсу «{course}».\n"
            "Ваше місце досі за вами.\n"
            "Наступне заняття: {next}.\n\n"
            "Більше не можете приходити? Скажіть нам, і ми пошукаємо рішення.\n"
            "{where}\n\n"
            "Команда Emmaüs Connect, {antenne}\n",
        ),
    },
)
