"""Errors of our own; `code` is what the answer shows."""

from rest_framework import exceptions


class WrongCredentials(exceptions.AuthenticationFailed):
    """Wrong address, wrong password or no role on this site: one answer, so that nothing is learnt."""

    code = "wrong_credentials"
    default_detail = "Adresse e-mail ou mot de passe inconnus sur ce site."


class SecondFactorRequired(exceptions.PermissionDenied):
    code = "second_factor_required"
    default_detail = "Ce compte demande un second facteur : ajoutez `code`, celui de votre application."
