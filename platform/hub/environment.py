"""Reads the environment once, and stops with a sentence when a value is missing or wrong."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
LOCAL_DOMAIN = "localhost"
LOCAL_KEY = "maillon-local-key-never-used-outside-of-this-machine-0123456789"
LOCAL_TILL_KEY = "maillon-local-till-key-never-used-outside-of-this-machine-0123456789"
LOCAL_CARD_KEY = "maillon-local-card-key-never-used-outside-of-this-machine-0123456789"


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name)
    if value not in {"", "0", "1"}:
        raise ImproperlyConfigured(f"{name} vaut « {value} » : mettez 0 ou 1.")
    return default if value == "" else value == "1"


def database(url: str, name: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} n’est pas une adresse PostgreSQL : postgresql://compte:secret@serveur:5432/base."
        )
    return {
        "ENGINE": "kit.db",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


def databases(*, as_owner: bool, local: bool) -> tuple[dict[str, Any], str]:
    """(the database's settings, the name of the application's login)."""
    fallback = "postgresql://maillon_app@127.0.0.1:5432/maillon" if local else ""
    app_url = text("DATABASE_URL", fallback)
    if not app_url:
        raise ImproperlyConfigured(
            "DATABASE_URL manque : l’adresse de la base, sous le compte de l’application."
        )
    application = database(app_url, "DATABASE_URL")
    if not as_owner:
        return application, application["USER"]
    owner_url = text("DATABASE_OWNER_URL")
    if not owner_url:
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL manque : cette commande change les schémas et demande le compte propriétaire."
        )
    return database(owner_url, "DATABASE_OWNER_URL"), application["USER"]


def secret_key(*, local: bool) -> str:
    return _secret("MAILLON_SECRET_KEY", text("MAILLON_SECRET_KEY"), LOCAL_KEY if local else "")


def till_key(*, local: bool) -> str:
    """The key that signs tickets and closings: never in the database, never changed."""
    return _secret("MAILLON_TILL_KEY", text("MAILLON_TILL_KEY"), LOCAL_TILL_KEY if local else "")


def card_keys(*, local: bool) -> list[str]:
    """The keys of the cards' codes, the newest first; the older ones only open what they closed."""
    given = [key for key in text("MAILLON_CARD_KEYS").replace(",", " ").split() if key] or [""]
    return [_secret("MAILLON_CARD_KEYS", key, LOCAL_CARD_KEY if local else "") for key in given]


def _secret(name: str, key: str, fallback: str) -> str:
    if key and len(key) < 50:
        raise ImproperlyConfigured(f"{name} est trop courte : 50 signes au hasard, au moins.")
    if not key and not fallback:
        raise ImproperlyConfigured(f"{name} manque : 50 signes au hasard, au moins.")
    return key or fallback


# Nobody's: invented, with valid keys.
_INVENTED_ISSUER = {
    "name": "Réseau Maillon (démonstration)",
    "legal_form": "Association loi 1901",
    "siren": "999000003",
    "siret": "99900000300007",
    "vat_number": "FR42999000003",
    "rna": "W000000000",
    "address": "1 place Inventée\n75000 Paris",
    "email": "finances@reseau.example",
    "phone": "",
    "contact": "",
    "iban": "FR7699999000010000000004286",
    "bic": "XXXXFRPPXXX",
}


def issuer(*, local: bool) -> dict[str, str]:
    """Who issues invoices: a JSON object with the keys of the invented one, texts all."""
    given = text("MAILLON_ISSUER")
    if not given:
        return dict(_INVENTED_ISSUER) if local else {}
    try:
        said = json.loads(given)
    except ValueError:
        said = None
    known = isinstance(said, dict) and said.keys() <= _INVENTED_ISSUER.keys()
    if not known or not all(isinstance(value, str) for value in said.values()):
        raise ImproperlyConfigured(
            f"MAILLON_ISSUER n’est pas compris : un objet JSON de textes ({', '.join(_INVENTED_ISSUER)})."
        )
    return dict.fromkeys(_INVENTED_ISSUER, "") | said


_PRODUCTION = ("MAILLON_SECRET_KEY", "MAILLON_TILL_KEY", "MAILLON_CARD_KEYS", "SENTRY_DSN")


def demonstration(*, local: bool) -> bool:
    """Whether this is the demonstration network; it refuses every production setting."""
    production = [name for name in _PRODUCTION if text(name)] + ([] if local else ["MAILLON_DOMAIN"])
    if text("STRIPE_SECRET_KEY").startswith(("sk_live", "rk_live")):
        production.append("STRIPE_SECRET_KEY")
    asked = flag("MAILLON_DEMO", default=local and not production)
    if asked and production:
        raise ImproperlyConfigured(
            "La démonstration refuse de démarrer avec un réglage de production : "
            f"retirez {', '.join(production)} ou mettez MAILLON_DEMO=0."
        )
    return asked


# Nobody's either: the demonstration's tax receipts are worth nothing, and say so.
_INVENTED_GIFTS = {
    "object": "Donner accès au numérique à des personnes en difficulté : équipement, connexion, ateliers.",
    "quality": "Œuvre ou organisme d’intérêt général à caractère social",
    "articles": "200, 238 bis",
    "signer": "Camille Exemple",
    "signer_role": "Trésorière",
}


def gifts(*, local: bool) -> dict[str, str]:
    """What tax receipts say of who receives: a JSON object with the keys of the invented one, all told.

    `articles` are those of the CGI that apply, separated by commas: "200", "238 bis", "978".
    """
    given = text("MAILLON_GIFTS")
    if not given:
        return dict(_INVENTED_GIFTS) if local else {}
    try:
        said = json.loads(given)
    except ValueError:
        said = None
    known = isinstance(said, dict) and said.keys() == _INVENTED_GIFTS.keys()
    if not known or not all(isinstance(value, str) and value for value in said.values()):
        raise ImproperlyConfigured(
            f"MAILLON_GIFTS n’est pas compris : un objet JSON de textes ({', '.join(_INVENTED_GIFTS)})."
        )
    return dict(said)


def email(url: str) -> dict[str, Any]:
    """Django's e-mail settings: smtp://, smtps:// or file://; without any, mails go to a folder."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path or str(ROOT / ".maillon" / "mail"),
        }
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL n’est pas comprise : smtp://compte:secret@serveur:587, smtps://… ou file:///dossier."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
    }
