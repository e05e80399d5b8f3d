"""A refusal is shown as a sentence on the page the person came from, with nothing lost."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kit.refusals import Refused


class RefusalMiddleware:
    """Turns Refused into the sentence: back to the form's page, or a page of its own."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if getattr(request, "posted_form", False):
            return _same_page(request, error)
        return show_refusal(request, error)


def show_refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """The sentence on the page the person came from, or on a page of its own."""
    back = _came_from(request)
    if request.method == "POST" and back:
        messages.error(request, error.sentence, extra_tags="refusal")
        return redirect(back)
    return render(
        request,
        "kit/error.html",
        {"title": "Ce n’est pas possible", "sentence": error.sentence},
        status=error.status,
    )


def _same_page(request: Any, error: Refused) -> HttpResponse:
    # The operation has rolled back; the page is drawn again with the form as it was typed.
    request.refused, request.posted_form = error, False
    match = request.resolver_match
    response = match.func(request, *match.args, **match.kwargs)
    response.status_code = error.status
    return response


def _came_from(request: HttpRequest) -> str | None:
    origin = urlsplit(request.headers.get("Referer", ""))
    if origin.netloc != request.get_host():
        return None
    return f"{origin.path}?{origin.query}" if origin.query else origin.path
