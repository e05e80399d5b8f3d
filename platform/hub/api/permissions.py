"""The API asks the same question as the pages, once the token or the session has told who it is."""

from typing import Any

from django.conf import settings
from django.http import Http404
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission

from hub.api.exceptions import SecondFactorRequired
from tenants.network import access
from tenants.network.middleware import roles_of, used_second_factor


def declared(view: Any, method: str) -> str | None:
    """The permission that an endpoint declares: `needs` = {"GET": …, "POST": …}."""
    return getattr(view, "needs", {}).get("GET" if method == "HEAD" else method)


class Declared(BasePermission):
    """Default deny: an endpoint without `needs` is refused, public ones say why."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if getattr(view, "public", None):
            return True
        if not request.user.is_authenticated:
            return False
        if request.method not in view.allowed_methods:
            raise MethodNotAllowed(request.method)
        if view.module and not getattr(request.place.antenne, view.module):
            raise Http404
        permission = declared(view, request.method)
        roles = roles_of(request.user, request.place, request.now)
        if permission is None or not access.allows(roles, permission):
            return False
        return self._second_factor(request, roles)

    def _second_factor(self, request: Any, roles: set[str]) -> bool:
        by_session = request.auth is None  # a token was made with the second factor
        wanted = settings.MAILLON_MFA_REQUIRED and bool(roles & access.MFA_ROLES)
        if by_session and wanted and not used_second_factor(request):
            raise SecondFactorRequired
        return True
