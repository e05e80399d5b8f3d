"""What the builder is asked of an antenne, and erasing one by two persons: every refusal."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from lives import archived, asked, exported, suspended

from kit.antennes import NATIONAL, at, inside
from tenants.network import tasks
from tenants.network.models import Antenne, Decision, Erasure, Invitation, Work
from tenants.network.operations import (
    ask_again,
    ask_erasure,
    ask_work,
    cancel_erasure,
    confirm_erasure,
    invite,
    prepare_antenne,
)
from tenants.network.operations import erasures as erasing
from tenants.network.operations.antennes import ReasonMissing, WorkUnderWay
from tenants.network.operations.works import NothingToExport, NotInTrouble, fail_work, finish_work, note_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world):
    """Standing at the national office, today."""
    world.now = timezone.now()
    with at(NATIONAL):
        yield world


def dpo(world):
    return world.person("dpo@reseau.example")


# --- works ---------------------------------------------------------------------------------------------


def test_one_work_at_a_time(office):
    ask_work(office.grenoble, Work.Kind.EXPORT, by=office.alex, now=office.now)
    with pytest.raises(WorkUnderWay):
        ask_work(office.grenoble, Work.Kind.EXPORT, by=office.alex, now=office.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.create(antenne=office.grenoble, kind="export", asked_at=office.now, moved_at=office.now)


def test_an_antenne_without_a_schema_has_nothing_to_export(office):
    empty = prepare_antenne(code="nice", name="Nice", departement="06", by=office.alex, now=office.now)
    with pytest.raises(NothingToExport):
        ask_work(empty, Work.Kind.EXPORT, by=office.alex, now=office.now)


def test_a_step_keeps_its_first_moment_and_a_failure_can_be_taken_up(office):
    work = ask_work(office.grenoble, Work.Kind.EXPORT, by=office.alex, now=office.now)
    with pytest.raises(NotInTrouble):
        ask_again(work, stuck=False, by=office.alex, now=office.now)
    note_step(work, "read", now=office.now)
    assert note_step(work, "read", now=office.now + timedelta(days=1)).steps == {
        "read": office.now.isoformat()
    }
    fail_work(work, sentence="Le disque est plein.", now=office.now)
    taken = ask_again(work, stuck=False, by=office.alex, now=office.now)
    assert (taken.waits, taken.failure) == (True, "")
    done = finish_work(taken, file_name="x.zip", digest="b" * 64, size=1, now=office.now)
    assert fail_work(done, sentence="trop tard", now=office.now).failed_at is None
    with pytest.raises(NotInTrouble):
        ask_again(done, stuck=True, by=office.alex, now=office.now)


def test_an_export_is_not_finished_without_its_digest(office):
    work = ask_work(office.grenoble, Work.Kind.EXPORT, by=office.alex, now=office.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        finish_work(work, now=office.now)


# --- erasing -------------------------------------------------------------------------------------------


def test_an_erasure_is_asked_after_an_export_made_since_the_archiving(office):
    exported(office, office.grenoble, at=office.now - timedelta(days=1))
    antenne = archived(office)
    with pytest.raises(erasing.NoExportSince):
        ask_erasure(antenne, reason="Délai passé", by=office.alex, now=office.now)


def test_only_an_archived_antenne_is_erased_and_with_a_reason(office):
    exported(office, office.grenoble)
    with pytest.raises(erasing.NotArchived):
        ask_erasure(office.grenoble, reason="Délai passé", by=office.alex, now=office.now)
    with pytest.raises(ReasonMissing):
        ask_erasure(office.grenoble, reason="", by=office.alex, now=office.now)


def test_who_asks_does_not_confirm(office):
    erasure = asked(office)
    with pytest.raises(erasing.TwoPersons):
        confirm_erasure(erasure, code="grenoble", by=office.alex, now=office.now)
    with pytest.raises(IntegrityError, match="network_erasure_two_persons"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(confirmed_by=office.alex, confirmed_at=office.now)


def test_the_second_person_types_the_code(office):
    erasure = asked(office)
    with pytest.raises(erasing.OtherCode):
        confirm_erasure(erasure, code="lyon", by=dpo(office), now=office.now)
    work = confirm_erasure(erasure, code=" grenoble ", by=dpo(office), now=office.now)
    assert (work.kind, work.waits) == ("purge", True)
    with pytest.raises(erasing.ErasureOver):
        confirm_erasure(erasure, code="grenoble", by=dpo(office), now=office.now)
    with pytest.raises(erasing.ErasureOver):
        cancel_erasure(erasure, by=office.alex, now=office.now)


def test_one_demand_at_a_time_and_a_cancelled_one_leaves_room(office):
    erasure = asked(office)
    with pytest.raises(erasing.ErasureAlreadyAsked):
        ask_erasure(erasure.antenne, reason="encore", by=office.alex, now=office.now)
    cancel_erasure(erasure, by=dpo(office), now=office.now)
    with pytest.raises(erasing.ErasureOver):
        confirm_erasure(erasure, code="grenoble", by=dpo(office), now=office.now)
    assert ask_erasure(erasure.antenne, reason="encore", by=office.alex, now=office.now)


def test_what_is_erased_is_not_erased_again(office):
    erasure = asked(office)
    confirm_erasure(erasure, code="grenoble", by=dpo(office), now=office.now)
    erasing.note_erased(erasure, now=office.now)
    with pytest.raises(erasing.AlreadyErased):
        ask_erasure(erasure.antenne, reason="encore", by=office.alex, now=office.now)
    assert not Antenne.objects.with_schema().filter(code="grenoble").exists()


@pytest.mark.parametrize("table", ["network_decision", "network_work", "network_erasure"])
def test_the_life_of_antennes_is_the_office_s_alone(world, table):
    with inside(world.grenoble), pytest.raises(ProgrammingError, match="permission denied"):
        _read(table)


def _read(table):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")


def test_a_decision_is_never_rewritten(office):
    suspended(office)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Decision.objects.update(reason="autre")


def test_invitations_of_the_office_still_leave(office):
    invitation = invite(
        email="n@reseau.example", name="N", role="finance", antenne=None, by_roles={"admin"},
        by=office.alex, now=office.now,
    )  # fmt: skip
    tasks.send_invitation("", str(invitation.pk))
    assert Invitation.objects.get(pk=invitation.pk)
    assert len(mail.outbox) == 1
