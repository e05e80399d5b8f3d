"""An antenne as a structure of data·inclusion."""

from typing import Any

from django.utils import timezone

from hub.opendata.addresses import page_of
from hub.opendata.gathering import Site
from hub.opendata.schema import LONGEST_DESCRIPTION, LONGEST_NAME, SOURCE
from kit.formats import NBSP
from tenants.network.models import Antenne, SiteSheet
from tenants.network.vocabulary import Language


def structure(site: Site) -> dict[str, Any]:
    """Every field of schema.STRUCTURE, in its order; what is not known is None."""
    sheet = site.sheet
    return {
        "source": SOURCE,
        "id": structure_id(site.antenne),
        "nom": clipped(f"Antenne d’inclusion numérique – {site.antenne.name}", LONGEST_NAME),
        "date_maj": updated_on(sheet),
        "description": _description(sheet),
        "lien_source": page_of(site.antenne),
        "siret": sheet.siret or None,
        **place(sheet),
        "site_web": sheet.website or None,
        "horaires_accueil": sheet.opening_hours or None,
        "accessibilite_lieu": sheet.accessibility_url or None,
        "reseaux_porteurs": None,
    }


def structure_id(antenne: Antenne) -> str:
    return f"{SOURCE}--{antenne.code}"


def place(sheet: SiteSheet) -> dict[str, Any]:
    """Where, and how to reach it: the same for the structure and for its services."""
    known = sheet.latitude is not None and sheet.longitude is not None
    return {
        "commune": sheet.commune or None,
        "code_postal": sheet.postal_code or None,
        "code_insee": sheet.insee_code or None,
        "adresse": sheet.street or None,
        "complement_adresse": sheet.street_more or None,
        "longitude": float(sheet.longitude) if known else None,  # type: ignore[arg-type]
        "latitude": float(sheet.latitude) if known else None,  # type: ignore[arg-type]
        "telephone": sheet.phone or None,
        "courriel": sheet.email or None,
    }


def updated_on(sheet: SiteSheet) -> str:
    return timezone.localdate(sheet.updated_at, sheet.antenne.tz).isoformat()


def clipped(text: str, longest: int) -> str:
    """The text, cut after a word when it is too long for the schema."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _description(sheet: SiteSheet) -> str | None:
    spoken = ", ".join(Language(code).label.lower() for code in sheet.languages)
    languages = f"Langues parlées{NBSP}: {spoken}." if spoken else ""
    room = LONGEST_DESCRIPTION - len(languages) - 1
    return "\n".join(filter(None, (clipped(sheet.description, room), languages))) or None
