"""The room of money at the national office: who may look, who may write, and what a click does."""

from datetime import timedelta

import money
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from stripe_fake.fixtures import fake  # noqa: F401
from world import PASSWORD

from billing.sponsoring.models import BankLine, Invoice, Payment, StripeEvent
from kit.antennes import NATIONAL, at

PAGES = ["", "pieces/", "recus/", "releves/", "messages/", "rapprochement/"]
READ = "<Document xmlns='x'><BkToCstmrStmt><Stmt><Ntry><Amt Ccy='EUR'>{}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-03-01</Dt></BookgDt><AcctSvcrRef>{}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"


@pytest.fixture
def world(world):
    return money.today(world)


@pytest.fixture
def fanny(world, site):
    return site("reseau", world.fanny)


def just_now(site):
    """The person has given their password a moment ago."""
    assert site.post("/compte/confirmer/", {"password": PASSWORD}).status_code == 302
    return site


@pytest.fixture
def made(world):
    return money.invoice(world)


def words(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_every_page_opens_empty_and_full_with_the_rail_on_or_off(world, fanny, fake, settings):  # noqa: F811
    for page in PAGES:
        assert fanny.get(f"/paiements/{page}").status_code == 200
    one = money.invoice(world)
    money.pay(world, 130_000, invoice=one)
    money.credit(world, one, 10)
    fanny.post(
        f"/paiements/pieces/{money.invoice(world, one.agreement).number}/en-ligne/", {"methods": ["card"]}
    )
    assert fanny.post("/paiements/rapprochement/refaire/").status_code == 302
    assert fanny.post("/paiements/messages/rejouer/").status_code == 302
    pieces = [f"pieces/{piece}/" for piece in _numbers()]
    assert len(pieces) == 3
    for key in (settings.STRIPE_SECRET_KEY, ""):
        settings.STRIPE_SECRET_KEY = key
        for page in [*PAGES, *pieces]:
            assert fanny.get(f"/paiements/{page}").status_code == 200, page
    assert "pas branché" in words(fanny.get("/paiements/"))
    refused = fanny.post(f"/paiements/{pieces[0]}en-ligne/", {"methods": ["card"]})
    assert (refused.status_code, "STRIPE_SECRET_KEY" in words(refused)) == (409, True)


def _numbers():
    with at(NATIONAL):
        return list(Invoice.objects.values_list("number", flat=True))


def test_what_is_late_comes_first_with_what_is_left(world, fanny, made):
    money.pay(world, 20_000, invoice=made)
    page = words(fanny.get("/paiements/"))
    assert made.number in page
    assert "1 000 €" in page


def test_an_invoice_is_issued_in_euros_from_its_agreement(world, fanny):
    money.agreement(world)
    page = fanny.get("/paiements/demander/2026-001/")
    assert "Reste à demander : 15 000 € hors taxes." in words(page)
    answers = {"amount": "1 000,50", "due_on": f"{world.today}", "label": ""}
    answer = fanny.post("/paiements/demander/2026-001/", answers)
    assert answer.status_code == 302, words(answer)
    assert "1 200,60 €" in words(fanny.get(answer["Location"]))
    refused = fanny.post("/paiements/demander/2026-001/", answers | {"amount": "14 000"})
    assert (refused.status_code, 'value="14 000"' in refused.content.decode()) == (409, True)


def test_a_payment_is_noted_credited_and_given_back(world, fanny, made):
    noted = {
        "invoice": made.number, "rail": "cheque", "amount": "1300", "reference": "CHQ-9",
        "received_on": f"{world.today}",
    }  # fmt: skip
    assert (
        f'value="{made.number}" selected'
        in fanny.get(f"/paiements/noter/?piece={made.number}").content.decode()
    )
    assert fanny.post("/paiements/noter/", noted)["Location"] == f"/paiements/pieces/{made.number}/"
    page = words(fanny.get(f"/paiements/pieces/{made.number}/"))
    assert "100 € de trop perçu" in page
    with at(NATIONAL):
        paid = Payment.objects.get()
    back, path = (
        {"amount": "100", "reference": "VIR-R", "given_on": f"{world.today}"},
        f"/paiements/recus/{paid.pk}/rembourser/",
    )
    assert fanny.post(path, back)["Location"] == path
    assert fanny.get(path)["Location"].startswith("/compte/confirmer/")
    assert len(money.ledger()) == 1
    assert just_now(fanny).post(path, back)["Location"] == f"/paiements/pieces/{made.number}/"
    assert (
        fanny.post(
            f"/paiements/pieces/{made.number}/avoir/", {"amount": "200", "reason": "Geste"}
        ).status_code
        == 302
    )
    assert "200 € de trop perçu" in words(fanny.get(f"/paiements/pieces/{made.number}/"))


@pytest.mark.parametrize("change", [{"invoice": ""}, {"amount": "x"}, {"rail": "stripe"}, {"reference": ""}])
def test_a_wrong_note_changes_nothing(world, fanny, made, change):
    noted = {
        "invoice": made.number, "rail": "transfer", "amount": "1", "reference": "R", "received_on": f"{world.today}",
    }  # fmt: skip
    assert fanny.post("/paiements/noter/", noted | change).status_code == 200
    with at(NATIONAL):
        assert not Payment.objects.exists()


def test_a_statement_is_read_and_matched_in_one_click(world, fanny, made):
    file = SimpleUploadedFile("releve.xml", READ.format("1200.00", "BK-1", made.number).encode())
    assert fanny.post("/paiements/releves/lire/", {"file": file})["Location"] == "/paiements/releves/"
    page = words(fanny.get("/paiements/releves/"))
    assert f"Le libellé dit {made.number}." in page
    with at(NATIONAL):
        line = BankLine.objects.get()
    assert fanny.get(f"/paiements/releves/{line.pk}/rapprocher/").status_code == 200
    path = f"/paiements/releves/{line.pk}/accepter/"
    assert fanny.post(path, {"invoice": "FA-2026-9999"}).status_code == 404
    assert fanny.post(path, {"invoice": made.number}).status_code == 302
    assert fanny.post(path, {"invoice": made.number}).status_code == 409
    assert len(money.ledger()) == 1
    assert made.number in words(fanny.get("/paiements/releves/?lignes=rapprochees"))


def test_a_line_is_matched_by_hand_or_set_aside(world, fanny, made):
    for number in (1, 2):
        file = SimpleUploadedFile("r.xml", READ.format(f"{number}.00", f"BK-{number}", "Don").encode())
        fanny.post("/paiements/releves/lire/", {"file": file})
    with at(NATIONAL):
        first, second = BankLine.objects.order_by("reference")
    path = "/paiements/releves/{}/{}/"
    assert fanny.post(path.format(first.pk, "rapprocher"), {}).status_code == 200
    assert fanny.post(path.format(first.pk, "rapprocher"), {"agreement": "2026-001"}).status_code == 302
    assert fanny.post(path.format(second.pk, "mettre-de-cote"), {"reason": "Loyer"}).status_code == 302
    assert "Loyer" in words(fanny.get("/paiements/releves/?lignes=de-cote"))
    assert fanny.post(path.format(second.pk, "reprendre")).status_code == 302


def test_a_hostile_statement_is_refused_on_the_page(fanny):
    hostile = b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + READ.encode()
    answer = fanny.post("/paiements/releves/lire/", {"file": SimpleUploadedFile("r.xml", hostile)})
    assert (answer.status_code, "DTD" in words(answer)) == (409, True)


def test_a_payment_online_is_seen_and_given_back_once(world, fanny, made, fake):  # noqa: F811
    fanny.post(f"/paiements/pieces/{made.number}/en-ligne/", {"methods": ["card", "customer_balance"]})
    page = words(fanny.get(f"/paiements/pieces/{made.number}/"))
    assert "Ouvrir la page de paiement" in page
    assert "IBAN à part" in page
    fake.pay_invoice(next(fake.store.all("invoice"))["id"])
    fanny.post("/paiements/messages/rejouer/")
    with at(NATIONAL):
        paid = Payment.objects.get()
        assert StripeEvent.objects.exists()
    path = f"/paiements/recus/{paid.pk}/rembourser/"
    assert just_now(fanny).get(path).status_code == 200
    for _ in range(2):
        assert fanny.post(path, {"amount": "10", "token": "t"}).status_code == 302
    assert sorted(row[2] for row in money.ledger()) == [-1_000, 120_000]
    fanny.post("/paiements/rapprochement/refaire/")
    assert "Aucun écart" in words(fanny.get("/paiements/rapprochement/"))


def test_differences_are_told_with_their_words(world, fanny, made, fake):  # noqa: F811
    fanny.post(f"/paiements/pieces/{made.number}/en-ligne/", {"methods": ["card"]})
    fake.pay_invoice(next(fake.store.all("invoice"))["id"])
    fanny.post("/paiements/rapprochement/refaire/")
    assert "pas au registre" in words(fanny.get("/paiements/rapprochement/"))


def test_partnerships_look_and_write_nothing_and_others_do_not_look(world, site, made):
    paul = site("reseau", world.person("partnerships@reseau.example"))
    nadia = site("reseau", world.nadia)
    for page in [*PAGES, f"pieces/{made.number}/"]:
        assert paul.get(f"/paiements/{page}").status_code == 200
        assert nadia.get(f"/paiements/{page}").status_code == 403
    for path in (
        "noter/",
        f"pieces/{made.number}/avoir/",
        "releves/lire/",
        "demander/2026-001/",
        "rapprochement/refaire/",
    ):
        assert paul.post(f"/paiements/{path}", {}).status_code == 403, path
    assert site("grenoble", world.lea).get("/paiements/").status_code == 404


def test_what_does_not_exist_is_not_found(fanny):
    just_now(fanny)
    for path in (
        "pieces/FA-2026-9999/",
        "demander/2026-999/",
        "recus/0198c000-0000-7000-8000-000000000001/rembourser/",
    ):
        assert fanny.get(f"/paiements/{path}").status_code == 404


def test_the_home_of_finances_says_what_is_late_and_what_is_to_match(world, fanny, site):
    late = money.invoice(world, cents=100_000)
    assert "en retard de paiement" not in words(fanny.get("/"))
    upload = SimpleUploadedFile("releve.xml", READ.format("12.00", "BK-77", "inconnu").encode())
    fanny.post("/paiements/releves/lire/", {"file": upload})
    assert "attend d’être rapprochée" in words(fanny.get("/"))
    world.now += timedelta(days=40)
    with time_machine.travel(world.now, tick=False):
        assert f"La pièce {late.number} est en retard de paiement." in words(
            site("reseau", world.fanny).get("/")
        )
    nadia = site("reseau", world.nadia)
    assert "rapprochée" not in words(nadia.get("/"))
