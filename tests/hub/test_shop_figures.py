"""What the shops sold, at the national office: from the cells, month beside month, without an antenne read."""

from datetime import date

import pytest
import shop
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.counter.operations.sales import reverse
from hub.rollup.refresh import refresh
from hub.rollup.shop import CODES, month_of_shops
from kit.antennes import NATIONAL, at, inside
from kit.documents.spreadsheets import read_table
from tenants.network.models import Antenne

MARCH = date(2022, 3, 1)
PAGE, FILE = "/chiffres/ventes/", "/chiffres/ventes.xlsx"


def spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def some_sales(world, antenne, card, *, quantity):
    """Sold on the day of the world, by and to somebody of that antenne."""
    with inside(antenne):
        shop.cards(world, card, quantity, prefix=f"{antenne.code}{world.today:%m}-")
        session = shop.open_till(world, code=f"c{world.today:%m}")
        return shop.buy(world, session, shop.amina(world), card, quantity=quantity), session


@pytest.fixture
def network(world):
    """February: Grenoble two cards. March: Grenoble three, Lyon one, and one that was reversed."""
    card = shop.product(world, cents=500, reference=1200)
    march = world.today
    world.today = date(2022, 2, 8)
    some_sales(world, world.grenoble, card, quantity=2)
    world.today = march
    some_sales(world, world.grenoble, card, quantity=3)
    some_sales(world, world.lyon, card, quantity=1)
    with inside(world.lyon):
        shop.cards(world, card, 1, prefix="encore")
        session = shop.open_till(world, code="c9")
        sale = shop.buy(world, session, shop.amina(world, first_name="Bilal"), card)
        reverse(sale, session=session, reason="Erreur", by=world.marc, now=world.now, today=world.today)
    for antenne in (world.grenoble, world.lyon):
        refresh(antenne, now=world.now)
    return world


def test_a_month_beside_the_one_before_by_antenne(network):
    with at(NATIONAL):
        told = month_of_shops(MARCH)
    names = [str(line.antenne) for line in told.lines]
    assert names == ["Grenoble", "Lyon"]
    grenoble, lyon = told.lines
    assert [one.now for one in grenoble.told] == [3, 1500, 3600, 2100, 0]
    assert [one.before for one in grenoble.told] == [2, 1000, 2400, 1400, 0]
    assert [(lyon[code].now, lyon[code].before) for code in CODES[:2]] == [(1, 0), (500, 0)]
    assert [one.now for one in told.total.told] == [4, 2000, 4800, 2800, 0]


def test_an_antenne_that_sold_only_the_month_before_is_there(network):
    with at(NATIONAL):
        told = month_of_shops(date(2022, 4, 1))
    assert [[one.now for one in line.told] for line in told.lines] == [[0] * 5, [0] * 5]
    assert told.total["connection_paid"].before == 2000


def test_the_page_says_it_in_euros_with_the_month_in_the_address(network, site):
    page = spaces(site("reseau", network.nadia).get(f"{PAGE}?mois=2022-03").text)
    for words in (
        "Mars 2022",
        "mars 2022",
        "20 €",
        "février 2022 : 10 €",
        "28 €",
        "Grenoble",
        "Lyon",
        "15 €",
    ):
        assert words in page
    february = spaces(site("reseau", network.nadia).get(f"{PAGE}?mois=2022-02").text)
    assert "Lyon" not in february.split("<main")[1]


@pytest.mark.parametrize("asked", ["?mois=2022-13", "?mois=jamais", "?mois=1999-01", ""])
def test_a_month_that_nobody_knows_is_this_one_and_teaches(network, site, asked):
    answer = site("reseau", network.nadia).get(PAGE + asked)
    assert answer.status_code == 200
    assert "Aucune vente ce mois-ci" in answer.text


def test_the_charts_are_in_the_unit_of_their_measure(network, site):
    charts = dict(site("reseau", network.nadia).get(f"{PAGE}?mois=2022-03").context["charts"])
    paid = charts["Connexion, au prix solidaire"].table
    assert [[spaces(cell) for cell in row] for row in paid.rows] == [
        ["Grenoble", "15 €", "10 €"], ["Lyon", "5 €", "0 €"],
    ]  # fmt: skip
    assert charts["Cartes et forfaits vendus"].table.rows[0] == ["Grenoble", "3", "2"]


def test_the_workbook_has_the_same_numbers(network, site):
    answer = site("reseau", network.nadia).get(f"{FILE}?mois=2022-03")
    rows = [row for _, row in read_table(answer.content).records()]
    assert [row["Antenne"] for row in rows] == ["Grenoble", "Lyon"]
    assert rows[0]["Connexion, au prix solidaire, mars 2022"] == "15"
    assert rows[0]["Cartes et forfaits vendus, février 2022"] == "2"


def test_no_antenne_is_read_and_the_cost_does_not_grow(network, site):
    nadia = site("reseau", network.nadia)

    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert nadia.get(f"{PAGE}?mois=2022-03").status_code == 200
        return [query["sql"] for query in queries]

    few = statements()
    assert not any("counter_" in statement for statement in few)
    with at(NATIONAL):
        Antenne.objects.bulk_create(
            Antenne(code=f"essai-{n}", schema_name=f"essai_{n}", name=f"Essai {n}", departement="75")
            for n in range(30)
        )
    assert len(statements()) == len(few)


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_who_may_read_it(world, site, path):
    for person in (world.nadia, world.fanny, world.alex):
        assert site("reseau", person).get(path).status_code == 200
    assert site("reseau", world.lea).get(path).status_code in {302, 403}
    assert site("reseau").get(path).status_code == 302
    assert site("grenoble", world.maud).get(path).status_code == 404


def test_the_figures_of_the_network_lead_to_it(world, site):
    assert f'href="{PAGE}"' in site("reseau", world.nadia).get("/chiffres/").text
