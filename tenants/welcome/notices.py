"""To tell a beneficiary something, from any room of the antenne.

    PLACE = Message(
        say="{first_name} a une place dans « {cohort} » : réponse avant le {until}.",
        words={"fr": ("Une place pour vous", "Bonjour {first_name},\\n…"), "en": …, "ar": …, …},
    )
    tell(person, kind=Notice.Kind.OFFER, message=PLACE, about=enrolment.pk, by=by, now=now,
         cohort=cohort.name, until=expires_at)

The words are frozen in the person's language. A person with an e-mail address gets a mail from the
worker; the others are on the desk's phone list until somebody has called (`say_done`), or until it is
no longer worth saying (`drop_notices`). Days and hours given as values are written in the language.
"""

from tenants.welcome.models import Notice
from tenants.welcome.operations.notices import drop_notices, say_done, tell, wants_mail
from tenants.welcome.wording import Message, day_in, hour_in

__all__ = ["Message", "Notice", "day_in", "drop_notices", "hour_in", "say_done", "tell", "wants_mail"]
