"""Verifying a till: every ticket hashed again, against only fetching the same rows."""

import time
from decimal import Decimal

import shop

from billing.counter import ledger
from billing.counter.models import FIRST, Sale, SaleLine, SalePayment, Till
from billing.counter.verify import verify
from kit.db import connection
from kit.journal.models import Entry
from kit.money import split_vat

TICKETS = 5_000


def many_tickets(world, count: int) -> Till:
    """A chain as `sell` writes it, by bulk."""
    plan = shop.product(world, "forfait", kind="plan_month")
    person, session = shop.amina(world), shop.open_till(world)
    till, head = session.till, FIRST
    sales, lines, payments, entries = [], [], [], []
    net, vat = split_vat(500, rate_percent=Decimal("20.00"))
    for number in range(1, count + 1):
        sale = Sale(
            till=till, session=session, number=number, business_day=world.today, sold_at=world.now,
            sold_by=world.denis, beneficiary=person, total_cents=500, previous_hash=head,
        )  # fmt: skip
        sale.person_seal = ledger.seal_of_person(sale.pk, person.pk)
        line = SaleLine(
            sale=sale, position=1, product=plan, label=plan.name, group="connection", account="707000", quantity=1,
            unit_cents=500, reference_cents=1000, vat_percent=Decimal("20.00"), gross_cents=500, net_cents=net,
            vat_cents=vat,
        )  # fmt: skip
        payment = SalePayment(sale=sale, position=1, method="cash", amount_cents=500, tendered_cents=500)
        sale.hash = head = ledger.hash_of(ledger.text_of(*ledger.said_by(sale, [line], [payment])))
        sale.signature = ledger.signature_of(head)
        details = {"till": str(till.pk), "number": number, "hash": head, "training": False}
        entries.append(
            Entry(
                at=world.now, verb="counter.sold", on_kind="counter.sale", on_id=str(sale.pk), details=details
            )
        )
        sales.append(sale), lines.append(line), payments.append(payment)
    for model, rows in ((Sale, sales), (SaleLine, lines), (SalePayment, payments), (Entry, entries)):
        model.objects.bulk_create(rows, batch_size=1_000)
    Till.objects.filter(pk=till.pk).update(last_number=count, head=head)
    return Till.objects.get(pk=till.pk)


def _fetch(till: Till) -> None:
    """The same rows, without doing anything of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM counter_sale WHERE till_id = %s ORDER BY number", [till.pk])
        cursor.fetchall()
        for table in ("counter_saleline", "counter_salepayment"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY sale_id, position")
            cursor.fetchall()


def test_verifying_a_till(grenoble):
    till = many_tickets(grenoble, TICKETS)
    begun = time.perf_counter()
    _fetch(till)
    fetched = time.perf_counter()
    finding = verify(till)
    done = time.perf_counter()
    assert finding.sound, finding.wrong
    print(
        f"\nverify_till: {finding.rows / (done - fetched):,.0f} rows/s"
        f" ({finding.tickets / (done - fetched):,.0f} tickets/s of one line);"
        f" {(done - fetched) / (fetched - begun):.1f} × the bare fetch of the same rows"
    )
