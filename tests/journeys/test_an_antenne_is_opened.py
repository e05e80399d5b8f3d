"""Alex opens Nice in one form; the steps end by themselves; Nora enters by the link of her mail."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from building import build, forget
from django.core import mail
from looks import is_accessible
from playwright.sync_api import Page, expect

from kit.antennes import NATIONAL, at
from tenants.network import tasks
from tenants.network.models import Invitation

pytestmark = pytest.mark.browser


@pytest.fixture
def nice(committed: Any) -> Any:
    yield committed
    forget("nice")


def link_of_the_mail() -> str:
    with at(NATIONAL):
        invitation = Invitation.objects.get()
    tasks.send_invitation("", str(invitation.pk))
    words = mail.outbox[-1].body.split()
    return urlsplit(next(word for word in words if "/invitation/" in word)).path


def test_nice_is_opened_and_its_manager_enters(nice, address, page: Page, sign_in, meanwhile):
    sign_in(address("reseau"), "admin@reseau.example")
    expect(page.get_by_role("heading", name="Bonjour Alex")).to_be_visible()
    page.goto(f"{address('reseau')}/antennes/")
    page.get_by_role("link", name="Ouvrir une antenne").tap()
    page.get_by_label("Nom", exact=True).press_sequentially("Nice")
    expect(page.get_by_label("Code")).to_have_value("nice")
    page.get_by_label("Département").select_option("06")
    page.get_by_label("Prénom et nom").fill("Nora Nice")
    page.get_by_label("Adresse e-mail").fill("nora@nice.example")
    is_accessible(page)
    page.get_by_role("button", name="Ouvrir l’antenne").tap()
    expect(page.get_by_text("En cours, demandé à")).to_be_visible()
    is_accessible(page)

    meanwhile(build)
    expect(page.get_by_role("link", name="Suspendre")).to_be_visible()
    expect(page.get_by_text("(fait)")).to_have_count(5)
    is_accessible(page)

    page.context.clear_cookies()
    page.goto(address("nice") + meanwhile(link_of_the_mail))
    page.get_by_label("Mot de passe").fill("trois mots sans rapport")
    page.get_by_label("Le même, encore une fois").fill("trois mots sans rapport")
    page.get_by_role("button").last.tap()
    expect(page.get_by_text("Bienvenue, Nora")).to_be_visible()
    page.goto(f"{address('nice')}/caisse/")
    expect(page.get_by_role("heading", name="Ouvrir la caisse")).to_be_visible()
