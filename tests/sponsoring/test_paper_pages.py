"""Tax receipts at the national office, and what a sponsor downloads of its own."""

import io
import uuid

import papers_scenes as papers
import pypdf
import pytest
from world import SPONSOR_ID

from billing.sponsoring.models import Agreement, Invoice, TaxReceipt
from billing.sponsoring.operations import receipts
from kit.antennes import NATIONAL, at

RECEIPTS = "/documents/recus/"


@pytest.fixture(autouse=True)
def _issuer(settings):
    settings.MAILLON_ISSUER = papers.issuer()
    settings.MAILLON_GIFTS = papers.GIFTS


@pytest.fixture
def paul(world):
    return world.person("partnerships@reseau.example")


@pytest.fixture
def paid(world):
    with at(NATIONAL):
        return papers.payment(world, papers.agreement(papers.sponsor(id=SPONSOR_ID, name="Fondation Essai")))


def issue(world, of):
    with at(NATIONAL):
        return receipts.issue_receipt(of, by=world.fanny, now=world.now, today=world.today)


def text(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_a_receipt_is_issued_from_its_page_and_downloaded(world, paid, site):
    fanny = site("reseau", world.fanny)
    assert "15 000 €" in text(fanny.get(RECEIPTS))
    page = f"{RECEIPTS}emettre/{paid.pk}/"
    shown = text(fanny.get(page))
    assert "Fondation Essai" in shown
    assert "2041-MEC-SD" in shown
    assert fanny.post(page)["Location"] == f"{RECEIPTS}emis/"
    with at(NATIONAL):
        receipt = TaxReceipt.objects.get()
    assert receipt.number in text(fanny.get(f"{RECEIPTS}emis/"))
    assert "Aucun don n’attend son reçu" in text(fanny.get(RECEIPTS))
    made = fanny.get(f"{RECEIPTS}{receipt.pk}.pdf")
    assert made["Content-Type"] == "application/pdf"
    assert receipt.number in made["Content-Disposition"]
    assert receipt.number in pypdf.PdfReader(io.BytesIO(made.content)).pages[0].extract_text()


def test_a_second_click_is_refused_with_a_sentence(world, paid, site):
    fanny = site("reseau", world.fanny)
    page = f"{RECEIPTS}emettre/{paid.pk}/"
    fanny.post(page)
    again = fanny.post(page)
    assert again.status_code == 409
    assert "existe déjà" in text(again)
    assert "existe déjà" in text(fanny.get(page))
    with at(NATIONAL):
        assert TaxReceipt.objects.count() == 1


def test_what_gives_no_receipt_is_listed_with_the_reason(world, site):
    with at(NATIONAL):
        papers.payment(world, papers.agreement(papers.sponsor(address=""), in_return=400_000))
    page = text(site("reseau", world.fanny).get(RECEIPTS))
    assert "Sans reçu possible" in page
    assert "dépassent 25 % du don" in page


def test_who_issued_does_not_cancel_and_another_does(world, paid, paul, site):
    receipt = issue(world, paid)
    page = f"{RECEIPTS}{receipt.pk}/annuler/"
    fanny, other = site("reseau", world.fanny), site("reseau", paul)
    assert "Une autre personne l’annule" in text(fanny.get(page))
    refused = fanny.post(page, {"reason": "Erreur"})
    assert refused.status_code == 409
    assert other.post(page, {"reason": ""}).status_code == 200
    assert other.post(page, {"reason": "Mauvais donateur"})["Location"] == f"{RECEIPTS}annules/"
    listed = text(other.get(f"{RECEIPTS}annules/"))
    assert "Mauvais donateur" in listed
    assert "RA-" in listed
    assert "15 000 €" in text(other.get(RECEIPTS))


def test_a_refund_asks_to_cancel_the_receipt(world, paid, site):
    issue(world, paid)
    with at(NATIONAL):
        papers.payment(world, paid.agreement, amount=500_000, back_of=paid)
    page = text(site("reseau", world.fanny).get(RECEIPTS))
    assert "À annuler" in page
    assert "10 000 € gardés" in page


def test_the_declaration_of_a_year_and_its_file(world, paid, site):
    receipt = issue(world, paid)
    fanny = site("reseau", world.fanny)
    page = text(fanny.get(f"{RECEIPTS}declaration/?annee=2022"))
    assert "222 bis" in page
    assert "15 000 €" in page
    assert "Rien à déclarer" in text(fanny.get(f"{RECEIPTS}declaration/"))
    assert fanny.get(f"{RECEIPTS}declaration/?annee=abc").status_code == 200
    file = fanny.get(f"{RECEIPTS}declaration/2022.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    for said in (receipt.number, "Fondation Essai", "732829320", "15000"):
        assert said in lines[1]
    assert fanny.get(f"{RECEIPTS}declaration/1999.csv").status_code == 404


def test_others_of_the_office_do_not_see_or_issue_receipts(world, paid, site):
    receipt = issue(world, paid)
    for path in ("", "emis/", "annules/", "declaration/", f"emettre/{paid.pk}/", f"{receipt.pk}.pdf"):
        assert site("reseau", world.nadia).get(RECEIPTS + path).status_code == 403
    assert site("reseau", world.alex).get(RECEIPTS).status_code == 200
    assert site("reseau", world.alex).post(f"{RECEIPTS}emettre/{paid.pk}/").status_code == 403


def test_the_office_downloads_an_invoice_and_its_data(world, site):
    with at(NATIONAL):
        agreement = papers.agreement(papers.sponsor(), kind=Agreement.Kind.SERVICE)
        invoice = papers.invoice(world, agreement)
        call = papers.invoice(world, agreement, kind=Invoice.Kind.CALL)
    fanny = site("reseau", world.fanny)
    made = fanny.get(f"/documents/pieces/{invoice.pk}.pdf")
    assert "factur-x.xml" in pypdf.PdfReader(io.BytesIO(made.content)).attachments
    data = fanny.get(f"/documents/pieces/{invoice.pk}.xml")
    assert papers.judge(data.content).accepted
    assert fanny.get(f"/documents/pieces/{call.pk}.pdf").status_code == 200
    assert fanny.get(f"/documents/pieces/{call.pk}.xml").status_code == 404


def test_a_sponsor_downloads_its_own_papers_and_no_other_s(world, paid, site):
    receipt = issue(world, paid)
    with at(NATIONAL):
        call = papers.invoice(world, paid.agreement, kind=Invoice.Kind.CALL)
        stranger = papers.agreement(papers.sponsor(name="Autre"), reference="2022-002")
        its_receipt = issue(world, papers.payment(world, stranger))
        its_invoice = papers.invoice(world, stranger, kind=Invoice.Kind.CALL)
    flore = site("partenaires", world.person("fondation@partenaires.example"))
    for path in (f"recus/{receipt.pk}.pdf", f"pieces/{call.pk}.pdf"):
        assert flore.get(f"/documents/{path}")["Content-Type"] == "application/pdf"
    nothing = flore.get(f"/documents/recus/{uuid.uuid4()}.pdf")
    for path in (
        f"recus/{its_receipt.pk}.pdf",
        f"pieces/{its_invoice.pk}.pdf",
        f"recus/{its_invoice.pk}.pdf",
    ):
        answer = flore.get(f"/documents/{path}")
        assert answer.status_code == 404
        assert answer.content == nothing.content
    assert site("partenaires").get(f"/documents/recus/{receipt.pk}.pdf").status_code == 302
    assert site("reseau", world.fanny).get(f"/documents/pieces/{its_invoice.pk}.pdf").status_code == 200
