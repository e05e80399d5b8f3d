"""The cellar: money, days, words, references."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.calendar import add_months, is_public_holiday
from kit.identifiers import new_id, new_reference
from kit.money import round_half_up, share_of, split_vat
from kit.refusals import Refused
from kit.text import fold


class NoPlaceAtAll(Refused):
    """Il n’y a plus de place à {where}."""


def test_a_refusal_carries_a_sentence_and_a_code():
    refused = NoPlaceAtAll(where="Lyon")
    assert (refused.sentence, refused.code()) == ("Il n’y a plus de place à Lyon.", "no_place_at_all")


@given(st.integers(0, 10**9), st.decimals(0, 40, places=2))
def test_the_net_and_the_vat_always_add_up_to_the_price(gross, rate):
    net, vat = split_vat(gross, rate_percent=rate)
    assert net + vat == gross
    assert 0 <= vat <= gross


@pytest.mark.parametrize(("amount", "cents"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("2.49", 2)])
def test_halves_round_away_from_zero(amount, cents):
    assert round_half_up(Decimal(amount)) == cents


def test_a_share_of_the_reference_agreement():
    assert share_of(1_500_000, part=1, whole=100) == 15_000


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_never_overflow_and_never_pass_the_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("day", "departement", "holiday"),
    [
        (date(2022, 4, 15), "67", True), (date(2022, 4, 15), "38", False), (date(2022, 12, 26), "57", True),
        (date(2022, 12, 20), "974", True), (date(2022, 12, 20), "38", False), (date(2022, 7, 14), "38", True),
    ],
)  # fmt: skip
def test_alsace_moselle_and_overseas_have_their_own_holidays(day, departement, holiday):
    assert is_public_holiday(day, departement=departement) is holiday


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("  Étienne  N’Diaye ", "etienne ndiaye"),
        ("ŒUVRE", "oeuvre"),
        ("Straße", "strasse"),
        ("Олена", "олена"),
    ],
)
def test_words_are_looked_for_without_accents_or_case(typed, key):
    assert fold(typed) == key


def test_keys_grow_with_time_and_references_are_said_clearly():
    keys = [new_id() for _ in range(50)]
    assert keys == sorted(keys)
    assert not set("".join(new_reference() for _ in range(200))) & set("0O1IL")
