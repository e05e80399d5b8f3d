"""The grid that the network starts from: fifteen questions, three a domain, in five languages.

For people who read little: short sentences, things of every day, nothing to be ashamed of. A practical
task is watched, not told: its French help says to the host what to prepare and what to look at.
Points are 0 to 3 for every question, so that the five domains weigh the same.
"""

from collections.abc import Mapping

from programs.catalogue.models import Skill
from programs.catalogue.operations.grids import GridQuestionDraft

CODE = "positionnement"
TITLE = "Positionnement numérique"
_POINTS = (0, 1, 2, 3)
_DONE = {
    "fr": ("Pas encore", "Avec de l’aide", "Sans aide, en cherchant un peu", "Sans aide, tout de suite"),
    "en": ("Not yet", "With some help", "Alone, after a few tries", "Alone, right away"),
    "ar": ("ليس بعد", "بمساعدة", "وحدي، بعد بعض المحاولات", "وحدي، مباشرةً"),
    "es": ("Todavía no", "Con ayuda", "Sin ayuda, buscando un poco", "Sin ayuda, enseguida"),
    "uk": ("Ще ні", "З допомогою", "Без допомоги, не одразу", "Без допомоги, одразу"),
}


def _question(
    code: str, skill: Skill, *, points: tuple[int, ...] = _POINTS, **words: tuple[str, str, tuple[str, ...]]
) -> GridQuestionDraft:
    return _draft(code, skill, points, practical=False, words=words)


def _task(code: str, skill: Skill, *, host: str, **texts: str) -> GridQuestionDraft:
    words = {language: (text, "", _DONE[language]) for language, text in texts.items()}
    words["fr"] = (texts["fr"], host, _DONE["fr"])
    return _draft(code, skill, _POINTS, practical=True, words=words)


def _draft(
    code: str,
    skill: Skill,
    points: tuple[int, ...],
    *,
    practical: bool,
    words: Mapping[str, tuple[str, str, tuple[str, ...]]],
) -> GridQuestionDraft:
    said = {
        language: {"text": text, "help": help_text, "choices": list(choices)}
        for language, (text, help_text, choices) in words.items()
    }
    return GridQuestionDraft(code=code, skill=skill, practical=practical, points=list(points), words=said)


_ENVIRONMENT = [
    _question(
        "appareils",
        Skill.ENVIRONMENT,
        fr=(
            "Avec quoi allez-vous sur internet ?",
            "Un appareil à vous, ou celui d’un proche.",
            (
                "Avec rien pour l’instant",
                "Un téléphone, avec de l’aide",
                "Un téléphone, sans aide",
                "Un téléphone et un ordinateur, sans aide",
            ),
        ),
        en=(
            "What do you use to go on the internet?",
            "Your own device, or one of a person you know.",
            (
                "Nothing for now",
                "A phone, with help",
                "A phone, without help",
                "A phone and a computer, without help",
            ),
        ),
        ar=(
            "ماذا تستعمل للدخول إلى الإنترنت؟",
            "جهازك، أو جهاز شخص تعرفه.",
            ("لا شيء حاليًّا", "هاتفًا، بمساعدة", "هاتفًا، دون مساعدة", "هاتفًا وحاسوبًا، دون مساعدة"),
        ),
        es=(
            "¿Con qué entra usted en internet?",
            "Un aparato suyo o de un conocido.",
            (
                "Con nada por ahora",
                "Un teléfono, con ayuda",
                "Un teléfono, sin ayuda",
                "Un teléfono y un ordenador, sin ayuda",
            ),
        ),
        uk=(
            "З чого ви заходите в інтернет?",
            "Ваш пристрій або пристрій знайомих.",
            (
                "Поки що ні з чого",
                "Телефон, з допомогою",
                "Телефон, без допомоги",
                "Телефон і комп’ютер, без допомоги",
            ),
        ),
    ),
    _question(
        "panne",
        Skill.ENVIRONMENT,
        fr=(
            "Internet ne marche plus. Que faites-vous d’abord ?",
            "",
            (
                "J’arrête et j’attends",
                "Je demande à quelqu’un",
                "J’éteins et je rallume l’appareil",
                "Je regarde le wifi, puis je rallume l’appareil",
            ),
        ),
        en=(
            "The internet has stopped working. What do you do first?",
            "",
            (
                "I stop and wait",
                "I ask somebody",
                "I turn the device off and on again",
                "I check the wifi, then I turn the device off and on",
            ),
        ),
        ar=(
            "توقّف الإنترنت عن العمل. ماذا تفعل أوّلًا؟",
            "",
            (
                "أتوقّف وأنتظر",
                "أسأل شخصًا ما",
                "أُطفئ الجهاز ثم أشغّله",
                "أتأكّد من الواي فاي، ثم أُعيد تشغيل الجهاز",
            ),
        ),
        es=(
            "Internet ya no funciona. ¿Qué hace primero?",
            "",
            (
                "Paro y espero",
                "Pregunto a alguien",
                "Apago y vuelvo a encender el aparato",
                "Miro el wifi y luego reinicio el aparato",
            ),
        ),
        uk=(
            "Інтернет перестав працювати. Що ви зробите спочатку?",
            "",
            (
                "Зупинюся і почекаю",
                "Запитаю когось",
                "Вимкну й увімкну пристрій",
                "Перевірю вайфай, потім перезапущу пристрій",
            ),
        ),
    ),
    _task(
        "allumer",
        Skill.ENVIRONMENT,
        host="Donnez un ordinateur éteint. Regardez : le bouton, la souris ou le pavé tactile, "
        "l’icône du navigateur.",
        fr="Allumez cet ordinateur, puis ouvrez internet.",
        en="Turn on this computer, then open the internet.",
        ar="شغِّل هذا الحاسوب، ثم افتح الإنترنت.",
        es="Encienda este ordenador y luego abra internet.",
        uk="Увімкніть цей комп’ютер і відкрийте інтернет.",
    ),
]
_INFORMATION = [
    _question(
        "chercher",
        Skill.INFORMATION,
        fr=(
            "Vous cherchez les horaires de la mairie sur internet. Comment faites-vous ?",
            "",
            (
                "Quelqu’un cherche pour moi",
                "J’y arrive avec de l’aide",
                "J’y arrive, mais c’est long",
                "J’y arrive vite",
            ),
        ),
        en=(
            "You look for the town hall’s opening hours on the internet. How do you do it?",
            "",
            (
                "Somebody looks for me",
                "I manage with help",
                "I manage, but it takes time",
                "I find them quickly",
            ),
        ),
        ar=(
            "تبحث في الإنترنت عن مواعيد عمل البلدية. كيف تفعل؟",
            "",
            ("يبحث شخص آخر بدلًا منّي", "أنجح بمساعدة", "أنجح، لكن ببطء", "أجدها بسرعة"),
        ),
        es=(
            "Busca en internet el horario del ayuntamiento. ¿Cómo lo hace?",
            "",
            (
                "Alguien lo busca por mí",
                "Lo consigo con ayuda",
                "Lo consigo, pero tardo",
                "Lo encuentro rápido",
            ),
        ),
        uk=(
            "Ви шукаєте в інтернеті години роботи мерії. Як ви це робите?",
            "",
            (
                "Хтось шукає за мене",
                "Мені вдається з допомогою",
                "Мені вдається, але довго",
                "Знаходжу швидко",
            ),
        ),
    ),
    _question(
        "vrai-ou-faux",
        Skill.INFORMATION,
        fr=(
            "Vous lisez une nouvelle surprenante sur internet. Que faites-vous ?",
            "",
            (
                "Je la crois",
                "Je demande à un proche",
                "Je regarde qui l’a écrite",
                "Je regarde ce que disent d’autres sites",
            ),
        ),
        en=(
            "You read surprising news on the internet. What do you do?",
            "",
            (
                "I believe it",
                "I ask somebody close to me",
                "I check who wrote it",
                "I check what other sites say",
            ),
        ),
        ar=(
            "تقرأ خبرًا غريبًا على الإنترنت. ماذا تفعل؟",
            "",
            ("أصدّقه", "أسأل شخصًا قريبًا منّي", "أنظر من كتبه", "أنظر ماذا تقول مواقع أخرى"),
        ),
        es=(
            "Lee una noticia sorprendente en internet. ¿Qué hace?",
            "",
            (
                "La creo",
                "Pregunto a alguien cercano",
                "Miro quién la escribió",
                "Miro lo que dicen otras páginas",
            ),
        ),
        uk=(
            "Ви читаєте дивну новину в інтернеті. Що ви робите?",
            "",
            ("Вірю їй", "Питаю близьку людину", "Дивлюся, хто її написав", "Дивлюся, що пишуть інші сайти"),
        ),
    ),
    _task(
        "retrouver-photo",
        Skill.INFORMATION,
        host="La personne prend une photo, puis ferme l’appareil photo. Regardez : sait-elle où chercher ?",
        fr="Prenez une photo. Fermez tout, puis retrouvez-la.",
        en="Take a photo. Close everything, then find it again.",
        ar="التقط صورة. أغلق كل شيء، ثم ابحث عنها.",
        es="Haga una foto. Cierre todo y vuelva a encontrarla.",
        uk="Зробіть фото. Закрийте все, потім знайдіть його.",
    ),
]
_COMMUNICATION = [
    _question(
        "adresse-mail",
        Skill.COMMUNICATION,
        fr=(
            "Avez-vous une adresse e-mail ?",
            "Comme prenom@exemple.fr.",
            (
                "Non",
                "Oui, quelqu’un s’en occupe pour moi",
                "Oui, je lis mes messages",
                "Oui, je lis et j’envoie des messages",
            ),
        ),
        en=(
            "Do you have an e-mail address?",
            "Like name@example.com.",
            (
                "No",
                "Yes, somebody looks after it for me",
                "Yes, I read my messages",
                "Yes, I read and send messages",
            ),
        ),
        ar=(
            "هل لديك بريد إلكتروني؟",
            "مثل name@example.com.",
            ("لا", "نعم، يهتمّ به شخص آخر", "نعم، أقرأ رسائلي", "نعم، أقرأ الرسائل وأرسلها"),
        ),
        es=(
            "¿Tiene usted correo electrónico?",
            "Como nombre@ejemplo.es.",
            (
                "No",
                "Sí, alguien se ocupa por mí",
                "Sí, leo mis mensajes",
                "Sí, leo y envío mensajes",
            ),
        ),
        uk=(
            "Чи є у вас електронна пошта?",
            "Наприклад, name@example.com.",
            (
                "Ні",
                "Так, нею займається хтось інший",
                "Так, я читаю листи",
                "Так, я читаю й надсилаю листи",
            ),
        ),
    ),
    _question(
        "video",
        Skill.COMMUNICATION,
        fr=(
            "Parlez-vous avec vos proches en vidéo ?",
            "",
            (
                "Non, jamais",
                "Oui, si quelqu’un m’aide",
                "Oui, je sais répondre à un appel",
                "Oui, j’appelle et je réponds",
            ),
        ),
        en=(
            "Do you make video calls with the people you know?",
            "",
            (
                "No, never",
                "Yes, if somebody helps me",
                "Yes, I can answer a call",
                "Yes, I call and I answer",
            ),
        ),
        ar=(
            "هل تتحدّث مع أقاربك بالفيديو؟",
            "",
            ("لا، أبدًا", "نعم، إذا ساعدني أحد", "نعم، أعرف كيف أردّ على المكالمة", "نعم، أتّصل وأردّ"),
        ),
        es=(
            "¿Habla con los suyos por videollamada?",
            "",
            ("No, nunca", "Sí, si alguien me ayuda", "Sí, sé responder", "Sí, llamo y respondo"),
        ),
        uk=(
            "Чи спілкуєтеся ви з близькими по відео?",
            "",
            ("Ні, ніколи", "Так, якщо хтось допоможе", "Так, можу відповісти", "Так, дзвоню й відповідаю"),
        ),
    ),
    _task(
        "repondre-mail",
        Skill.COMMUNICATION,
        host="Ouvrez la boîte d’essai de l’antenne, avec un message à lire. Ne demandez jamais de mot de "
        "passe. Regardez : ouvrir, répondre, envoyer.",
        fr="Ouvrez ce message et répondez « Bonjour ».",
        en="Open this message and answer “Hello”.",
        ar="افتح هذه الرسالة وأجب بكلمة «مرحبًا».",
        es="Abra este mensaje y responda «Hola».",
        uk="Відкрийте цей лист і дайте відповідь «Добрий день».",
    ),
]
_CONTENT = [
    _question(
        "lettre",
        Skill.CONTENT,
        fr=(
            "Savez-vous écrire une lettre sur un ordinateur ?",
            "",
            ("Non", "Un peu, avec de l’aide", "Oui, mais c’est long", "Oui, facilement"),
        ),
        en=(
            "Can you write a letter on a computer?",
            "",
            ("No", "A little, with help", "Yes, but it takes time", "Yes, easily"),
        ),
        ar=(
            "هل تعرف كتابة رسالة على الحاسوب؟",
            "",
            ("لا", "قليلًا، بمساعدة", "نعم، لكن ببطء", "نعم، بسهولة"),
        ),
        es=(
            "¿Sabe escribir una carta en un ordenador?",
            "",
            ("No", "Un poco, con ayuda", "Sí, pero tardo", "Sí, fácilmente"),
        ),
        uk=(
            "Чи вмієте ви написати лист на комп’ютері?",
            "",
            ("Ні", "Трохи, з допомогою", "Так, але довго", "Так, легко"),
        ),
    ),
    _question(
        "photo-papier",
        Skill.CONTENT,
        fr=(
            "On vous demande d’envoyer la photo d’un papier. Comment faites-vous ?",
            "Par exemple, pour la CAF ou l’école.",
            (
                "Quelqu’un le fait pour moi",
                "Je prends la photo, on m’aide à l’envoyer",
                "Je le fais, mais j’hésite",
                "Je le fais facilement",
            ),
        ),
        en=(
            "You are asked to send a photo of a paper. How do you do it?",
            "For example, for an office or a school.",
            (
                "Somebody does it for me",
                "I take the photo, somebody helps me send it",
                "I do it, but I am not sure of myself",
                "I do it easily",
            ),
        ),
        ar=(
            "يُطلب منك إرسال صورة ورقة. كيف تفعل؟",
            "مثلًا، لإدارة أو لمدرسة.",
            (
                "يفعل ذلك شخص آخر",
                "ألتقط الصورة، ويساعدني أحد في إرسالها",
                "أفعل ذلك، لكن بتردّد",
                "أفعل ذلك بسهولة",
            ),
        ),
        es=(
            "Le piden enviar la foto de un papel. ¿Cómo lo hace?",
            "Por ejemplo, para una oficina o la escuela.",
            (
                "Alguien lo hace por mí",
                "Hago la foto y me ayudan a enviarla",
                "Lo hago, pero dudo",
                "Lo hago fácilmente",
            ),
        ),
        uk=(
            "Вас просять надіслати фото документа. Як ви це робите?",
            "Наприклад, для установи чи школи.",
            (
                "Хтось робить це за мене",
                "Роблю фото, надіслати мені допомагають",
                "Роблю, але невпевнено",
                "Роблю легко",
            ),
        ),
    ),
    _task(
        "ecrire",
        Skill.CONTENT,
        host="Ouvrez une page vide. Regardez : une majuscule, des espaces, une faute effacée. "
        "L’orthographe ne compte pas.",
        fr="Écrivez votre prénom, puis une phrase courte.",
        en="Type your first name, then a short sentence.",
        ar="اكتب اسمك، ثم جملة قصيرة.",
        es="Escriba su nombre y luego una frase corta.",
        uk="Напишіть своє ім’я, потім коротке речення.",
    ),
]
_SAFETY = [
    _question(
        "mot-de-passe",
        Skill.SAFETY,
        points=(0, 1, 3),
        fr=(
            "Quel mot de passe est le plus difficile à deviner ?",
            "",
            ("123456", "Mon prénom et mon année de naissance", "Plusieurs mots au hasard, avec des chiffres"),
        ),
        en=(
            "Which password is the hardest to guess?",
            "",
            ("123456", "My first name and my year of birth", "Several random words, with numbers"),
        ),
        ar=(
            "أيّ كلمة سرّ هي الأصعب؟",
            "أي التي لا يستطيع أحد أن يعرفها.",
            ("123456", "اسمي وسنة ميلادي", "عدّة كلمات بلا ترتيب، مع أرقام"),
        ),
        es=(
            "¿Qué contraseña es la más difícil de adivinar?",
            "",
            ("123456", "Mi nombre y mi año de nacimiento", "Varias palabras al azar, con números"),
        ),
        uk=(
            "Який пароль найважче вгадати?",
            "",
            ("123456", "Моє ім’я та рік народження", "Кілька випадкових слів із цифрами"),
        ),
    ),
    _question(
        "message-suspect",
        Skill.SAFETY,
        fr=(
            "Un message inconnu dit : « Votre colis attend, cliquez ici ». Que faites-vous ?",
            "",
            (
                "Je clique",
                "Je réponds pour savoir qui c’est",
                "Je demande à quelqu’un avant",
                "Je ne clique pas et je l’efface",
            ),
        ),
        en=(
            "An unknown message says: “Your parcel is waiting, click here”. What do you do?",
            "",
            ("I click", "I answer to know who it is", "I ask somebody first", "I do not click, I delete it"),
        ),
        ar=(
            "رسالة من مجهول تقول: «طردك ينتظرك، اضغط هنا». ماذا تفعل؟",
            "",
            ("أضغط", "أجيب لأعرف من المرسل", "أسأل شخصًا قبل ذلك", "لا أضغط، وأحذفها"),
        ),
        es=(
            "Un mensaje desconocido dice: «Su paquete espera, pulse aquí». ¿Qué hace?",
            "",
            (
                "Pulso",
                "Respondo para saber quién es",
                "Antes pregunto a alguien",
                "No pulso y lo borro",
            ),
        ),
        uk=(
            "Невідоме повідомлення: «Ваша посилка чекає, натисніть тут». Що ви робите?",
            "",
            (
                "Натискаю",
                "Відповідаю, щоб дізнатися, хто це",
                "Спочатку питаю когось",
                "Не натискаю і видаляю",
            ),
        ),
    ),
    _task(
        "se-deconnecter",
        Skill.SAFETY,
        host="Ouvrez un site avec le compte d’essai de l’antenne. Regardez : trouve-t-elle « Se "
        "déconnecter » ? Vérifie-t-elle que le compte est fermé ?",
        fr="Quittez ce compte, pour que personne d’autre ne l’utilise.",
        en="Sign out of this account, so that nobody else can use it.",
        ar="اخرج من هذا الحساب، حتى لا يستعمله شخص آخر.",
        es="Salga de esta cuenta, para que nadie más la use.",
        uk="Вийдіть із цього облікового запису, щоб ніхто ним не скористався.",
    ),
]
# The easiest first: it gives heart.
QUESTIONS = [*_ENVIRONMENT, *_INFORMATION, *_COMMUNICATION, *_CONTENT, *_SAFETY]
