"""What both sides sign: the whole text of an agreement, or of an amendment of it."""

from datetime import date
from typing import Any

from django.conf import settings

from billing.sponsoring.models import Agreement, Amendment, Counterparty, Sponsor
from kit.formats import NBSP, day_short, euros, number, typography

NETWORK = "Emmaüs Connect"
_TITLES = {
    Agreement.Kind.GIFT: "Convention de mécénat",
    Agreement.Kind.GRANT: "Convention de subvention",
    Agreement.Kind.SPONSORSHIP: "Convention de parrainage",
    Agreement.Kind.SERVICE: "Convention de prestation",
}
_KINDS = {
    Agreement.Kind.GIFT: "C’est un don : le réseau l’emploie à mesure qu’il le reçoit.",
    Agreement.Kind.GRANT: "C’est une subvention : elle est due aux échéances ci-dessous.",
    Agreement.Kind.SPONSORSHIP: "C’est un parrainage : le réseau le facture aux échéances ci-dessous.",
    Agreement.Kind.SERVICE: "C’est une prestation : le réseau la facture aux échéances ci-dessous.",
}
_TOLD = (
    "Le réseau montre au mécène ce que deviennent les places et les équipements, dans son espace en ligne et"
    " par un rapport d’impact.",
    "Ce sont des nombres, jamais des noms : rien n’est dit d’un groupe de moins de onze personnes.",
)
_CHANGES = (
    "Le montant, les places, les équipements et la fin ne changent que par un avenant. Convention et avenants"
    " valent une fois signés des deux côtés, à l’écran ou sur papier."
)

Text = dict[str, Any]


def text_of(agreement: Agreement, amendment: Amendment | None = None) -> Text:
    """What is signed, in French, every value written out.

    {"title", "reference", "subject", "parties": [{"name", "called", "lines"}], "facts": [[name, value]],
    "changes": [[what, before, after]], "articles": [[heading, [sentence]]],
    "instalments": [[day, amount, condition]], "counterparties": [[label, value]]}
    """
    parties = {"parties": [_network(), _sponsor(agreement.sponsor)]}
    said = _agreement(agreement) if amendment is None else _amendment(agreement, amendment)
    return parties | said


def text_to_sign(agreement: Agreement, amendment: Amendment | None = None) -> Text:
    """What the first side signed, or else the text as it stands: both sides sign the same words."""
    signed = agreement.signatures.filter(amendment=amendment).first()
    return signed.content if signed else text_of(agreement, amendment)


def _on(day: date) -> str:
    return f"{day_short(day)} {day.year}"


def _network() -> dict[str, Any]:
    """Who issues our papers; the name alone where nobody has said the rest."""
    issuer = settings.MAILLON_ISSUER
    address = ", ".join(line.strip() for line in issuer.get("address", "").splitlines() if line.strip())
    siren = f"SIREN {issuer['siren']}" if issuer.get("siren") else ""
    lines = [issuer.get("legal_form", ""), address, siren, "Réseau national d’inclusion numérique"]
    name = issuer.get("name") or NETWORK
    return {"name": name, "called": "le réseau", "lines": [line for line in lines if line]}


def _sponsor(sponsor: Sponsor) -> dict[str, Any]:
    identity = (
        f"SIRET {sponsor.siret}" if sponsor.siret else f"SIREN {sponsor.siren}" if sponsor.siren else ""
    )
    contact = f"Représenté par {sponsor.contact_name}" if sponsor.contact_name else ""
    address = ", ".join(line.strip() for line in sponsor.address.splitlines() if line.strip())
    lines = [sponsor.legal_form or sponsor.get_status_display(), address, identity, contact]
    return {"name": sponsor.name, "called": "le mécène", "lines": [line for line in lines if line]}


def _agreement(agreement: Agreement) -> Text:
    return {
        "title": _TITLES[Agreement.Kind(agreement.kind)],
        "reference": agreement.reference,
        "subject": agreement.title,
        "facts": [
            ["Montant", euros(agreement.amount_cents)],
            ["Nature", agreement.get_kind_display()],
            *([["Places de parcours", number(agreement.places)]] if agreement.places else []),
            *([["Équipements", number(agreement.devices)]] if agreement.devices else []),
            ["Période", f"du {_on(agreement.starts_on)} au {_on(agreement.ends_on)}"],
        ],
        "changes": [],
        "articles": [
            [heading, [typography(one) for one in lines]] for heading, lines in _articles(agreement)
        ],
        "instalments": [
            [_on(one.due_on), euros(one.amount_cents), one.condition] for one in agreement.instalments.all()
        ],
        "counterparties": [[one.label, euros(one.value_cents)] for one in agreement.counterparties.all()],
    }


def _articles(agreement: Agreement) -> list[tuple[str, list[str]]]:
    purpose = [line.strip() for line in agreement.purpose.splitlines() if line.strip()]
    amount = f"Le mécène apporte {euros(agreement.amount_cents)}. {_KINDS[Agreement.Kind(agreement.kind)]}"
    return [
        ("Objet", [f"Le mécène soutient l’action du réseau : « {agreement.title} ».", *purpose]),
        ("Ce que la convention permet", [_means(agreement), *_where(agreement)]),
        ("Montant", [amount]),
        ("Contreparties", _in_return(agreement)),
        ("Ce que le mécène apprend", list(_TOLD)),
        ("Durée et changements", [_during(agreement), _CHANGES]),
    ]


def _means(agreement: Agreement) -> str:
    means = [f"{number(agreement.places)} places de parcours"] if agreement.places else []
    means += [f"{number(agreement.devices)} équipements"] if agreement.devices else []
    return f"Elle cofinance {' et '.join(means)}." if means else "Elle cofinance l’action dans son ensemble."


def _where(agreement: Agreement) -> list[str]:
    antennes = ", ".join(agreement.antennes.order_by("name").values_list("name", flat=True))
    templates = ", ".join(f"« {one.name} »" for one in agreement.templates.order_by("name"))
    where = f"Antennes : {antennes}." if antennes else "Elle vaut dans toutes les antennes du réseau."
    what = f"Programmes : {templates}." if templates else "Elle vaut pour tous les programmes du réseau."
    return [where, what]


def _in_return(agreement: Agreement) -> list[str]:
    total = agreement.in_return_cents
    given = "Le mécène ne reçoit aucune contrepartie."
    if agreement.counterparties.all():
        given = f"Le mécène reçoit ce que dit le tableau, d’une valeur de {euros(total)} en tout."
    if agreement.kind != Agreement.Kind.GIFT:
        return [given]
    receipt = "Le réseau remet un reçu fiscal pour chaque somme reçue."
    if not agreement.is_receiptable:
        most = f"{Counterparty.SHARE_PERCENT}{NBSP}%"
        receipt = f"Cette valeur dépasse {most} du don : il n’ouvre pas droit à un reçu fiscal."
    return [given, receipt]


def _during(agreement: Agreement) -> str:
    return f"La convention vaut du {_on(agreement.starts_on)} au {_on(agreement.ends_on)}."


def _amendment(agreement: Agreement, amendment: Amendment) -> Text:
    name = _TITLES[Agreement.Kind(agreement.kind)].lower()
    return {
        "title": f"Avenant n°{NBSP}{amendment.number}",
        "reference": agreement.reference,
        "subject": agreement.title,
        "facts": [],
        "changes": changes_of(amendment),
        "articles": [
            [
                "Objet",
                [typography(f"Cet avenant change la {name} {agreement.reference} : {amendment.reason}")],
            ],
            ["Le reste", ["Tout ce que cet avenant ne change pas reste comme les deux côtés l’ont signé."]],
        ],
        "instalments": [
            [_on(date.fromisoformat(one["due_on"])), euros(one["amount_cents"]), one["condition"]]
            for one in amendment.instalments
        ],
        "counterparties": [],
    }


def changes_of(amendment: Amendment) -> list[list[str]]:
    """[what, before, after] of each total that the amendment changes."""
    before = amendment.before
    ends = date.fromisoformat(before["ends_on"])
    pairs = [
        ("Montant", euros(before["amount_cents"]), euros(amendment.amount_cents)),
        ("Places de parcours", number(before["places"]), number(amendment.places)),
        ("Équipements", number(before["devices"]), number(amendment.devices)),
        ("Fin", _on(ends), _on(amendment.ends_on)),
    ]
    return [list(one) for one in pairs if one[1] != one[2]]
