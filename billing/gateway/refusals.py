"""What can go wrong at the door, in sentences that say what to do."""

from kit.refusals import Refused


class GatewayOff(Refused):
    """Stripe n’est pas branché. Encaissez autrement, ou faites poser la clé STRIPE_SECRET_KEY."""


class GatewayBusy(Refused):
    """Stripe ne répond pas. Recommencez dans quelques minutes : rien ne sera fait deux fois."""


class GatewayRefused(Refused):
    """Stripe a refusé cette demande ({about}). Vérifiez ce qui est saisi, puis recommencez."""

    def __init__(
        self, sentence: str | None = None, *, stripe_code: str = "", param: str = "", request_id: str = ""
    ) -> None:
        """`request_id` finds the call again in Stripe's dashboard.

        None of the three holds a name, so that they may be logged; Stripe's message might, and is not kept.
        """
        self.stripe_code, self.param, self.request_id = stripe_code, param, request_id
        self.fields = {"stripe_code": stripe_code, "param": param, "request_id": request_id}
        about = " · ".join(part for part in (stripe_code, param) if part) or "sans motif"
        super().__init__(sentence or SENTENCES.get(stripe_code), about=about)


class ForgedEvent(Refused):
    """Ce message ne vient pas de Stripe, ou il est trop ancien : il n’est pas pris en compte."""

    status = 400


WRONG_KEY = (
    "Stripe ne reconnaît pas la clé de Maillon. Demandez à la personne qui administre Maillon de vérifier"
    " STRIPE_SECRET_KEY."
)
KEY_REUSED = (
    "Cette opération a déjà été demandée à Stripe avec d’autres montants. Rechargez la page, puis"
    " refaites-la."
)
OTHER_TOTAL = (
    "Stripe a déjà la facture {number}, avec un autre montant. Émettez un avoir plutôt que de la renvoyer."
)
SENTENCES = {
    "resource_missing": "Stripe ne connaît pas cet objet ({about}). La clé est-elle celle du bon compte ?",
    "charge_already_refunded": "Ce paiement est déjà remboursé en entier. Il n’y a plus rien à rendre.",
    "invoice_not_open": "Cette facture n’attend plus de paiement. Rechargez la page pour voir son état.",
    "amount_too_small": "Stripe n’accepte pas moins de 0,50 €. Choisissez un montant plus élevé.",
    "credit_note_amount_too_large": "L’avoir dépasse ce qui reste. Choisissez un montant plus petit.",
}
