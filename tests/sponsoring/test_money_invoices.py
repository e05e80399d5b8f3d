"""What is asked of sponsors: the right paper, frozen, numbered without a gap, never more than was signed."""

from datetime import date, timedelta
from decimal import Decimal

import money
import pytest
import scenes
from django.db import ProgrammingError, transaction

from billing.sponsoring.models import Invoice, LegalNumber
from billing.sponsoring.operations import invoices
from billing.sponsoring.queries.money import (
    account_of_agreement,
    account_of_instalment,
    account_of_invoice,
    demands,
)
from kit.antennes import NATIONAL, PARTNER, at


def test_an_invoice_says_all_that_the_law_asks_and_adds_up(world):
    made = money.invoice(world, cents=100_001)
    said = made.content
    assert (made.number, said["title"], said["currency"]) == ("FA-2022-0001", "Facture", "EUR")
    assert (made.net_cents, made.vat_cents, made.gross_cents) == (100_001, 20_000, 120_001)
    assert said["vat"] == [
        {"category": "S", "percent": "20", "net_cents": 100_001, "vat_cents": 20_000, "exemption": ""}
    ]
    assert {part: said["buyer"][part] for part in ("siren", "vat_number", "postcode", "city", "street")} == {
        "siren": "732829320", "vat_number": "FR44732829320", "postcode": "38000", "city": "Grenoble",
        "street": "12 rue Inventée",
    }  # fmt: skip
    assert said["seller"]["vat_number"] == "FR42999000003"
    assert any("40 €" in mention for mention in said["mentions"])
    assert said["lines"][0]["gross_cents"] == said["gross_cents"] == 120_001


def test_what_was_issued_stays_as_it_was_when_the_sponsor_changes(world):
    made = money.invoice(world)
    with at(NATIONAL):
        made.sponsor.name = "Autre nom"
        made.sponsor.save()
        assert Invoice.objects.get().content["buyer"]["name"] == "Société 2026-001"
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Invoice.objects.update(gross_cents=0)


@pytest.mark.parametrize("kind", ["gift", "grant"])
def test_a_gift_is_called_without_vat_and_never_invoiced(world, kind):
    of = money.agreement(world, kind=kind)
    made = money.invoice(world, of)
    assert (made.number, made.vat_cents, made.content["title"]) == ("AF-2022-0001", 0, "Appel de fonds")
    assert made.content["vat"][0]["category"] == "O"
    with at(NATIONAL), pytest.raises(invoices.NotInvoiced, match="appel de fonds"):
        invoices.issue_invoice(
            of, net_cents=1, due_on=world.today, by=world.fanny, now=world.now, today=world.today
        )


def test_a_service_is_invoiced_and_never_called(world):
    of = money.agreement(world)
    with at(NATIONAL), pytest.raises(invoices.NotCalled, match="facture"):
        invoices.issue_call(
            of, amount_cents=1, due_on=world.today, by=world.fanny, now=world.now, today=world.today
        )


def test_nothing_is_asked_before_the_signature_nor_above_it(world):
    with pytest.raises(invoices.NotSignedYet, match="2026-001"):
        money.invoice(world, money.agreement(world, signed=False))
    of = money.agreement(world, reference="2026-002", amount_cents=100_000)
    with at(NATIONAL):
        first = money.instalment(of, cents=60_000)
    money.invoice(world, of, cents=60_000, instalment=first)
    with pytest.raises(invoices.MoreThanAgreed, match="l’échéance 1"):
        money.invoice(world, of, cents=1, instalment=first)
    with pytest.raises(invoices.MoreThanAgreed, match="400"):
        money.invoice(world, of, cents=40_001)
    money.invoice(world, of, cents=40_000)


def test_an_instalment_of_another_agreement_is_refused(world):
    other = money.agreement(world, reference="2026-009")
    with at(NATIONAL):
        strange = money.instalment(other)
    with pytest.raises(invoices.WrongInstalment):
        money.invoice(world, instalment=strange)


@pytest.mark.parametrize("days", [-1, 61])
def test_the_term_is_within_sixty_days(world, days):
    with pytest.raises(invoices.DueTooSoonOrLate):
        money.invoice(world, days=days)


def test_nothing_is_issued_by_nobody(world, settings):
    settings.MAILLON_ISSUER = {}
    with pytest.raises(invoices.IssuerUnknown):
        money.invoice(world)
    with at(NATIONAL):
        assert not LegalNumber.objects.exists()


def test_the_rate_of_vat_is_that_of_the_day(settings):
    settings.MAILLON_SERVICE_VAT = (("2027-01-01", "21"), ("2014-01-01", "20"))
    assert invoices.vat_rate(date(2026, 12, 31)) == Decimal(20)
    assert invoices.vat_rate(date(2027, 1, 1)) == Decimal(21)
    with pytest.raises(ValueError, match="2001"):
        invoices.vat_rate(date(2001, 1, 1))


def test_credit_notes_name_what_they_credit_and_never_pass_it(world):
    made = money.invoice(world)
    note = money.credit(world, made, 40_001)
    assert (note.number, note.credits, note.gross_cents) == ("AV-2022-0001", made, -40_001)
    assert note.content["credits"]["number"] == made.number
    assert note.content["vat"][0]["vat_cents"] == note.vat_cents < 0
    with pytest.raises(invoices.MoreThanLeft, match="799,99"):
        money.credit(world, made, 80_000)
    last = money.credit(world, made, 79_999)
    assert made.net_cents + note.net_cents + last.net_cents == 0
    assert made.vat_cents + note.vat_cents + last.vat_cents == 0
    with pytest.raises(invoices.CannotCredit):
        money.credit(world, note, 1)


def test_many_small_credits_end_at_nothing(world):
    made = money.invoice(world, cents=101)
    for cents in [1] * 60 + [made.gross_cents - 60]:
        money.credit(world, made, cents)
    with at(NATIONAL):
        notes = list(made.credit_notes.all())
        assert (sum(n.net_cents for n in notes), sum(n.vat_cents for n in notes)) == (-101, -20)


def test_what_is_due_paid_and_over_at_each_level(world):
    of = money.agreement(world)
    with at(NATIONAL):
        first = money.instalment(of)
    made = money.invoice(world, of, instalment=first)
    money.credit(world, made, 20_000)
    money.pay(world, 60_000, invoice=made)
    money.pay(world, 70_000, reference="CHQ-1", rail="cheque", invoice=made)
    with at(NATIONAL):
        for account in (account_of_invoice(made), account_of_instalment(first), account_of_agreement(of)):
            assert (account.due_cents, account.paid_cents, account.left_cents, account.over_cents) == (
                100_000, 130_000, 0, 30_000,
            )  # fmt: skip
        shown = demands().get()
        assert (shown.due_cents, shown.paid_cents, shown.left_cents, shown.over_cents) == (
            100_000, 130_000, 0, 30_000,
        )  # fmt: skip


def test_a_gift_that_came_unasked_is_not_over(world):
    of = money.agreement(world, kind="gift", amount_cents=100_000)
    money.pay(world, 90_000, agreement=of)
    with at(NATIONAL):
        assert account_of_agreement(of).over_cents == 0
    money.pay(world, 20_000, reference="VIR-2", agreement=of)
    with at(NATIONAL):
        assert account_of_agreement(of).over_cents == 10_000


def test_two_numbers_at_once_leave_no_gap(committed):
    world = committed
    of = [money.agreement(world, reference=f"2026-{number}") for number in range(6)]

    def act(number: int) -> None:
        if number == 5:  # one that fails after it took a number
            with transaction.atomic():
                money.invoice(world, of[number])
                raise invoices.NothingToIssue
        money.invoice(world, of[number])

    answers = scenes.at_once(6, standing=lambda: at(NATIONAL), act=act)
    assert answers == {"done": 5, "nothing_to_issue": 1}
    with at(NATIONAL):
        numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == [f"FA-2022-{number:04}" for number in range(1, 6)]


def test_two_offices_at_once_do_not_ask_twice_for_the_same_euro(committed):
    world = committed
    of = money.agreement(world, amount_cents=100_000)
    answers = scenes.at_once(
        3, standing=lambda: at(NATIONAL), act=lambda _: money.invoice(world, of, cents=60_000)
    )
    assert answers == {"done": 1, "more_than_agreed": 2}


def test_the_partner_site_issues_nothing(world):
    made = money.invoice(world)
    with at(PARTNER), transaction.atomic():
        assert Invoice.objects.get().number == made.number
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            LegalNumber.objects.update(last=0)


def test_a_number_belongs_to_the_year_of_its_day(world):
    money.invoice(world)
    world.today += timedelta(days=366)
    assert money.invoice(world, money.agreement(world, reference="2026-2")).number == "FA-2023-0001"
