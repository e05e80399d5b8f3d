"""Whatever is changed in a till's tables, by whoever holds the database, is found and named."""

import os
import random
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
import shop
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from billing.counter import ledger
from billing.counter.models import Closing, Sale, SaleLine, SalePayment, Till, TillSession
from billing.counter.operations.closings import (
    AlreadyClosed,
    NotOverYet,
    StillOpen,
    close_period,
    close_what_is_due,
)
from billing.counter.operations.sales import reverse
from billing.counter.operations.sessions import close_session, count_cash, make_till, open_session
from billing.counter.verify import verify, verify_tills
from billing.equipment.operations import receive_device
from billing.tariffs.models import Product, TillAnchor
from kit.antennes import inside
from tenants.welcome.models import Beneficiary

DAYS, TAMPERINGS = 3, 1_000


def some_days(world, *, tickets=4):
    """Three days at one till, a reversal and a training session; the last day is not closed yet."""
    card = shop.product(world)
    plan = shop.product(world, "forfait", kind="plan_month", cents=800)
    shop.cards(world, card, 30)
    people = [shop.amina(world, first_name=name) for name in ("Amina", "Bilal", "Chloé")]
    session = shop.open_till(world)
    till, first = session.till, world.today
    for day in range(DAYS):
        world.today, world.now = first + timedelta(days=day), world.now + timedelta(days=bool(day))
        if day:
            session = open_session(till, float_cents=0, by=world.denis, now=world.now, today=world.today)
        sold = [
            shop.buy(world, session, people[n % 3], (card, plan)[n % 2], cents=(500, 800)[n % 2])
            for n in range(tickets)
        ]
        if day == 1:
            reverse(
                sold[0], session=session, reason="Erreur", by=world.maud, now=world.now, today=world.today
            )
        counted = count_cash(session, counted_cents=0, by=world.denis, now=world.now)
        close_session(counted, reason="Pas compté", by=world.denis, now=world.now)
    training = open_session(
        till, float_cents=0, training=True, by=world.denis, now=world.now, today=world.today
    )
    shop.buy(world, training, people[0], card)
    close_what_is_due(today=world.today, now=world.now)
    return Till.objects.get()


def test_an_untouched_till_is_whole(grenoble):
    till = some_days(grenoble)
    finding = verify(till)
    assert finding.wrong == []
    assert finding.tickets == DAYS * 4 + 2


def test_a_person_who_is_anonymised_leaves_the_chain_whole(grenoble):
    till = some_days(grenoble)
    for sale in Sale.objects.select_related("beneficiary"):
        person = sale.beneficiary
        person.first_name = person.last_name = "Anonyme"
        person.phone = person.email = ""
        person.save()
    assert verify(till).sound


def test_closings_follow_each_other_and_add_up(grenoble):
    some_days(grenoble)
    days = list(Closing.objects.filter(kind="day").order_by("period"))
    assert [(one.first_number, one.last_number) for one in days] == [(1, 4), (5, 9)]
    assert [one.gross_cents for one in days] == [2600, 2100]
    assert days[-1].perpetual_cents == 4700
    assert days[1].previous_signature == days[0].signature
    assert days[0].by_method == {"cash": 2600}
    assert TillAnchor.objects.filter(till="c1").count() == 2
    assert close_what_is_due(today=grenoble.today, now=grenoble.now) == []


def test_a_month_and_a_year_close_when_they_are_over(grenoble):
    till = some_days(grenoble)
    later = grenoble.today.replace(year=grenoble.today.year + 1, month=1, day=2)
    made = close_what_is_due(today=later, now=grenoble.now + timedelta(days=400))
    assert {one.kind for one in made} == {"day", "month", "year"}
    year = Closing.objects.get(kind="year")
    assert (year.first_number, year.last_number, year.gross_cents) == (1, 13, 4700 + 2600)
    assert verify(till).sound
    how = {"today": later, "by": grenoble.maud, "now": grenoble.now}
    with pytest.raises(AlreadyClosed):
        close_period(till, kind="year", period=year.period, **how)


def test_what_is_not_over_or_not_counted_is_not_closed(grenoble):
    session = shop.open_till(grenoble)
    how = {"kind": "day", "period": grenoble.today, "by": grenoble.maud, "now": grenoble.now}
    with pytest.raises(NotOverYet):
        close_period(session.till, today=grenoble.today, **how)
    with pytest.raises(StillOpen):
        close_period(session.till, today=grenoble.today + timedelta(days=1), **how)


def test_the_command_names_the_first_bad_ticket(committed, capsys):
    with inside(committed.grenoble):
        some_days(committed)
    call_command("verify_till")
    assert "rien n’a changé" in capsys.readouterr().out
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as root:
        root.execute("UPDATE grenoble.counter_sale SET total_cents = total_cents + 1 WHERE number = 6")
    with pytest.raises(CommandError):
        call_command("verify_till", antenne="grenoble")
    assert "ticket 6" in capsys.readouterr().out


SALES, LINES, PAYMENTS = "grenoble.counter_sale", "grenoble.counter_saleline", "grenoble.counter_salepayment"
TILL, CLOSINGS, ANCHORS = "grenoble.counter_till", "grenoble.counter_closing", "public.tariffs_tillanchor"


def _other(table: str, key: str) -> str:
    """Another row's id than the one a column holds, or a first one."""
    return f"(SELECT id FROM {table} WHERE id IS DISTINCT FROM {key} LIMIT 1)"


# Every column that says something, and what a superuser writes into it. A value of several columns keeps
# the constraints of the table satisfied, as somebody who knows them would.
EDITS: dict[str, dict[str, str]] = {
    SALES: {
        "till_id": "(SELECT id FROM grenoble.counter_till WHERE code = 'c9')",
        "session_id": _other("grenoble.counter_tillsession", "session_id"),
        "training": "TRUE, number = 77", "number": "number + 100", "business_day": "business_day - 1",
        "sold_at": "sold_at - interval '1 s'", "sold_by_id": _other("public.network_user", "sold_by_id"),
        "beneficiary_id": _other("grenoble.welcome_beneficiary", "beneficiary_id"),
        "person_seal": "repeat('a', 64)", "reason": "reason || ' '", "total_cents": "total_cents + sign(total_cents)::int",
        "kind": "CASE kind WHEN 'sale' THEN 'reversal' ELSE 'sale' END, total_cents = -total_cents, reason = 'x', reverses_id ="
        " CASE kind WHEN 'sale' THEN id END",
        "reverses_id": "CASE kind WHEN 'sale' THEN NULL ELSE id END, reason = reason || '.'",
        "previous_hash": "repeat('b', 64)", "hash": "repeat('c', 64)", "signature": "repeat('d', 64)",
    },
    LINES: {
        "product_id": _other("public.tariffs_product", "product_id"), "label": "label || '.'", "group": "'accessory'",
        "account": "'708000'", "quantity": "quantity * 2, gross_cents = gross_cents * 2, net_cents = net_cents * 2, vat_cents = vat_cents * 2",
        "unit_cents": "unit_cents + 1, gross_cents = gross_cents + quantity, net_cents = net_cents + quantity",
        "gross_cents": "gross_cents + quantity, unit_cents = unit_cents + 1, vat_cents = vat_cents + quantity",
        "vat_cents": "vat_cents + 1, net_cents = net_cents - 1",
        "reference_cents": "reference_cents + 1", "vat_percent": "5.5", "net_cents": "net_cents + 1, vat_cents = vat_cents - 1",
        "item_id": _other("grenoble.counter_stockitem", "item_id"),
        "device_id": "(SELECT id FROM grenoble.equipment_device LIMIT 1)", "position": "position + 9",
        "sale_id": "(SELECT id FROM grenoble.counter_sale WHERE training), position = 50",
    },
    PAYMENTS: {
        "method": "'card', tendered_cents = NULL", "reference": "reference || 'X'", "amount_cents": "amount_cents - 1",
        "tendered_cents": "coalesce(tendered_cents, 0) + 10000, method = 'cash'", "position": "position + 9",
        "sale_id": "(SELECT id FROM grenoble.counter_sale WHERE training), position = 50",
    },
    TILL: {
        "last_number": "last_number + 1", "head": "repeat('7', 64)", "training_number": "training_number + 1",
        "training_head": "repeat('8', 64)", "code": "'c8'",
    },
    CLOSINGS: {
        "till_id": "(SELECT id FROM grenoble.counter_till WHERE code = 'c9')", "kind": "'month'",
        "period": "period - 40", "first_number": "first_number - 1", "last_number": "last_number + 1",
        "gross_cents": "gross_cents + 1", "by_vat": "'{}'", "by_method": "'{}'", "perpetual_cents": "perpetual_cents + 1",
        "head": "repeat('f', 64)", "previous_signature": "repeat('e', 64)", "signature": "repeat('é', 64)",
        "closed_by_id": "(SELECT id FROM public.network_user LIMIT 1)", "closed_at": "closed_at - interval '1 s'",
    },
    ANCHORS: {
        "antenne_id": _other("public.network_antenne", "antenne_id"), "till": "'c8'", "kind": "'month'",
        "period": "period - 40", "last_number": "last_number + 1", "head": "repeat('1', 64)",
        "perpetual_cents": "perpetual_cents + 1", "signature": "repeat('2', 64)", "at": "at - interval '1 s'",
    },
}  # fmt: skip
# Made by the database alone, or naming the row: nothing that a ticket says.
NOT_SAID = {
    SALES: {"id"}, LINES: {"id"}, PAYMENTS: {"id"}, TILL: {"id", "name", "made_at", "retired_at"},
    CLOSINGS: {"id"}, ANCHORS: {"id"},
}  # fmt: skip


def _edit(table: str, column: str, number: int) -> list[str]:
    where = {
        SALES: f"NOT training AND number = {number}",
        LINES: f"sale_id = {_ticket(number)}",
        PAYMENTS: f"sale_id = {_ticket(number)}",
        TILL: "code = 'c1'",
        CLOSINGS: "first_number = 5",
        ANCHORS: "last_number = 9",
    }[table]
    return [f'UPDATE {table} SET "{column}" = {EDITS[table][column]} WHERE {where}']


def _ticket(number: int) -> str:
    return f"(SELECT id FROM {SALES} WHERE NOT training AND number = {number})"


def _remove(where: str) -> list[str]:
    """A ticket goes with its parts."""
    tickets = f"(SELECT id FROM {SALES} WHERE {where})"
    return [f"DELETE FROM {table} WHERE sale_id IN {tickets}" for table in (LINES, PAYMENTS)] + [
        f"DELETE FROM {SALES} WHERE {where}"
    ]


def _cut(number: int, *, with_the_till: bool) -> list[str]:
    cut = _remove(f"NOT training AND number > {number}")
    if with_the_till:
        head = (
            f"coalesce((SELECT hash FROM {SALES} WHERE NOT training AND number = {number}), repeat('0', 64))"
        )
        cut.append(f"UPDATE {TILL} SET last_number = {number}, head = {head} WHERE code = 'c1'")
    return cut


def _swap(one: int, other: int) -> list[str]:
    return [
        f"UPDATE {SALES} SET number = {before} WHERE NOT training AND number = {after}"
        for before, after in ((900, one), (one, other), (other, 900))
    ]


def _insert_ticket() -> list[str]:
    same = "session_id, training, kind, business_day, sold_at, sold_by_id, beneficiary_id, person_seal, reason, total_cents, till_id"
    return [
        f"INSERT INTO {SALES} (id, number, previous_hash, hash, signature, {same}) SELECT gen_random_uuid(), 14,"
        f" (SELECT head FROM {TILL} WHERE code = 'c1'), encode(sha256('x'), 'hex'), repeat('e', 64), {same}"
        f" FROM {SALES} WHERE NOT training AND number = 1"
    ]


def _insert_line(number: int) -> list[str]:
    same = (
        'label, "group", account, quantity, unit_cents, reference_cents, vat_percent, gross_cents, net_cents,'
        " vat_cents, product_id, sale_id"
    )
    return [
        f"INSERT INTO {LINES} (id, position, {same}) SELECT gen_random_uuid(), 7, {same}"
        f" FROM {LINES} WHERE sale_id = {_ticket(number)}"
    ]


def _without_the_last_closing(dice: random.Random) -> list[str]:
    gone = [f"DELETE FROM {CLOSINGS} WHERE last_number = 9", f"DELETE FROM {ANCHORS} WHERE last_number = 9"]
    return dice.choice([gone[:1], gone[1:], gone])


def _tampering(dice: random.Random, tickets: int) -> list[str]:
    """The statements of one tampering, chosen at random."""
    one, other = dice.sample(range(1, tickets + 1), 2)
    table = dice.choice(sorted(EDITS))
    return dice.choice(
        [
            *[lambda: _edit(table, dice.choice(sorted(EDITS[table])), one)] * 6,
            lambda: _remove(f"NOT training AND number = {one}"),
            lambda: _remove(f"NOT training AND number = {one}")[dice.randrange(2) :][:1],
            lambda: _cut(one - 1, with_the_till=False),
            lambda: _cut(one - 1, with_the_till=True),
            lambda: _swap(one, other),
            _insert_ticket,
            lambda: _insert_line(one),
            lambda: _without_the_last_closing(dice),
        ]
    )()


@contextmanager
def as_superuser():
    """Django's own connection opened with the owner's login: it may become anybody."""
    owner = urlsplit(os.environ["DATABASE_OWNER_URL"])
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=owner.username, PASSWORD=owner.password or "")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture
def open_to_all(committed):
    """Some days at a till of Grenoble, and a connection that may become the superuser."""
    world = committed
    with inside(world.grenoble):
        till = some_days(world)
        make_till(code="c9", name="Autre", by=world.maud, now=world.now)
        receive_device(
            tag="GRE-1", serial="S1", model="Portable", refurbisher="Atelier", wiped_on=world.today,
            received_on=world.today, by=world.denis, now=world.now,
        )  # fmt: skip
    with as_superuser(), inside(world.grenoble), transaction.atomic():
        yield till
        transaction.set_rollback(True)


def found(statements: list[str]) -> bool:
    """Whether it is told after these statements, which are then undone; what the database refuses is told."""
    kept = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (own,) = cursor.fetchone()
        try:
            cursor.execute("SET ROLE none")
            for statement in statements:
                cursor.execute(statement)
                assert cursor.rowcount, statement
            cursor.execute(f'SET ROLE "{own}"')
            return not all(finding.sound for finding in verify_tills())
        except IntegrityError:
            return True
        finally:
            transaction.savepoint_rollback(kept)
            cursor.execute(f'SET ROLE "{own}"')


def test_every_column_that_says_something_is_among_the_edits():
    models = {
        SALES: Sale,
        LINES: SaleLine,
        PAYMENTS: SalePayment,
        TILL: Till,
        CLOSINGS: Closing,
        ANCHORS: TillAnchor,
    }
    said = {
        table: {one.column for one in model._meta.concrete_fields} - NOT_SAID[table]
        for table, model in models.items()
    }
    assert said == {table: set(columns) for table, columns in EDITS.items()}


def test_each_column_edited_on_each_ticket_is_found(open_to_all):
    missed = [
        (table, column, number)
        for table, columns in EDITS.items()
        for column in columns
        for number in (1, 5, 6, 13)
        if not found(_edit(table, column, number))
    ]
    assert missed == []


def test_a_thousand_tamperings_by_a_superuser_are_all_found(open_to_all):
    dice = random.Random(286)
    tickets = Sale.objects.filter(training=False).count()
    assert all(finding.sound for finding in verify_tills())
    drawn = [_tampering(dice, tickets) for _ in range(TAMPERINGS)]
    assert [statements for statements in drawn if not found(statements)] == []
    assert all(finding.sound for finding in verify_tills())


def test_a_tail_written_again_with_right_hashes_lacks_the_key(open_to_all):
    """Who knows how tickets chain and has every table, but not the key."""
    statements, head = [], None
    for sale in Sale.objects.filter(training=False, number__gte=10).order_by("number"):
        lines, payments = list(sale.lines.order_by("position")), list(sale.payments.order_by("position"))
        if head is None:
            lines[0].label, head = "Autre chose", sale.previous_hash
            statements.append(f"UPDATE {LINES} SET label = 'Autre chose' WHERE id = '{lines[0].pk}'")
        sale.previous_hash = head
        head = ledger.hash_of(ledger.text_of(*ledger.said_by(sale, lines, payments)))
        statements.append(
            f"UPDATE {SALES} SET previous_hash = '{sale.previous_hash}', hash = '{head}' WHERE id = '{sale.pk}'"
        )
        statements.append(
            "UPDATE grenoble.journal_entry SET details = jsonb_set(details, '{hash}', to_jsonb("
            f"'{head}'::text)) WHERE on_id = '{sale.pk}'"
        )
    statements.append(f"UPDATE {TILL} SET head = '{head}' WHERE code = 'c1'")
    assert len(statements) > 6
    assert found(statements)


def test_a_till_that_vanished_whole_is_told(open_to_all):
    session = "(SELECT id FROM grenoble.counter_tillsession WHERE till_id = (SELECT id FROM grenoble.counter_till WHERE code = 'c1'))"
    statements = [
        *(f"DELETE FROM {table}" for table in (LINES, PAYMENTS, SALES, CLOSINGS)),
        f"DELETE FROM grenoble.counter_tillsession WHERE id IN {session}",
        f"DELETE FROM {TILL} WHERE code = 'c1'",
    ]
    assert found(statements)
    assert found([*statements, f"DELETE FROM {ANCHORS}"])


def test_a_sale_made_while_it_verifies_is_no_false_alarm(grenoble, monkeypatch):
    """After each statement that verifying reads, somebody sells."""
    till = some_days(grenoble)
    plan = Product.objects.get(sku="forfait")
    session = TillSession.objects.filter(state="open").get()
    count_cash(session, counted_cents=0, by=grenoble.denis, now=grenoble.now)
    session.refresh_from_db()
    close_session(session, reason="Pas compté", by=grenoble.denis, now=grenoble.now)
    session = open_session(till, float_cents=0, by=grenoble.denis, now=grenoble.now, today=grenoble.today)
    amina = Beneficiary.objects.get(first_name="Amina")
    selling = []

    def sell_after(execute, *asked):
        answer = execute(*asked)
        if not selling:
            selling.append(True)
            shop.buy(grenoble, session, amina, plan, cents=800)
            selling.clear()
        return answer

    with connection.execute_wrapper(sell_after):
        finding = verify(till)
    assert finding.wrong == []


def test_the_command_refuses_a_till_that_it_does_not_know(grenoble):
    some_days(grenoble)
    with pytest.raises(CommandError, match="Caisse inconnue"):
        call_command("verify_till", till="c7")
