"""Nice is opened, exported and erased by the builder's own process, as the national office asked."""

import json
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


def test_another_opening_goes_on_where_an_interrupted_one_stopped(office):
    """Half a schema is never taken for the whole, nor recorded as what a schema is made of."""
    with at(NATIONAL):
        antenne = ask.open_antenne(**NICE, by=office.alex, by_roles={"admin"}, now=timezone.now())
    half = owner("-c", HALF)
    assert half.returncode == 0, half.stderr
    assert half.stdout.split() == ["True"]
    build()
    assert again(antenne).state == "open"
    with at(NATIONAL):
        shapes = [len(_columns(schema)) for schema in ("nice", "lyon")]
    assert shapes[0] == shapes[1]


HALF = """
import django; django.setup()
from kit.antennes import schemas
from kit.db import connection
schemas.roles.create_role(schemas.antenne_role("nice"))
schemas.roles.run("CREATE SCHEMA nice")
told = []
def some_only(execute, statement, *rest):
    told.append(statement)
    if len(told) > 150:
        raise KeyboardInterrupt
    return execute(statement, *rest)
try:
    with connection.execute_wrapper(some_only):
        schemas.build("nice")
except KeyboardInterrupt:
    pass
print(schemas.behind("nice") and not schemas._recorded)
"""


def _columns(schema):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = %s::regnamespace AND a.attnum > 0",
            [schema],
        )
        return cursor.fetchall()


def test_a_work_asked_twice_is_done_once(office):
    antenne = opened(office)
    work = work_of(antenne, "open")
    with at(NATIONAL):
        ask.run_work.defer(work=str(work.pk))
    assert "1 travail fait." in build()
    assert work_of(antenne, "open").finished_at == work.finished_at


def test_a_job_that_a_builder_died_of_is_taken_up(office):
    with at(NATIONAL):
        antenne = ask.open_antenne(**NICE, by=office.alex, by_roles={"admin"}, now=timezone.now())
    with at(WORKER):
        ProcrastinateJob.objects.update(status="doing")
    build()
    assert again(antenne).state == "open"


def test_an_export_is_whole_private_and_proves_itself(office, tmp_path):
    antenne = opened(office)
    with inside(antenne):
        Beneficiary.objects.create(
            first_name='Amina "la\nvive"',
            last_name="=1+1",
            registered_at=office.now,
            last_contact_on=office.today,
        )
    with at(NATIONAL):
        ask.export_antenne(antenne, by=office.alex, now=timezone.now())
    build()
    work = work_of(antenne, "export")
    path = tmp_path / work.file_name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sha256(path.read_bytes()).hexdigest() == work.digest == exports.digest_of(work.file_name)
    with zipfile.ZipFile(path) as archive:
        people = archive.read("welcome_beneficiary.csv").decode()
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
    assert '"Amina ""la\nvive""",=1+1' in people
    assert "django_session.csv" not in names
    rows = {table["table"]: table["rows"] for table in manifest["tables"]}
    assert (rows["welcome_beneficiary"], rows["counter_till"]) == (1, 1)
    assert "welcome.0001_initial" in manifest["schema_version"]
    assert owner("manage.py", "check_export", str(path)).returncode == 0


def test_an_export_that_was_touched_is_told_from_its_manifest(office, tmp_path):
    whole, touched = tmp_path / "a.zip", tmp_path / "b.zip"
    manifest = {"tables": [{"file": "t.csv", "rows": 1, "sha256": sha256(b"id\n1\n").hexdigest()}]}
    for path, content in ((whole, b"id\n1\n"), (touched, b"id\n2\n")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("t.csv", content)
            archive.writestr("manifest.json", json.dumps(manifest))
    assert exports.check(whole) == []
    assert exports.check(touched) == ["t.csv a changé."]
    whole.write_bytes(whole.read_bytes()[:-30])
    assert exports.check(whole)
    ran = owner("manage.py", "check_export", str(touched))
    assert ran.returncode != 0
    assert "n’est pas entier" in ran.stderr


def archived_and_exported(office):
    antenne = opened(office)
    with at(NATIONAL):
        suspend_antenne(antenne, reason="Le local ferme", by=office.alex, now=timezone.now())
        archive_antenne(antenne, reason="Le local ferme", by=office.alex, now=timezone.now())
        ask.export_antenne(antenne, by=office.alex, now=timezone.now())
    build()
    return again(antenne)


def test_two_persons_erase_an_antenne_after_its_export(office, tmp_path):
    antenne = archived_and_exported(office)
    dpo = office.person("dpo@reseau.example")
    with at(NATIONAL):
        erasure = ask_erasure(antenne, reason="Délai passé", by=office.alex, now=timezone.now())
        ask.confirm_erasure(erasure, code="nice", by=dpo, now=timezone.now())
    build()
    gone = again(antenne)
    assert gone.purged_at
    with at(NATIONAL), connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('nice'), (SELECT count(*) FROM pg_roles WHERE rolname = %s)",
                       [antenne_role("nice")])  # fmt: skip
        assert cursor.fetchone() == (None, 0)
        assert Erasure.objects.get(antenne=antenne).done_at
    assert work_of(antenne, "purge").finished_at
    assert (tmp_path / work_of(antenne, "export").file_name).is_file()


def test_nothing_is_erased_without_the_very_file_of_the_export(office, tmp_path):
    antenne = archived_and_exported(office)
    path = tmp_path / work_of(antenne, "export").file_name
    path.write_bytes(path.read_bytes() + b"x")
    dpo = office.person("dpo@reseau.example")
    with at(NATIONAL):
        erasure = ask_erasure(antenne, reason="Délai passé", by=office.alex, now=timezone.now())
        ask.confirm_erasure(erasure, code="nice", by=dpo, now=timezone.now())
    build()
    work = work_of(antenne, "purge")
    assert "Le fichier d’export manque ou a changé" in work.failure
    with inside(antenne):
        assert Till.objects.exists()
    with at(NATIONAL):
        cancel_erasure(erasure, by=dpo, now=timezone.now())
        with pytest.raises(ask.ErasureNotConfirmed):
            ask.take_up_again(work, by=office.alex, now=timezone.now())


def test_the_builder_erases_nothing_that_two_persons_have_not_asked(office):
    antenne = archived_and_exported(office)
    with at(NATIONAL):
        ask_erasure(antenne, reason="Délai passé", by=office.alex, now=timezone.now())
        work = Work.objects.create(
            antenne=antenne,
            kind="purge",
            asked_by=office.alex,
            asked_at=timezone.now(),
            moved_at=timezone.now(),
        )
        ask.run_work.defer(work=str(work.pk))
    build()
    assert "n’est pas confirmé par deux personnes" in work_of(antenne, "purge").failure
    assert again(antenne).purged_at is None


def test_the_web_carries_out_nothing_itself(committed):
    with pytest.raises(ImproperlyConfigured):
        carry_out("0198c000-0000-7000-8000-000000000001")


def test_neither_an_antenne_nor_a_sponsor_can_ask_the_builder(world):
    for place in (inside(world.grenoble), at(PARTNER)):
        with place, pytest.raises(ConnectorException):
            ask.run_work.configure(task_kwargs={"antenne": "grenoble"}).defer(work="x")


def test_a_job_of_another_name_is_not_run_by_the_owner(office):
    with at(WORKER), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES"
            " ('builder', 'hub.sweep_sessions', '{\"timestamp\": 0}')"
        )
    build()
    with at(WORKER):
        assert ProcrastinateJob.objects.get().status == "failed"


def test_the_worker_leaves_the_builder_its_jobs(office):
    with at(NATIONAL):
        ask.open_antenne(**NICE, by=office.alex, by_roles={"admin"}, now=timezone.now())
    ran = owner("manage.py", "worker", "--once", MAILLON_OWNER="0")
    assert ran.returncode == 0, ran.stderr
    with at(WORKER):
        assert ProcrastinateJob.objects.get(queue_name="builder").status == "todo"


def test_the_builder_wants_the_owner_s_credentials(django_db_setup):
    ran = owner("manage.py", "builder", "--once", MAILLON_OWNER="0")
    assert ran.returncode != 0
    assert "MAILLON_OWNER=1" in ran.stderr
