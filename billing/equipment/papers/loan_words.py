"""What a person reads and signs about a loan, in the five languages: one thing a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """The names of the facts."""

    person: str
    antenne: str
    device: str
    tag: str
    serial: str
    start: str
    due: str
    price: str
    free: str
    returned: str
    seen: str


@dataclass(frozen=True)
class Words:
    """The contract and the receipt of the return. Placeholders: {due}, {price}, {first}, {last}."""

    title: str
    receipt: str
    kinds: dict[str, str]
    facts: Facts
    ours: tuple[str, tuple[str, ...]]
    yours: tuple[str, tuple[str, ...]]
    option: tuple[str, tuple[str, ...]]
    no_option: tuple[str, tuple[str, ...]]
    back: tuple[str, ...]
    agreed: str
    agreed_back: str


WORDS = {
    "fr": Words(
        title="Contrat de prêt",
        receipt="Reçu de retour",
        kinds={"laptop": "Ordinateur portable", "tablet": "Tablette", "phone": "Téléphone"},
        facts=Facts(
            "Vous", "Nous", "L’appareil", "Étiquette", "Numéro de série", "Prêté le", "À rendre le",
            "Prix du prêt", "Gratuit", "Rendu le", "État au retour",
        ),
        ours=("Ce que nous faisons", (
            "Nous vous prêtons cet appareil. Le prêt est gratuit.",
            "Nous avons effacé le disque avant le prêt.",
            "L’appareil ne marche plus\u202f? Apportez-le-nous, nous cherchons une solution.",
        )),
        yours=("Ce que vous faites", (
            "Vous prenez soin de l’appareil.",
            "Vous ne le vendez pas. Vous ne le prêtez pas à une autre personne.",
            "L’appareil est perdu, volé ou cassé\u202f? Vous nous le dites vite.",
            "Vous rendez l’appareil et son chargeur au plus tard le {due}.",
            "Avant de le rendre, vous gardez une copie de vos fichiers. Nous effaçons le disque ensuite.",
        )),
        option=("Si vous voulez garder l’appareil", (
            "Vous pouvez l’acheter pour {price}.",
            "Vous pouvez l’acheter du {first} au {last}.",
            "Ce prix ne change pas. Vous n’êtes pas obligé d’acheter.",
            "Il vous faut plus de temps\u202f? Demandez-le avant la fin du prêt.",
        )),
        no_option=("À la fin du prêt", (
            "Il vous faut plus de temps\u202f? Demandez-le avant la fin du prêt.",
        )),
        back=(
            "Vous avez rendu l’appareil.", "Le prêt est fini. Vous ne devez rien.",
            "Nous effaçons le disque.",
        ),
        agreed="J’ai lu ce contrat, ou on me l’a lu. Je suis d’accord.",
        agreed_back="J’ai rendu cet appareil.",
    ),
    "en": Words(
        title="Loan agreement",
        receipt="Return receipt",
        kinds={"laptop": "Laptop", "tablet": "Tablet", "phone": "Phone"},
        facts=Facts(
            "You", "We", "The device", "Label", "Serial number", "Lent on", "To return by",
            "Price of the loan", "Free", "Returned on", "State when returned",
        ),
        ours=("What we do", (
            "We lend you this device. The loan is free.",
            "We wiped the disk before the loan.",
            "The device no longer works? Bring it to us, and we will look for a solution.",
        )),
        yours=("What you do", (
            "You take care of the device.",
            "You do not sell it. You do not lend it to someone else.",
            "The device is lost, stolen or broken? You tell us quickly.",
            "You return the device and its charger by {due}.",
            "Before you return it, you keep a copy of your files. We wipe the disk afterwards.",
        )),
        option=("If you want to keep the device", (
            "You can buy it for {price}.",
            "You can buy it from {first} to {last}.",
            "This price does not change. You do not have to buy.",
            "Do you need more time? Ask before the loan ends.",
        )),
        no_option=("At the end of the loan", ("Do you need more time? Ask before the loan ends.",)),
        back=("You returned the device.", "The loan is over. You owe nothing.", "We wipe the disk."),
        agreed="I have read this agreement, or it was read to me. I agree.",
        agreed_back="I returned this device.",
    ),
    "ar": Words(
        title="عقد إعارة",
        receipt="وصل إرجاع",
        kinds={"laptop": "حاسوب محمول", "tablet": "جهاز لوحي", "phone": "هاتف"},
        facts=Facts(
            "أنت", "نحن", "الجهاز", "الملصق", "الرقم التسلسلي", "تاريخ الإعارة", "يُعاد قبل", "ثمن الإعارة",
            "مجانًا", "تاريخ الإرجاع", "حالة الجهاز عند الإرجاع",
        ),
        ours=("ما نقوم به", (
            "نعيرك هذا الجهاز. الإعارة مجانية.",
            "مسحنا القرص قبل الإعارة.",
            "الجهاز لا يعمل؟ أحضره إلينا وسنبحث عن حل.",
        )),
        yours=("ما تقوم به", (
            "تعتني بالجهاز.",
            "لا تبيعه ولا تعيره لشخص آخر.",
            "ضاع الجهاز أو سُرق أو تعطّل؟ أخبرنا بسرعة.",
            "تعيد الجهاز وشاحنه في موعد أقصاه {due}.",
            "قبل إرجاعه، احتفظ بنسخة من ملفاتك. نمسح القرص بعد ذلك.",
        )),
        option=("إذا أردت الاحتفاظ بالجهاز", (
            "يمكنك شراؤه بثمن {price}.",
            "يمكنك شراؤه من {first} إلى {last}.",
            "هذا الثمن لا يتغير. لست مجبرًا على الشراء.",
            "تحتاج إلى وقت أطول؟ اطلب ذلك قبل نهاية الإعارة.",
        )),
        no_option=("في نهاية الإعارة", ("تحتاج إلى وقت أطول؟ اطلب ذلك قبل نهاية الإعارة.",)),
        back=("لقد أعدت الجهاز.", "انتهت الإعارة. لا تدين بشيء.", "نمسح القرص."),
        agreed="قرأت هذا العقد، أو قُرئ عليّ. أنا موافق.",
        agreed_back="أعدت هذا الجهاز.",
    ),
    "es": Words(
        title="Contrato de préstamo",
        receipt="Recibo de devolución",
        kinds={"laptop": "Ordenador portátil", "tablet": "Tableta", "phone": "Teléfono"},
        facts=Facts(
            "Usted", "Nosotros", "El aparato", "Etiqueta", "Número de serie", "Prestado el",
            "Hay que devolverlo el", "Precio del préstamo", "Gratis", "Devuelto el", "Estado al devolverlo",
        ),
        ours=("Lo que hacemos nosotros", (
            "Le prestamos este aparato. El préstamo es gratis.",
            "Hemos borrado el disco antes del préstamo.",
            "¿El aparato ya no funciona? Tráigalo y buscaremos una solución.",
        )),
        yours=("Lo que hace usted", (
            "Usted cuida el aparato.",
            "No lo vende. No lo presta a otra persona.",
            "¿El aparato se ha perdido, lo han robado o se ha roto? Nos lo dice pronto.",
            "Devuelve el aparato y su cargador, como muy tarde, el {due}.",
            "Antes de devolverlo, guarda una copia de sus archivos. Después borramos el disco.",
        )),
        option=("Si quiere quedarse con el aparato", (
            "Puede comprarlo por {price}.",
            "Puede comprarlo del {first} al {last}.",
            "Este precio no cambia. No está obligado a comprarlo.",
            "¿Necesita más tiempo? Pídalo antes de que acabe el préstamo.",
        )),
        no_option=("Al final del préstamo", (
            "¿Necesita más tiempo? Pídalo antes de que acabe el préstamo.",
        )),
        back=(
            "Usted ha devuelto el aparato.", "El préstamo ha terminado. No debe nada.", "Borramos el disco.",
        ),
        agreed="He leído este contrato, o me lo han leído. Estoy de acuerdo.",
        agreed_back="He devuelto este aparato.",
    ),
    "uk": Words(
        title="Договір позики",
        receipt="Квитанція про повернення",
        kinds={"laptop": "Ноутбук", "tablet": "Планшет", "phone": "Телефон"},
        facts=Facts(
            "Ви", "Ми", "Пристрій", "Етикетка", "Серійний номер", "Видано", "Повернути до", "Ціна позики",
            "Безкоштовно", "Повернуто", "Стан при поверненні",
        ),
        ours=("Що робимо ми", (
            "Ми позичаємо вам цей пристрій. Це безкоштовно.",
            "Ми очистили диск перед позикою.",
            "Пристрій не працює? Принесіть його, і ми пошукаємо рішення.",
        )),
        yours=("Що робите ви", (
            "Ви бережете пристрій.",
            "Ви його не продаєте і не позичаєте іншій людині.",
            "Пристрій загублено, вкрадено чи зламано? Швидко повідомте нас.",
            "Ви повертаєте пристрій і зарядку не пізніше: {due}.",
            "Перед поверненням збережіть копію своїх файлів. Потім ми очистимо диск.",
        )),
        option=("Якщо ви хочете залишити пристрій собі", (
            "Ви можете купити його за {price}.",
            "Купити можна в ці дні: {first} – {last}.",
            "Ця ціна не зміниться. Купувати не обов’язково.",
            "Потрібно більше часу? Попросіть до кінця позики.",
        )),
        no_option=("Наприкінці позики", ("Потрібно більше часу? Попросіть до кінця позики.",)),
        back=("Ви повернули пристрій.", "Позику завершено. Ви нічого не винні.", "Ми очистимо диск."),
        agreed="Я прочитав(-ла) цей договір, або мені його прочитали. Я згоден (згодна).",
        agreed_back="Я повернув(-ла) цей пристрій.",
    ),
}  # fmt: skip
