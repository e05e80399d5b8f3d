"""An antenne is opened with its schema and role, and dropped with both; only the owner's login can."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from kit.antennes import NATIONAL, WORKER, at, inside

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own with the owner's credentials, as the product does.
SCRIPT = """
import django; django.setup()
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from hub import opening
from kit.antennes import NATIONAL, at, inside, roles, schemas
from kit.refusals import Refused
from kit.states import move
from tenants.network.models import Antenne
now = timezone.now()
print("kept", len(schemas.recordings.kept()) > 100, schemas.rehearse())
antenne = opening.open_new(code="essai", name="Essai", departement="38", by=None, now=now)
again = opening.open_new(code="essai", name="Essai", departement="38", by=None, now=now)
with inside(antenne), connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM cohorts_cohort")
print("opened", antenne.state, again.pk == antenne.pk, schemas.behind("essai"), roles.exists(antenne_role := "%s_a_essai" % connection.settings_dict["NAME"]))
def purge():
    try:
        opening.purge(antenne, step=print, now=now)
    except Refused as refused:
        print("refused", refused.code())
purge()
with at(NATIONAL):
    for state in ("suspended", "archived"):
        move(antenne, to=state, by=None, now=now, verb="network.antenne_" + state)
purge()
schemas.drop("essai")
with connection.cursor() as cursor:
    cursor.execute("SELECT to_regnamespace('essai')")
    print("dropped", cursor.fetchone()[0], roles.exists(antenne_role))
    cursor.execute("DELETE FROM network_domain WHERE domain LIKE 'essai.%%'")
    cursor.execute("DELETE FROM network_antenne WHERE code = 'essai'")
"""


def test_an_antenne_comes_and_goes_with_its_schema_and_its_role(django_db_setup):
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"MAILLON_OWNER": "1", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )  # fmt: skip
    assert ran.stdout.splitlines() == [
        "kept True False",
        "opened open True False True",
        "refused not_archived",
        "refused not_confirmed",
        "dropped None False",
    ], ran.stderr


def test_the_application_s_own_login_can_neither_open_nor_purge(django_db_setup):
    ran = subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={k: v for k, v in os.environ.items() if k != "DATABASE_OWNER_URL"},
    )  # fmt: skip
    assert ran.returncode != 0
    assert "MAILLON_OWNER=1" in ran.stderr


@pytest.mark.django_db
def test_what_the_builder_replays_is_the_owner_s_alone(world):
    for place in (at(NATIONAL), at(WORKER), inside(world.grenoble)):
        with place, pytest.raises(ProgrammingError, match="permission denied"):
            _read_recording()


def _read_recording():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillon_builder.builder_recording")
