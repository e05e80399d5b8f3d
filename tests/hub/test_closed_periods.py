"""A year that was closed does not move; what is corrected later is a visible edition with its difference."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import shop
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from partner.conftest import build as build_portal

from billing.counter.operations.sales import reverse as reverse_sale
from hub.rollup.closing import operations
from hub.rollup.closing.changes import Change, changes_of, seal, waiting_counts
from hub.rollup.closing.notes import closed_note
from hub.rollup.closing.operations import close_period, publish_correction
from hub.rollup.models import ClosedPeriod, EditionCell, Figure, FigureEdition, Published
from hub.rollup.refresh import rebuild, refresh
from hub.rollup.reports import report
from hub.rollup.shop import month_of_shops
from kit.antennes import NATIONAL, PARTNER, at, inside
from kit.documents.spreadsheets import read_table
from kit.journal.models import Entry
from programs.cohorts.models import Attendance
from programs.cohorts.operations import Taken, corrections
from tenants.network.models import Antenne

pytestmark = pytest.mark.django_db
CLOSING = datetime(2023, 1, 15, 10, 0, tzinfo=UTC)
LATER = datetime(2023, 2, 20, 10, 0, tzinfo=UTC)
JANUARY, DECEMBER = date(2022, 1, 1), date(2022, 12, 1)
PAGE = "/chiffres/periodes/"


def spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def count_again(world, now):
    for antenne in (world.grenoble, world.lyon):
        refresh(antenne, now=now)


def close(world, *, first=JANUARY, last=DECEMBER, now=CLOSING, by=None):
    with at(NATIONAL):
        return close_period(
            start_month=first, end_month=last, by=by or world.nadia, now=now, today=now.date()
        )


def correct(world, period, *, reason="Une feuille était fausse.", now=LATER, by=None, seen=None):
    with at(NATIONAL):
        return publish_correction(period, reason=reason, by=by or world.nadia, now=now, seen=seen)


def minutes(**options):
    with at(NATIONAL):
        found = report(start_month=JANUARY, end_month=DECEMBER, measures=["minutes_delivered"], **options)
    return found.total["minutes_delivered"].value


def waiting(period):
    with at(NATIONAL):
        return changes_of(ClosedPeriod.objects.with_edition().get(pk=period.pk), waiting=True)


def correct_attendance(scene, now=LATER):
    """Somebody of a closed sheet of March was absent after all: two hours less at Grenoble."""
    world = scene.world
    with inside(world.grenoble):
        there = Attendance.objects.filter(status="present", session__state="locked", session__day__month=3)
        one = there.select_related("session", "enrolment").order_by("pk").first()
        corrections.correct_attendance(
            one.session, enrolment=one.enrolment, taken=Taken("absent"), reason="Erreur de ligne",
            by=world.maud, now=now,
        )  # fmt: skip
    count_again(world, now)


@pytest.fixture
def year(scene):
    """2022: eight people at Grenoble in March, a group at Lyon in May; the figures are counted."""
    with inside(scene.world.grenoble):
        scene.run(scene.open(), 8)
    with inside(scene.world.lyon):
        scene.open("lyon", first_day=date(2022, 5, 2))
    count_again(scene.world, CLOSING)
    return scene


@pytest.fixture
def closed(year):
    year.period = close(year.world)
    return year


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
    with at(NATIONAL):
        assert month_of_shops(date(2022, 3, 1)).total["connection_paid"].now == 1500
    nadia = site("reseau", world.nadia)
    [row] = [row for _, row in read_table(nadia.get("/chiffres/ventes.xlsx?mois=2022-03").content).records()]
    assert row["Cartes et forfaits vendus, mars 2022"] == "3"
    assert "Période close le 15 janvier 2023" in spaces(nadia.get("/chiffres/ventes/?mois=2022-03").text)


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
        assert Entry.objects.get(verb="rollup.correction_published").details["changes"] == len(told)
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


# --- pages and API -------------------------------------------------------------------------------------


def test_nadia_closes_a_year_and_corrects_it_on_her_pages(year, site, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOSING)
    nadia = site("reseau", year.world.nadia)
    assert "Aucune période close" in nadia.get(PAGE).text
    form = nadia.get(f"{PAGE}clore/")
    assert [link["label"] for link in form.context["years"]] == ["2022"]
    assert 'value="2022-01"' in form.text
    answer = nadia.post(f"{PAGE}clore/", {"du": "2022-01", "au": "2022-12"}, follow=True)
    assert "Rien n’a changé depuis l’édition 1" in answer.text
    [period] = nadia.get(PAGE).context["page_obj"]
    assert (str(period), period.edition, period.waiting) == ("2022", 1, 0)

    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    correct_attendance(year)
    nadia = site("reseau", year.world.nadia)
    with inside(year.world.grenoble):
        some_workshops(year.world.grenoble, value=3)
    assert "2 chiffres ont changé" in spaces(nadia.get(PAGE).text)
    page = spaces(nadia.get(f"{PAGE}{period.pk}/").text)
    for words in ("Heures suivies", "Trouver un emploi", "−2 h", "+3", "Corriger"):
        assert words in page
    form = nadia.get(f"{PAGE}{period.pk}/corriger/")
    seen = form.context["seen"]
    refused = nadia.post(f"{PAGE}{period.pk}/corriger/", {"reason": "Une ligne", "seen": "0" * 16})
    assert refused.status_code == 409
    assert ("Une ligne" in refused.text, seen in refused.text) == (True, True)
    done = nadia.post(f"{PAGE}{period.pk}/corriger/", {"reason": "Une ligne", "seen": seen}, follow=True)
    for words in ("Édition 2", "Une ligne", "−2 h", "Rien n’a changé depuis l’édition 2"):
        assert words in spaces(done.text)
    assert "Rien à corriger" in nadia.get(f"{PAGE}{period.pk}/corriger/").text


def test_a_refusal_leaves_the_form_as_it_was_typed(closed, site, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOSING)
    answer = site("reseau", closed.world.nadia).post(f"{PAGE}clore/", {"du": "2022-03", "au": "2022-04"})
    assert answer.status_code == 409
    assert ("déjà clos" in answer.text, 'value="2022-03"' in answer.text) == (True, True)


@pytest.mark.parametrize(
    ("email", "lists", "closes"),
    [
        ("nadia@reseau.example", 200, 200),
        ("admin@reseau.example", 200, 200),
        ("finance@reseau.example", 200, 403),
    ],
)
def test_who_sees_and_who_closes(closed, site, email, lists, closes):
    person = site("reseau", closed.world.person(email))
    for path in (PAGE, f"{PAGE}{closed.period.pk}/"):
        assert person.get(path).status_code == lists
    for path in (f"{PAGE}clore/", f"{PAGE}{closed.period.pk}/corriger/"):
        assert person.get(path).status_code == closes
    assert site("grenoble", closed.world.maud).get(PAGE).status_code == 404


def test_a_page_of_figures_says_that_its_months_are_closed(closed, site):
    for host, person in (("reseau", closed.world.nadia), ("grenoble", closed.world.maud)):
        page = spaces(site(host, person).get("/chiffres/?du=2022-01&au=2022-12").text)
        assert "Période close le 15 janvier 2023, édition 1" in page
        page = spaces(site(host, person).get("/chiffres/?du=2022-12&au=2023-02").text)
        assert "En partie close : 2022, édition 1" in page
        assert (
            "close" not in site(host, person).get("/chiffres/?du=2023-01&au=2023-02").context["closed_note"]
        )


def test_months_across_two_closed_periods_are_wholly_closed(year):
    close(year.world, first=JANUARY, last=date(2022, 6, 1))
    with inside(year.world.grenoble):
        year.open(first_day=date(2022, 9, 5))
    count_again(year.world, CLOSING)
    close(year.world, first=date(2022, 7, 1))
    with at(NATIONAL):
        words = closed_note(date(2022, 3, 1), date(2022, 9, 1))
    assert spaces(words) == (
        "Période close : janvier 2022 – juin 2022, édition 1 · juillet 2022 – décembre 2022, édition 1"
    )


def test_the_api_says_which_edition_is_read_and_lists_them(closed, site):
    nadia = site("reseau", closed.world.nadia)
    api = "/api/v1/figures/?from=2022-06&to=2023-03&measure=participants"
    [edition] = nadia.get(api).json()["editions"]
    assert (edition["name"], edition["from"], edition["to"], edition["edition"]) == (
        "2022",
        "2022-01",
        "2022-12",
        1,
    )
    assert nadia.get("/api/v1/figures/?from=2023-01&to=2023-03").json()["editions"] == []
    correct_attendance(closed)
    correct(closed.world, closed.period)
    [period] = nadia.get("/api/v1/closed-periods/").json()["results"]
    assert (period["id"], period["from"], period["to"]) == (edition["id"], "2022-01", "2022-12")
    assert [(one["number"], one["reason"]) for one in period["editions"]] == [
        (1, ""),
        (2, "Une feuille était fausse."),
    ]
    assert site("grenoble", closed.world.maud).get("/api/v1/closed-periods/").status_code == 404


@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}clore/", "period", "correct", "/chiffres/?du=2022-01&au=2022-12"]
)
def test_a_page_costs_eight_statements_however_many_antennes_and_editions(closed, site, path):
    pages = {"period": f"{PAGE}{closed.period.pk}/", "correct": f"{PAGE}{closed.period.pk}/corriger/"}
    nadia = site("reseau", closed.world.nadia)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert nadia.get(pages.get(path, path)).status_code == 200
        return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])

    few = cost()
    for number in range(2):
        with inside(closed.world.grenoble):
            some_workshops(closed.world.grenoble, value=number + 1)
        count = LATER + timedelta(days=number)
        for antenne in (closed.world.grenoble, closed.world.lyon):
            refresh(antenne, now=count)
        correct(closed.world, closed.period, now=count)
    assert few <= 8
    assert cost() == few


def some_workshops(antenne, *, value):
    Figure.objects.update_or_create(
        antenne=antenne, month=date(2022, 4, 1), measure="workshops", version_id=None, level="",
        defaults={"value": value, "definition": 1, "computed_at": LATER},
    )  # fmt: skip


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
