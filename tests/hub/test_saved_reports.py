"""A report that is kept comes back the same, arrives by e-mail, and stops by itself when it cannot leave."""

import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from hub.reports.saved import operations
from hub.reports.saved.operations import NameTaken, NoLongerThere, reports_of
from hub.reports.saved.reading import address_of
from hub.reports.saved.spans import next_day, period_of
from hub.reports.saved.tasks import send_one, send_reports_of
from hub.rollup.models import MOST_FAILURES, SavedReport, Subscription
from hub.rollup.periods import Period
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry

pytestmark = pytest.mark.django_db
MONDAY = date(2022, 3, 7)


@pytest.fixture
def figures(scene):
    with inside(scene.world.grenoble):
        scene.run(scene.open(), 6)
    refresh(scene.world.grenoble, now=scene.world.now)
    return scene


def keep(world, *, title="Grenoble, l’année", span="year", antenne=None, by=None, **asked):
    return operations.save_report(
        title=title, chapter="synthese", asked={"antenne": "grenoble", **asked}, span=span, antenne=antenne,
        by=by or world.nadia, now=world.now,
    )  # fmt: skip


def receive(world, report, *, kind="xlsx", every="month", by=None):
    return operations.subscribe(
        report, every=every, kind=kind, by=by or world.nadia, now=world.now, today=world.today
    )


def due(subscription):
    Subscription.objects.filter(pk=subscription.pk).update(next_on=date(2022, 3, 1))


@pytest.mark.parametrize(
    ("span", "today", "period"),
    [
        ("year", date(2022, 3, 8), Period.of_year(2022)),
        ("last_year", date(2022, 3, 8), Period.of_year(2021)),
        ("month", date(2022, 1, 1), Period(date(2021, 12, 1), date(2021, 12, 1))),
        ("quarter", date(2022, 5, 31), Period(date(2022, 1, 1), date(2022, 3, 1))),
        ("quarter", date(2022, 2, 1), Period(date(2021, 10, 1), date(2021, 12, 1))),
    ],
)
def test_a_moving_period_is_worked_out_on_the_day(span, today, period):
    assert period_of(span, today) == period


@pytest.mark.parametrize(
    ("every", "after", "then"),
    [
        ("week", MONDAY, date(2022, 3, 14)),
        ("week", date(2022, 3, 13), date(2022, 3, 14)),
        ("month", date(2022, 12, 1), date(2023, 1, 1)),
        ("quarter", date(2022, 3, 31), date(2022, 4, 1)),
    ],
)
def test_the_next_day_is_after_today(every, after, then):
    assert next_day(every, after) == then


def test_a_report_keeps_its_filters_and_a_fixed_one_its_months(world):
    with at(NATIONAL):
        moving = keep(world, du="2020-01", au="2020-12")
        fixed = keep(world, title="2020", span="fixed", du="2020-01", au="2020-12", inconnu="x")
        assert address_of(moving, world.today) == "/chiffres/?antenne=grenoble&du=2022-01&au=2022-12"
        assert address_of(fixed, world.today) == "/chiffres/?antenne=grenoble&du=2020-01&au=2020-12"


def test_two_reports_do_not_bear_one_name_unless_the_first_is_gone(world):
    with at(NATIONAL):
        first = keep(world)
        with pytest.raises(NameTaken):
            keep(world)
        operations.remove_report(first, by=world.nadia, now=world.now)
        keep(world)
        with pytest.raises(NoLongerThere):
            receive(world, first)


def test_it_arrives_with_its_file_and_says_the_figures(figures):
    world = figures.world
    with at(NATIONAL):
        subscription = receive(world, keep(world))
        due(subscription)
        send_one(subscription.pk, now=world.now, today=world.today)
        send_one(subscription.pk, now=world.now, today=world.today)  # a job may run twice
        subscription.refresh_from_db()
    [letter] = mail.outbox
    assert letter.to == ["nadia@reseau.example"]
    assert "6 sur 10 places" in letter.body
    assert "reseau.localhost" in letter.body
    assert "/chiffres/?antenne=grenoble&du=2022-01&au=2022-12" in letter.body
    [(name, content, _)] = letter.attachments
    assert name.endswith(".xlsx")
    assert load_workbook(io.BytesIO(content)).worksheets[0].max_row > 1
    assert (subscription.sent_at, subscription.next_on) == (world.now, date(2022, 4, 1))


def test_five_failures_in_a_row_stop_it_and_it_says_so(figures, monkeypatch, site):
    world = figures.world

    def refuse(self):
        raise ConnectionRefusedError

    with at(NATIONAL):
        subscription = receive(world, keep(world))
        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
        for days in range(MOST_FAILURES + 2):
            due(subscription)
            send_one(subscription.pk, now=world.now + timedelta(days=days), today=world.today)
        subscription.refresh_from_db()
        assert subscription.failures == MOST_FAILURES
        assert subscription.stopped_at == world.now + timedelta(days=MOST_FAILURES - 1)
        assert Entry.objects.filter(verb="figures.report_stopped").count() == 1
    page = site("reseau", world.nadia).get("/chiffres/rapports/").content.decode()
    assert "Envoi arrêté" in page
    with at(NATIONAL):
        assert receive(world, subscription.report).stopped_at is None


def test_one_that_passes_forgets_the_failures_before(figures, monkeypatch):
    world = figures.world
    with at(NATIONAL):
        subscription = receive(world, keep(world))
        Subscription.objects.update(failures=4, problem="L’e-mail n’est pas parti.")
        due(subscription)
        send_one(subscription.pk, now=world.now, today=world.today)
        subscription.refresh_from_db()
        assert (subscription.failures, subscription.problem) == (0, "")


def test_the_database_refuses_a_sixth_try(world):
    with at(NATIONAL):
        subscription = receive(world, keep(world))
        with pytest.raises(IntegrityError, match="rollup_subscription_stops"), transaction.atomic():
            Subscription.objects.filter(pk=subscription.pk).update(failures=MOST_FAILURES)


def test_who_has_left_the_office_receives_nothing_more(figures):
    world = figures.world
    with at(NATIONAL):
        subscription = receive(world, keep(world), by=world.nadia)
        world.nadia.memberships.update(end=world.today - timedelta(days=1))
        due(subscription)
        send_one(subscription.pk, now=world.now, today=world.today)
        subscription.refresh_from_db()
        assert subscription.stopped_at
    assert mail.outbox == []


def test_an_antenne_has_its_own_reports_and_sees_no_other(figures, site):
    world = figures.world
    with inside(world.grenoble):
        kept = keep(world, antenne=world.grenoble, by=world.maud, title="Nos places")
        subscription = receive(world, kept, by=world.maud)
        due(subscription)
    with inside(world.lyon):
        assert list(SavedReport.objects.all()) == []
        assert list(Subscription.objects.all()) == []
    with at(NATIONAL):
        assert list(reports_of(None)) == []
    send_reports_of("grenoble")
    [letter] = mail.outbox
    assert letter.to == ["manager@grenoble.example"]
    assert "grenoble.localhost" in letter.body
    karim = site("lyon", world.karim)
    assert "Nos places" not in karim.get("/chiffres/rapports/").content.decode()
    assert (
        karim.post(f"/chiffres/rapports/{kept.pk}/recevoir/", {"quand": "week", "forme": "csv"}).status_code
        == 404
    )


def test_the_pages_keep_receive_and_let_go(figures, site):
    nadia = site("reseau", figures.world.nadia)
    asked = "/chiffres/synthese/enregistrer/?antenne=grenoble&du=2022-01&au=2022-12"
    assert "Enregistrer ce rapport" in nadia.get(asked).content.decode()
    answer = nadia.post(asked, {"titre": "Grenoble 2022", "periode": "fixed"})
    assert answer.status_code == 302
    assert nadia.post(answer["Location"], {"quand": "week", "forme": "xlsx"}).status_code == 302
    page = nadia.get("/chiffres/rapports/").content.decode()
    assert "Grenoble 2022" in page
    assert "Chaque lundi" in page
    again = nadia.post(asked, {"titre": "Grenoble 2022", "periode": "fixed"}).content.decode()
    assert "Un rapport s’appelle déjà" in again
    alex = site("reseau", figures.world.alex)
    with at(NATIONAL):
        key = SavedReport.objects.get().pk
    assert alex.post(f"/chiffres/rapports/{key}/retirer/").status_code == 404
    assert nadia.post(f"/chiffres/rapports/{key}/ne-plus-recevoir/").status_code == 302
    assert nadia.post(f"/chiffres/rapports/{key}/retirer/").status_code == 302
    assert "Aucun rapport enregistré" in nadia.get("/chiffres/rapports/").content.decode()
