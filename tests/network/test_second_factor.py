"""The second way of proving who you are: asked for outside of the demonstration, and it works."""

import re

import pytest
from allauth.mfa.models import Authenticator
from network.application import code, pair

from kit.antennes import inside

pytestmark = pytest.mark.django_db


@pytest.fixture
def serious(settings):
    settings.MAILLON_MFA_REQUIRED = True


def test_without_it_only_the_account_opens(serious, world, knock):
    here, _ = knock("grenoble", "manager@grenoble.example")
    assert here.get("/equipe/")["Location"] == "/compte/protection/"
    assert "Protégez d’abord votre compte" in here.get("/compte/protection/").content.decode()


def test_a_sponsor_who_signs_and_pays_has_one_too(serious, world, knock):
    here, _ = knock("partenaires", "fondation@partenaires.example")
    assert here.get("/")["Location"] == "/compte/protection/"
    pair(here)
    here, _ = knock("partenaires", "fondation@partenaires.example")
    assert here.get("/").status_code == 302


def test_the_next_sign_in_asks_for_a_code(serious, world, knock):
    first, _ = knock("grenoble", "manager@grenoble.example")
    secret = pair(first)
    here, answer = knock("grenoble", "manager@grenoble.example")
    assert answer["Location"] == "/compte/code/"
    assert here.get("/equipe/").status_code == 302
    wrong = here.post("/compte/code/", {"code": "000000"})
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    assert here.post("/compte/code/", {"code": code(secret)})["Location"] == "/"
    assert here.get("/equipe/").status_code == 200


def test_a_recovery_code_opens_once(serious, world, knock):
    first, _ = knock("grenoble", "manager@grenoble.example")
    pair(first)
    spare = re.findall(r"<code>(\w+)</code>", first.get("/compte/protection/secours/").content.decode())[0]
    assert spare in first.get("/compte/protection/secours/fichier/").content.decode()
    second, _ = knock("grenoble", "manager@grenoble.example")
    assert second.post("/compte/code/", {"code": spare})["Location"] == "/"
    third, _ = knock("grenoble", "manager@grenoble.example")
    assert third.post("/compte/code/", {"code": spare}).status_code == 200


def test_what_makes_the_codes_is_not_stored_in_clear(world, knock):
    here, _ = knock("grenoble", "manager@grenoble.example")
    secret = pair(here)
    with inside(world.grenoble):
        assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_removing_it_is_confirmed(world, knock):
    here, _ = knock("grenoble", "manager@grenoble.example")
    pair(here)
    assert "Retirer l’application" in here.get("/compte/protection/application/retirer/").content.decode()
    assert here.post("/compte/protection/application/retirer/")["Location"] == "/compte/protection/"
    assert knock("grenoble", "manager@grenoble.example")[1]["Location"] == "/"


@pytest.mark.parametrize(
    "path", ["protection", "protection/cles", "protection/cles/ajouter", "protection/secours/nouveaux"]
)
def test_the_other_pages_open_after_a_confirmation(world, knock, path):
    here, _ = knock("grenoble", "manager@grenoble.example")
    pair(here)
    answer = here.get(f"/compte/{path}/")
    assert answer.status_code == 200
    assert not re.search(
        r"\b(Password|key|your|the|code is)\b",
        re.sub(r"<script.*?</script>|<[^>]*>", " ", answer.content.decode()),
    )
