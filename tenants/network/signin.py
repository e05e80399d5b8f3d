"""Signing in: by e-mail, on a site where the person has a role."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from tenants.network.middleware import memberships_of


class MemberBackend(AuthenticationBackend):
    """Right password, but no role on this site: the answer is that of a wrong password."""

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is None or not memberships_of(user, request.place, request.now):
            return None
        return user


class AccountAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation, never by themselves."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """A passkey belongs to the host that it was made on."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        from allauth.core import context

        return {"id": context.request.get_host().partition(":")[0], "name": "Maillon"}


@receiver(user_logged_in)
def remember_the_place(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """A session carries its site: on another one it means nothing."""
    if request is not None and hasattr(request, "place"):
        request.session["place"] = request.place.key
