"""Importing people: send a file, look at what it would do, confirm."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.documents.spreadsheets import Column, Sheet, spreadsheet_response, write_xlsx
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.welcome import importing
from tenants.welcome.forms.people import ImportForm
from tenants.welcome.models import Beneficiary, ImportBatch
from tenants.welcome.operations import confirm_import, decide_line, drop_import, read_import
from tenants.welcome.operations.imports import is_alike, is_created, is_wrong

A_PAGE = 50


@needs("welcome.import", of="importbatch")
def new_import(request: Any) -> HttpResponse:
    """Send a file; those that still wait for somebody to confirm them are listed."""
    form = posted(ImportForm, request)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        today = request.place.today(request.now)
        batch, ignored = read_import(sent, file_name=sent.name, by=request.user, now=request.now, today=today)
        if ignored:
            titles = ", ".join(f"« {title[:40]} »" for title in ignored[:8])
            messages.warning(request, f"Ces colonnes ne sont pas lues : {titles}.")
        return redirect("welcome:import", batch.pk)
    waiting = ImportBatch.objects.filter(state=ImportBatch.State.READ).defer("rows")
    return render(request, "welcome/new_import.html", {"form": form, "waiting": waiting[:20]})


@needs("welcome.import")
def import_template(request: Any) -> HttpResponse:
    """An empty file with our titles, and one invented line."""
    sheet = Sheet("Personnes", importing.COLUMNS, [importing.EXAMPLE])
    content = write_xlsx([sheet], title="Modèle d’import", now=request.now)
    return spreadsheet_response(content, "Modèle d’import des personnes.xlsx")


@needs("welcome.import", of="importbatch")
def one_import(request: Any, pk: Any) -> HttpResponse:
    """What the file would do, in three lists. Nothing is imported yet."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    if batch.state != ImportBatch.State.READ:
        messages.info(request, "Ce fichier n’est plus à vérifier.")
        return redirect("welcome:new_import")
    lists = _lists(batch)
    view = request.GET.get("vue")
    view = view if view in lists else next((name for name, rows in lists.items() if rows), "pretes")
    page = Paginator(lists[view], A_PAGE).get_page(request.GET.get("page"))
    _show(page)
    context = {
        "batch": batch, "page": page, "view": view, "tabs": _tabs(batch, lists, view),
        "created": sum(map(is_created, batch.rows)), "wrong": len(lists["erreurs"]),
        "aside": sum(not is_created(row) for row in lists["ressemblances"]),
    }  # fmt: skip
    return render(request, "welcome/import.html", context)


@require_POST
@needs("welcome.import", of="importbatch")
def decide(request: Any, pk: Any) -> HttpResponse:
    """For one line that looks like somebody, or for all of them: open a file, or leave it aside."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    line = request.POST.get("line", "")
    create = request.POST.get("create") == "yes"
    decide_line(batch, line=int(line) if line.isdecimal() and len(line) < 8 else None, create=create)
    page = request.POST.get("page", "")
    url = f"{reverse('welcome:import', args=[batch.pk])}?vue=ressemblances"
    return redirect(f"{url}&page={page}" if page.isdecimal() else url)


@require_POST
@needs("welcome.import", of="importbatch")
def confirm(request: Any, pk: Any) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    today = request.place.today(request.now)
    batch = confirm_import(batch, by=request.user, now=request.now, today=today)
    if batch.state == ImportBatch.State.READ:
        said = (
            "Rien n’est importé : une personne inscrite entre-temps ressemble à une ligne. À vous de décider."
        )
        messages.warning(request, said)
        return redirect(f"{reverse('welcome:import', args=[batch.pk])}?vue=ressemblances")
    plural = "fiche créée" if batch.count == 1 else "fiches créées"
    messages.success(request, f"C’est importé : {batch.count} {plural}.")
    return redirect("welcome:people")


@require_POST
@needs("welcome.import", of="importbatch")
def drop(request: Any, pk: Any) -> HttpResponse:
    drop_import(get_object_or_404(ImportBatch, pk=pk), by=request.user, now=request.now)
    messages.success(request, "L’import est abandonné, et ce que disait le fichier est effacé.")
    return redirect("welcome:new_import")


@needs("welcome.import", of="importbatch")
def left_lines(request: Any, pk: Any) -> HttpResponse:
    """The lines that confirming would leave out, with why: to correct and send again."""
    batch = get_object_or_404(ImportBatch, pk=pk, state=ImportBatch.State.READ)
    left = [row for row in batch.rows if not is_created(row)]
    columns = [*importing.COLUMNS, Column("À corriger", width=60)]
    rows = [[*(row["values"].get(field, "") for field in importing.TITLES), _why(row)] for row in left]
    content = write_xlsx([Sheet("À corriger", columns, rows)], title="Lignes à corriger", now=request.now)
    return spreadsheet_response(content, "Lignes à corriger.xlsx")


def _lists(batch: ImportBatch) -> dict[str, list[dict[str, Any]]]:
    lists: dict[str, list[dict[str, Any]]] = {"erreurs": [], "ressemblances": [], "pretes": []}
    for row in batch.rows:
        lists["erreurs" if is_wrong(row) else "ressemblances" if is_alike(row) else "pretes"].append(row)
    return lists


def _tabs(batch: ImportBatch, lists: dict[str, Any], view: str) -> list[dict[str, Any]]:
    url = reverse("welcome:import", args=[batch.pk])
    labels = {"erreurs": "À corriger", "ressemblances": "Qui ressemblent", "pretes": "Prêtes"}
    return [
        {"label": label, "url": f"{url}?vue={name}", "current": name == view, "count": len(lists[name])}
        for name, label in labels.items()
    ]


def _show(page: Any) -> None:
    """On each line of the page: who it names, what is wrong, and the files it looks like."""
    ids = {one for row in page for row_ids in [row["alike"]] for one in row_ids}
    known = {str(person.pk): person for person in Beneficiary.objects.filter(pk__in=ids)} if ids else {}
    for row in page:
        values = row["values"]
        row["who"] = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip() or "Sans nom"
        row["rest"] = [text for field, text in values.items() if text and field not in _NAMES]
        row["known"] = [known[one] for one in row["alike"] if one in known]
        row["sentences"] = [(importing.TITLES[field][0], said) for field, said in row["errors"].items()]
        row["created"] = is_created(row)


_NAMES = {"first_name", "last_name"}


def _why(row: dict[str, Any]) -> str:
    if row["errors"]:
        return " ".join(f"{importing.TITLES[field][0]} : {said}" for field, said in row["errors"].items())
    return f"Ressemble à la ligne {row['twin']}." if row["twin"] else "Ressemble à une fiche qui existe."
