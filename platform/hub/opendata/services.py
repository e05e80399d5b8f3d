"""What an antenne offers, as services of data·inclusion: derived from what it does, never typed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from billing.tariffs.models import Group, Price, Product
from hub.opendata import schema
from hub.opendata.addresses import page_of, referral_form
from hub.opendata.gathering import Course, Site
from hub.opendata.structures import clipped, place, structure_id, updated_on
from kit.formats import NBSP, day, euros, typography
from programs.catalogue.models import Level, Theme, condition
from tenants.network.models import SiteSheet
from tenants.network.vocabulary import Situation

_THEMES = {
    Theme.EMPLOYMENT: (
        schema.FUNDAMENTALS,
        "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
        "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
        "trouver-un-emploi--repondre-a-des-offres-demploi",
    ),
    Theme.HEALTH: (schema.ONLINE_SERVICES, "sante--acces-aux-soins"),
    Theme.SCHOOLING: (schema.ONLINE_SERVICES, "famille--soutien-a-la-parentalite-et-a-leducation"),
    Theme.TRANSPORT: (schema.ONLINE_SERVICES, "mobilite--etre-accompagne-dans-son-parcours-mobilite"),
    Theme.BASICS: (schema.FUNDAMENTALS,),
}
_PUBLIC_OF_THEME = {Theme.EMPLOYMENT: "demandeurs-emploi", Theme.SCHOOLING: "familles"}
_PUBLIC_OF_SITUATION = {
    Situation.JOB_SEEKER: "demandeurs-emploi",
    Situation.LOW_INCOME: "beneficiaires-des-minimas-sociaux",
    Situation.NO_HOME: "personnes-en-situation-durgence",
    Situation.STUDENT: "etudiants",
    Situation.ASYLUM: "personnes-exilees",
}
_WHOM = "Personnes en difficulté avec le numérique, orientées par une structure sociale."
_HOW = (
    "Une structure sociale remplit le formulaire d’orientation en ligne, sans compte, et suit la "
    "réponse par un lien."
)
_WELCOME = (
    "L’antenne reçoit chaque personne qu’une structure sociale lui envoie. L’équipe écoute ses besoins,"
    " fait avec elle le point sur ce qu’elle sait faire avec un ordinateur ou un téléphone, puis lui "
    "propose ce qui convient : un parcours, un atelier, un équipement ou une connexion."
)
_WORKSHOPS = (
    "Des ateliers courts, en petit groupe, pour avancer sur un besoin précis : sa boîte mail, une "
    "démarche en ligne, son téléphone. On vient pour une séance, sans suivre de parcours. Un ordinateur"
    " est disponible sur place et l’équipe aide chacun à son rythme."
)
_CONNECTION = (
    "L’antenne vend des cartes prépayées, des cartes SIM et des forfaits à prix solidaire, pour "
    "téléphoner et aller sur internet sans engagement et sans compte bancaire. L’équipe aide à choisir,"
    " à installer la carte et à suivre sa consommation. Un plafond d’achat par personne peut "
    "s’appliquer."
)
_SOLD = (
    "L’antenne vend des ordinateurs et des téléphones reconditionnés, contrôlés et effacés, à prix "
    "solidaire. L’équipe aide à choisir l’appareil, à le mettre en route et à le prendre en main. Un "
    "ordinateur peut aussi être prêté aux personnes qui suivent un parcours."
)
_LENT = (
    "L’antenne prête un ordinateur reconditionné aux personnes qui suivent un parcours : pendant les "
    "séances, puis à la maison. L’équipe aide à le mettre en route et à le prendre en main. Le prêt est"
    " écrit et signé, avec une date de retour."
)


def services(site: Site) -> list[dict[str, Any]]:
    """Every field of schema.SERVICE, in its order, for each service of the site."""
    return [_whole(site, **one) for one in _offered(site)]


def _offered(site: Site) -> Iterator[dict[str, Any]]:
    yield _service(
        "accueil",
        "Accueil et bilan numérique",
        _WELCOME,
        kind="accompagnement",
        themes=(schema.FUNDAMENTALS,),
    )
    for course in site.courses:
        yield _course(course)
    if site.workshops:
        themes = (schema.FUNDAMENTALS, schema.ONLINE_SERVICES)
        yield _service(
            "ateliers", "Ateliers numériques sans parcours", _WORKSHOPS, kind="atelier", themes=themes
        )
    connection = site.prices_of(Group.CONNECTION) if site.antenne.has_shop else []
    if connection:  # without a price in force there is nothing to sell
        yield _sold("connexion", "Connexion à prix solidaire", _CONNECTION, schema.CONNECTION, connection)
    if site.antenne.has_equipment:
        yield _equipment(site)


def _course(course: Course) -> dict[str, Any]:
    version = course.version
    template = version.template
    length = ", ".join(
        f"{rule['hours']}{NBSP}h ({Level(rule['level']).label.lower()})" for rule in version.hours
    )
    hours = f"Durée selon le niveau{NBSP}: {length}." if length else ""
    summary = clipped(version.summary, schema.LONGEST_DESCRIPTION - len(hours) - 200)
    about = "\n".join(
        filter(None, (summary or f"Un parcours en petit groupe{NBSP}: {version.title}.", hours))
    )
    return _service(
        template.code, clipped(template.name, schema.LONGEST_NAME), about, kind="formation",
        themes=_THEMES[template.theme], publics=_publics(version), conditions=_conditions(version),
        since=version.published_at.date(), weeks=course.weeks, weekly_hours=course.weekly_hours,
    )  # fmt: skip


def _publics(version: Any) -> list[str]:
    aimed: set[str | None] = {_PUBLIC_OF_THEME.get(version.template.theme)}
    aimed |= {
        _PUBLIC_OF_SITUATION.get(rule["value"]) for rule in version.rules if rule["kind"] == "situation"
    }
    return sorted(filter(None, aimed)) or [schema.EVERYBODY]


def _conditions(version: Any) -> str:
    """What refuses an enrolment, with the proof that is asked; what only warns is no condition."""
    blocking = [rule for rule in version.rules if rule["effect"] == "blocking"]
    told = [
        condition(rule["kind"], rule["number"], rule["value"])
        + (f" (à présenter{NBSP}: {rule['proof']})" if rule["proof"] else "")
        for rule in blocking
    ]
    return " ".join(f"{words}." for words in told)


def _equipment(site: Site) -> dict[str, Any]:
    devices = site.prices_of(Group.EQUIPMENT) if site.antenne.has_shop else []
    if devices:
        return _sold("equipement", "Équipement reconditionné", _SOLD, schema.EQUIPMENT, devices)
    return _service(
        "equipement", "Prêt d’un ordinateur reconditionné", _LENT, kind="aide-materielle",
        themes=(schema.EQUIPMENT,), conditions="Suivre un parcours de l’antenne.",
    )  # fmt: skip


def _sold(code: str, name: str, about: str, theme: str, prices: list[Price]) -> dict[str, Any]:
    since = max(price.first_day for price in prices)
    words = f"Prix en vigueur depuis le {day(since)}{NBSP}: {_ranges(prices)}."
    return _service(code, name, about, kind="aide-materielle", themes=(theme,), prices=words, since=since)


def _ranges(prices: list[Price]) -> str:
    """ "carte prépayée de 5 € à 10 €, carte SIM 2 €": the solidarity prices in force, by kind."""
    told = []
    for kind in Product.Kind:
        cents = sorted(price.solidarity_cents for price in prices if price.product.kind == kind)
        if cents:
            span = euros(cents[0]) if cents[0] == cents[-1] else f"de {euros(cents[0])} à {euros(cents[-1])}"
            told.append(f"{kind.label[0].lower()}{kind.label[1:]} {span}")
    return ", ".join(told)


def _service(
    code: str, name: str, about: str, *, kind: str, themes: tuple[str, ...], **more: Any
) -> dict[str, Any]:
    return {"code": code, "name": name, "about": about, "kind": kind, "themes": themes} | more


def _whole(
    site: Site, *, code: str, name: str, about: str, kind: str, themes: tuple[str, ...], prices: str = "",
    publics: list[str] | None = None, conditions: str = "", since: date | None = None,
    weeks: int | None = None, weekly_hours: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    sheet, antenne = site.sheet, site.antenne
    structure = structure_id(antenne)
    return {
        "source": schema.SOURCE,
        "structure_id": structure,
        "id": f"{structure}--{code}",
        "nom": name,
        "description": typography(about),
        "lien_source": page_of(antenne),
        "date_maj": max(updated_on(sheet), since.isoformat() if since else ""),
        "type": kind,
        "thematiques": list(themes),
        "frais": "payant" if prices else "gratuit",
        "frais_precisions": prices or None,
        "publics": publics or [schema.EVERYBODY],
        "publics_precisions": _WHOM,
        "conditions_acces": _reception(sheet, conditions),
        **place(sheet),
        "modes_accueil": ["en-presentiel"],
        "zone_eligibilite": [antenne.departement],
        "contact_nom_prenom": None,
        "lien_mobilisation": referral_form(antenne),
        "modes_mobilisation": _modes(sheet),
        "mobilisable_par": ["professionnels"],
        "mobilisation_precisions": _HOW,
        "volume_horaire_hebdomadaire": weekly_hours,
        "nombre_semaines": weeks,
        "horaires_accueil": sheet.opening_hours or None,
    }


def _reception(sheet: SiteSheet, conditions: str) -> str:
    how = f"{SiteSheet.Reception(sheet.reception).label}."
    return " ".join(filter(None, (how, conditions, sheet.reception_words)))


def _modes(sheet: SiteSheet) -> list[str]:
    """By the form always; by telephone and by e-mail where the sheet gives them."""
    by = {"envoyer-un-courriel": sheet.email, "telephoner": sheet.phone, "utiliser-lien-mobilisation": True}
    return [mode for mode, there in by.items() if there]
