"""Nice is opened, exported and erased by the builder's own process, as the national office asked."""

import re
import stat
import zipfile
from hashlib import sha256

import pytest
from building import build, forget, owner
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from billing.counter.models import Till
from hub.builder import ask, exports
from hub.builder.works import STEPS, carry_out
from kit.antennes import NATIONAL, PARTNER, WORKER, at, inside
from kit.antennes.names import antenne_role
from tenants.network.models import Antenne, Erasure, Invitation, Work
from tenants.network.operations import archive_antenne, ask_erasure, cancel_erasure, suspend_antenne
from tenants.welcome.models import Beneficiary

NICE = {
    "code": "nice",
    "name": "Nice",
    "departement": "06",
    "manager_name": "Nora Nice",
    "manager_email": "nora@nice.example",
}


@pytest.fixture
def office(committed, tmp_path, settings, monkeypatch):
    """The national office, and a folder for exports of its own."""
    settings.MAILLON_EXPORTS = str(tmp_path)
    monkeypatch.setenv("MAILLON_EXPORTS", str(tmp_path))
    yield committed
    forget("nice")


def opened(office, **details):
    with at(NATIONAL):
        antenne = ask.open_antenne(**NICE | details, by=office.alex, by_roles={"admin"}, now=timezone.now())
    build()
    return antenne


def work_of(antenne, kind):
    with at(NATIONAL):
        return Work.objects.select_related("antenne").filter(antenne=antenne, kind=kind).latest("asked_at")


def again(antenne):
    with at(NATIONAL):
        return Antenne.objects.get(pk=antenne.pk)


def test_what_is_asked_is_opened_with_its_till_and_its_manager_invited(office):
    antenne = again(opened(office))
    work = work_of(antenne, "open")
    assert antenne.state == "open"
    assert set(work.steps) == set(STEPS["open"])
    assert work.finished_at
    with inside(antenne):
        assert [till.code for till in Till.objects.all()] == ["accueil"]
    with at(NATIONAL):
        assert Invitation.objects.get(antenne=antenne).email == "nora@nice.example"
    with at(WORKER):
        assert (
            ProcrastinateJob.objects.filter(task_name="network.send_invitation", status="todo").count() == 1
        )
        assert ProcrastinateJob.objects.get(queue_name="builder").status == "succeeded"
    with (
        inside(antenne),
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM grenoble.welcome_beneficiary")
    with (
        inside(office.grenoble),
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM nice.welcome_beneficiary")
