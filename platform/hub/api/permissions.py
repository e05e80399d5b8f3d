"""The API asks the same question as the pages, once the token has told who it is."""

from typing import Any

from rest_framework.permissions import BasePermission

from tenants.network import access
from tenants.network.middleware import roles_of


def declared(view: Any, method: str) -> str | None:
    """The permission that an endpoint declares: `needs` = {"GET": …, "POST": …}."""
    needs = getattr(view, "needs", {})
    return needs.get("GET" if method in {"HEAD", "OPTIONS"} else method)


class Declared(BasePermission):
    """Default deny: an endpoint without `needs` is refused, public ones say why."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if getattr(view, "public", None):
            return True
        permission = declared(view, request.method)
        if not request.user.is_authenticated or permission is None:
            return False
        roles = roles_of(request.user, request.place, request.now)
        return access.allows(roles, permission)
