"""Holidays: of the country, of Alsace and Moselle, of the islands, of the schools."""

from datetime import date

import pytest

from kit.calendar import public_holiday, school_days_known, school_holiday, school_zone


@pytest.mark.parametrize(
    ("day", "departement", "name"),
    [
        (date(2022, 4, 15), "67", "Vendredi saint"),
        (date(2022, 12, 26), "57", "Saint-Étienne"),
        (date(2022, 4, 15), "38", ""),
        (date(2022, 12, 20), "974", "Abolition de l’esclavage"),
        (date(2022, 5, 8), "974", "Fête de la Victoire"),
        (date(2022, 5, 26), "75", "Ascension"),
        (date(2022, 5, 25), "75", ""),
    ],
)
def test_a_public_holiday_is_named_where_it_is_one(day, departement, name):
    assert public_holiday(day, departement=departement) == name


@pytest.mark.parametrize(
    ("day", "holidays"),
    [
        (date(2022, 2, 8), {"67"}),
        (date(2022, 2, 15), {"38", "67"}),
        (date(2022, 2, 23), {"38", "75"}),
        (date(2022, 3, 1), {"75"}),
        (date(2022, 3, 15), set()),
    ],
)
def test_the_three_zones_take_their_winter_one_after_the_other(day, holidays):
    """Grenoble is of zone A, Strasbourg of B, Paris of C (winter of 2022)."""
    away = {d for d in ("38", "67", "75") if school_holiday(day, departement=d) == "Vacances d’hiver"}
    assert away == holidays


@pytest.mark.parametrize("departement", ["2A", "2B", "974", "971", ""])
def test_corsica_and_the_islands_have_calendars_that_we_do_not_guess(departement):
    assert school_zone(departement) == ""
    assert not school_days_known(date(2022, 2, 15), departement=departement)
    assert school_holiday(date(2022, 2, 15), departement=departement) == ""


def test_a_year_whose_calendar_is_not_published_is_unknown_and_no_error():
    assert school_days_known(date(2022, 2, 15), departement="38")
    assert not school_days_known(date(2199, 2, 15), departement="38")
    assert school_holiday(date(2199, 2, 15), departement="38") == ""


def test_each_departement_of_the_mainland_has_one_zone():
    mainland = {f"{number:02d}" for number in range(1, 96)} - {"20"}
    assert {d for d in mainland if not school_zone(d)} == set()
