"""What a person is told about the end of their loan, in the five languages: short sentences."""

from tenants.welcome.notices import Message

_TEAM = {
    "fr": "{where}\n\nL’équipe d’Emmaüs Connect, {antenne}\n",
    "en": "{where}\n\nThe team of Emmaüs Connect, {antenne}\n",
    "ar": "{where}\n\nفريق Emmaüs Connect، {antenne}\n",
    "es": "{where}\n\nEl equipo de Emmaüs Connect, {antenne}\n",
    "uk": "{where}\n\nКоманда Emmaüs Connect, {antenne}\n",
}

DUE_SOON = Message(
    say="Prêt de l’appareil {tag} : à rendre le {due}. Veut-elle le rendre, plus de temps, ou l’acheter ?",
    words={
        "fr": (
            "Votre prêt finit bientôt",
            "Bonjour {first_name},\n\nVous avez un appareil en prêt.\nIl est à rendre le {due}.\n\n"
            "Vous pouvez le rendre, demander plus de temps, ou l’acheter si cela vous a été proposé.\n"
            "Venez nous voir avec l’appareil et son chargeur.\n" + _TEAM["fr"],
        ),
        "en": (
            "Your loan ends soon",
            "Hello {first_name},\n\nYou have a device on loan.\nIt is to be returned on {due}.\n\n"
            "You can return it, ask for more time, or buy it if this was offered to you.\n"
            "Come and see us with the device and its charger.\n" + _TEAM["en"],
        ),
        "ar": (
            "إعارتك تنتهي قريبًا",
            "مرحبا {first_name}،\n\nلديك جهاز معار.\nيجب إرجاعه في {due}.\n\n"
            "يمكنك إرجاعه أو طلب وقت أطول أو شراؤه إذا عُرض عليك ذلك.\n"
            "تعال إلينا مع الجهاز وشاحنه.\n" + _TEAM["ar"],
        ),
        "es": (
            "Su préstamo termina pronto",
            "Hola, {first_name}:\n\nUsted tiene un aparato prestado.\nHay que devolverlo el {due}.\n\n"
            "Puede devolverlo, pedir más tiempo o comprarlo si se lo hemos propuesto.\n"
            "Venga a vernos con el aparato y su cargador.\n" + _TEAM["es"],
        ),
        "uk": (
            "Ваша позика скоро закінчується",
            "Добрий день, {first_name}!\n\nУ вас є позичений пристрій.\nЙого треба повернути: {due}.\n\n"
            "Ви можете повернути його, попросити більше часу або купити, якщо вам це запропонували.\n"
            "Приходьте до нас із пристроєм і зарядкою.\n" + _TEAM["uk"],
        ),
    },
)

OVERDUE = Message(
    say="L’appareil {tag} devait être rendu le {due}. Prendre des nouvelles, sans reproche.",
    words={
        "fr": (
            "Votre appareil en prêt",
            "Bonjour {first_name},\n\nVotre appareil en prêt était à rendre le {due}.\n\n"
            "Venez le rendre, ou dites-nous ce qui se passe\u202f: nous chercherons une solution.\n"
            "Il est perdu, volé ou cassé\u202f? Dites-le nous aussi.\n" + _TEAM["fr"],
        ),
        "en": (
            "Your device on loan",
            "Hello {first_name},\n\nYour device on loan was to be returned on {due}.\n\n"
            "Bring it back, or tell us what is happening: we will look for a solution.\n"
            "It is lost, stolen or broken? Tell us too.\n" + _TEAM["en"],
        ),
        "ar": (
            "جهازك المعار",
            "مرحبا {first_name}،\n\nكان يجب إرجاع الجهاز المعار في {due}.\n\n"
            "أعده إلينا، أو أخبرنا بما يحدث: سنبحث عن حل.\n"
            "ضاع أو سُرق أو تعطّل؟ أخبرنا أيضًا.\n" + _TEAM["ar"],
        ),
        "es": (
            "Su aparato prestado",
            "Hola, {first_name}:\n\nHabía que devolver su aparato prestado el {due}.\n\n"
            "Venga a devolverlo o díganos qué pasa: buscaremos una solución.\n"
            "¿Se ha perdido, lo han robado o se ha roto? Díganoslo también.\n" + _TEAM["es"],
        ),
        "uk": (
            "Ваш позичений пристрій",
            "Добрий день, {first_name}!\n\nВаш позичений пристрій треба було повернути: {due}.\n\n"
            "Поверніть його або скажіть нам, що сталося: ми пошукаємо рішення.\n"
            "Його загублено, вкрадено чи зламано? Теж скажіть нам.\n" + _TEAM["uk"],
        ),
    },
)
