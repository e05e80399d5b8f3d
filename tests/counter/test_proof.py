"""A ticket for an inspector: its exact text, its hash, and whether it still holds."""

import hashlib
import html
import os
import re
import subprocess
from urllib.parse import urlencode

import psycopg
import pytest
import shop

from billing.counter.models import Sale
from billing.counter.operations.sales import reverse
from billing.counter.proof import proof_of
from kit.antennes import inside
from kit.journal.models import Entry

CONTROL = "/caisse/controle/"


def some_tickets(world):
    """Ticket 1, ticket 2 that reverses it, ticket 3, and a training ticket."""
    plan = shop.product(world, "forfait-d'été", kind="plan_month", cents=800)
    world.amina, session = shop.amina(world), shop.open_till(world)
    first = shop.buy(world, session, world.amina, plan, cents=800)
    reverse(first, session=session, reason="Erreur", by=world.maud, now=world.now, today=world.today)
    shop.buy(world, session, world.amina, plan, cents=800)
    training = shop.open_till(world, code="c2", training=True)
    shop.buy(world, training, world.amina, plan, cents=800)
    return world


@pytest.fixture
def desk(grenoble):
    return some_tickets(grenoble)


def page_of(desk, site, sale):
    return html.unescape(site("grenoble", desk.maud).get(f"{CONTROL}tickets/{sale.pk}/").text)


def test_what_is_downloaded_has_the_hash_that_is_kept(desk, site):
    maud = site("grenoble", desk.maud)
    for sale in Sale.objects.all():
        answer = maud.post(f"{CONTROL}tickets/{sale.pk}.txt")
        assert hashlib.sha256(answer.content).hexdigest() == sale.hash
        assert f"Ticket-{sale.till.code}-{sale}.txt" in answer["Content-Disposition"]
        assert "Diallo" not in answer.content.decode()


def test_the_page_says_all_that_it_takes_and_no_name(desk, site):
    sale = Sale.objects.get(number=2, training=False)
    page = page_of(desk, site, sale)
    for said in (sale.hash, sale.previous_hash, sale.signature, proof_of(sale).text, "n’a pas changé"):
        assert said in page
    assert "Diallo" not in page
    assert "Accueil" not in page.split("<main")[1]


@pytest.mark.parametrize("number", [1, 2])
def test_the_line_to_paste_prints_the_hash(desk, site, number):
    sale = Sale.objects.get(number=number, till__code="c1")
    line = re.search(r"printf .*\| sha256sum", page_of(desk, site, sale))[0]
    said = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == sale.hash


@pytest.mark.parametrize(
    ("code", "number", "found"), [("c1", "2", "2"), ("c1", " 3 ", "3"), ("c2", "e1", "E1")]
)
def test_a_ticket_is_found_by_what_its_receipt_says(desk, site, code, number, found):
    asked = urlencode({"till": code, "number": number})
    answer = site("grenoble", desk.maud).get(f"{CONTROL}ticket/?{asked}")
    sale = Sale.objects.get(till__code=code, number=int(found.strip("E")))
    assert (answer.status_code, answer["Location"]) == (302, f"{CONTROL}tickets/{sale.pk}/")


@pytest.mark.parametrize("number", ["4", "E1", "deux", "0", "9" * 20, ""])
def test_a_number_that_nobody_sold_is_said_beside_the_field(desk, site, number):
    asked = urlencode({"till": "c1", "number": number})
    answer = site("grenoble", desk.maud).get(f"{CONTROL}ticket/?{asked}")
    assert answer.status_code == 200
    assert "number" in answer.context["form"].errors
    assert "Clôtures" in answer.text


def test_a_till_that_is_not_there_is_said_beside_the_field(desk, site):
    answer = site("grenoble", desk.maud).get(f"{CONTROL}ticket/?till=c8&number=1")
    assert answer.context["form"].errors["till"] == ["Choisissez une caisse de la liste."]


# What a superuser writes into ticket 2, and which tickets are said to be wrong.
EDITS = [
    ("UPDATE grenoble.counter_sale SET reason = 'Autre' WHERE number = 2", {2: "son contenu a changé"}),
    (
        "UPDATE grenoble.counter_saleline SET label = 'x' WHERE sale_id ="
        " (SELECT id FROM grenoble.counter_sale WHERE number = 2)",
        {2: "son contenu a changé"},
    ),
    (
        "UPDATE grenoble.counter_sale SET hash = repeat('c', 64) WHERE number = 2",
        {2: "son contenu a changé", 3: "il ne suit pas le ticket d’avant"},
    ),
    ("UPDATE grenoble.counter_sale SET signature = repeat('d', 64) WHERE number = 2", {2: "pas signé"}),
    ("DELETE FROM grenoble.journal_entry WHERE verb = 'counter.reversed'", {2: "le journal et la caisse"}),
    (
        "UPDATE grenoble.counter_sale SET previous_hash = repeat('e', 64) WHERE number = 3",
        {2: "le ticket d’après", 3: "il ne suit pas"},
    ),
    (
        "UPDATE grenoble.counter_sale SET beneficiary_id = sold_by_id WHERE number = 2",
        {2: "la personne n’est plus"},
    ),
]


@pytest.mark.parametrize(("edit", "wrong"), EDITS)
def test_what_a_superuser_changed_is_said(committed, site, edit, wrong):
    with inside(committed.grenoble):
        desk = some_tickets(committed)
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as root:
            root.execute("ALTER TABLE grenoble.counter_sale DISABLE TRIGGER ALL")
            root.execute(edit)
            root.execute("ALTER TABLE grenoble.counter_sale ENABLE TRIGGER ALL")
        for sale in Sale.objects.filter(training=False):
            page = page_of(desk, site, sale)
            assert (wrong.get(sale.number, "n’a pas changé")) in page
            assert ("n’a pas changé" in page) == (sale.number not in wrong)


def test_the_text_that_was_changed_shows_its_new_hash(committed, site):
    with inside(committed.grenoble):
        desk = some_tickets(committed)
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as root:
            root.execute("UPDATE grenoble.counter_sale SET reason = 'Autre' WHERE number = 2")
        sale = Sale.objects.get(number=2)
        changed = site("grenoble", desk.maud).post(f"{CONTROL}tickets/{sale.pk}.txt").content
        page = page_of(desk, site, sale)
        assert "Empreinte refaite maintenant" in page
        assert hashlib.sha256(changed).hexdigest() in page
        assert sale.hash in page


def test_a_receipt_leads_to_it_for_who_may_read_it(desk, site):
    sale = Sale.objects.first()
    for person, seen in ((desk.maud, True), (desk.denis, False)):
        receipt = site("grenoble", person).get(f"/caisse/tickets/{sale.pk}/").text
        assert (f"{CONTROL}tickets/{sale.pk}/" in receipt) is seen


def test_reading_a_ticket_changes_nothing(desk, site):
    before = Entry.objects.count()
    page_of(desk, site, Sale.objects.first())
    assert Entry.objects.count() == before


def test_it_is_the_manager_s_of_that_antenne(desk, site):
    sale = Sale.objects.first()
    asked = urlencode({"till": sale.till.code, "number": sale.number})
    for person in (desk.lea, desk.denis):
        assert site("grenoble", person).get(f"{CONTROL}tickets/{sale.pk}/").status_code == 403
        assert site("grenoble", person).post(f"{CONTROL}tickets/{sale.pk}.txt").status_code == 403
        assert site("grenoble", person).get(f"{CONTROL}ticket/?{asked}").status_code == 403
    marc = site("lyon", desk.marc)
    assert marc.get(f"{CONTROL}tickets/{sale.pk}/").status_code == 404
    assert marc.post(f"{CONTROL}tickets/{sale.pk}.txt").status_code == 404
    assert marc.get(f"{CONTROL}ticket/?{asked}").status_code == 200
