"""Rules of the house that check themselves."""

import platform as standard_library_platform
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from hub import grants
from kit.antennes import FRONT, at, inside
from tenants.network import access

ROOT = Path(__file__).resolve().parents[1]
# What may exist on both floors: each schema's own trail, sessions, answers, and Django's bookkeeping.
ON_BOTH_FLOORS = {"journal_entry", "django_session", "django_migrations", "idempotency_answer"}
NO_FORGED_FORM = "no form of another site is taken; a webhook has no cookie, and signs its body"
WEBHOOK = "billing/sponsoring/views/webhook.py"
ONE_WRITER = "one safe writer and reader of spreadsheets: kit.documents"


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_platform_stays_the_standard_library_s():
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert standard_library_platform.python_version()


def test_the_migrations_say_what_the_models_say(world):
    with at(FRONT):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_app_stands_on_one_floor_only():
    both = set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    assert both == {"django.contrib.sessions", "kit.journal", "kit.idempotency"}


def _tables(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind IN ('r', 'v')",
            [schema],
        )
        return {name for (name,) in cursor.fetchall()}


def test_no_table_stands_on_both_floors_by_accident(world):
    with at(FRONT):
        assert _tables("public") & _tables("grenoble") == ON_BOTH_FLOORS


def test_every_shared_table_says_who_may_use_it(world):
    with at(FRONT):
        assert set(grants.TABLES) == _tables("public")


def test_what_is_declared_is_what_the_database_grants(world):
    """Somebody who grants more by hand, or forgets to revoke, is seen here."""
    with inside(world.grenoble), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(privilege_type, ', ' ORDER BY privilege_type)"
            " FROM information_schema.role_table_grants"
            " WHERE grantee = current_user AND table_schema = 'public' GROUP BY 1"
        )
        given = dict(cursor.fetchall())
        cursor.execute(
            "SELECT table_name, string_agg(column_name, ', ' ORDER BY column_name)"
            " FROM information_schema.column_privileges WHERE grantee = current_user"
            " AND table_schema = 'public' AND privilege_type = 'UPDATE' GROUP BY 1"
        )
        columns = {table: names for table, names in cursor.fetchall() if "UPDATE" not in given[table]}
    declared, declared_columns = {}, {}
    for table, who in grants.TABLES.items():
        whole, _, some = who.get("antenne", "").partition(", UPDATE (")
        if whole:
            declared[table] = ", ".join(sorted(whole.split(", ")))
        if some:
            declared_columns[table] = ", ".join(sorted(some.rstrip(")").split(", ")))
    assert (given, columns) == (declared, declared_columns)


def test_an_antenne_built_by_replay_equals_one_built_by_the_migrations(world):
    """Grenoble ran the migrations, Lyon replayed their statements."""

    def shape(schema: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull"
                " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                " WHERE c.relnamespace = %s::regnamespace AND a.attnum > 0 ORDER BY 1, 2",
                [schema],
            )
            columns = cursor.fetchall()
            cursor.execute(
                "SELECT conname, replace(pg_get_constraintdef(oid), %s, '') FROM pg_constraint"
                " WHERE connamespace = %s::regnamespace ORDER BY 1, 2",
                [f"{schema}.", schema],
            )
            return columns + cursor.fetchall()

    assert shape("grenoble") == shape("lyon")
    assert len(shape("lyon")) > 200


def _routes(patterns: list, prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _routes(entry.url_patterns, path)
        elif isinstance(entry, URLPattern):
            found.append((path, entry.callback))
    return found


@pytest.mark.parametrize("kind", sorted(settings.MAILLON_URLCONFS))
def test_every_route_says_what_it_needs(kind):
    """A page without a declaration is refused to everybody; here its author learns it first."""
    silent, unknown = [], []
    for path, view in _routes(get_resolver(settings.MAILLON_URLCONFS[kind]).url_patterns):
        permission, reason = access.declaration(view)
        if not permission and not reason:
            silent.append(path)
        for name in permission.values() if isinstance(permission, dict) else [permission]:
            if name and name not in access.PERMISSIONS:
                unknown.append((path, name))
    assert (silent, unknown) == ([], [])


def test_every_permission_is_held_by_somebody_and_every_role_has_its_place():
    assert all(access.PERMISSIONS.values())
    assert set(access.SCOPE_OF) == set(access.Role)


def test_keys_to_the_shared_floor_are_the_ones_that_cannot_cascade():
    shared = {app.split(".")[-1] for app in settings.SHARED_APPS} - {"journal", "idempotency"}
    tenant = {apps.get_app_config(app.split(".")[-1]).label for app in settings.TENANT_APPS}
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in tenant
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model._meta.app_label in shared - tenant
        and (field.remote_field.on_delete.__name__ != "DO_NOTHING" or field.remote_field.related_name != "+")
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("serializers list their fields", r"fields\s*=\s*['\"]__all__"),
        (ONE_WRITER, r"csv\.(writer|reader|Dict)|load_workbook\(|from csv import"),
        ("one door to the outside", r"requests\.(get|post)|urlopen\("),
        ("no page escapes the escaping", r"mark_safe\(|\|\s*safe\b"),
        (NO_FORGED_FORM, r"csrf_exempt"),
        ("no naive clock inside", r"datetime\.now\(\)|date\.today\(\)|utcnow\("),
        ("every cookie stays on its host", r"COOKIE_DOMAIN"),
    ],
)
def test_what_no_file_of_the_product_may_say(rule, pattern):
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.py", "*.html")
        if path.relative_to(ROOT).parts[0] in {"platform", "tenants", "programs", "billing"}
        and (rule != ONE_WRITER or "platform/kit/documents" not in str(path))
        and (rule != NO_FORGED_FORM or str(path.relative_to(ROOT)) != WEBHOOK)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(pattern, line)
    ]
    assert guilty == [], rule


def test_templates_carry_no_inline_script_or_style():
    """The content security policy would block them, and the page would break for people only."""
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked("*.html")
        if re.search(r"\sstyle=|\son(click|change|submit|load)=|<style|<script(?![^>]*(src=|application/json))",
                     path.read_text())
    ]  # fmt: skip
    assert guilty == []


def test_nothing_committed_names_a_registry_or_a_path_of_one_machine():
    registry = "|".join(
        ["files.python" + "hosted", "pypi" + r"\.org", "registry.npm" + "js", "deb.deb" + "ian"]
    )
    machine = r"(^|[^a-z])/(work|farm|root)/"
    guilty = []
    for path in tracked():
        if path.suffix in {".png", ".ico", ".woff2"}:
            continue
        text = path.read_text(errors="replace")
        if re.search(registry, text) or (
            path.suffix != ".txt" and re.search(machine, text) and path != Path(__file__)
        ):
            guilty.append(str(path.relative_to(ROOT)))
    assert guilty == []


def test_the_wheel_carries_all_that_the_product_needs(tmp_path):
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    packages = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert packages == {"kit", "hub", "tenants", "programs", "billing"}
    for kind in ("*.html", "*.css", "*.js", "*.typ", "*/migrations/*.py"):
        expected = {
            str(path.relative_to(ROOT)).removeprefix("platform/")
            for path in tracked(kind)
            if path.relative_to(ROOT).parts[0] in {"platform", "tenants", "programs", "billing"}
        }
        assert expected
        assert expected <= names, kind


def test_the_floors_import_from_the_left_and_from_below_only():
    checked = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
