"""What the month's tickets come to: for people, for the accounts, for the manager who looks."""

import csv
import io
from datetime import date

import pytest
import shop

from billing.counter.models import TillSession
from billing.counter.operations.sales import Paid, Wanted, reverse, sell
from billing.counter.operations.sessions import close_session, count_cash
from billing.counter.queries import day_sheet
from billing.counter.reports.accounts import entries_of
from billing.counter.reports.anomalies import anomalies_of
from billing.counter.reports.months import month_of

MARCH = date(2022, 3, 1)


@pytest.fixture
def desk(grenoble):
    grenoble.card = shop.product(grenoble, cents=500, reference=1000)
    shop.cards(grenoble, grenoble.card, 20)
    grenoble.amina = shop.amina(grenoble)
    grenoble.session = shop.open_till(grenoble)
    return grenoble


def split(desk):
    """Two cards, a part in cash and a part by card."""
    return sell(
        desk.session, person=desk.amina, wanted=[Wanted(desk.card, 2)],
        payments=[Paid("cash", 300), Paid("card", 700, None, "CB 17")],
        by=desk.denis, now=desk.now, today=desk.today,
    )  # fmt: skip


def test_a_month_by_product_and_by_means(desk):
    split(desk)
    undone = shop.buy(desk, desk.session, desk.amina, desk.card)
    reverse(undone, session=desk.session, reason="Erreur", by=desk.maud, now=desk.now, today=desk.today)
    training = shop.open_till(desk, code="c2", training=True)
    shop.buy(desk, training, desk.amina, desk.card)
    told = month_of(MARCH)
    (line,) = told.products
    assert (line.quantity, line.paid_cents, line.reference_cents, line.saving_cents) == (2, 1000, 2000, 1000)
    assert told.payments == [("Espèces", 300), ("Carte bancaire", 700)]
    assert told.days == [(desk.today, 1000)]
    assert (told.tickets, told.people) == (2, 1)
    (rate,) = told.vat
    assert (rate.gross_cents, rate.net_cents + rate.vat_cents) == (1000, 1000)


def test_a_session_adds_up_with_its_reversals(desk):
    split(desk)
    undone = shop.buy(desk, desk.session, desk.amina, desk.card)
    reverse(undone, session=desk.session, reason="Erreur", by=desk.maud, now=desk.now, today=desk.today)
    told = day_sheet(desk.session)
    assert (told.total_cents, told.sold) == (1000, 2)
    assert told.payments == [("Espèces", 300), ("Carte bancaire", 700)]


def test_a_session_that_sold_nothing_comes_to_zero(desk):
    told = day_sheet(TillSession.objects.get())
    assert (told.total_cents, told.sold, told.payments) == (0, 0, [])


def test_the_days_of_a_month_are_drawn_in_euros(desk, site):
    split(desk)
    chart = site("grenoble", desk.maud).get("/caisse/rapports/?mois=2022-03").context["chart"]
    assert chart.table.rows == [["8\u00a0mars", "10\u00a0€"]]
    assert chart.ticks[-1].text == "10\u00a0€"


def test_a_day_of_reversals_alone_is_drawn_without_a_bar(desk, site):
    sold = shop.buy(desk, desk.session, desk.amina, desk.card)
    counted = count_cash(desk.session, counted_cents=5500, by=desk.denis, now=desk.now)
    close_session(counted, by=desk.denis, now=desk.now)
    desk.today = desk.today.replace(day=9)
    session = shop.open_till(desk, code="c2")
    reverse(sold, session=session, reason="Erreur", by=desk.maud, now=desk.now, today=desk.today)
    chart = site("grenoble", desk.maud).get("/caisse/rapports/?mois=2022-03").context["chart"]
    assert [row[1] for row in chart.table.rows] == ["5\u00a0€", "—"]


def test_the_entries_are_in_balance_and_the_same_again(desk):
    split(desk)
    shop.buy(desk, desk.session, desk.amina, desk.card)
    entries = entries_of(MARCH)
    assert sum(entry.debit_cents for entry in entries) == sum(entry.credit_cents for entry in entries) == 1500
    assert {entry.account: entry.debit_cents - entry.credit_cents for entry in entries} == {
        "530000": 800, "511500": 700, "707000": -1251, "445710": -249,
    }  # fmt: skip
    assert {entry.piece for entry in entries} == {"c1-1-2"}
    assert entries_of(MARCH) == entries


def test_the_file_of_entries_is_read_back_and_stable(desk, site):
    split(desk)
    page = site("grenoble", desk.maud)
    first = page.get("/caisse/rapports/ecritures.csv?mois=2022-03").content
    again = page.get("/caisse/rapports/ecritures.csv?mois=2022-03").content
    assert first == again
    rows = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig")), delimiter=";"))
    assert {row["Compte"] for row in rows} == {"530000", "511500", "707000", "445710"}


def test_what_is_not_usual_is_shown_to_the_manager(desk, site):
    shop.ceiling(desk, cents=1000)
    split(desk)
    bilal = shop.amina(desk, first_name="Bilal")
    second = shop.open_till(desk, code="c2")
    shop.buy(desk, desk.session, bilal, desk.card)
    undone = shop.buy(desk, second, bilal, desk.card)
    reverse(undone, session=second, reason="Erreur", by=desk.maud, now=desk.now, today=desk.today)
    counted = count_cash(second, counted_cents=4900, by=desk.denis, now=desk.now)
    close_session(counted, reason="Rendu trop", by=desk.denis, now=desk.now)
    found = anomalies_of(MARCH)
    assert found.reversed_by_seller == [(desk.denis.pk, 1, 3)]
    assert found.at_the_ceiling == [(desk.amina.pk, "Connexion", 1000)]
    assert found.two_tills == [(bilal.pk, desk.today)]
    assert [session.difference_cents for session in found.differences] == [-100]
    page = site("grenoble", desk.maud).get("/caisse/rapports/a-regarder/?mois=2022-03")
    for words in ("Amina Diallo", "Bilal Diallo", "Rendu trop", "Denis Accueil"):
        assert words in page.text


def test_an_ordinary_month_says_so(desk):
    shop.buy(desk, desk.session, desk.amina, desk.card)
    assert anomalies_of(MARCH).none


def test_reports_are_the_managers(desk, site):
    for path in ("", "a-regarder/", "ecritures.csv", "produits.xlsx"):
        assert site("grenoble", desk.maud).get(f"/caisse/rapports/{path}").status_code == 200
        assert site("grenoble", desk.denis).get(f"/caisse/rapports/{path}").status_code == 403
        assert site("lyon", desk.maud).get(f"/caisse/rapports/{path}").status_code in {302, 403}


def test_without_a_shop_there_is_no_report(desk, site):
    desk.grenoble.has_shop = False
    from kit.antennes import NATIONAL, at

    with at(NATIONAL):
        desk.grenoble.save(update_fields=["has_shop"])
    assert site("grenoble", desk.maud).get("/caisse/rapports/").status_code == 404
