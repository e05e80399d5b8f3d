"""The worker visits each antenne, and asks for work only where something has moved."""

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from hub.rollup import tasks
from hub.rollup.models import CohortFigure, Figure, Freshness
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, NOWHERE, WORKER, at, current, inside
from tenants.network.models import Antenne

pytestmark = pytest.mark.django_db


def waiting() -> list[tuple[str, str | None]]:
    with at(WORKER):
        jobs = ProcrastinateJob.objects.filter(status="todo").order_by("id")
        return [(job.task_name, job.args.get("antenne")) for job in jobs]


def test_a_job_enters_the_antenne_that_it_names_and_leaves_it(scene):
    with inside(scene.world.grenoble):
        scene.open()
    with at(NOWHERE):
        tasks.refresh_antenne("grenoble")
        assert current() == "public"
    with at(NATIONAL):
        assert Figure.objects.filter(antenne=scene.world.grenoble).exists()


def test_a_job_for_an_unknown_antenne_fails(world):
    with at(NOWHERE), pytest.raises(Antenne.DoesNotExist):
        tasks.refresh_antenne("atlantis")


def test_only_antennes_where_something_moved_get_a_job_and_one_each(scene):
    with inside(scene.world.grenoble):
        scene.open()
    with at(NOWHERE):
        tasks.refresh_network(0)
        tasks.refresh_network(0)
    assert waiting() == [("rollup.refresh_antenne", "grenoble")]


def test_where_nothing_moved_the_figures_are_said_fresh(scene):
    refresh(scene.world.lyon, now=scene.world.now)
    with at(NOWHERE):
        tasks.refresh_network(0)
    with at(NATIONAL):
        assert Freshness.objects.get(antenne=scene.world.lyon).refreshed_at > scene.world.now


def test_the_national_office_asks_once_for_a_visit_to_all(world):
    with at(NATIONAL):
        tasks.ask_for_all()
        tasks.ask_for_all()
    assert waiting() == [("rollup.refresh_network", None)]


def test_an_antenne_cannot_ask_in_the_name_of_another(world):
    with inside(world.lyon), pytest.raises(ConnectorException):
        tasks.ask_for("grenoble")


def test_the_command_reports_no_difference_when_all_is_well(scene, capsys):
    with inside(scene.world.grenoble):
        scene.open()
    with at(NOWHERE):
        call_command("rebuild_figures")
    assert "0 écart(s) en tout." in capsys.readouterr().out


def test_the_command_says_each_difference_and_has_repaired_it(scene, capsys):
    with inside(scene.world.grenoble):
        scene.open()
        refresh(scene.world.grenoble, now=scene.world.now)
        Figure.objects.filter(measure="places_opened").update(value=99)
        CohortFigure.objects.update(waiting=7)
    with at(NOWHERE):
        call_command("rebuild_figures", "grenoble")
        told = capsys.readouterr().out
        assert "2022-03 places_opened - : 99 au lieu de 10" in told
        assert "2022-03 rollup_cohortfigure.waiting - : 7 au lieu de 0" in told
        assert "2 écart(s) en tout." in told
        call_command("rebuild_figures")
    assert "0 écart(s) en tout." in capsys.readouterr().out


def a_failed_job() -> int:
    with at(WORKER), connection.cursor() as cursor:
        tasks.ask_for("grenoble")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' RETURNING id")
        return cursor.fetchone()[0]


def test_the_administrator_lets_a_failed_job_run_again_once(world, site):
    alex, job = site("reseau", world.alex), a_failed_job()
    assert "grenoble" in alex.get("/exploitation/").content.decode()
    assert alex.post(f"/exploitation/{job}/reprendre/").status_code == 302
    assert waiting() == [("rollup.refresh_antenne", "grenoble")]
    assert alex.post(f"/exploitation/{job}/reprendre/").status_code == 409


def test_nobody_else_lets_a_job_run_again(world, site):
    job = a_failed_job()
    assert site("reseau", world.nadia).post(f"/exploitation/{job}/reprendre/").status_code == 403
    assert waiting() == []
