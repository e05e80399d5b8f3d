"""A tax receipt says that a gift came in and stayed: one a payment, numbered without gaps, never deleted."""

import io
from datetime import date, timedelta

import papers_scenes as papers
import pypdf
import pytest
import scenes
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError

from billing.sponsoring.models import Agreement, LegalNumber, Payment, Sponsor, TaxReceipt
from billing.sponsoring.operations import receipts
from billing.sponsoring.papers import register
from billing.sponsoring.papers.forms import NoFormForThatDay, NoReceiptForPublicBodies, form_for
from billing.sponsoring.papers.receipts import receipt_pdf
from billing.sponsoring.papers.words import amount_in_words, number_in_words
from hub import environment
from kit.antennes import NATIONAL, PARTNER, at
from kit.journal.models import Entry


@pytest.fixture(autouse=True)
def _issuer(settings):
    settings.MAILLON_ISSUER = papers.issuer()
    settings.MAILLON_GIFTS = papers.GIFTS


@pytest.fixture
def national(world):
    with at(NATIONAL):
        yield world


def issue(world, of, **changes):
    return receipts.issue_receipt(
        of, **({"by": world.fanny, "now": world.now, "today": world.today} | changes)
    )


def cancel(world, receipt, **changes):
    told = {"reason": "Mauvaise adresse", "by": world.alex, "now": world.now, "today": world.today}
    return receipts.cancel_receipt(receipt, **(told | changes))


def gift(world, *, amount=1_500_000, sponsor=None, **changes):
    return papers.payment(
        world, papers.agreement(papers.sponsor(**(sponsor or {})), **changes), amount=amount
    )


def words(receipt):
    pages = pypdf.PdfReader(io.BytesIO(receipt_pdf(receipt))).pages
    text = " ".join(page.extract_text() for page in pages).replace("\u2068", "").replace("\u2069", "")
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


# --- what it says ----------------------------------------------------------------------------------


def test_a_company_s_receipt_has_every_mention_of_its_form(national):
    receipt = issue(national, gift(national, in_return=200_000), today=date(2026, 11, 28))
    assert receipt.number == "RF-2026-0001"
    assert receipt.form == "2041-MEC-SD 16216*02"
    text = words(receipt)
    for said in (
        "2041-MEC-SD", "16216*02", "article 238 bis", "RF-2026-0001", "Réseau d’essai", "123 456 782", "W751000001",
        "Association loi 1901", "1 rue de l’Essai, 75019 Paris", "Donner accès au numérique", "intérêt général",
        "Ateliers du Rhône", "SAS", "732 829 320", "12 rue de la République", "69001 Lyon",
        "*** 15 000,00 € ***", "quinze mille euros", "mardi 8 mars 2022", "Acte sous seing privé", "Numéraire",
        "Virement", "certifie sur l’honneur", "238 bis du CGI", "samedi 28 novembre 2026", "Camille Exemple",
        "Trésorière", "signature", "2 000 €", "2022-001",
    ):  # fmt: skip
        assert said in text, said
    assert "SPÉCIMEN" in text  # the demonstration's are worth nothing


def test_a_person_s_receipt_is_on_the_other_form(national):
    odile = {"name": "Odile Exemple", "status": Sponsor.Status.PERSON, "siren": "", "legal_form": ""}
    receipt = issue(national, gift(national, amount=8_050, sponsor=odile), today=date(2026, 11, 28))
    assert receipt.form == "2041-RD 11580*05"
    text = words(receipt)
    for said in ("11580*05", "articles 200 et 978", "Donateur", "Odile Exemple", "*** 80,50 € ***",
                 "quatre-vingts euros et cinquante centimes", "200 du CGI", "978 du CGI"):  # fmt: skip
        assert said in text, said
    # The network said that article 978 is not its own: its box stays empty.
    assert receipt.content["articles"] == [["200", True], ["978", False]]


def test_what_it_says_is_frozen(national, settings):
    receipt = issue(national, gift(national))
    before = words(receipt)
    Sponsor.objects.update(name="Autre nom", address="Ailleurs")
    settings.MAILLON_ISSUER = papers.issuer() | {"name": "Autre réseau"}
    receipt.refresh_from_db()
    assert words(receipt) == before
    assert Entry.objects.filter(verb="sponsoring.receipt_issued", on_id=str(receipt.pk)).count() == 1


@pytest.mark.parametrize(
    ("status", "day", "version"),
    [
        ("company", date(2022, 3, 8), "2041-RD 11580*04"),
        ("company", date(2022, 6, 1), "2041-MEC-SD 16216*01"),
        ("foundation", date(2023, 6, 20), "2041-MEC-SD 16216*01"),
        ("company", date(2023, 6, 21), "2041-MEC-SD 16216*02"),
        ("person", date(2023, 3, 31), "2041-RD 11580*04"),
        ("person", date(2023, 4, 1), "2041-RD 11580*05"),
    ],
)
def test_the_form_is_the_one_in_force_that_day(status, day, version):
    assert form_for(status, on=day).version == version


def test_no_day_has_two_forms_or_a_hole():
    for status in ("company", "person", "foundation"):
        day = date(2022, 1, 1)
        while day < date(2027, 1, 1):
            form_for(status, on=day)
            day += timedelta(days=1)
        with pytest.raises(NoFormForThatDay):
            form_for(status, on=date(2001, 1, 1))
    with pytest.raises(NoReceiptForPublicBodies):
        form_for("public", on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "zéro"), (1, "un"), (16, "seize"), (17, "dix-sept"), (21, "vingt et un"), (30, "trente"),
        (61, "soixante et un"), (70, "soixante-dix"), (71, "soixante et onze"), (79, "soixante-dix-neuf"),
        (80, "quatre-vingts"), (81, "quatre-vingt-un"), (91, "quatre-vingt-onze"), (100, "cent"), (101, "cent un"),
        (200, "deux cents"), (201, "deux cent un"), (280, "deux cent quatre-vingts"), (1000, "mille"),
        (1100, "mille cent"), (2000, "deux mille"), (80_000, "quatre-vingt mille"), (200_000, "deux cent mille"),
        (999_999, "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf"),
        (1_000_000, "un million"), (80_000_000, "quatre-vingts millions"), (2_000_001, "deux millions un"),
        (200_000_000_000, "deux cents milliards"),
    ],
)  # fmt: skip
def test_numbers_in_letters(number, said):
    assert number_in_words(number) == said


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "zéro euro"), (1, "un centime"), (100, "un euro"), (101, "un euro et un centime"),
        (1_500_080, "quinze mille euros et quatre-vingts centimes"), (100_000_000, "un million d’euros"),
        (300_000_000, "trois millions d’euros"), (100_000_100, "un million un euros"),
    ],
)  # fmt: skip
def test_amounts_in_letters(cents, said):
    assert amount_in_words(cents) == said


def test_every_number_in_letters_is_its_own():
    assert len({number_in_words(number) for number in range(20_000)}) == 20_000
    with pytest.raises(ValueError, match="-1"):
        number_in_words(-1)


# --- what gives none -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in Agreement.Kind if kind != Agreement.Kind.GIFT])
def test_only_a_gift_gives_a_receipt(national, kind):
    with pytest.raises(receipts.NotAGift):
        issue(national, gift(national, kind=kind))


def test_money_without_an_agreement_gives_none(national):
    made = papers.sponsor()
    lone = Payment.objects.create(
        sponsor=made,
        rail="cheque",
        reference="1",
        amount_cents=100,
        received_on=national.today,
        at=national.now,
    )
    with pytest.raises(receipts.NotAGift):
        issue(national, lone)


def test_only_what_was_kept_is_on_the_receipt(national):
    paid = gift(national)
    papers.payment(national, paid.agreement, amount=500_000, back_of=paid)
    assert issue(national, paid).amount_cents == 1_000_000


def test_what_went_back_whole_gives_none_and_neither_does_the_refund(national):
    paid = gift(national)
    back = papers.payment(national, paid.agreement, back_of=paid)
    with pytest.raises(receipts.NothingKept):
        issue(national, paid)
    with pytest.raises(receipts.NotAGift):
        issue(national, back)


def test_a_quarter_in_return_is_a_gift_and_a_cent_more_is_none(national):
    issue(national, gift(national, in_return=375_000))
    with pytest.raises(receipts.TooMuchInReturn, match="25 %"):
        issue(national, gift(national, in_return=375_001, sponsor={"name": "Autre"}, reference="2022-002"))


def test_money_of_tomorrow_waits(national):
    later = papers.agreement(papers.sponsor())
    paid = papers.payment(national, later, received_on=national.today + timedelta(days=1))
    with pytest.raises(receipts.NotReceivedYet, match="09/03/2022"):
        issue(national, paid)


def test_a_public_body_has_none(national):
    with pytest.raises(NoReceiptForPublicBodies):
        issue(national, gift(national, sponsor={"status": Sponsor.Status.PUBLIC}))


def test_who_gave_must_be_known(national):
    with pytest.raises(receipts.SponsorUnknown, match="son adresse, son SIREN, sa forme juridique"):
        issue(national, gift(national, sponsor={"siren": "", "address": "", "legal_form": ""}))
    assert not LegalNumber.objects.filter(series="RF-2022", last__gt=0).exists()


@pytest.mark.parametrize(
    ("issuer", "gifts"),
    [({}, papers.GIFTS), (papers.issuer(), {}), (papers.issuer(), papers.GIFTS | {"articles": "200"}),
     (papers.issuer() | {"siren": "", "rna": ""}, papers.GIFTS)],
)  # fmt: skip
def test_a_network_that_did_not_say_why_it_may_issues_none(national, settings, issuer, gifts):
    settings.MAILLON_ISSUER, settings.MAILLON_GIFTS = issuer, gifts
    with pytest.raises(receipts.NotEntitled):
        issue(national, gift(national))


# --- cancelled, and issued again -------------------------------------------------------------------


def test_a_receipt_is_cancelled_by_another_person_and_issued_again(national):
    paid = gift(national)
    first = issue(national, paid)
    with pytest.raises(receipts.ReceiptStands, match="RF-2022-0001"):
        issue(national, paid)
    with pytest.raises(receipts.AnotherPersonCancels):
        cancel(national, first, by=national.fanny)
    with pytest.raises(receipts.NoReason):
        cancel(national, first, reason="  ")
    cancelling = cancel(national, first)
    assert (cancelling.number, cancelling.amount_cents) == ("RA-2022-0001", -1_500_000)
    with pytest.raises(receipts.AlreadyCancelled):
        cancel(national, first)
    with pytest.raises(receipts.NotAReceipt):
        cancel(national, cancelling, by=national.fanny)
    assert issue(national, paid).number == "RF-2022-0002"
    assert list(TaxReceipt.objects.order_by("issued_at", "number").values_list("number", flat=True)) == [
        "RA-2022-0001", "RF-2022-0001", "RF-2022-0002",
    ]  # fmt: skip
    assert [one.number for one in register.standing()] == ["RF-2022-0002"]
    assert "annulé depuis le" in words(first)
    assert "Mauvaise adresse" in words(cancelling)


def test_the_database_lets_nobody_rewrite_or_delete_a_receipt(committed):
    world = committed
    with at(NATIONAL):
        receipt = issue(world, gift(world))
        for act in (lambda: TaxReceipt.objects.update(amount_cents=1), lambda: receipt.delete()):
            with pytest.raises(ProgrammingError, match="permission denied"):
                act()
    with at(PARTNER), pytest.raises(ProgrammingError, match="permission denied"):
        TaxReceipt.objects.create(
            number="RF-2022-9999", sponsor_id=receipt.sponsor_id, payment_id=receipt.payment_id, amount_cents=1,
            form="x", content={}, issued_on=world.today, issued_by=world.fanny, issued_at=world.now,
        )  # fmt: skip


def test_numbers_have_no_gap_even_after_a_refusal_and_begin_again_each_year(national):
    numbers = []
    for rank in range(3):
        one = gift(national, sponsor={"name": f"Mécène {rank}"}, reference=f"2022-1{rank}")
        numbers.append(issue(national, one).number)
        with pytest.raises(receipts.ReceiptStands):
            issue(national, one)
    late = gift(national, sponsor={"name": "Tard"}, reference="2022-200")
    numbers.append(issue(national, late, today=date(2023, 1, 2)).number)
    assert numbers == ["RF-2022-0001", "RF-2022-0002", "RF-2022-0003", "RF-2023-0001"]


# --- many at once ----------------------------------------------------------------------------------


def test_eight_at_once_issue_one_receipt(committed):
    world = committed
    with at(NATIONAL):
        paid = gift(world)
        by = world.fanny
    answers = scenes.at_once(
        8, standing=lambda: at(NATIONAL), act=lambda _: issue(world, paid, by=by)
    )  # fmt: skip
    assert answers == {"done": 1, "receipt_stands": 7}
    with at(NATIONAL):
        assert LegalNumber.objects.get(series="RF-2022").last == 1


def test_receipts_of_many_sponsors_at_once_share_one_series_without_a_gap(committed):
    world = committed
    with at(NATIONAL):
        paid = [gift(world, sponsor={"name": f"M{n}"}, reference=f"2022-{n}") for n in range(6)]
        by = world.fanny
    scenes.at_once(6, standing=lambda: at(NATIONAL), act=lambda n: issue(world, paid[n], by=by))
    with at(NATIONAL):
        numbers = set(TaxReceipt.objects.values_list("number", flat=True))
    assert numbers == {f"RF-2022-{n:04}" for n in range(1, 7)}


def test_two_people_at_once_cancel_it_once(committed):
    world = committed
    with at(NATIONAL):
        receipt = issue(world, gift(world))
        people = [world.alex, world.nadia]
    answers = scenes.at_once(
        2, standing=lambda: at(NATIONAL), act=lambda n: cancel(world, receipt, by=people[n])
    )  # fmt: skip
    assert answers == {"done": 1, "already_cancelled": 1}


# --- what a year declares --------------------------------------------------------------------------


def test_the_declaration_counts_gifts_of_the_year_and_receipts_delivered_in_it(national):
    def received(name, on, issued_on, **changes):
        agreement = papers.agreement(papers.sponsor(name=name, **changes), reference=name)
        return issue(
            national, papers.payment(national, agreement, amount=10_001, received_on=on), today=issued_on
        )

    person = {"status": Sponsor.Status.PERSON, "siren": "", "legal_form": ""}
    received("Avant", date(2022, 12, 30), date(2023, 1, 5))
    received("Pendant", date(2023, 6, 1), date(2023, 7, 1))
    received("Personne", date(2023, 6, 1), date(2023, 7, 2), **person)
    received("Après", date(2023, 12, 31), date(2024, 1, 3))
    wrong = received("Annulé", date(2023, 8, 1), date(2023, 8, 2))
    cancel(national, wrong, today=date(2023, 8, 3))
    told = register.declaration(2023)
    assert (told.delivered, told.amount_cents) == (3, 30_003)
    assert told.by_form == [("2041-MEC-SD 16216*02", 2, 20_002), ("2041-RD 11580*05", 1, 10_001)]
    assert register.declaration(2022).amount_cents == 10_001
    assert register.declaration(2022).delivered == 0


def test_a_receipt_that_a_refund_made_wrong_is_to_cancel(national):
    paid = gift(national)
    receipt = issue(national, paid)
    assert not register.to_cancel().exists()
    papers.payment(national, paid.agreement, amount=1, back_of=paid)
    (wrong,) = register.to_cancel()
    assert (wrong.pk, wrong.kept_cents) == (receipt.pk, 1_499_999)
    cancel(national, receipt)
    (again,) = register.waiting(national.today)
    assert (again.payment.pk, again.kept_cents, again.obstacle) == (paid.pk, 1_499_999, "")


@pytest.mark.parametrize("said", ["{", "[]", '{"object": "x"}', '{"object": 1}'])
def test_the_reasons_of_the_network_are_all_told_or_refused_at_the_start(monkeypatch, said):
    monkeypatch.setenv("MAILLON_GIFTS", said)
    with pytest.raises(ImproperlyConfigured, match="MAILLON_GIFTS"):
        environment.gifts(local=False)


def test_a_network_that_said_nothing_has_no_reasons(monkeypatch):
    monkeypatch.delenv("MAILLON_GIFTS", raising=False)
    assert environment.gifts(local=False) == {}
    assert environment.gifts(local=True)["articles"] == "200, 238 bis"
