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
from django.db import connection, transaction

from billing.counter.models import Closing, Sale, Till
from billing.counter.operations.closings import (
    AlreadyClosed,
    NotOverYet,
    StillOpen,
    close_period,
    close_what_is_due,
)
from billing.counter.operations.sales import reverse
from billing.counter.operations.sessions import close_session, count_cash, open_session
from billing.counter.verify import verify
from billing.tariffs.models import TillAnchor
from kit.antennes import inside

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


# What a superuser may write into a column.
_TICKET = "(SELECT id FROM grenoble.counter_sale WHERE NOT training AND number = {number})"
_EDITS = {
    "counter_sale": {
        "number": "number + 100", "business_day": "business_day - 1", "sold_at": "sold_at - interval '1 s'",
        "sold_by_id": "", "beneficiary_id": "(SELECT id FROM grenoble.welcome_beneficiary WHERE id <> beneficiary_id LIMIT 1)",
        "person_seal": "repeat('a', 64)", "reason": "reason || ' '", "previous_hash": "repeat('b', 64)",
        "hash": "repeat('c', 64)", "signature": "repeat('d', 64)",
    },
    "counter_saleline": {
        "label": "label || '.'", "account": "'708000'", "reference_cents": "reference_cents + 1",
        "vat_percent": "5.5", "net_cents, vat_cents": None, "position": "position + 9",
    },
    "counter_salepayment": {
        "method": "'card', tendered_cents = NULL", "reference": "'X'", "amount_cents": "amount_cents - 1", "position": "position + 9",
    },
}  # fmt: skip


def _tampering(dice: random.Random, tickets: int) -> list[str]:
    """The statements of one tampering, chosen at random."""
    at, other = dice.sample(range(tickets), 2)
    ticket, second = _TICKET.format(number=at + 1), _TICKET.format(number=other + 1)
    sales, lines = "grenoble.counter_sale", "grenoble.counter_saleline"
    payments, till = "grenoble.counter_salepayment", "grenoble.counter_till"
    remove = [
        f"DELETE FROM {lines} WHERE sale_id = {ticket}",
        f"DELETE FROM {payments} WHERE sale_id = {ticket}",
    ]
    kind = dice.choice(
        [
            "edit",
            "edit",
            "edit",
            "delete",
            "part",
            "cut",
            "cut_all",
            "swap",
            "insert",
            "closing",
            "anchor",
            "line",
        ]
    )
    if kind == "edit":
        table = dice.choice(sorted(_EDITS))
        column = dice.choice(sorted(_EDITS[table]))
        key = "id" if table == "counter_sale" else "sale_id"
        value = _EDITS[table][column]
        if column == "sold_by_id":
            value = "(SELECT id FROM public.network_user WHERE id <> sold_by_id LIMIT 1)"
        change = f"{column} = {value}" if value else "net_cents = net_cents + 1, vat_cents = vat_cents - 1"
        return [f"UPDATE grenoble.{table} SET {change} WHERE {key} = {ticket}"]
    if kind == "delete":
        return [*remove, f"DELETE FROM {sales} WHERE id = {ticket}"]
    if kind == "part":
        return [dice.choice(remove)]
    if kind in {"cut", "cut_all"}:
        tail = f"(SELECT id FROM {sales} WHERE NOT training AND number > {at})"
        cut = [
            f"DELETE FROM {lines} WHERE sale_id IN {tail}", f"DELETE FROM {payments} WHERE sale_id IN {tail}",
            f"DELETE FROM {sales} WHERE NOT training AND number > {at}",
        ]  # fmt: skip
        if kind == "cut_all":  # and the till's own row with it
            head = (
                f"coalesce((SELECT hash FROM {sales} WHERE NOT training AND number = {at}), repeat('0', 64))"
            )
            cut.append(f"UPDATE {till} SET last_number = {at}, head = {head}")
        return cut
    if kind == "swap":
        return [
            f"UPDATE {sales} SET number = 900 WHERE id = {ticket}",
            f"UPDATE {sales} SET number = {at + 1} WHERE id = {second}",
            f"UPDATE {sales} SET number = {other + 1} WHERE number = 900",
        ]
    if kind == "insert":
        columns = "till_id, session_id, training, kind, business_day, sold_at, sold_by_id, beneficiary_id, person_seal, reason, total_cents"
        return [
            f"INSERT INTO {sales} (id, number, previous_hash, hash, signature, {columns}) SELECT"
            f" gen_random_uuid(), (SELECT max(number) + 1 FROM {sales} WHERE NOT training),"
            f" (SELECT head FROM {till}), encode(sha256('x'), 'hex'), repeat('e', 64), {columns}"
            f" FROM {sales} WHERE NOT training AND kind = 'sale' LIMIT 1"
        ]
    if kind == "closing":
        change = dice.choice(
            [
                "gross_cents = gross_cents + 1",
                "perpetual_cents = 0",
                "period = period - 40",
                "head = repeat('f', 64)",
            ]
        )
        return [f"UPDATE grenoble.counter_closing SET {change} WHERE first_number = 5"]
    if kind == "anchor":
        return [dice.choice([
            "DELETE FROM public.tariffs_tillanchor WHERE last_number = 9",
            "UPDATE public.tariffs_tillanchor SET head = repeat('1', 64)",
            "DELETE FROM grenoble.counter_closing WHERE last_number = 9",
        ])]  # fmt: skip
    columns = (
        'label, "group", account, quantity, unit_cents, reference_cents, vat_percent, gross_cents, net_cents,'
        " vat_cents, product_id, sale_id"
    )
    return [
        f"INSERT INTO {lines} (id, position, {columns}) SELECT gen_random_uuid(), 7, {columns}"
        f" FROM {lines} WHERE sale_id = {ticket}"
    ]


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


def test_a_thousand_tamperings_by_a_superuser_are_all_found(committed):
    world = committed
    with inside(world.grenoble):
        till = some_days(world)
    dice, missed, kinds = random.Random(286), [], 0
    with as_superuser(), inside(world.grenoble), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (own,) = cursor.fetchone()
        tickets = Sale.objects.filter(training=False).count()
        assert verify(till).sound
        for _ in range(TAMPERINGS):
            statements = _tampering(dice, tickets)
            kept = transaction.savepoint()
            cursor.execute("SET ROLE none")
            touched = 0
            for statement in statements:
                cursor.execute(statement)
                touched += max(cursor.rowcount, 0)
            cursor.execute(f'SET ROLE "{own}"')
            kinds += bool(touched)
            till.refresh_from_db()
            if touched and verify(till).sound:
                missed.append(statements)
            transaction.savepoint_rollback(kept)
            cursor.execute(f'SET ROLE "{own}"')
        till.refresh_from_db()
        assert verify(till).sound
        transaction.set_rollback(True)
    assert missed == []
    assert kinds > TAMPERINGS * 0.9
