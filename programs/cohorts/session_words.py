"""What people are told of a session, a workshop or an appointment, in the five languages.

A moment ({at}, {before}) comes with its day and hour as each language says them. The phrases name no
course: the person knows which, and a shared phone should not.
"""

from tenants.welcome.notices import Message

SESSION_MOVED = Message(
    say="{first_name}\u00a0: la séance du {before} change. Nouveau rendez-vous\u00a0: {at}, salle {room}.",
    words={
        "fr": (
            "Votre séance change de date ou de lieu",
            "Bonjour {first_name},\n\nVotre séance du {before} change.\n\n"
            "Venez le {at}.\nSalle\u00a0: {room}.\n\nÀ bientôt\u202f!",
        ),
        "en": (
            "Your session has changed",
            "Hello {first_name},\n\nYour session on {before} has changed.\n\n"
            "Please come on {at}\nRoom: {room}.\n\nSee you soon!",
        ),
        "ar": (
            "تغيّر موعد حصتك أو مكانها",
            "مرحبًا {first_name}،\n\nتغيّرت حصتك المقررة {before}.\n\n"
            "الموعد الجديد: {at}.\nالقاعة: {room}.\n\nإلى اللقاء!",
        ),
        "es": (
            "Su sesión cambia de fecha o de lugar",
            "Hola, {first_name}:\n\nSu sesión del {before} cambia.\n\n"
            "Venga el {at}.\nSala: {room}.\n\n¡Hasta pronto!",
        ),
        "uk": (
            "Ваше заняття змінено",
            "Вітаємо, {first_name}!\n\nВаше заняття ({before}) змінено.\n\n"
            "Приходьте: {at}.\nКімната: {room}.\n\nДо зустрічі!",
        ),
    },
)

SESSION_CANCELLED = Message(
    say="{first_name}\u00a0: la séance du {at} est annulée. Ne pas se déplacer.",
    words={
        "fr": (
            "Votre séance est annulée",
            "Bonjour {first_name},\n\nLa séance du {at} est annulée.\n\nNe vous déplacez pas ce jour-là.\n\n"
            "À bientôt\u202f!",
        ),
        "en": (
            "Your session is cancelled",
            "Hello {first_name},\n\nThe session on {at} is cancelled.\n\nPlease do not come that day.\n\n"
            "See you soon!",
        ),
        "ar": (
            "أُلغيت حصتك",
            "مرحبًا {first_name}،\n\nأُلغيت الحصة المقررة {at}.\n\nلا تأتِ في ذلك اليوم من فضلك.\n\nإلى اللقاء!",
        ),
        "es": (
            "Su sesión se ha cancelado",
            "Hola, {first_name}:\n\nLa sesión del {at} se ha cancelado.\n\nNo venga ese día.\n\n"
            "¡Hasta pronto!",
        ),
        "uk": (
            "Ваше заняття скасовано",
            "Вітаємо, {first_name}!\n\nЗаняття скасовано: {at}.\n\nБудь ласка, не приходьте цього дня.\n\n"
            "До зустрічі!",
        ),
    },
)

SESSION_ADDED = Message(
    say="{first_name}\u00a0: une séance de plus, {at}, salle {room}.",
    words={
        "fr": (
            "Une séance de plus pour vous",
            "Bonjour {first_name},\n\nIl y a une séance de plus dans votre parcours.\n\n"
            "Venez le {at}.\nSalle\u00a0: {room}.\n\nÀ bientôt\u202f!",
        ),
        "en": (
            "One more session for you",
            "Hello {first_name},\n\nThere is one more session in your course.\n\n"
            "Please come on {at}\nRoom: {room}.\n\nSee you soon!",
        ),
        "ar": (
            "حصة إضافية لك",
            "مرحبًا {first_name}،\n\nأُضيفت حصة إلى دورتك.\n\nالموعد: {at}.\nالقاعة: {room}.\n\nإلى اللقاء!",
        ),
        "es": (
            "Una sesión más para usted",
            "Hola, {first_name}:\n\nHay una sesión más en su curso.\n\n"
            "Venga el {at}.\nSala: {room}.\n\n¡Hasta pronto!",
        ),
        "uk": (
            "Ще одне заняття для вас",
            "Вітаємо, {first_name}!\n\nУ вашому курсі є ще одне заняття.\n\n"
            "Приходьте: {at}.\nКімната: {room}.\n\nДо зустрічі!",
        ),
    },
)

COURSE_CANCELLED = Message(
    say="{first_name}\u00a0: le parcours «\u00a0{course}\u00a0» est annulé. Lui proposer autre chose.",
    words={
        "fr": (
            "Votre parcours est annulé",
            "Bonjour {first_name},\n\n"
            "Le parcours «\u00a0{course}\u00a0» est annulé. Nous en sommes désolés.\n\n"
            "Vos séances n’ont pas lieu. Contactez-nous\u00a0: nous chercherons une autre solution.",
        ),
        "en": (
            "Your course is cancelled",
            "Hello {first_name},\n\nThe course “{course}” is cancelled. We are sorry.\n\n"
            "Your sessions will not take place. Contact us: we will look for another solution.",
        ),
        "ar": (
            "أُلغيت دورتك",
            "مرحبًا {first_name}،\n\nأُلغيت الدورة «{course}». نحن آسفون.\n\n"
            "لن تُعقد حصصك. اتصل بنا وسنبحث معًا عن حل آخر.",
        ),
        "es": (
            "Su curso se ha cancelado",
            "Hola, {first_name}:\n\nEl curso «{course}» se ha cancelado. Lo sentimos.\n\n"
            "Sus sesiones no tendrán lugar. Póngase en contacto con nosotros: buscaremos otra solución.",
        ),
        "uk": (
            "Ваш курс скасовано",
            "Вітаємо, {first_name}!\n\nКурс «{course}» скасовано. Нам дуже шкода.\n\n"
            "Заняття не відбудуться. Зв’яжіться з нами: ми знайдемо інше рішення.",
        ),
    },
)

APPOINTMENT = Message(
    say="{first_name}\u00a0: rendez-vous le {at}, salle {room}.",
    words={
        "fr": (
            "Votre rendez-vous",
            "Bonjour {first_name},\n\nVous avez un rendez-vous le {at}.\nSalle\u00a0: {room}.\n\n"
            "Vous ne pouvez pas venir\u202f? Prévenez-nous.",
        ),
        "en": (
            "Your appointment",
            "Hello {first_name},\n\nYou have an appointment on {at}\nRoom: {room}.\n\n"
            "You cannot come? Please tell us.",
        ),
        "ar": (
            "موعدك",
            "مرحبًا {first_name}،\n\nلديك موعد: {at}.\nالقاعة: {room}.\n\n"
            "إذا تعذّر عليك الحضور، أخبرنا من فضلك.",
        ),
        "es": (
            "Su cita",
            "Hola, {first_name}:\n\nTiene una cita el {at}.\nSala: {room}.\n\n"
            "¿No puede venir? Avísenos, por favor.",
        ),
        "uk": (
            "Ваша зустріч",
            "Вітаємо, {first_name}!\n\nУ вас зустріч: {at}.\nКімната: {room}.\n\n"
            "Не можете прийти? Повідомте нас, будь ласка.",
        ),
    },
)

APPOINTMENT_MOVED = Message(
    say="{first_name}\u00a0: le rendez-vous du {before} est remplacé. Nouveau\u00a0: {at}, salle {room}.",
    words={
        "fr": (
            "Votre rendez-vous change",
            "Bonjour {first_name},\n\nVotre rendez-vous du {before} change.\n\n"
            "Venez le {at}.\nSalle\u00a0: {room}.\n\nVous ne pouvez pas venir\u202f? Prévenez-nous.",
        ),
        "en": (
            "Your appointment has changed",
            "Hello {first_name},\n\nYour appointment on {before} has changed.\n\n"
            "Please come on {at}\nRoom: {room}.\n\nYou cannot come? Please tell us.",
        ),
        "ar": (
            "تغيّر موعدك",
            "مرحبًا {first_name}،\n\nتغيّر موعدك المقرر {before}.\n\n"
            "الموعد الجديد: {at}.\nالقاعة: {room}.\n\n"
            "إذا تعذّر عليك الحضور، أخبرنا من فضلك.",
        ),
        "es": (
            "Su cita cambia",
            "Hola, {first_name}:\n\nSu cita del {before} cambia.\n\nVenga el {at}.\nSala: {room}.\n\n"
            "¿No puede venir? Avísenos, por favor.",
        ),
        "uk": (
            "Вашу зустріч змінено",
            "Вітаємо, {first_name}!\n\nВашу зустріч ({before}) змінено.\n\n"
            "Приходьте: {at}.\nКімната: {room}.\n\n"
            "Не можете прийти? Повідомте нас, будь ласка.",
        ),
    },
)

APPOINTMENT_CANCELLED = Message(
    say="{first_name}\u00a0: le rendez-vous du {at} est annulé. Lui en proposer un autre.",
    words={
        "fr": (
            "Votre rendez-vous est annulé",
            "Bonjour {first_name},\n\nVotre rendez-vous du {at} est annulé.\n\n"
            "Contactez-nous pour en prendre un autre.",
        ),
        "en": (
            "Your appointment is cancelled",
            "Hello {first_name},\n\nYour appointment on {at} is cancelled.\n\n"
            "Contact us to make another one.",
        ),
        "ar": (
            "أُلغي موعدك",
            "مرحبًا {first_name}،\n\nأُلغي موعدك المقرر {at}.\n\nاتصل بنا لتحديد موعد آخر.",
        ),
        "es": (
            "Su cita se ha cancelado",
            "Hola, {first_name}:\n\nSu cita del {at} se ha cancelado.\n\n"
            "Póngase en contacto con nosotros para pedir otra.",
        ),
        "uk": (
            "Вашу зустріч скасовано",
            "Вітаємо, {first_name}!\n\nВашу зустріч скасовано: {at}.\n\n"
            "Зв’яжіться з нами, щоб призначити іншу.",
        ),
    },
)
