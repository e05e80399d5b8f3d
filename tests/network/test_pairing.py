"""Pairing for real: what is done after the commit (the message, the session) belongs to the story."""

import pytest
from network.application import pair
from world import Site

pytestmark = pytest.mark.committed


def test_pairing_an_application_opens_the_site_at_once(committed, settings):
    settings.MAILLON_MFA_REQUIRED = True
    maud = Site("grenoble")
    maud.post("/compte/connexion/", {"login": "manager@grenoble.example", "password": "maillon-demo"})
    assert maud.get("/equipe/")["Location"] == "/compte/protection/"
    pair(maud)
    spare = maud.get("/compte/protection/secours/").content.decode()
    assert "L’application de codes protège maintenant votre compte." in spare
    assert maud.get("/equipe/").status_code == 200
