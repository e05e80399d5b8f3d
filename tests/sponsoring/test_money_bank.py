"""Bank statements: read safely, each credit once, matched in one click."""

from datetime import date

import money
import pytest
import scenes

from billing.sponsoring.bank import files as bank_files
from billing.sponsoring.bank import xml as bank_xml
from billing.sponsoring.models import BankLine, Payment
from billing.sponsoring.operations import bank, payments
from billing.sponsoring.operations.ledger import AlreadyNoted
from kit.antennes import NATIONAL, PARTNER, WORKER, at
from kit.documents.spreadsheets import NotASpreadsheet
from kit.refusals import Refused
from kit.states import NotThatWay

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def entry(
    cents="1200.00", *, way="CRDT", ref="BK-1", label="FA-2022-0001", debtor="SOCIETE 2026-001", more=""
):
    return f"""<Ntry><Amt Ccy="EUR">{cents}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>2022-03-07</Dt></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef>{more}
      <NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{debtor}</Nm></Pty></Dbtr></RltdPties>
      <RmtInf><Ustrd>{label}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def camt(*entries, before=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<Document xmlns="{SPACE}"><BkToCstmrStmt><Stmt>'
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def read(world, content, name="releve.xml"):
    with at(NATIONAL):
        return bank.read_file(content, name=name, by=world.fanny, now=world.now)


def match(world, line, **what):
    with at(NATIONAL):
        return bank.match_line(line, by=world.fanny, now=world.now, today=world.today, **what)


def suggest(*lines):
    with at(NATIONAL):
        return [
            [(one.invoice and one.invoice.number, one.payment and one.payment.reference) for one in found]
            for found in bank.suggestions(lines or BankLine.objects.all()).values()
        ]


def test_a_statement_gives_its_booked_credits_in_euros(world):
    content = camt(
        entry(), entry("5.00", way="DBIT", ref="BK-2"), entry("7.50", ref="BK-3", label="Don"),
        entry("9.00", ref="BK-4", more="<RvslInd>true</RvslInd>"),
        entry("9.00", ref="BK-5").replace('"EUR"', '"CHF"'),
        entry("9.00", ref="BK-6").replace("BOOK", "PDNG"),
    )  # fmt: skip
    assert (read(world, content).new, content) == (2, content)
    with at(NATIONAL):
        line = BankLine.objects.get(reference="BK-1")
        assert (line.booked_on, line.amount_cents, line.debtor, line.label) == (
            date(2022, 3, 7), 120_000, "SOCIETE 2026-001", "FA-2022-0001",
        )  # fmt: skip


def test_a_gathered_entry_is_told_apart_when_it_adds_up():
    parts = "".join(
        f'<TxDtls><Amt Ccy="EUR">{cents}</Amt><RmtInf><Ustrd>Don {cents}</Ustrd></RmtInf></TxDtls>'
        for cents in ("3.00", "4.00")
    )

    def gathered(total):
        whole = entry(total)
        start, end = whole.index("<TxDtls>"), whole.index("</NtryDtls>")
        return camt(whole[:start] + parts + whole[end:])

    apart = bank_files.read_bank_file(gathered("7.00"))
    assert [(one.reference, one.amount_cents, one.label) for one in apart] == [
        ("BK-1-1", 300, "Don 3.00"), ("BK-1-2", 400, "Don 4.00"),
    ]  # fmt: skip
    assert [one.amount_cents for one in bank_files.read_bank_file(gathered("8.00"))] == [800]


def test_a_line_that_two_files_tell_is_one_and_a_file_is_read_once(world):
    read(world, camt(entry()))
    again = read(world, camt(entry(), entry("3.00", ref="BK-9")))
    assert (again.new, again.known) == (1, 1)
    with pytest.raises(bank.ReadAlready, match="08/03/2022"):
        read(world, camt(entry()))


def test_a_table_is_read_as_french_banks_write_it(world):
    table = (
        "Date;Libellé;Débit;Crédit;Émetteur\n"
        "07/03/2022;VIR FA 2022 0001;;1 200,00;Société 2026-001\n"
        "07/03/2022;Frais;-5,00;;\n"
        "08/03/2022;Don;;10,5;Amina\n08/03/2022;Don;;10,5;Amina\n"
    )
    assert read(world, table.encode("cp1252"), "releve.csv").new == 3
    assert read(world, table.replace("Frais", "Frais !").encode(), "autre.csv").known == 3
    with at(NATIONAL):
        assert sorted(BankLine.objects.values_list("amount_cents", flat=True)) == [1_050, 1_050, 120_000]


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (camt(entry(label="&b;"), before=BOMB), bank_xml.ForbiddenXml),
        (camt(entry(label="&x;"), before=OUTSIDE), bank_xml.ForbiddenXml),
        (camt(entry(), before='<!DOCTYPE x SYSTEM "http://x.example/x.dtd">'), bank_xml.ForbiddenXml),
        (camt(entry(label="&x;")), bank_xml.NotXml),
        (camt(entry()).replace(b"</Ntry>", b""), bank_xml.NotXml),
        (camt(entry()).replace(b"UTF-8", b"x-none"), bank_xml.NotXml),
        (camt(entry())[:-20], bank_xml.NotXml),
        (b"<a>" * 100_000, bank_xml.TooLargeXml),
        (b"<" + b"a" * (bank_xml.MAX_BYTES + 1), bank_xml.TooLargeXml),
        (b"<html></html>", bank_files.NotAStatement),
        (camt(entry("-5.00")), bank_files.NotAStatement),
        (camt(entry("1e9")), bank_files.NotAStatement),
        (camt(entry("0.001")), bank_files.NotAStatement),
        (camt(entry().replace("2022-03-07", "hier")), bank_files.NotAStatement),
        (camt(entry(way="DBIT")), bank_files.NoCredit),
        (b"\x00\x01\x02", NotASpreadsheet),
        (b"", Refused),
        (b"Date;Montant\n07/03/2022;5\n", bank_files.MissingColumn),
        (b"Date;Libelle\n07/03/2022;x\n", bank_files.MissingColumn),
        (b"Date;Libelle;Montant\n07/03/2022;x;=1+1\n", bank_files.UnreadableLine),
        (b"Date;Libelle;Montant\n32/03/2022;x;5\n", bank_files.UnreadableLine),
        (b"Date;Libelle;Montant\n07/03/2022;x;-5\n", bank_files.NoCredit),
    ],
)  # fmt: skip
def test_what_is_hostile_or_broken_is_refused_with_a_sentence(world, content, refused):
    with pytest.raises(refused) as refusal:
        read(world, content)
    assert refusal.value.sentence
    with at(NATIONAL):
        assert not BankLine.objects.exists()


def test_the_number_in_the_label_goes_before_amount_and_name(world):
    first = money.invoice(world)
    second = money.invoice(world, money.agreement(world, reference="2026-002"))
    read(
        world,
        camt(
            entry(ref="A", label="Virement fa20220001 merci", debtor="X"),
            entry(ref="B", label="Virement", debtor="SOCIÉTÉ 2026-002 SAS"),
            entry(ref="C", label="Virement", debtor="Inconnu"),
            entry("3.00", ref="D", label="FA-2022-00010", debtor="Inconnu"),
        ),
    )
    with at(NATIONAL):
        lines = [BankLine.objects.get(reference=ref) for ref in "ABCD"]
    assert suggest(*lines) == [[(first.number, None)], [(second.number, None)], [], []]


def test_a_line_that_is_matched_is_a_transfer_in_the_ledger(world):
    made = money.invoice(world)
    read(world, camt(entry("1000.00")))
    with at(NATIONAL):
        line = BankLine.objects.get()
    paid = match(world, line, invoice=made)
    assert (paid.rail, paid.reference, paid.amount_cents, paid.received_on) == (
        "transfer", "BK-1", 100_000, date(2022, 3, 7),
    )  # fmt: skip
    with pytest.raises(NotThatWay):
        match(world, line, invoice=made)
    with at(NATIONAL):
        assert BankLine.objects.get().payment == paid


def test_a_transfer_that_was_noted_by_hand_is_not_noted_twice(world):
    made = money.invoice(world)
    noted = money.pay(world, 120_000, reference="VIR-7", invoice=made)
    read(world, camt(entry()))
    assert suggest() == [[(None, "VIR-7"), (made.number, None)]]
    with at(NATIONAL):
        line = BankLine.objects.get()
    match(world, line, payment=noted)
    with at(NATIONAL):
        assert Payment.objects.count() == 1
    read(world, camt(entry("5.00", ref="BK-8")))
    with at(NATIONAL):
        other = BankLine.objects.get(reference="BK-8")
    with pytest.raises(bank.NotThatPayment):
        match(world, other, payment=noted)
    with pytest.raises(payments.NobodyPays):
        match(world, other)


def test_the_bank_s_own_reference_noted_by_hand_stops_a_second_payment(world):
    made = money.invoice(world)
    money.pay(world, 120_000, reference="BK-1", invoice=made)
    read(world, camt(entry()))
    with at(NATIONAL):
        line = BankLine.objects.get()
    with pytest.raises(AlreadyNoted):
        match(world, line, invoice=made)
    with at(NATIONAL):
        assert BankLine.objects.get().state == BankLine.State.WAITING


def test_a_line_is_set_aside_with_a_reason_and_taken_back(world):
    read(world, camt(entry()))
    with at(NATIONAL):
        line = BankLine.objects.get()
        with pytest.raises(bank.NoReason):
            bank.set_aside(line, reason=" ", by=world.fanny, now=world.now)
        bank.set_aside(line, reason="Loyer rendu", by=world.fanny, now=world.now)
    with pytest.raises(NotThatWay):
        match(world, line, sponsor=money.sponsor(world))
    with at(NATIONAL):
        bank.take_back(line, by=world.fanny, now=world.now)
    match(world, line, sponsor=money.sponsor(world, name="Autre"))


def test_two_matches_of_one_line_make_one_payment(committed):
    world = committed
    made = money.invoice(world)
    read(world, camt(entry()))
    with at(NATIONAL):
        line = BankLine.objects.get()
    answers = scenes.at_once(4, standing=lambda: at(NATIONAL), act=lambda _: match(world, line, invoice=made))
    assert answers == {"done": 1, "not_that_way": 3}
    assert len(money.ledger()) == 1


@pytest.mark.parametrize("site", [PARTNER, WORKER])
def test_no_other_site_reads_a_statement(world, site):
    from django.db import ProgrammingError, transaction

    read(world, camt(entry()))
    with at(site), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        BankLine.objects.count()
