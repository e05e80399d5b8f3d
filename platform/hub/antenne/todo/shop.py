"""What the till, the shelves and the loans ask for."""

from typing import Any

from django.db.models import F, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from billing.counter.models import TillSession
from billing.counter.queries import parcels_to_receive, parcels_to_take_back, shelves
from billing.equipment.models import Loan
from billing.equipment.queries import losses_to_confirm, running_loans
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
    low = shelves(desk.today).filter(low=True, known=True).order_by("left", "name")
    return _of_nobody(low, who=F("name"), what=F("left"), day=Value(desk.today))


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


def _parcels(desk: Desk) -> QuerySet:
    """Cards that another antenne sent here."""
    sent = parcels_to_receive().order_by("sent_at", "id")
    day = TruncDate("sent_at", tzinfo=desk.antenne.tz)
    return _of_nobody(sent, who=F("sender__name"), what=F("count"), day=day)


def _say_parcels(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"Un colis de {row.what} carte{'' if row.what == '1' else 's'} vient de {row.who}.",
            f"Envoyé {formats.day(row.day)}" if row.day else "",
            reverse("stock:parcel", args=[row.thing]),
            "Ouvrir et signer",
            "package-plus",
            "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("stock:parcels"), count=rows[0].of_all)


def _refused(desk: Desk) -> QuerySet:
    """Cards of ours that another antenne did not want."""
    back = parcels_to_take_back().order_by("refused_at", "id")
    day = TruncDate("refused_at", tzinfo=desk.antenne.tz)
    return _of_nobody(back, who=F("recipient__name"), what=F("count"), day=day)


def _say_refused(desk: Desk, rows: list[Row]) -> list[Todo]:
    found = [
        Todo(
            f"{row.who} a refusé votre colis de cartes.",
            f"Refusé {formats.day(row.day)}" if row.day else "",
            reverse("stock:parcel", args=[row.thing]),
            "Reprendre les cartes",
            "undo-2",
            "sun",
        )
        for row in rows
    ]
    return at_most(found, more=reverse("stock:parcels"), count=rows[0].of_all)


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
    "parcel": Kind("Caisse", "stock.receive", _parcels, _say_parcels),
    "refused": Kind("Caisse", "stock.send", _refused, _say_refused),
    "overdue": Kind("Équipement", "equipment.lend", _overdue, _say_overdue),
    "unsigned": Kind("Équipement", "equipment.lend", _unsigned, _say_unsigned),
    "loss": Kind("Équipement", "equipment.write_off", _lost, _say_lost),
}
