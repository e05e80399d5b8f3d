"""Signing in: by e-mail, on a site where the person has a role."""

import base64
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tenants.network.middleware import may_enter


class MemberBackend(AuthenticationBackend):
    """Right password, but no role on this site: the answer is that of a wrong password."""

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        # allauth keeps a disabled person aside, to tell them so: here nobody is told.
        self.unstash_authenticated_user()
        if user is None or not may_enter(user, request.place, request.now):
            return None
        return user


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation, never by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "Cette adresse et ce mot de passe n’ouvrent pas ce site. Vérifiez-les, "
            "ou choisissez un nouveau mot de passe."
        ),
        "too_many_login_attempts": "Trop d’essais de suite. Attendez cinq minutes, puis recommencez.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel. Saisissez-le à nouveau.",
        "incorrect_password": "Ce n’est pas votre mot de passe. Saisissez-le à nouveau.",
        "incorrect_code": "Ce code n’est pas le bon. Saisissez celui qui s’affiche maintenant.",
        "rate_limited": "Trop d’essais de suite. Attendez une minute, puis recommencez.",
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def format_email_subject(self, subject: Any) -> str:
        return str(subject)

    def get_password_change_redirect_url(self, request: Any) -> str:
        return reverse("account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Par mon mot de passe",
            "mfa_reauthenticate": "Par un code",
            "mfa_reauthenticate:webauthn": "Par ma clé d’accès",
        }
        return [
            method | {"description": words[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


class SecondFactorAdapter(DefaultMFAAdapter):
    """A passkey belongs to the host that it was made on."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Maillon"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Clé {known + 1}"

    # What makes codes is readable by every site's database role: it is stored encrypted.
    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


class ResetTokens(PasswordResetTokenGenerator):
    """A link to a new password holds on the site that sent it, and nowhere else."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}|{context.request.place.key}"


@receiver(user_logged_in)
def remember_the_place(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """A session carries its site: on another one it means nothing."""
    if request is not None and hasattr(request, "place"):
        request.session["place"] = request.place.key


@receiver(authenticator_added)
def remember_the_second_factor(
    sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any
) -> None:
    """Who has just shown a first code has used a second factor: no need to sign in again."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.sha256(f"network.second_factor:{secret!s}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def just_signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For what cannot be undone: the person gives their password or code again, if they have not just now.

    It is asked when the page is opened. A form that comes too late is opened again, never kept aside and
    played later: it would be played without the checks of a request.
    """
    guarded = reauthentication_required(view)

    @wraps(view)
    def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return guarded(request, *args, **kwargs)
        except ReauthenticationRequired:
            if request.method == "POST":
                return redirect(request.path)
            raise

    return asked
