"""The e-mail that brings a person's own link to the survey, in their language."""

from tenants.welcome.notices import Message

INVITATION = Message(
    say="{first_name} peut dire son avis sur « {cohort} ».",
    words={
        "fr": (
            "Votre avis sur votre parcours",
            "Bonjour {first_name},\n\n"
            "Votre parcours « {cohort} » est terminé.\n"
            "Dites-nous ce que vous en pensez. Cela prend une minute.\n"
            "Votre réponse est anonyme.\n\n"
            "{link}\n\n"
            "Ce lien est pour vous seulement. Merci\u202f!\n",
        ),
        "en": (
            "Your opinion about your course",
            "Hello {first_name},\n\n"
            "Your course “{cohort}” is over.\n"
            "Tell us what you think of it. It takes one minute.\n"
            "Your answer is anonymous.\n\n"
            "{link}\n\n"
            "This link is for you only. Thank you!\n",
        ),
        "ar": (
            "رأيك في تدريبك",
            "مرحبًا {first_name}،\n\n"
            "انتهى تدريبك «{cohort}».\n"
            "أخبرنا برأيك فيه. يستغرق ذلك دقيقة واحدة.\n"
            "إجابتك مجهولة الاسم.\n\n"
            "{link}\n\n"
            "هذا الرابط لك وحدك. شكرًا لك!\n",
        ),
        "es": (
            "Su opinión sobre su curso",
            "Hola, {first_name}:\n\n"
            "Su curso «{cohort}» ha terminado.\n"
            "Díganos qué le ha parecido. Solo lleva un minuto.\n"
            "Su respuesta es anónima.\n\n"
            "{link}\n\n"
            "Este enlace es solo para usted. ¡Gracias!\n",
        ),
        "uk": (
            "Ваша думка про курс",
            "Добрий день, {first_name}!\n\n"
            "Ваш курс «{cohort}» завершено.\n"
            "Розкажіть, що ви про нього думаєте. Це займе одну хвилину.\n"
            "Ваша відповідь анонімна.\n\n"
            "{link}\n\n"
            "Це посилання лише для вас. Дякуємо!\n",
        ),
    },
)
