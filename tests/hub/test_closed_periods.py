"""A year that was closed does not move; what is corrected later is a visible edition with its difference."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import shop
from closings import (
    CLOSING,
    DECEMBER,
    JANUARY,
    LATER,
    close,
    correct,
    correct_attendance,
    count_again,
    spaces,
    waiting,
)
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from partner.conftest import build as build_portal

from billing.counter.operations.sales import reverse as reverse_sale
from hub.rollup.closing import operations
from hub.rollup.closing.changes import Change, changes_of, seal, waiting_counts
from hub.rollup.closing.operations import close_period
from hub.rollup.models import ClosedPeriod, EditionCell, Figure, FigureEdition, Published
from hub.rollup.refresh import rebuild, refresh
from hub.rollup.reports import report
from kit.antennes import NATIONAL, PARTNER, at, inside
from kit.documents.spreadsheets import read_table
from kit.journal.models import Entry
from tenants.network.models import Antenne

pytestmark = pytest.mark.django_db


def minutes(**options):
    with at(NATIONAL):
        found = report(start_month=JANUARY, end_month=DECEMBER, measures=["minutes_delivered"], **options)
    return found.total["minutes_delivered"].value


# --- what everybody reads -----------------------------------------------------------------------------


def test_closing_changes_no_number(year):
    by = ("antenne", "month", "programme", "level")
    with at(NATIONAL):
        before = report(start_month=JANUARY, end_month=DECEMBER, by=by)
    close(year.world)
    with at(NATIONAL):
        after = report(start_month=JANUARY, end_month=DECEMBER, by=by)
        assert EditionCell.objects.count() == Figure.objects.count() == Published.objects.count()
    assert [(row.keys, row._sums) for row in after.rows] == [(row.keys, row._sums) for row in before.rows]
    assert after.rows


def test_a_closed_year_does_not_move_when_attendance_is_corrected_later(closed, site):
    before = minutes()
    nadia, maud = site("reseau", closed.world.nadia), site("grenoble", closed.world.maud)
    api = "/api/v1/figures/?from=2022-01&to=2022-12&measure=minutes_delivered"
    pages = [(nadia, "/chiffres/?du=2022-01&au=2022-12"), (maud, "/chiffres/?du=2022-01&au=2022-12")]
    shown = [spaces(who.get(path).text).split("<table")[1:] for who, path in pages]
    correct_attendance(closed)
    with at(NATIONAL):
        live = sum(one.value for one in Figure.objects.filter(measure="minutes_delivered"))
    assert live == before - 120
    assert minutes() == before
    assert nadia.get(api).json()["total"]["minutes_delivered"]["value"] == before
    assert maud.get(api).json()["total"]["minutes_delivered"]["value"] == before
    assert [spaces(who.get(path).text).split("<table")[1:] for who, path in pages] == shown


def test_a_month_that_is_not_closed_follows_the_antennes(year):
    close(year.world, first=date(2022, 5, 1), last=DECEMBER)
    before = minutes()
    correct_attendance(year)
    assert minutes() == before - 120


def test_the_spreadsheet_of_the_shops_keeps_the_closed_month(world, site):
    card = shop.product(world, cents=500, reference=1200)
    with inside(world.grenoble):
        shop.cards(world, card, 3, prefix="a")
        session = shop.open_till(world, code="c1")
        sale = shop.buy(world, session, shop.amina(world), card, quantity=3)
    count_again(world, CLOSING)
    close(world)
    with inside(world.grenoble):
        reverse_sale(sale, session=session, reason="Erreur", by=world.maud, now=world.now, today=world.today)
    count_again(world, LATER)
    months = {"start_month": date(2022, 3, 1), "end_month": date(2022, 3, 1)}
    with at(NATIONAL):
        assert report(**months, measures=["connection_paid"]).total["connection_paid"].value == 1500
    nadia = site("reseau", world.nadia)
    asked = "?du=2022-03&au=2022-03"
    workbook = nadia.get(f"/chiffres/connexion.xlsx{asked}&vue=antenne").content
    [row] = [row for _, row in read_table(workbook).records()]
    assert row["Connexion, au prix solidaire"] == "15"
    assert "Période close le 15 janvier 2023" in spaces(nadia.get(f"/chiffres/connexion/{asked}").text)


def test_a_sponsor_s_edition_is_composed_from_what_was_closed(world):
    portal = build_portal(world)
    portal.count(participants=40, places_opened=50)
    count_again(world, CLOSING)
    portal.count(participants=40, places_opened=50)  # the refresh found no source for them
    close(world)
    portal.count(participants=70, places_opened=90)
    content = portal.prepare().content
    assert content["people"]["participants"]["total"] == 40
    assert [row["places_opened"] for row in content["offer"]] == [50]


# --- a correction --------------------------------------------------------------------------------------


def test_what_has_changed_since_waits_and_is_told(closed):
    assert waiting(closed.period) == []
    correct_attendance(closed)
    found = {change.measure: change for change in waiting(closed.period)}
    one = found["minutes_delivered"]
    assert (one.antenne, one.month, one.programme) == ("Grenoble", date(2022, 3, 1), "Trouver un emploi")
    assert (one.now - one.before, spaces(one.difference)) == (-120, "−2 h")
    with at(NATIONAL):
        assert waiting_counts() == {closed.period.pk: len(found)}


def test_a_correction_is_a_second_edition_with_its_difference(closed):
    first = minutes()
    correct_attendance(closed)
    told = waiting(closed.period)
    edition = correct(closed.world, closed.period, by=closed.world.alex, seen=seal(told))
    assert (edition.number, edition.published_by, edition.reason) == (
        2,
        closed.world.alex,
        "Une feuille était fausse.",
    )
    assert minutes() == first - 120
    assert waiting(closed.period) == []
    with at(NATIONAL):
        period = ClosedPeriod.objects.with_edition().get()
        assert changes_of(period) == told
        assert (period.edition, period.edition_at) == (2, LATER)
        assert Entry.objects.get(verb="figures.correction_published").details["changes"] == len(told)
        assert set(EditionCell.objects.values_list("edition__number", flat=True)) == {1, 2}


def test_a_cell_that_is_gone_and_one_that_is_new_are_differences(closed):
    world = closed.world
    with inside(world.grenoble):
        closed.open(first_day=date(2022, 9, 5))
    with inside(world.lyon):
        Figure.objects.filter(measure="places_opened").delete()
    refresh(world.grenoble, now=LATER)
    told = {(one.antenne, one.measure): (one.before, one.now) for one in waiting(closed.period)}
    assert told[("Grenoble", "places_opened")] == (0, 10)
    assert told[("Lyon", "places_opened")] == (10, 0)


def test_nothing_to_correct_no_reason_and_changes_that_nobody_read_are_refused(closed):
    count_again(closed.world, LATER)
    with pytest.raises(operations.NothingToCorrect):
        correct(closed.world, closed.period)
    correct_attendance(closed)
    with pytest.raises(operations.ReasonMissing):
        correct(closed.world, closed.period, reason="  ")
    with pytest.raises(operations.ChangedWhileReading):
        correct(closed.world, closed.period, seen="not what was read")
    with at(NATIONAL):
        assert FigureEdition.objects.count() == 1


def test_a_change_is_written_in_the_unit_of_its_measure():
    def change(measure, before, now, n_before=0, n_now=0):
        return Change(2, "Grenoble", JANUARY, "Emploi", "beginner", measure, before, now, n_before, n_now)

    money = change("savings", 3000, 1550)
    assert (spaces(money.words_now), spaces(money.difference)) == ("15,50 €", "−14,50 €")
    rate = change("satisfied", 7, 7, 8, 9)
    assert (rate.words_before, rate.words_now, spaces(rate.difference)) == ("7 sur 8", "7 sur 9", "n +1")
    assert change("participants", 80, 83).difference == "+3"
    assert change("connection_sold", 1, -1).words_now == "−1"
    assert change("participants", 0, 1).where == "Emploi · Débutant"
    assert change("of_former_days", 0, 1).label == "of_former_days"


# --- what may be closed --------------------------------------------------------------------------------


def test_a_period_that_is_not_over_is_refused(year):
    with pytest.raises(operations.NotOver, match="1er\u00a0janvier 2023"):
        close(year.world, now=datetime(2022, 12, 31, 20, 0, tzinfo=UTC))


def test_months_without_a_figure_are_refused(year):
    with pytest.raises(operations.NothingCounted):
        close(year.world, first=date(1999, 1, 1), last=date(1999, 12, 1))


def test_figures_that_are_old_are_refused_by_the_names_of_their_antennes(year):
    with pytest.raises(operations.FiguresTooOld, match="chiffres de Grenoble et Lyon sont"):
        close(year.world, now=CLOSING + timedelta(hours=2))
    refresh(year.world.grenoble, now=CLOSING + timedelta(hours=2))
    with pytest.raises(operations.FiguresTooOld, match="chiffres de Lyon sont"):
        close(year.world, now=CLOSING + timedelta(hours=2))


def test_figures_of_before_the_end_where_the_antenne_is_are_refused(year):
    """Past midnight in Paris, the year goes on in Martinique."""
    with at(NATIONAL):
        Antenne.objects.filter(code="lyon").update(zone="America/Martinique")
    midnight = datetime(2022, 12, 31, 23, 30, tzinfo=UTC)
    count_again(year.world, midnight)
    with at(NATIONAL), pytest.raises(operations.FiguresTooOld, match="chiffres de Lyon sont"):
        close_period(
            start_month=JANUARY, end_month=DECEMBER, by=year.world.nadia, now=midnight, today=date(2023, 1, 1)
        )


def test_a_month_is_closed_once(closed):
    with pytest.raises(operations.AlreadyClosed, match="2022"):
        close(closed.world, first=date(2022, 12, 1), last=DECEMBER)


@pytest.mark.parametrize(
    "months", [
        DateRange(date(2022, 12, 1), date(2023, 2, 1)), DateRange(date(2022, 3, 1), date(2022, 4, 1)),
        DateRange(date(2023, 1, 2), date(2023, 2, 1)), DateRange(date(2023, 1, 1), None),
        DateRange(date(2023, 1, 1), date(2023, 1, 1)),
    ],
)  # fmt: skip
def test_the_database_itself_refuses_a_shared_month_and_half_a_month(closed, months):
    with at(NATIONAL), pytest.raises(IntegrityError), transaction.atomic():
        ClosedPeriod.objects.create(months=months, closed_at=LATER, closed_by=closed.world.nadia)


@pytest.mark.parametrize("model", [ClosedPeriod, FigureEdition, EditionCell])
def test_nobody_changes_or_deletes_what_was_published(closed, model):
    for place in (at(NATIONAL), inside(closed.world.grenoble)):
        with place:
            for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
                with (
                    pytest.raises(ProgrammingError, match="permission denied"),
                    transaction.atomic(),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(statement.format(model._meta.db_table))


def test_an_antenne_publishes_nothing(closed):
    told = {"number": 2, "reason": "x", "published_at": LATER, "published_by": closed.world.maud}
    with (
        inside(closed.world.grenoble),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        FigureEdition.objects.create(period=closed.period, **told)


# --- who reads what ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["grenoble", "lyon"])
def test_an_antenne_reads_its_own_frozen_cells_only(closed, code):
    antenne = getattr(closed.world, code)
    with inside(antenne):
        assert set(EditionCell.objects.values_list("antenne_id", flat=True)) == {antenne.pk}
        assert set(Published.objects.values_list("antenne_id", flat=True)) == {antenne.pk}
        assert Published.objects.count() == EditionCell.objects.count()


def test_the_sponsors_role_reads_nothing_of_what_was_frozen(closed):
    with at(PARTNER):
        for model in (ClosedPeriod, FigureEdition, EditionCell, Published):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.first()


def test_counting_again_leaves_the_editions_alone(closed):
    columns = (
        "edition_id",
        "antenne_id",
        "month",
        "version_id",
        "level",
        "measure",
        "value",
        "n",
        "computed_at",
    )
    with at(NATIONAL):
        before = list(EditionCell.objects.order_by("pk").values_list(*columns))
    correct_attendance(closed)
    for antenne in (closed.world.grenoble, closed.world.lyon):
        assert rebuild(antenne, now=LATER) == []
    call_command("rebuild_figures", verbosity=0)
    with at(NATIONAL):
        assert list(EditionCell.objects.order_by("pk").values_list(*columns)) == before


# --- at once -------------------------------------------------------------------------------------------


@pytest.mark.committed
@pytest.mark.django_db(transaction=True)
def test_closing_twice_at_once_closes_once(committed_scene):
    world = committed_scene.world
    with inside(world.grenoble):
        committed_scene.open()
    count_again(world, CLOSING)
    people, together, said = (world.nadia, world.alex), Barrier(2), []

    def one(person) -> None:
        try:
            with at(NATIONAL):
                together.wait(20)
                said.append(close_period(
                    start_month=JANUARY, end_month=DECEMBER, by=person, now=CLOSING, today=CLOSING.date()
                ))  # fmt: skip
        except Exception as error:  # what each was told is the test
            said.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(type(one).__name__ for one in said) == ["AlreadyClosed", "ClosedPeriod"]
    with at(NATIONAL):
        assert FigureEdition.objects.count() == 1
