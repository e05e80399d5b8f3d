"""What a mistake in one antenne can reach of another one: nothing."""

import os

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from kit.antennes import (
    FRONT,
    NATIONAL,
    NOWHERE,
    PARTNER,
    WORKER,
    at,
    current,
    inside,
    inside_named,
)
from tenants.network.models import Antenne
from tenants.welcome.models import Beneficiary

pytestmark = pytest.mark.django_db


def sql(statement: str, *parameters: object) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def sql_in_the_same_transaction(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _fail_in(antenne) -> None:
    """Change place inside a savepoint, then let it roll back."""
    with transaction.atomic(), inside(antenne):
        sql_in_the_same_transaction("SELECT 1")
        sql_in_the_same_transaction("SELECT nothing_of_that_name")


def somebody(name: str, now) -> Beneficiary:
    return Beneficiary.objects.create(
        first_name=name, last_name="Essai", registered_at=now, last_contact_on=now.date()
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM lyon.welcome_beneficiary",
        "INSERT INTO lyon.welcome_prescriber (id, name, email, phone) VALUES (gen_random_uuid(), 'x', '', '')",
        "UPDATE lyon.welcome_beneficiary SET first_name = 'x'",
        "DELETE FROM lyon.welcome_beneficiary",
        "TRUNCATE lyon.welcome_beneficiary",
        "CREATE TABLE lyon.hole (id int)",
        "CREATE TABLE grenoble.hole (id int)",
        "CREATE TABLE public.hole (id int)",
    ],
)
def test_raw_sql_of_grenoble_cannot_touch_lyon_or_make_tables(grenoble, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(statement)


@pytest.mark.parametrize("place", [NATIONAL, PARTNER, FRONT, WORKER, NOWHERE], ids=lambda place: place.kind)
def test_no_site_of_the_shared_floor_reads_an_antenne(world, place):
    with at(place), pytest.raises(ProgrammingError, match="permission denied"):
        sql("SELECT * FROM grenoble.welcome_beneficiary")


def test_a_connection_that_nobody_placed_reads_nothing(world):
    connection.set_schema_to_public()
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql("SELECT * FROM public.network_antenne")


def test_the_login_itself_has_no_right_of_its_own(world):
    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as fresh,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        fresh.execute("SELECT * FROM public.network_user")


def test_an_unknown_schema_raises_instead_of_reading_the_shared_floor(world):
    with pytest.raises(Antenne.DoesNotExist):
        inside_named("atlantis")
    connection.set_schema("atlantis")
    with pytest.raises(DatabaseError, match="does not exist"):
        sql("SELECT 1")


def test_the_shared_schema_is_not_an_antenne(world):
    with pytest.raises(ValueError, match="not an antenne"), inside(NATIONAL):
        pass


def test_the_same_id_does_not_exist_in_the_other_antenne(world):
    with inside(world.grenoble):
        amina = somebody("Amina", world.now)
    with inside(world.lyon):
        assert not Beneficiary.objects.filter(pk=amina.pk).exists()


def test_leaving_an_antenne_leaves_its_role(world):
    with inside(world.grenoble):
        with inside(world.lyon):
            assert (current(), sql("SELECT current_user")[0][0].endswith("_a_lyon")) == ("lyon", True)
        assert sql("SELECT current_user")[0][0].endswith("_a_grenoble")
    assert sql("SELECT current_user")[0][0].endswith("_nobody")


def test_a_rolled_back_savepoint_does_not_bring_back_the_other_role(world):
    with inside(world.grenoble):
        sql("SELECT 1")
        with pytest.raises(ProgrammingError):
            _fail_in(world.lyon)
        assert sql("SELECT current_user")[0][0].endswith("_a_grenoble")


def test_a_savepoint_rolled_back_inside_puts_the_role_again(world):
    with inside(world.lyon):
        sql("SELECT 1")
    with inside(world.grenoble), transaction.atomic():
        point = transaction.savepoint()
        sql("SELECT 1")
        transaction.savepoint_rollback(point)
        assert sql("SELECT current_user, current_schema()")[0] == (
            sql("SELECT current_user")[0][0],
            "grenoble",
        )
        assert sql("SELECT current_user")[0][0].endswith("_a_grenoble")


def test_an_error_in_a_transaction_can_still_be_rolled_back_from_another_place(world):
    with inside(world.grenoble):
        with pytest.raises(ProgrammingError), transaction.atomic(), inside(world.lyon):
            sql_in_the_same_transaction("SELECT nothing_of_that_name")
        assert sql("SELECT 1") == [(1,)]


def test_the_block_of_django_tenants_is_refused(world):
    with pytest.raises(RuntimeError, match=r"kit\.antennes\.inside"):
        world.grenoble.__enter__()


@pytest.mark.parametrize(
    "table", ["journal_entry", "cohorts_completion", "cohorts_assessment", "cohorts_surveyanswer"]
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_append_only_is_so_for_the_application(grenoble, table, verb):
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(verb.format(table))


def test_an_antenne_sees_and_gives_the_memberships_of_its_own_people_only(world):
    with inside(world.grenoble):
        emails = {
            row[0]
            for row in sql("SELECT u.email FROM network_membership m JOIN network_user u ON u.id = m.user_id")
        }
        assert emails == {"lea@grenoble.example", "desk@grenoble.example", "manager@grenoble.example"}
        with pytest.raises(ProgrammingError, match="row-level security"):
            sql(
                "INSERT INTO network_membership (id, user_id, scope, role, start)"
                " VALUES (gen_random_uuid(), %s, 'national', 'admin', now())",
                world.lea.pk,
            )
