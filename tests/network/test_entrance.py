"""Getting in: the right person, on the right site, and nobody else."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import get_resolver, reverse
from django.utils import timezone

from kit.antennes import NATIONAL, at, inside
from tenants.network import access, urls
from tenants.network.models import Membership

pytestmark = pytest.mark.django_db
NOT_HERE = "n’ouvrent pas ce site"


@pytest.mark.parametrize("route", urls.urlpatterns, ids=lambda route: route.name)
def test_each_route_says_what_it_needs(route):
    permission, reason = access.declaration(route.callback)
    assert bool(permission) != bool(reason)
    assert permission is None or permission in access.PERMISSIONS


@pytest.mark.parametrize("kind", ["national", "partner", "antenne"])
@pytest.mark.parametrize(
    "name",
    "account_login account_logout account_inactive account_reauthenticate account_change_password"
    " account_set_password account_reset_password account_reset_password_done"
    " account_reset_password_from_key_done mfa_index mfa_authenticate mfa_reauthenticate"
    " mfa_reauthenticate_webauthn mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes"
    " mfa_generate_recovery_codes mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn".split(),
)
def test_the_names_that_allauth_uses_lead_somewhere_on_each_site(kind, name):
    assert reverse(name, urlconf=settings.MAILLON_URLCONFS[kind]).startswith("/compte/")


@pytest.mark.parametrize("kind", ["national", "partner", "antenne"])
def test_nobody_signs_up_and_nobody_manages_addresses(kind):
    names = get_resolver(settings.MAILLON_URLCONFS[kind]).reverse_dict.keys()
    assert not {"account_signup", "account_email", "mfa_signup_webauthn"} & set(names)


@pytest.mark.parametrize(
    ("host", "email"),
    [
        ("grenoble", "lea@grenoble.example"),
        ("grenoble", "manager@grenoble.example"),
        ("lyon", "karim@lyon.example"),
        ("reseau", "nadia@reseau.example"),
        ("partenaires", "fondation@partenaires.example"),
    ],
)
def test_a_member_enters(world, knock, host, email):
    here, answer = knock(host, email)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert here.get("/compte/").status_code == 200


@pytest.mark.parametrize(
    ("host", "email", "password"),
    [
        ("grenoble", "lea@grenoble.example", "wrong-password"),
        ("grenoble", "karim@lyon.example", "maillon-demo"),
        ("grenoble", "nadia@reseau.example", "maillon-demo"),
        ("reseau", "lea@grenoble.example", "maillon-demo"),
        ("partenaires", "nadia@reseau.example", "maillon-demo"),
        ("grenoble", "nobody@grenoble.example", "maillon-demo"),
    ],
)
def test_somebody_else_is_answered_as_a_wrong_password(world, knock, host, email, password):
    here, answer = knock(host, email, password)
    assert answer.status_code == 200
    assert NOT_HERE in answer.content.decode()
    assert here.get("/compte/").status_code == 302


def test_a_disabled_person_is_answered_as_a_wrong_password(world, knock):
    with at(NATIONAL):
        world.lea.is_active = False
        world.lea.save()
    _, answer = knock("grenoble", "lea@grenoble.example")
    assert NOT_HERE in answer.content.decode()


def test_a_disabled_account_acts_on_the_next_request(world, site):
    lea = site("grenoble", world.lea)
    assert lea.get("/compte/").status_code == 200
    with at(NATIONAL):
        world.lea.is_active = False
        world.lea.save()
    assert lea.get("/compte/")["Location"].startswith("/compte/connexion/")


def test_an_ended_membership_acts_on_the_next_request(world, site):
    lea = site("grenoble", world.lea)
    assert lea.get("/compte/").status_code == 200
    with inside(world.grenoble):
        Membership.objects.filter(user=world.lea).update(end=timezone.localdate() - timedelta(days=1))
    assert lea.get("/compte/").status_code == 403
    assert lea.get("/compte/deconnexion/").status_code == 200


@pytest.mark.parametrize(
    ("made_at", "who", "tried_at"),
    [
        ("grenoble", "lea", "lyon"),
        ("grenoble", "maud", "reseau"),
        ("reseau", "alex", "partenaires"),
        ("reseau", "alex", "grenoble"),
    ],
)
def test_a_session_means_nothing_on_another_site(world, site, made_at, who, tried_at):
    there = site(made_at, getattr(world, who))
    assert there.get("/compte/").status_code == 200
    elsewhere = site(tried_at)
    elsewhere.client.cookies[settings.SESSION_COOKIE_NAME] = there.client.cookies[
        settings.SESSION_COOKIE_NAME
    ].value
    assert elsewhere.get("/compte/")["Location"].startswith("/compte/connexion/")


def test_the_sixth_try_waits(world, knock):
    for _ in range(5):
        knock("grenoble", "lea@grenoble.example", "wrong-password")
    _, answer = knock("grenoble", "lea@grenoble.example")
    assert "Attendez cinq minutes" in answer.content.decode()


def test_leaving_is_a_post(world, site):
    lea = site("grenoble", world.lea)
    assert "Se déconnecter" in lea.get("/compte/deconnexion/").content.decode()
    assert lea.get("/compte/").status_code == 200
    assert lea.post("/compte/deconnexion/").status_code == 302
    assert lea.get("/compte/").status_code == 302


def test_the_demonstration_names_its_accounts_and_another_network_does_not(world, site, settings):
    page = site("grenoble").get("/compte/connexion/").content.decode()
    assert "manager@grenoble.example" in page
    assert "karim@lyon.example" not in page
    settings.MAILLON_DEMO = False
    assert "grenoble.example" not in site("grenoble").get("/compte/connexion/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["connexion", "deconnexion", "mot-de-passe/oublie", "mot-de-passe/oublie/envoye", "mot-de-passe/change"],
)
def test_the_pages_before_signing_in_speak_french(world, site, path):
    answer = site("lyon").get(f"/compte/{path}/")
    if answer.status_code == 302:
        return
    words = answer.content.decode()
    assert not re.search(r"\b(Password|Sign|Email|your|the)\b", re.sub(r"<[^>]*>", " ", words))


def link_in(message):
    return re.search(r"http://[^/]+(/compte/\S+)", message.body).group(1)


def test_a_forgotten_password_is_replaced_by_the_link(world, site, knock):
    lea = site("grenoble")
    answer = lea.post("/compte/mot-de-passe/oublie/", {"email": "lea@grenoble.example"})
    assert answer["Location"] == "/compte/mot-de-passe/oublie/envoye/"
    path = link_in(mail.outbox[0])
    form = lea.get(path)["Location"]
    different = lea.post(form, {"password1": "trois mots au hasard", "password2": "trois mots"})
    assert "Les deux saisies diffèrent" in different.content.decode()
    short = lea.post(form, {"password1": "court", "password2": "court"}).content.decode()
    assert "au minimum 12 caractères" in short
    done = lea.post(form, {"password1": "trois mots au hasard", "password2": "trois mots au hasard"})
    assert done["Location"] == "/compte/mot-de-passe/change/"
    assert knock("grenoble", "lea@grenoble.example", "trois mots au hasard")[1].status_code == 302
    assert "Ce lien ne sert plus" in site("grenoble").get(path).content.decode()


@pytest.mark.parametrize("email", ["karim@lyon.example", "nobody@grenoble.example"])
def test_who_is_not_a_member_gets_the_same_answer_and_no_mail(world, site, email):
    answer = site("grenoble").post("/compte/mot-de-passe/oublie/", {"email": email})
    assert answer["Location"] == "/compte/mot-de-passe/oublie/envoye/"
    assert mail.outbox == []


def test_a_link_to_a_new_password_holds_on_its_own_site_only(world, site):
    site("grenoble").post("/compte/mot-de-passe/oublie/", {"email": "lea@grenoble.example"})
    path = link_in(mail.outbox[0])
    assert "Ce lien ne sert plus" in site("lyon").get(path).content.decode()
    assert site("grenoble").get(path).status_code == 302


def test_changing_the_password_closes_the_other_sessions(world, site):
    here, tablet = site("grenoble", world.lea), site("grenoble", world.lea)
    wrong = here.post(
        "/compte/mot-de-passe/",
        {"oldpassword": "no", "password1": "trois mots au hasard", "password2": "trois mots au hasard"},
    )
    assert "pas votre mot de passe actuel" in wrong.content.decode()
    done = here.post(
        "/compte/mot-de-passe/",
        {
            "oldpassword": "maillon-demo",
            "password1": "trois mots au hasard",
            "password2": "trois mots au hasard",
        },
    )
    assert done["Location"] == "/compte/"
    assert here.get("/compte/").status_code == 200
    assert tablet.get("/compte/").status_code == 302


def test_the_other_sessions_of_this_site_can_be_closed(world, site):
    here, tablet, manager = (
        site("grenoble", world.lea),
        site("grenoble", world.lea),
        site("grenoble", world.maud),
    )
    here.post("/compte/sessions/fermer/")
    assert here.get("/compte/").status_code == 200
    assert tablet.get("/compte/").status_code == 302
    assert manager.get("/compte/").status_code == 200
