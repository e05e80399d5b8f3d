"""What presses in the network: numbers and names of groups, on the day of who reads."""

import uuid
from datetime import date, timedelta

import grids
import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.alerts import alerts, underfilled
from hub.rollup.models import CohortFigure, Due, Freshness
from kit.antennes import NATIONAL, at, inside
from programs.catalogue.operations import draft_grid, draft_version
from programs.cohorts.models import Cohort, Place, Session
from tenants.network.models import Antenne

ALL = {"admin"}
PAGE = "/chiffres/alertes/"


@pytest.fixture
def today(world):
    """The page reads the clock at its door: the scenes are set around today."""
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    return world.today


def group(world, antenne, day, *, taken, opened=10, state="open", name="Groupe du matin"):
    with inside(antenne):
        return CohortFigure.objects.create(
            antenne=antenne, cohort_id=uuid.uuid4(), name=name, version_id=uuid.uuid4(), state=state,
            starts_on=day, ends_on=day + timedelta(days=30), places_opened=opened, places_taken=taken,
            computed_at=world.now,
        )  # fmt: skip


def due(antenne, kind, day, count=1):
    with inside(antenne):
        return Due.objects.create(antenne=antenne, kind=kind, day=day, count=count)


def found(today, roles=ALL, **asked):
    with at(NATIONAL):
        return [(one.kind, one.code, one.number) for one in alerts(today, roles=roles, **asked)]


def plain(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def statements(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len([q for q in queries if "set_config" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


# --- limits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "taken", "state", "told"),
    [
        (10, 5, "open", True),
        (11, 5, "open", False),
        (0, 5, "open", True),
        (-1, 5, "open", False),
        (10, 6, "open", False),  # six of ten are enough
        (10, 0, "open", True),
        (10, 5, "running", False),
        (10, 5, "completed", False),
    ],
)
def test_a_group_that_is_not_full_enough_ten_days_before(world, today, days, taken, state, told):
    group(world, world.grenoble, today + timedelta(days=days), taken=taken, state=state)
    assert bool(found(today)) is told


def test_a_group_without_places_is_not_to_be_filled(world, today):
    group(world, world.grenoble, today, taken=0, opened=0)
    assert found(today) == []


def test_how_full_is_enough_is_a_setting(world, today, settings):
    group(world, world.grenoble, today, taken=6)
    assert found(today) == []
    settings.MAILLON_UNDERFILLED_PERCENT = 61
    assert found(today) == [("cohort", "grenoble", 6)]
    assert (underfilled(6, 10), underfilled(7, 10), underfilled(0, 0)) == (True, False, False)


@pytest.mark.parametrize(("days", "told"), [(7, True), (6, False), (40, True)])
def test_a_sheet_that_waits_for_seven_days(world, today, days, told):
    due(world.grenoble, "sheet", today - timedelta(days=days))
    assert bool(found(today)) is told


@pytest.mark.parametrize(("days", "told"), [(1, True), (0, False), (-1, False)])
def test_a_loan_is_overdue_the_day_after(world, today, days, told):
    due(world.grenoble, "loan", today - timedelta(days=days))
    assert bool(found(today)) is told


@pytest.mark.parametrize(("days", "told"), [(60, True), (61, False), (0, True), (-1, False)])
def test_funds_that_end_in_sixty_days(world, days, told):
    template = scenes.template(world)
    ends_on = date(2022, 12, 31)
    scenes.allocation(world, template, places=20, ends_on=ends_on)
    on = ends_on - timedelta(days=days)
    assert [one[:2] for one in found(on)].count(("fund", "grenoble")) == int(told)


def test_nothing_is_counted_again_because_a_day_has_passed(world, today):
    due(world.grenoble, "sheet", today - timedelta(days=6))
    assert found(today) == []
    assert found(today + timedelta(days=1)) == [("sheet", "grenoble", 1)]


def test_what_an_archived_antenne_left_presses_nobody(world, today):
    due(world.grenoble, "loan", today - timedelta(days=3))
    with at(NATIONAL):
        Antenne.objects.filter(pk=world.grenoble.pk).update(state=Antenne.State.ARCHIVED)
    assert found(today) == []


# --- order, reach and cost ------------------------------------------------------------------------------


def test_each_antenne_is_a_line_with_how_many_and_since_when_the_oldest_first(world, today):
    for antenne, days, count in ((world.grenoble, 9, 2), (world.grenoble, 12, 3), (world.lyon, 20, 1)):
        due(antenne, "sheet", today - timedelta(days=days), count)
    group(world, world.lyon, today + timedelta(days=8), taken=1)
    group(world, world.grenoble, today + timedelta(days=2), taken=2)
    with at(NATIONAL):
        told = alerts(today, roles=ALL)
    assert [(one.kind, one.code, one.number, one.day) for one in told] == [
        ("cohort", "grenoble", 2, today + timedelta(days=2)),
        ("cohort", "lyon", 1, today + timedelta(days=8)),
        ("sheet", "lyon", 1, today - timedelta(days=20)),
        ("sheet", "grenoble", 5, today - timedelta(days=12)),
    ]
    assert found(today, antenne="lyon") == [("cohort", "lyon", 1), ("sheet", "lyon", 1)]


def test_who_may_not_see_agreements_is_not_told_of_funds(world):
    scenes.allocation(world, scenes.template(world), places=20)
    day = date(2022, 12, 1)
    assert found(day, roles={"dpo"}) == []
    assert found(day, roles={"programmes"}) == [("fund", "grenoble", 20)]


def test_all_the_alerts_are_one_statement(world, today):
    for antenne in (world.grenoble, world.lyon):
        for kind in ("sheet", "loan"):
            for days in (8, 9, 30):
                due(antenne, kind, today - timedelta(days=days))
        group(world, antenne, today, taken=1)
    with at(NATIONAL):
        assert statements(lambda: alerts(today, roles=ALL)) == 1


def test_an_antenne_sees_its_own_alone_even_in_raw_sql(world, today):
    for antenne in (world.grenoble, world.lyon):
        due(antenne, "sheet", today)
        group(world, antenne, today, taken=1)
    with inside(world.grenoble), connection.cursor() as cursor:
        for table in ("rollup_due", "rollup_cohortfigure"):
            cursor.execute(f"SELECT antenne_id FROM public.{table}")
            assert cursor.fetchall() == [(world.grenoble.pk,)]


# --- pages and the API ----------------------------------------------------------------------------------


def test_the_page_says_what_presses_with_its_action(world, today, site):
    group(world, world.grenoble, today + timedelta(days=2), taken=3)
    due(world.lyon, "sheet", today - timedelta(days=12), 4)
    due(world.lyon, "loan", today - timedelta(days=1))
    nadia = site("reseau", world.nadia)
    page = plain(nadia.get(PAGE))
    assert "« Groupe du matin » commence dans 2 jours : 3 places prises sur 10." in page
    assert "Lyon : 4 feuilles attendent d’être closes." in page
    assert "La plus ancienne depuis 12 jours" in page
    assert "Lyon : 1 prêt en retard." in page
    assert 'href="/chiffres/?antenne=lyon"' in page
    assert "Groupe du matin" not in plain(nadia.get(f"{PAGE}?quoi=sheet"))
    assert "feuilles attendent" not in plain(nadia.get(f"{PAGE}?antenne=grenoble"))
    assert nadia.get(f"{PAGE}?quoi=x&antenne=x&page=x").status_code == 200


def test_with_nothing_late_the_page_teaches(world, site):
    assert "Rien ne presse" in plain(site("reseau", world.nadia).get(PAGE))


def test_only_the_national_office_reads_the_network_s_alerts(world, site):
    assert site("reseau", world.lea).get(PAGE).status_code in {302, 403, 404}
    assert site("grenoble", world.maud).get(PAGE).status_code == 404
    assert site("reseau", world.person("fondation@partenaires.example")).get(PAGE).status_code in {
        302,
        403,
        404,
    }
    assert site("reseau").get(PAGE).status_code == 302


def test_the_page_costs_eight_statements_however_many_antennes(world, today, site):
    alex = site("reseau", world.alex)
    few = statements(lambda: alex.get(PAGE))
    for antenne in (world.grenoble, world.lyon):
        group(world, antenne, today, taken=1)
        due(antenne, "loan", today - timedelta(days=2))
        with inside(antenne):
            Freshness.objects.create(antenne=antenne, refreshed_at=world.now)
    assert statements(lambda: alex.get(PAGE)) == few <= 8


def test_the_home_says_each_kind_in_one_line(world, today, site):
    for antenne in (world.grenoble, world.lyon):
        group(world, antenne, today + timedelta(days=5), taken=1)
        due(antenne, "sheet", today - timedelta(days=9), 4)
    due(world.lyon, "loan", today - timedelta(days=2))
    home = plain(site("reseau", world.nadia).get("/"))
    assert "2 parcours commencent dans 10 jours ou moins avec trop de places libres." in home
    assert "8 feuilles attendent d’être closes depuis 7 jours ou plus, dans 2 antennes." in home
    assert "Un prêt est en retard, dans l’antenne Lyon." in home
    assert "Groupe du matin" not in home
    # Others have their own lines to follow.
    assert "feuilles attendent" not in plain(site("reseau", world.fanny).get("/"))


def test_the_administrator_s_home_still_costs_eight_statements(world, today, site):
    alex = site("reseau", world.alex)
    few = statements(lambda: alex.get("/"))
    for antenne in (world.grenoble, world.lyon):
        group(world, antenne, today, taken=1)
        due(antenne, "loan", today - timedelta(days=2))
    assert statements(lambda: alex.get("/")) == few <= 8


def test_drafts_of_programmes_and_grids_are_still_said(world, site):
    """One statement reads both; who drafted a grid is not asked to publish it."""
    template = scenes.template(world)
    with at(NATIONAL):
        draft_version(template, title="Emploi", levels=scenes.LEVELS, by=world.nadia, now=world.now)
        draft_grid(code="grille", title="Grille", questions=grids.SMALL, by=world.nadia, now=world.now)
    own, other = (plain(site("reseau", who).get("/")) for who in (world.nadia, world.alex))
    sentence = "La version 1 de « Trouver un emploi » attend d’être publiée."
    assert sentence in own
    assert "Une autre personne que vous doit la relire." in own
    assert sentence in other
    assert "Rédigée par Nadia Programmes." in other
    grid = "La version 1 de la grille « Grille » attend d’être publiée."
    assert grid in other
    assert grid not in own


def test_a_program_reads_the_alerts(world, today, site):
    group(world, world.grenoble, today + timedelta(days=2), taken=3)
    due(world.lyon, "loan", today - timedelta(days=1), 2)
    nadia = site("reseau", world.nadia)
    told = nadia.get("/api/v1/alerts/").json()
    assert told["today"] == today.isoformat()
    assert [(one["kind"], one["code"], one["number"], one["of"]) for one in told["alerts"]] == [
        ("cohort", "grenoble", 3, 10), ("loan", "lyon", 2, 0),
    ]  # fmt: skip
    assert [one["kind"] for one in nadia.get("/api/v1/alerts/?antenne=lyon").json()["alerts"]] == ["loan"]
    assert site("grenoble", world.lea).get("/api/v1/alerts/").status_code == 404


# --- an antenne's own home, from its own tables -----------------------------------------------------------


def home(world, site, who=None) -> str:
    return plain(site("grenoble", who or world.maud).get("/"))


@pytest.mark.parametrize(("days", "pressing"), [(10, True), (11, False), (21, False)])
def test_a_group_presses_its_antenne_ten_days_before(world, today, site, days, pressing):
    with inside(world.grenoble):
        scenes.cohort(world, first=today + timedelta(days=days), weekdays=frozenset(range(7)))
        cohort = Cohort.objects.get()
        cohort.starts_on = today + timedelta(days=days)
        cohort.save()
    page = home(world, site)
    assert (f"« Groupe 1 » commence dans {days} jours : 0 place prise sur 10." in page) is pressing
    assert ("Il reste 10 places dans « Groupe 1 »." in page) is not pressing


def test_six_places_of_ten_are_enough_for_its_antenne_too(world, today, site):
    with inside(world.grenoble):
        scenes.cohort(world, first=today + timedelta(days=8))
        six = list(Place.objects.values_list("pk", flat=True)[:6])
        Place.objects.filter(pk__in=six[:5]).update(state=Place.State.TAKEN)
    assert "5 places prises sur 10." in home(world, site)
    with inside(world.grenoble):
        Place.objects.filter(pk__in=six).update(state=Place.State.TAKEN)
    assert "Il reste 4 places dans « Groupe 1 »." in home(world, site)


@pytest.mark.parametrize(("days", "tone"), [(6, "sun"), (7, "no")])
def test_a_sheet_presses_its_antenne_after_seven_days(world, today, site, days, tone):
    with inside(world.grenoble):
        group_ = scenes.cohort(world, first=today)
        scenes.running(world, scenes.enrolled(world, group_, count=1) and group_)
        first = Session.objects.filter(cohort=group_).order_by("position").first()
        moved = first.starts_at - timedelta(days=(first.day - today).days + days)
        Session.objects.filter(pk=first.pk).update(day=today - timedelta(days=days), starts_at=moved)
    page = home(world, site)
    assert f"il y a {days} jours" in page
    line = page[: page.index(f"il y a {days} jours")].rpartition('<li class="todo ')[2]
    assert line.startswith(f'{tone}"')
