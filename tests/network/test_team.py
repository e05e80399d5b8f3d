"""Who works here: granted downwards only, by a link that means nothing elsewhere."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from kit.antennes import NATIONAL, at, inside
from tenants.network import links, tasks
from tenants.network.middleware import Place
from tenants.network.models import Invitation, Membership, User
from tenants.network.operations import accept_invitation, end_membership, invite, join
from tenants.network.operations.people import (
    AlreadyInvited,
    AlreadyMember,
    InvitationOver,
    LastManager,
    NotYoursToGrant,
)

pytestmark = pytest.mark.django_db
NEW = {"name": "Inès Neuve", "email": "ines@grenoble.example", "role": "host"}


@pytest.fixture
def invited(world):
    """Maud has invited Inès to host at Grenoble."""
    with inside(world.grenoble):
        return invite(**NEW, antenne=world.grenoble, by_roles={"manager"}, by=world.maud, now=timezone.now())


@pytest.fixture
def link(world, invited):
    with inside(world.grenoble):
        return re.sub(r"^http://[^/]+", "", links.address(invited))


def test_the_team_of_an_antenne_is_its_own(world, site):
    page = site("grenoble", world.maud).get("/equipe/").content.decode()
    assert "Léa Host" in page
    assert "Karim" not in page
    assert "Nadia" not in page


def test_the_team_of_the_national_office_is_its_own(world, site):
    page = site("reseau", world.alex).get("/equipe/").content.decode()
    assert "Nadia Programmes" in page
    assert "Léa Host" not in page


@pytest.mark.parametrize(
    ("host", "who"), [("grenoble", "lea"), ("grenoble", "denis"), ("reseau", "nadia"), ("lyon", "karim")]
)
@pytest.mark.parametrize("path", ["/equipe/", "/equipe/inviter/"])
def test_who_does_not_manage_sees_no_team(world, site, host, who, path):
    assert site(host, getattr(world, who)).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/equipe/", "/equipe/inviter/", "/journal/", "/compte/"])
def test_nobody_opens_it_without_signing_in(world, site, path):
    assert site("grenoble").get(path)["Location"].startswith("/compte/connexion/")


def test_a_manager_invites_a_host_and_the_mail_is_asked_for(world, site, jobs):
    maud = site("grenoble", world.maud)
    assert maud.post("/equipe/inviter/", NEW)["Location"] == "/equipe/"
    with inside(world.grenoble):
        invitation = Invitation.objects.get()
    assert jobs() == [("network.send_invitation", {"antenne": "grenoble", "invitation": str(invitation.pk)})]
    page = maud.get("/equipe/").content.decode()
    assert "Inès Neuve" in page


def test_the_mail_says_who_invites_and_may_be_sent_twice(world, invited):
    tasks.send_invitation("grenoble", str(invited.pk))
    tasks.send_invitation("grenoble", str(invited.pk))
    assert [message.to for message in mail.outbox] == [["ines@grenoble.example"]] * 2
    assert "Maud Responsable vous invite" in mail.outbox[0].body
    assert "http://grenoble.localhost/invitation/" in mail.outbox[0].body
    assert "Animation, pour l’antenne Grenoble" in mail.outbox[0].body


def test_nothing_leaves_for_an_invitation_that_is_over_or_of_another_antenne(world, invited):
    tasks.send_invitation("lyon", str(invited.pk))
    with inside(world.grenoble):
        Invitation.objects.update(expires_at=timezone.now())
    tasks.send_invitation("grenoble", str(invited.pk))
    assert mail.outbox == []


@pytest.mark.parametrize("role", ["manager", "admin", "programmes"])
def test_a_manager_is_not_offered_more_than_hosts_and_desks(world, site, role):
    answer = site("grenoble", world.maud).post("/equipe/inviter/", NEW | {"role": role})
    assert answer.status_code == 200
    assert "Sélectionnez un choix valide" in answer.content.decode()


def test_the_operation_refuses_too(world):
    with inside(world.grenoble), pytest.raises(NotYoursToGrant, match="Responsable d’antenne"):
        invite(
            **NEW | {"role": "manager"},
            antenne=world.grenoble, by_roles={"manager"}, by=world.maud, now=timezone.now(),
        )  # fmt: skip


def test_a_refusal_keeps_the_form(world, site):
    answer = site("grenoble", world.maud).post("/equipe/inviter/", NEW | {"email": "lea@grenoble.example"})
    assert answer.status_code == 409
    assert "Cette personne a déjà ce rôle ici." in answer.content.decode()
    assert "Inès Neuve" in answer.content.decode()


def test_one_invitation_waits_for_one_role(world, invited):
    with inside(world.grenoble), pytest.raises(AlreadyInvited):
        invite(**NEW, antenne=world.grenoble, by_roles={"manager"}, by=world.maud, now=timezone.now())


def test_a_new_person_chooses_a_password_and_is_in(world, site, link):
    ines = site("grenoble")
    page = ines.get(link).content.decode()
    assert "Maud Responsable vous invite" in page
    assert "Animation" in page
    weak = ines.post(link, {"password": NEW["email"], "again": NEW["email"]}).content.decode()
    assert "trop semblable" in weak
    good = {"password": "trois mots au hasard", "again": "trois mots au hasard"}
    assert "Les deux saisies diffèrent" in ines.post(link, good | {"again": "x"}).content.decode()
    assert ines.post(link, good)["Location"] == "/"
    assert "Inès Neuve" in ines.get("/compte/").content.decode()
    again = site("grenoble").get(link)
    assert (again.status_code, "a déjà servi" in again.content.decode()) == (409, True)


def test_somebody_known_confirms_and_signs_in(world, site, knock):
    with inside(world.grenoble):
        invitation = invite(
            name="Karim Host", email="karim@lyon.example", role="host",
            antenne=world.grenoble, by_roles={"manager"}, by=world.maud, now=timezone.now(),
        )  # fmt: skip
        link = re.sub(r"^http://[^/]+", "", links.address(invitation))
    karim = site("grenoble")
    page = karim.get(link).content.decode()
    assert "Vous avez déjà un compte" in page
    assert "password" not in page
    assert karim.post(link)["Location"] == "/compte/connexion/"
    assert karim.get("/compte/").status_code == 302, "the link alone opens no session"
    assert knock("grenoble", "karim@lyon.example")[1]["Location"] == "/"


@pytest.mark.parametrize("host", ["lyon", "reseau", "partenaires"])
def test_a_link_of_grenoble_does_not_exist_elsewhere(world, site, link, host):
    nonexistent = site(host).get("/invitation/nothing/")
    answer = site(host).get(link)
    assert answer.status_code == nonexistent.status_code == 404
    assert answer.content == nonexistent.content
    assert site(host).post(link, {"password": "x", "again": "x"}).status_code == 404


def test_a_link_that_was_touched_does_not_exist(world, site, link):
    assert site("grenoble").get(link[:-3] + "x/").status_code == 404


def test_a_link_that_is_too_old_says_so(world, site, link, invited):
    with inside(world.grenoble):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    answer = site("grenoble").get(link)
    assert (answer.status_code, "Demandez-en une nouvelle" in answer.content.decode()) == (409, True)


def test_the_signature_itself_ends_after_a_fortnight(world, link):
    token = link.removeprefix("/invitation/").rstrip("/")
    grenoble = Place("antenne", world.grenoble)
    with inside(world.grenoble):
        with time_machine.travel(timezone.now() + timedelta(days=13)):
            assert links.opened(token, place=grenoble) is not None
        with time_machine.travel(timezone.now() + timedelta(days=15)), pytest.raises(InvitationOver):
            links.opened(token, place=grenoble)


def test_an_invitation_cancelled_or_sent_again(world, site, link, invited, jobs):
    maud = site("grenoble", world.maud)
    assert maud.post(f"/equipe/invitations/{invited.pk}/renvoyer/")["Location"] == "/equipe/"
    assert len(jobs()) == 1
    assert maud.post(f"/equipe/invitations/{invited.pk}/annuler/")["Location"] == "/equipe/"
    assert site("grenoble").get(link).status_code == 409
    assert maud.post(f"/equipe/invitations/{invited.pk}/renvoyer/").status_code == 404


def test_two_links_for_one_role_give_it_once(world, invited):
    with inside(world.grenoble):
        user = accept_invitation(
            invited, password="trois mots au hasard", now=timezone.now(), today=timezone.localdate()
        )
        assert Membership.objects.filter(user=user).count() == 1
        with pytest.raises(InvitationOver):
            accept_invitation(invited, password=None, now=timezone.now(), today=timezone.localdate())
        Invitation.objects.update(accepted_at=None)
        with pytest.raises(AlreadyMember):
            accept_invitation(invited, password=None, now=timezone.now(), today=timezone.localdate())


def test_a_manager_ends_a_membership_and_it_acts_at_once(world, site):
    lea = site("grenoble", world.lea)
    with inside(world.grenoble):
        hers = Membership.objects.get(user=world.lea)
    answer = site("grenoble", world.maud).post(f"/equipe/{hers.pk}/retirer/")
    assert answer["Location"] == "/equipe/"
    assert lea.get("/compte/").status_code == 403


@pytest.mark.parametrize(("host", "who"), [("grenoble", "lea"), ("lyon", "karim"), ("reseau", "nadia")])
def test_who_does_not_manage_ends_nothing(world, site, host, who):
    with inside(world.grenoble):
        hers = Membership.objects.get(user=world.lea)
    assert site(host, getattr(world, who)).post(f"/equipe/{hers.pk}/retirer/").status_code == 403


def test_a_member_of_another_antenne_does_not_exist(world, site):
    with inside(world.grenoble):
        hers = Membership.objects.get(user=world.lea)
    marc = site("lyon", world.marc)
    stranger = marc.post(f"/equipe/{hers.pk}/retirer/")
    nobody = marc.post("/equipe/0198c000-0000-7000-8000-000000000009/retirer/")
    assert (stranger.status_code, stranger.content) == (404, nobody.content)
    assert site("reseau", world.alex).post(f"/equipe/{hers.pk}/retirer/").status_code == 404


def test_a_manager_cannot_end_herself_and_reads_why(world, site):
    with inside(world.grenoble):
        own = Membership.objects.get(user=world.maud)
    maud = site("grenoble", world.maud)
    answer = maud.post(f"/equipe/{own.pk}/retirer/", headers={"referer": "http://grenoble.localhost/equipe/"})
    assert answer["Location"] == "/equipe/"
    assert "Vous ne pouvez pas donner le rôle" in maud.get("/equipe/").content.decode()


def test_the_last_manager_stays_until_there_is_another(world):
    today = timezone.localdate()
    with at(NATIONAL):
        maud = Membership.objects.get(user=world.maud)
        with pytest.raises(LastManager):
            end_membership(maud, by_roles={"admin"}, by=world.alex, now=timezone.now(), today=today)
        second = User.objects.create_user("second@grenoble.example", name="Sam Second")
        join(second, role="manager", antenne=world.grenoble, start=today, by=world.alex, now=timezone.now())
        end_membership(maud, by_roles={"admin"}, by=world.alex, now=timezone.now(), today=today)
        assert not Membership.objects.in_force(today).filter(user=world.maud).exists()


def test_the_national_administrator_names_the_manager_of_an_antenne(world, site, jobs):
    alex = site("reseau", world.alex)
    sent = {"name": "Rim Responsable", "email": "rim@lyon.example", "role": "manager"}
    assert "Choisissez l’antenne" in alex.post("/equipe/inviter/", sent).content.decode()
    assert alex.post("/equipe/inviter/", sent | {"antenne": world.lyon.pk})["Location"] == "/equipe/"
    ((_, arguments),) = jobs()
    assert arguments["antenne"] == ""
    tasks.send_invitation(**arguments)
    assert "http://lyon.localhost/invitation/" in mail.outbox[0].body
    link = re.search(r"(/invitation/\S+)", mail.outbox[0].body).group(1)
    assert site("lyon").get(link).status_code == 200


def test_the_national_administrator_names_a_colleague(world, site, jobs):
    alex = site("reseau", world.alex)
    sent = {"name": "Noé Neuf", "email": "noe@reseau.example", "role": "dpo"}
    assert alex.post("/equipe/inviter/", sent)["Location"] == "/equipe/"
    tasks.send_invitation(**jobs()[0][1])
    assert "http://reseau.localhost/invitation/" in mail.outbox[0].body
    admin = alex.post("/equipe/inviter/", sent | {"role": "admin"})
    assert "Sélectionnez un choix valide" in admin.content.decode()
