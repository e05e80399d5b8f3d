"""What the till, the shelves and the loans ask for."""

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, TextField, UUIDField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from billing.counter.models import StockItem, TillSession
from billing.equipment.models import Loan
from billing.equipment.queries import losses_to_confirm, running_loans
from billing.tariffs.models import Product
from hub.antenne.todo.desk import Desk, Todo, at_most
from hub.antenne.todo.rows import Kind, Row, lines
from kit import formats


def _of_nobody(rows: QuerySet, *, who: Any, what: Any, day: Any) -> QuerySet:
    return rows.annotate(
        person=Value(None, UUIDField()), who=Cast(who, TextField()), what=Cast(what, TextField()), on_day=day
    )


def _left_open(desk: Desk) -> QuerySet:
    """Tills that were not counted on their day."""
    left = TillSession.objects.filter(state=TillSession.State.OPEN, business_day__lt=desk.today)
    return _of_nobody(
        left.order_by("business_day", "id"), who=F("till__name"), what=Value(""), day=F("business_day")
    )


def _say_left_open(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"« {row.who} » est restée ouverte.",
            f"Depuis le {formats.day(row.day)}" if row.day else "",
            reverse("counter:till"),
            "Compter et clore",
            "banknote",
            "no",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("counter:till"), count=rows[0].of_all)


def _low(desk: Desk) -> QuerySet:
    """Products whose cards are nearly all gone; none is said of what this antenne never received."""
    here = StockItem.objects.filter(product=OuterRef("pk")).order_by().values("product")
    left = here.filter(state=StockItem.State.AVAILABLE).annotate(n=Count("pk")).values("n")
    ever = here.annotate(n=Count("pk")).values("n")
    low = Product.objects.filter(retired_at__isnull=True).annotate(
        cards=Coalesce(Subquery(left), 0), received=Coalesce(Subquery(ever), 0)
    )
    low = low.filter(cards__lte=F("low_stock"), received__gt=0)
    return _of_nobody(low.order_by("cards", "name"), who=F("name"), what=F("cards"), day=Value(desk.today))


def _say_low(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"Il ne reste plus de « {row.who} »."
            if row.what == "0"
            else f"« {row.who} » : il en reste {row.what}.",
            "Demander un lot, ou recevoir celui qui est arrivé",
            reverse("stock:stock"),
            "Voir les cartes",
            "credit-card",
            "no" if row.what == "0" else "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("stock:stock"), count=rows[0].of_all)


def _overdue(desk: Desk) -> QuerySet:
    late = Loan.objects.filter(state=Loan.State.RUNNING, due_on__lt=desk.today)
    return lines(late.order_by("due_on", "id"), what="device__tag", day=F("due_on"))


def _say_overdue(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.who} devait rendre l’équipement {row.what}.",
            f"Prévu {formats.day(row.day)}" if row.day else "",
            reverse("equipment:loan", args=[row.thing]),
            "Ouvrir le prêt",
            "laptop",
            "no",
        )
        for row in rows
    ]
    late = reverse("equipment:loans") + "?vue=retards"
    return at_most(found, more=late, count=rows[0].of_all)


def _unsigned(desk: Desk) -> QuerySet:
    """Loans whose contract nobody signed yet."""
    return lines(running_loans().filter(is_signed=False), what="device__tag", day=F("starts_on"))


def _say_unsigned(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.who} n’a pas signé le contrat de {row.what}.",
            f"Prêté {formats.day(row.day)}" if row.day else "",
            reverse("equipment:sign_contract", args=[row.thing]),
            "Faire signer",
            "signature",
            "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("equipment:loans"), count=rows[0].of_all)


def _lost(desk: Desk) -> QuerySet:
    """Losses that somebody else noted, to be confirmed."""
    waiting = losses_to_confirm().exclude(loss_noted_by=desk.user)
    return lines(waiting, what="device__tag", day=F("due_on"))


def _say_lost(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.what}, prêté à {row.who}, est perdu ou volé.",
            "À confirmer par une deuxième personne",
            reverse("equipment:loan", args=[row.thing]),
            "Décider",
            "laptop",
            "no",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("equipment:loans"), count=rows[0].of_all)


KINDS = {
    "till": Kind("Caisse", "counter.sell", _left_open, _say_left_open),
    "low": Kind("Caisse", "stock.receive", _low, _say_low),
    "overdue": Kind("Équipement", "equipment.lend", _overdue, _say_overdue),
    "unsigned": Kind("Équipement", "equipment.lend", _unsigned, _say_unsigned),
    "lost": Kind("Équipement", "equipment.write_off", _lost, _say_lost),
}
