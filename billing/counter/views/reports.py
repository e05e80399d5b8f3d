"""The reports of the desk: a month, its accounting entries, what is not usual."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from billing.counter.reports.accounts import COLUMNS, entries_of
from billing.counter.reports.anomalies import anomalies_of
from billing.counter.reports.months import month_of, months_sold
from kit import formats
from kit.documents.spreadsheets import Column, Sheet, spreadsheet_response, write_csv, write_xlsx
from kit.ui.charts import Series, bars
from tenants.network.access import needs
from tenants.network.models import User
from tenants.network.modules import SHOP, only_with
from tenants.welcome.models import Beneficiary

_SHOWN = 12  # months to choose from


@needs("counter.control", of="sale")
@only_with(SHOP)
def month(request: Any) -> HttpResponse:
    first, months = _asked(request)
    told = month_of(first)
    chart = bars(
        [formats.day_short(day) for day, _ in told.days],
        # A day of reversals alone is below zero, where no bar goes.
        [Series("Ventes", [cents if cents >= 0 else None for _, cents in told.days])],
        show=formats.euros,
    )
    context = {"month": told, "months": months, "tabs": _tabs("month", first), "chart": chart}
    return render(request, "counter/report_month.html", context)


@needs("counter.control", of="sale")
@only_with(SHOP)
def anomalies(request: Any) -> HttpResponse:
    first, months = _asked(request)
    found = anomalies_of(first)
    people = {person for person, *_ in (*found.at_the_ceiling, *found.two_tills)}
    names = {one.pk: one for one in Beneficiary.objects.filter(pk__in=people)}
    sellers = {one.pk: one for one in User.objects.filter(pk__in=[u for u, *_ in found.reversed_by_seller])}
    context = {
        "first": first, "months": months, "tabs": _tabs("anomalies", first), "found": found,
        "sellers": [(sellers[user], reversed_, sold) for user, reversed_, sold in found.reversed_by_seller],
        "full": [(names[person], group, cents) for person, group, cents in found.at_the_ceiling],
        "twice": [(names[person], day) for person, day in found.two_tills],
    }  # fmt: skip
    return render(request, "counter/report_anomalies.html", context)


@needs("counter.control", of="sale")
@only_with(SHOP)
def entries(request: Any) -> HttpResponse:
    """The accounting entries as CSV: the same bytes for the same tickets."""
    first, _ = _asked(request)
    content = write_csv(COLUMNS, [entry.row for entry in entries_of(first)])
    return spreadsheet_response(content, f"Écritures de caisse {first:%Y-%m}.csv")


@needs("counter.control", of="sale")
@only_with(SHOP)
def month_file(request: Any) -> HttpResponse:
    """The month by product, as a workbook."""
    first, _ = _asked(request)
    columns = [
        Column("Produit"), Column("Quantité", "whole"), Column("Payé", "euros"),
        Column("Prix de référence", "euros"), Column("Économie", "euros"),
    ]  # fmt: skip
    rows = [
        [line.label, line.quantity, line.paid_cents, line.reference_cents, line.saving_cents]
        for line in month_of(first).products
    ]
    title = f"Ventes {first:%Y-%m}"
    return spreadsheet_response(
        write_xlsx([Sheet("Produits", columns, rows)], title=title, now=request.now), f"{title}.xlsx"
    )


def _asked(request: Any) -> tuple[date, list[dict[str, Any]]]:
    """The month of the address (this one when it is none that we know), and those to choose from."""
    this = request.place.today(request.now).replace(day=1)
    known = sorted({this, *months_sold()}, reverse=True)[:_SHOWN]
    said = request.GET.get("mois", "")
    first = next((one for one in known if f"{one:%Y-%m}" == said), this)
    return first, [
        {"label": formats.month(one).capitalize(), "url": f"?mois={one:%Y-%m}", "current": one == first}
        for one in known
    ]


def _tabs(current: str, first: date) -> list[dict[str, Any]]:
    pages = (("month", "Ventes du mois"), ("anomalies", "À regarder"))
    return [
        {
            "label": label,
            "url": f"{reverse(f'reports:{name}')}?mois={first:%Y-%m}",
            "current": name == current,
        }
        for name, label in pages
    ]
