"""An invoice is a Factur-X that the standard's own XSD and schematron accept; a falsified one they refuse."""

import io
import re

import papers_scenes as papers
import pypdf
import pytest

from billing.sponsoring.models import Agreement, Invoice
from billing.sponsoring.papers.invoices import invoice_pdf, invoice_xml
from kit.antennes import NATIONAL, at

SERVICE = Agreement.Kind.SERVICE


@pytest.fixture
def issued(world):
    with at(NATIONAL):
        yield papers.invoice(world, papers.agreement(papers.sponsor(), kind=SERVICE))


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in read(content).pages)
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def test_an_invoice_passes_the_shape_and_the_rules(issued):
    verdict = papers.judge(invoice_xml(issued))
    assert (verdict.shaped, verdict.broken) == (True, frozenset())


def test_two_rates_are_broken_down_to_the_cent(world):
    lines = [
        papers.line(net=333_33), papers.line("Livret d’exercices", net=10_01, percent="5.5"),
        papers.line("Atelier de découverte", net=7_77),
    ]  # fmt: skip
    with at(NATIONAL):
        issued = papers.invoice(world, papers.agreement(papers.sponsor(), kind=SERVICE), lines=lines)
        xml = invoice_xml(issued).decode()
    assert papers.judge(xml.encode()).broken == frozenset()
    # 341,10 at 20 % and 10,01 at 5,5 %.
    for amount in ("68.22", "0.55", "351.11", "68.77", "419.88"):
        assert f">{amount}<" in xml


def test_the_mentions_of_the_law_have_their_codes(issued):
    xml = invoice_xml(issued).decode()
    for code, word in (("PMD", "L441-10"), ("PMT", "40 €"), ("AAB", "escompte")):
        note = next(part for part in xml.split("<ram:IncludedNote>") if f">{code}<" in part)
        assert word in note
    for said in (
        "123456782",
        "732829320",
        "FR11123456782",
        "2022-001",
        "FR7630006000011234567890189",
        "20220407",
    ):
        assert said in xml


def test_a_credit_note_names_what_it_takes_back(world, issued):
    note = papers.invoice(
        world, issued.agreement, kind=Invoice.Kind.CREDIT_NOTE, credits=issued, reason="Un atelier n’a pas eu lieu.",
        lines=[papers.line(net=-100_000)],
    )  # fmt: skip
    xml = invoice_xml(note).decode()
    assert papers.judge(xml.encode()).broken == frozenset()
    assert ">381<" in xml
    assert ">1200.00<" in xml
    assert not re.search(r">-\d", xml)
    assert issued.number in xml
    text = words(invoice_pdf(note))
    assert "Un atelier n’a pas eu lieu." in text
    assert issued.number in text


def test_what_is_out_of_the_scope_of_vat_says_why(world):
    with at(NATIONAL):
        issued = papers.invoice(
            world, papers.agreement(papers.sponsor(), kind=SERVICE), lines=[papers.line(percent="")]
        )
        xml = invoice_xml(issued)
    assert papers.judge(xml).broken == frozenset()
    assert "Hors du champ de la TVA" in xml.decode()


@pytest.mark.parametrize(
    ("true", "false", "rules"),
    [
        ("<ram:GrandTotalAmount>15000.00<", "<ram:GrandTotalAmount>15000.01<", {"BR-CO-15"}),
        ("<ram:DuePayableAmount>15000.00<", "<ram:DuePayableAmount>1500.00<", {"BR-CO-16"}),
        ("<ram:CalculatedAmount>2500.00<", "<ram:CalculatedAmount>2499.99<", {"BR-CO-14"}),
        ("<ram:CalculatedAmount>2500.00<", "<ram:CalculatedAmount>250.00<", {"BR-CO-14", "BR-S-09"}),
        ("<ram:BasisAmount>12500.00<", "<ram:BasisAmount>12400.00<", {"BR-S-08"}),
        ("<ram:LineTotalAmount>12500.00</ram:LineTotalAmount>\n        </ram:SpecifiedTradeSettlementLine",
         "<ram:LineTotalAmount>12000.00</ram:LineTotalAmount>\n        </ram:SpecifiedTradeSettlementLine",
         {"BR-CO-10"}),
        ("<ram:ID>FA-2022-0001</ram:ID>", "<ram:ID></ram:ID>", {"BR-02"}),
        ("<ram:Name>Ateliers du Rhône</ram:Name>", "<ram:Name></ram:Name>", {"BR-07"}),
        ("<ram:InvoiceCurrencyCode>EUR<", "<ram:InvoiceCurrencyCode>USD<", {"BR-CO-15"}),
    ],
)  # fmt: skip
def test_a_falsified_invoice_is_refused(issued, true, false, rules):
    xml = invoice_xml(issued).decode()
    assert xml.count(true) == 1
    verdict = papers.judge(xml.replace(true, false).encode())
    assert rules <= verdict.broken
    assert not verdict.accepted


@pytest.mark.parametrize("field", ["IssueDateTime", "SellerTradeParty", "IncludedSupplyChainTradeLineItem"])
def test_an_invoice_without_a_field_it_must_have_is_refused(issued, field):
    xml = invoice_xml(issued).decode()
    before, _, rest = xml.partition(f"<ram:{field}>")
    assert not papers.judge((before + rest.partition(f"</ram:{field}>")[2]).encode()).accepted


def test_the_pdf_holds_the_same_xml_and_says_so(issued):
    made = read(invoice_pdf(issued))
    assert made.attachments["factur-x.xml"] == [invoice_xml(issued)]
    root = made.trailer["/Root"]
    (attached,) = root["/AF"]
    attached = attached.get_object()
    assert attached["/AFRelationship"] == "/Alternative"
    assert attached["/F"] == attached["/UF"] == "factur-x.xml"
    assert attached["/EF"]["/F"].get_object()["/Subtype"] == "/text/xml"
    told = root["/Metadata"].get_data().decode()
    for said in (
        "<pdfaid:part>3<", "<fx:DocumentFileName>factur-x.xml<", "<fx:ConformanceLevel>EN 16931<",
        "<fx:DocumentType>INVOICE<", "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    ):  # fmt: skip
        assert said in told
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert made.metadata.title.endswith("facture FA-2022-0001")


def test_every_font_of_the_pdf_is_inside(issued):
    for page in read(invoice_pdf(issued)).pages:
        for font in page["/Resources"]["/Font"].values():
            (below,) = font.get_object()["/DescendantFonts"]
            descriptor = below.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_people_read_on_paper_what_programs_read(issued):
    text = words(invoice_pdf(issued)).replace("\u202f", " ").replace("\xa0", " ")
    for said in (
        "Facture FA-2022-0001", "Ateliers du Rhône", "732 829 320", "12 500,00 €", "2 500,00 €", "15 000,00 €", "2022-001",
        "7 avril 2022", "L441-10", "40 €", "FR76 3000 6000 0112 3456 7890 189", "FR11123456782",
    ):  # fmt: skip
        assert said in text, said


def test_a_call_for_funds_is_a_paper_without_vat_or_data(world):
    with at(NATIONAL):
        call = papers.invoice(world, papers.agreement(papers.sponsor()), kind=Invoice.Kind.CALL)
        made = invoice_pdf(call)
        with pytest.raises(ValueError, match="call for funds"):
            invoice_xml(call)
    assert not read(made).attachments
    assert "Hors du champ de la TVA" in words(made)
    assert "Total HT" not in words(made)


def test_what_a_sponsor_typed_stays_a_text(world):
    hostile = '#read("/etc/passwd") <b>&amp;</b> ]]> *x*'
    with at(NATIONAL):
        issued = papers.invoice(world, papers.agreement(papers.sponsor(name=hostile), kind=SERVICE))
        xml = invoice_xml(issued)
        made = invoice_pdf(issued)
    assert papers.judge(xml).broken == frozenset()
    assert "&lt;b&gt;&amp;amp;" in xml.decode()
    assert "*x*" in words(made)
