"""What cannot be decided by mistake: each page says what happens, and asks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.builder import ask
from hub.national.antennes.forms import CodeForm, ReasonForm
from kit.ui.forms import posted
from tenants.network import operations
from tenants.network.access import needs
from tenants.network.middleware import SiteMiddleware
from tenants.network.models import Antenne, Erasure
from tenants.network.operations.erasures import ErasureOver, live
from tenants.network.signin import just_signed_in

_SUSPEND = {
    "title": "Suspendre",
    "button": "Suspendre l’antenne",
    "icon": "circle-pause",
    "happens": [
        "Dans les dix secondes, personne n’entre plus, ni l’équipe ni par un lien public : une page le dit.",
        "Les rappels et les messages attendent. Les offres de place ne s’éteignent pas.",
        "La caisse clôture ses jours, les chiffres restent à jour.",
        "Rien n’est effacé : « Rouvrir » rend tout comme avant, aux mêmes personnes.",
    ],
}
_REOPEN = {
    "title": "Rouvrir",
    "button": "Rouvrir l’antenne",
    "icon": "circle-play",
    "happens": ["L’équipe et les liens publics servent de nouveau.", "Les messages qui attendaient partent."],
}
_ARCHIVE = {
    "title": "Archiver",
    "button": "Archiver l’antenne",
    "icon": "archive",
    "happens": [
        "C’est la fin de son travail : une antenne archivée ne rouvre pas.",
        "Les rôles de son équipe et ses invitations prennent fin. Son adresse ne répond plus.",
        "Ses données restent, jusqu’à un effacement demandé à deux. Ses chiffres restent toujours.",
        "Une caisse ouverte ou un prêt en cours le restent : faites clôturer et rendre avant de suspendre.",
    ],
}
_EXPORT = {
    "title": "Exporter",
    "button": "Écrire l’export",
    "icon": "package",
    "happens": [
        "Un fichier contient toutes les tables de l’antenne, avec les noms : il ne se télécharge pas d’ici.",
        "Il est écrit sur le serveur, lisible par son seul exploitant. Cette page en dira l’empreinte.",
        "L’antenne n’est pas changée.",
    ],
}
_ERASE = {
    "title": "Demander l’effacement",
    "button": "Demander l’effacement",
    "icon": "trash-2",
    "happens": [
        "Rien n’est effacé aujourd’hui : une autre personne confirme, en tapant le code de l’antenne.",
        "Ensuite toutes ses données et son rôle dans la base disparaissent, pour toujours.",
        "Restent sa fiche, ses chiffres, et le fichier d’export que vous gardez.",
    ],
}
_CONFIRM = {
    "title": "Confirmer l’effacement",
    "button": "Effacer pour toujours",
    "icon": "trash-2",
    "happens": [
        "Le fichier d’export est relu. S’il manque ou s’il a changé, rien n’est effacé.",
        "Puis toutes les données de l’antenne disparaissent, pour toujours.",
    ],
}


@needs("network.manage", of="antenne")
def suspend(request: Any, code: str) -> HttpResponse:
    antenne = get_object_or_404(Antenne, code=code)
    form = posted(ReasonForm, request)
    if not _sent(request, form):
        return _ask(request, antenne, _SUSPEND, form)
    operations.suspend_antenne(antenne, reason=form.cleaned_data["reason"], **_signed(request))
    return _done(request, antenne, f"L’antenne de {antenne.name} est suspendue.")


@needs("network.manage", of="antenne")
def reopen(request: Any, code: str) -> HttpResponse:
    antenne = get_object_or_404(Antenne, code=code)
    form = posted(forms.Form, request)
    if not _sent(request, form):
        return _ask(request, antenne, _REOPEN, form)
    operations.reopen_antenne(antenne, **_signed(request))
    return _done(request, antenne, f"L’antenne de {antenne.name} est rouverte.")


@needs("network.manage", of="antenne")
def archive(request: Any, code: str) -> HttpResponse:
    antenne = get_object_or_404(Antenne, code=code)
    form = posted(ReasonForm, request)
    if not _sent(request, form):
        return _ask(request, antenne, _ARCHIVE, form, tone="danger")
    operations.archive_antenne(antenne, reason=form.cleaned_data["reason"], **_signed(request))
    return _done(request, antenne, f"L’antenne de {antenne.name} est archivée.")


@just_signed_in
@needs("network.manage", of="antenne")
def export(request: Any, code: str) -> HttpResponse:
    """Asked by who has just signed in: the file holds everything."""
    antenne = get_object_or_404(Antenne, code=code)
    form = posted(forms.Form, request)
    if not _sent(request, form):
        return _ask(request, antenne, _EXPORT, form)
    ask.export_antenne(antenne, **_signed(request))
    return redirect("antenne", code)


@just_signed_in
@needs("network.manage", of="antenne")
def ask_erasure(request: Any, code: str) -> HttpResponse:
    """The first person's demand."""
    antenne = get_object_or_404(Antenne, code=code)
    form = posted(ReasonForm, request)
    if not _sent(request, form):
        return _ask(request, antenne, _ERASE, form, tone="danger")
    operations.ask_erasure(antenne, reason=form.cleaned_data["reason"], **_signed(request))
    return _done(request, antenne, "L’effacement est demandé. Une autre personne le confirme.")


@just_signed_in
@needs("network.erase", of="antenne")
def confirm_erasure(request: Any, code: str) -> HttpResponse:
    """The second person's word."""
    antenne = get_object_or_404(Antenne, code=code)
    erasure = _live(antenne)
    form = posted(CodeForm, request)
    if not _sent(request, form):
        return _ask(request, antenne, _CONFIRM, form, tone="danger", erasure=erasure)
    ask.confirm_erasure(erasure, code=form.cleaned_data["code"], **_signed(request))
    return redirect("antenne", code)


@require_POST
@needs("network.erase", of="antenne")
def cancel_erasure(request: Any, code: str) -> HttpResponse:
    antenne = get_object_or_404(Antenne, code=code)
    operations.cancel_erasure(_live(antenne), **_signed(request))
    return _done(request, antenne, "L’effacement est annulé. Rien n’a été effacé.")


def _live(antenne: Antenne) -> Erasure:
    erasure = live(antenne).select_related("antenne", "asked_by").first()
    if erasure is None:
        raise ErasureOver
    return erasure


def _sent(request: Any, form: forms.BaseForm) -> bool:
    return request.method == "POST" and form.is_valid()


def _signed(request: Any) -> dict[str, Any]:
    return {"by": request.user, "now": request.now}


def _ask(
    request: Any,
    antenne: Antenne,
    words: dict[str, Any],
    form: forms.BaseForm,
    *,
    tone: str = "go",
    **more: Any,
) -> HttpResponse:
    context = {"antenne": antenne, "form": form, "tone": tone} | words | more
    return render(request, "antennes/decide.html", context)


def _done(request: Any, antenne: Antenne, sentence: str) -> HttpResponse:
    SiteMiddleware.forget()
    messages.success(request, sentence)
    return redirect("antenne", antenne.code)
