"""What an antenne may do without: its shop, its equipment. Without a module, its pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

SHOP = "has_shop"
EQUIPMENT = "has_equipment"


def only_with(module: str) -> Callable[[Callable], Callable]:
    """A page of a module: 404 in an antenne that does not have it."""

    def guard(view: Callable) -> Callable:
        @wraps(view)
        def there(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not getattr(request.place.antenne, module):
                raise Http404
            return view(request, *args, **kwargs)

        return there

    return guard
