"""Nice is opened, exported and erased by the builder's own process, as the national office asked."""

import json
import stat
import zipfile
from hashlib import sha256

import pytest
import scenes
from building import build, forget, owner
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from billing.counter.models import Till
from hub.builder import ask, exports
from hub.builder.works import STEPS, carry_out
from kit.antennes import NATIONAL, PARTNER, WORKER, at, inside
from kit.antennes.names import antenne_role
from tenants.network.models import Antenne, Erasure, Invitation, Work

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


def ask_for_nice(office):
    with at(NATIONAL):
        return ask.open_antenne(**NICE, by=office.alex, by_roles={"admin"}, now=timezone.now())


def work_of(antenne):
    with at(NATIONAL):
        return Work.objects.filter(antenne=antenne).latest("asked_at")


def again(antenne):
    with at(NATIONAL):
        return Antenne.objects.get(pk=antenne.pk)


def read(schema):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {schema}.welcome_beneficiary")


def test_what_is_asked_is_opened_with_its_till_and_its_manager_invited(office):
    """A builder had died of the first job; the same work is asked again, and done once."""
    antenne = ask_for_nice(office)
    work = work_of(antenne)
    with at(WORKER), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    with at(NATIONAL):
        ask.run_work.defer(work=str(work.pk))
    assert "2 travaux faits." in build()

    antenne, work = again(antenne), work_of(antenne)
    assert (antenne.state, set(work.steps)) == ("open", set(STEPS["open"]))
    assert work.finished_at
    with inside(antenne):
        assert [till.code for till in Till.objects.all()] == ["accueil"]
    with at(NATIONAL):
        assert Invitation.objects.get(antenne=antenne).email == "nora@nice.example"
    with at(WORKER):
        assert ProcrastinateJob.objects.filter(task_name="network.send_invitation").count() == 1
        builders = ProcrastinateJob.objects.filter(queue_name="builder")
        assert [job.status for job in builders] == ["succeeded"] * 2
    for here, there in ((antenne, "grenoble"), (office.grenoble, "nice")):
        with inside(here), pytest.raises(ProgrammingError, match="permission denied"):
            read(there)


def test_an_opening_goes_on_where_an_interrupted_one_stopped(office):
    """Half a schema is never taken for the whole, nor recorded as what a schema is made of."""
    antenne = ask_for_nice(office)
    half = owner("-c", HALF)
    assert half.stdout.split() == ["True"], half.stderr
    build()
    assert again(antenne).state == "open"
    with at(NATIONAL):
        assert _columns("nice") == _columns("lyon")


HALF = """
import django; django.setup()
from kit.antennes import names, roles, schemas
from kit.db import connection
roles.create_role(names.antenne_role("nice"))
roles.run("CREATE SCHEMA nice")
told = []
def some_only(execute, statement, *rest):
    told.append(statement)
    if len(told) > 150:
        raise KeyboardInterrupt
    return execute(statement, *rest)
try:
    with connection.execute_wrapper(some_only):
        schemas._migrate("nice")
except KeyboardInterrupt:
    pass
print(not schemas._is_empty("nice") and schemas.behind("nice"))
"""


def _columns(schema):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = %s::regnamespace AND a.attnum > 0 ORDER BY 1, 2",
            [schema],
        )
        return cursor.fetchall()


def test_an_export_is_whole_private_and_proves_itself(office, tmp_path):
    """And a job of another name in the same queue is not run by the owner."""
    with inside(office.grenoble):
        scenes.person(office, first_name='Amina "la\nvive"', last_name="=1+1")
    with at(WORKER), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('builder', 'hub.sweep_sessions', '{}')"
        )
    with at(NATIONAL):
        ask.export_antenne(office.grenoble, by=office.alex, now=timezone.now())
    build()
    with at(WORKER):
        assert [job.status for job in ProcrastinateJob.objects.order_by("id")] == ["failed", "succeeded"]
    work = work_of(office.grenoble)
    path = tmp_path / work.file_name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sha256(path.read_bytes()).hexdigest() == work.digest == exports.digest_of(work.file_name)
    with zipfile.ZipFile(path) as archive:
        people = archive.read("welcome_beneficiary.csv").decode()
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
    assert '"Amina ""la\nvive""",=1+1' in people
    assert "django_session.csv" not in names
    assert {table["table"]: table["rows"] for table in manifest["tables"]}["welcome_beneficiary"] == 1
    assert "welcome.0001_initial" in manifest["schema_version"]
    call_command("check_export", str(path))


def test_an_export_that_was_touched_is_told_from_its_manifest(tmp_path):
    whole, touched = tmp_path / "a.zip", tmp_path / "b.zip"
    manifest = {"tables": [{"file": "t.csv", "rows": 1, "sha256": sha256(b"id\n1\n").hexdigest()}]}
    for path, content in ((whole, b"id\n1\n"), (touched, b"id\n2\n")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("t.csv", content)
            archive.writestr("manifest.json", json.dumps(manifest))
    assert exports.check(whole) == []
    assert exports.check(touched) == ["t.csv a changé."]
    with pytest.raises(CommandError, match="n’est pas entier"):
        call_command("check_export", str(touched))
    whole.write_bytes(whole.read_bytes()[:-30])
    assert exports.check(whole) == ["Le fichier ne se lit pas (BadZipFile)."]


# One process for a whole end of life: each line says how a work ended.
ERASED = """
import django; django.setup()
from pathlib import Path
from django.conf import settings
from django.utils import timezone
from hub.builder import ask
from hub.builder.works import carry_out
from kit.antennes import NATIONAL, at
from tenants.network import operations
from tenants.network.models import Antenne, User, Work
alex, dpo = (User.objects.get(email=f"{name}@reseau.example") for name in ("admin", "dpo"))
def do(work):
    carry_out(str(work.pk))
    work.refresh_from_db()
    print(work.failure or work.kind)
    return work
def signed(by):
    return {"by": by, "now": timezone.now()}
nice = Antenne.objects.get(code="nice")
do(nice.works.get())
with at(NATIONAL):
    operations.suspend_antenne(nice, reason="Fermeture", **signed(alex))
    operations.archive_antenne(nice, reason="Fermeture", **signed(alex))
export = do(ask.export_antenne(nice, **signed(alex)))
with at(NATIONAL):
    erasure = operations.ask_erasure(nice, reason="Delai", **signed(alex))
    alone = operations.ask_work(nice, "purge", **signed(alex))
do(alone)
path = Path(settings.MAILLON_EXPORTS) / export.file_name
whole = path.read_bytes()
path.write_bytes(whole + b"x")
with at(NATIONAL):
    work = ask.confirm_erasure(erasure, code="nice", **signed(dpo))
do(work)
path.write_bytes(whole)
with at(NATIONAL):
    ask.take_up_again(work, **signed(dpo))
do(work)
"""


def test_two_persons_erase_an_antenne_and_only_with_the_very_file_of_its_export(office, tmp_path):
    nice = ask_for_nice(office)
    ran = owner("-c", ERASED)
    assert ran.stdout.splitlines() == [
        "open",
        "export",
        "Cet effacement n’est pas confirmé par deux personnes.",
        "Le fichier d’export manque ou a changé : rien n’est effacé. Annulez, exportez, redemandez.",
        "purge",
    ], ran.stderr
    assert again(nice).purged_at
    with at(NATIONAL), connection.cursor() as cursor:
        roles = "SELECT to_regnamespace('nice'), (SELECT count(*) FROM pg_roles WHERE rolname = %s)"
        cursor.execute(roles, [antenne_role("nice")])
        assert cursor.fetchone() == (None, 0)
        assert Erasure.objects.get(antenne=nice).done_at
    assert len(list(tmp_path.glob("nice-*.zip"))) == 1


def test_the_web_carries_out_nothing_itself(world):
    with pytest.raises(ImproperlyConfigured):
        carry_out("0198c000-0000-7000-8000-000000000001")
    with pytest.raises(CommandError, match="MAILLON_OWNER=1"):
        call_command("builder", once=True)


def test_neither_an_antenne_nor_a_sponsor_can_ask_the_builder(world):
    job = ask.run_work.configure(task_kwargs={"antenne": "grenoble"})
    for place in (inside(world.grenoble), at(PARTNER)):
        with place, pytest.raises(ConnectorException), transaction.atomic():
            job.defer(work="x")


def test_the_worker_leaves_the_builder_its_jobs(office):
    with at(NATIONAL):
        ask.export_antenne(office.grenoble, by=office.alex, now=timezone.now())
    call_command("worker", once=True)
    with at(WORKER):
        assert ProcrastinateJob.objects.get(queue_name="builder").status == "todo"
