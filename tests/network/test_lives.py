"""The life of an antenne: suspended, reopened, archived, erased by two. Every refusal, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from lives import archived, suspended
from procrastinate.contrib.django.models import ProcrastinateJob

from kit.antennes import NATIONAL, NOWHERE, WORKER, at, each_antenne, each_at_work, each_serving
from kit.journal.models import Entry
from kit.states import NotThatWay
from tenants.network import tasks
from tenants.network.middleware import SiteMiddleware
from tenants.network.models import Decision, Membership, Work
from tenants.network.operations import (
    archive_antenne,
    ask_work,
    change_antenne,
    invite,
    prepare_antenne,
    reopen_antenne,
    suspend_antenne,
)
from tenants.network.operations.antennes import CodeReserved, CodeTaken, ReasonMissing, WorkUnderWay
from tenants.welcome import tasks as welcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world):
    """Standing at the national office, today."""
    world.now = timezone.now()
    with at(NATIONAL):
        yield world


# --- preparing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["reseau", "partenaires", "www", "api", "public", "pg-catalog", "ouvrir"])
def test_a_host_of_the_network_is_no_code(office, code):
    with pytest.raises(CodeReserved):
        prepare_antenne(code=code, name="X", departement="06", by=office.alex, now=office.now)


def test_a_code_serves_once_even_after_an_erasure(office):
    with pytest.raises(CodeTaken):
        prepare_antenne(code="grenoble", name="Grenoble", departement="38", by=office.alex, now=office.now)


def test_a_correction_is_told_and_its_code_never_changes(office):
    changed = change_antenne(
        office.grenoble, name="Grenoble Sud", has_shop=False, by=office.alex, now=office.now
    )
    assert (changed.name, changed.has_shop, changed.code) == ("Grenoble Sud", False, "grenoble")
    entry = Entry.objects.get(verb="network.antenne_changed")
    assert entry.details == {"fields": ["has_shop", "name"]}
    with pytest.raises(TypeError):
        change_antenne(office.grenoble, code="autre", by=office.alex, now=office.now)


def test_nothing_changed_is_nothing_decided(office):
    change_antenne(office.grenoble, name="Grenoble", by=office.alex, now=office.now)
    assert not Decision.objects.exists()


# --- suspended, reopened, archived -------------------------------------------------------------------


def test_a_suspended_antenne_reopens_with_its_first_day_and_its_people(office):
    first = office.grenoble.open_at
    antenne = reopen_antenne(suspended(office), by=office.alex, now=office.now)
    assert (antenne.state, antenne.open_at) == ("open", first)
    assert Membership.objects.at_antenne(antenne).in_force(office.now.date()).count() == 3
    assert [(one.kind, one.reason) for one in Decision.objects.order_by("id")] == [
        ("suspended", "Travaux"),
        ("reopened", ""),
    ]


def test_a_suspension_says_why(office):
    with pytest.raises(ReasonMissing):
        suspend_antenne(office.grenoble, reason="  ", by=office.alex, now=office.now)


@pytest.mark.parametrize(
    "act", [reopen_antenne, lambda one, **said: archive_antenne(one, reason="x", **said)]
)
def test_an_open_antenne_neither_reopens_nor_is_archived(office, act):
    with pytest.raises(NotThatWay):
        act(office.grenoble, by=office.alex, now=office.now)


def test_an_archived_antenne_does_not_reopen(office):
    antenne = archived(office)
    with pytest.raises(NotThatWay):
        reopen_antenne(antenne, by=office.alex, now=office.now)


def test_archiving_ends_roles_and_invitations_and_writes_each(office):
    invitation = invite(
        email="ines@grenoble.example", name="Inès", role="host", antenne=office.grenoble,
        by_roles={"admin"}, by=office.alex, now=office.now - timedelta(days=1),
    )  # fmt: skip
    archived(office)
    assert not Membership.objects.at_antenne(office.grenoble).in_force(office.now.date()).exists()
    assert Membership.objects.at_antenne(office.lyon).in_force(office.now.date()).count() == 3
    invitation.refresh_from_db()
    assert invitation.expires_at == office.now
    assert Entry.objects.filter(verb="network.left").count() == 3
    assert Entry.objects.filter(verb="network.invitation_cancelled").count() == 1


def test_an_antenne_is_not_archived_under_the_builder_s_hands(office):
    antenne = suspended(office)
    ask_work(antenne, Work.Kind.EXPORT, by=office.alex, now=office.now)
    with pytest.raises(WorkUnderWay):
        archive_antenne(antenne, reason="x", by=office.alex, now=office.now)


# --- what a host answers -----------------------------------------------------------------------------


def test_a_suspended_antenne_says_so_to_everybody(world, site):
    before = site("grenoble", world.lea)
    with at(NATIONAL):
        suspended(world)
    SiteMiddleware.forget()  # another process would serve ten seconds more
    for client in (site("grenoble"), before):
        answer = client.get("/personnes/")
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert "L’antenne de Grenoble est suspendue" in answer.content.decode()
    told = before.get("/api/v1/people/")
    assert (told.status_code, told.json()["code"]) == (503, "suspended")
    assert site("lyon", world.karim).get("/").status_code == 200


def test_a_public_link_does_not_work_while_suspended(world, site):
    with at(NATIONAL):
        suspended(world)
    assert site("grenoble").get("/orienter/").status_code == 503
    assert site("grenoble").get("/attestations/").status_code == 503


def test_an_archived_antenne_is_an_unknown_address(world, site):
    world.now = timezone.now()
    with at(NATIONAL):
        archived(world)
    assert site("grenoble").get("/").status_code == 404
    assert site("grenoble").get("/").content == site("atlantis").get("/").content


def test_a_reopened_antenne_answers_again(world, site):
    with at(NATIONAL):
        reopen_antenne(suspended(world), by=world.alex, now=world.now)
    assert site("grenoble", world.lea).get("/").status_code == 200


# --- what the worker does meanwhile --------------------------------------------------------------------


def codes(visit):
    return {antenne.code for antenne in visit()}


def test_the_worker_writes_for_open_antennes_and_keeps_the_books_of_suspended_ones(world):
    world.now = timezone.now()
    with at(NATIONAL):
        suspended(world)
    with at(NOWHERE):
        assert (codes(each_serving), codes(each_at_work)) == ({"lyon"}, {"lyon", "grenoble"})
    with at(NATIONAL):
        archive_antenne(world.grenoble, reason="Fermeture", by=world.alex, now=world.now)
    with at(NOWHERE):
        assert (codes(each_at_work), codes(each_antenne)) == ({"lyon"}, {"lyon", "grenoble"})


def jobs(name):
    with at(WORKER):
        return list(
            ProcrastinateJob.objects.filter(task_name=name, status="todo").values_list(
                "scheduled_at", flat=True
            )
        )


def test_a_message_of_a_suspended_antenne_waits_and_one_of_an_archived_never_leaves(world):
    world.now = timezone.now()
    nothing = "0198c000-0000-7000-8000-000000000001"
    with at(NATIONAL):
        suspended(world)
    welcome.send_notice("grenoble", nothing)
    assert [moment > world.now + timedelta(minutes=50) for moment in jobs("welcome.send_notice")] == [True]
    with at(NATIONAL):
        archive_antenne(world.grenoble, reason="Fermeture", by=world.alex, now=world.now)
    welcome.send_referral_news("grenoble", nothing, "accepted")
    assert jobs("welcome.send_referral_news") == []


def test_no_invitation_leaves_for_an_antenne_that_is_closed(world):
    with at(NATIONAL):
        antenne = suspended(world)
        invitation = invite(
            email="ines@grenoble.example", name="Inès", role="host", antenne=antenne, by_roles={"admin"},
            by=world.alex, now=timezone.now(),
        )  # fmt: skip
    tasks.send_invitation("", str(invitation.pk))
    assert mail.outbox == []
