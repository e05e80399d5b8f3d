"""Sponsors that owe: an agreement signed, a demand issued, a fake rail that pays."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Instalment, Payment
from billing.sponsoring.operations import invoices, payments
from kit.antennes import NATIONAL, at


def sponsor(world: Any, *, name: str = "Société Dupont", **fields: Any) -> Any:
    said = {
        "status": "company", "siren": "732829320", "email": "compta@dupont.example",
        "address": "12 rue Inventée\n38000 Grenoble",
    }  # fmt: skip
    with at(NATIONAL):
        return operations.register_sponsor(name=name, by=world.fanny, now=world.now, **said | fields)


def agreement(
    world: Any, *, kind: str = "service", amount_cents: int = 1_500_000, reference: str = "2026-001",
    of: Any = None, signed: bool = True,
) -> Any:  # fmt: skip
    payer = of or sponsor(world, name=f"Société {reference}")
    with at(NATIONAL):
        made = operations.draft_agreement(
            payer, reference=reference, title="Places à Grenoble", kind=kind, amount_cents=amount_cents,
            places=100, devices=100, starts_on=date(2022, 1, 1), ends_on=date(2030, 12, 31), by=world.fanny,
            now=world.now,
        )  # fmt: skip
        if signed:
            # What the two signatures lead to is told elsewhere.
            Agreement.objects.filter(pk=made.pk).update(state=Agreement.State.SIGNED, signed_at=world.now)
            made.refresh_from_db()
        return made


def instalment(of: Any, number: int = 1, cents: int = 500_000) -> Any:
    return Instalment.objects.create(agreement=of, number=number, due_on=date(2026, 6, 1), amount_cents=cents)


def invoice(world: Any, of: Any = None, *, cents: int = 100_000, days: int = 30, **said: Any) -> Any:
    """An invoice of 1 000 € and its VAT unless told otherwise; a call for a gift or a grant."""
    of = of or agreement(world)
    due_on = world.today + timedelta(days=days)
    with at(NATIONAL):
        if of.kind in invoices.INVOICED:
            return invoices.issue_invoice(
                of, net_cents=cents, due_on=due_on, by=world.fanny, now=world.now, today=world.today, **said
            )
        return invoices.issue_call(
            of, amount_cents=cents, due_on=due_on, by=world.fanny, now=world.now, today=world.today, **said
        )


def pay(world: Any, cents: int, *, reference: str = "VIR-1", rail: str = "transfer", **what: Any) -> Any:
    with at(NATIONAL):
        return payments.note_payment(
            rail=rail, reference=reference, amount_cents=cents, received_on=world.today, by=world.fanny,
            now=world.now, today=world.today, **what,
        )  # fmt: skip


def credit(world: Any, of: Any, cents: int) -> Any:
    with at(NATIONAL):
        return invoices.credit(
            of, gross_cents=cents, reason="Atelier annulé", by=world.fanny, now=world.now, today=world.today
        )


def ledger() -> list[tuple]:
    """What the ledger says, whatever the order it was written in."""
    with at(NATIONAL):
        return ledger_from_here()


def ledger_from_here() -> list[tuple]:
    """The same, for who stands at the national office already."""
    rows = Payment.objects.order_by().values_list(
        "rail", "reference", "amount_cents", "invoice__number", "refunds__reference", "received_on"
    )
    return sorted(rows, key=str)


def today(world: Any) -> Any:
    """The same world, now: the rail knows no other day."""
    world.now = timezone.now()
    world.today = timezone.localdate(world.now)
    return world
