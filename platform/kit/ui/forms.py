"""How a page reads a form: what was typed is never lost, not even by a refusal."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


def posted(form_class: type[AnyForm], request: HttpRequest, **options: Any) -> AnyForm:
    """The form of this request: bound when it was sent, empty otherwise.

    When the operation then refuses, RefusalMiddleware draws the page again; the form comes back
    as it was typed, not valid, with the sentence at its top.
    """
    if request.method != "POST":
        return form_class(**options)
    request.posted_form = True  # type: ignore[attr-defined]
    form = form_class(request.POST, request.FILES, **options)
    refused = getattr(request, "refused", None)
    if refused is not None:
        request.posted_form = False  # type: ignore[attr-defined]
        form.add_error(None, refused.sentence)
    return form
