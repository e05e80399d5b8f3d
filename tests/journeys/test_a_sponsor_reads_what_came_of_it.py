"""From a proposal to a published report: Flore on her phone, Paul and Alex at the national office."""

import os
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from django.utils import timezone
from looks import is_accessible
from partner.conftest import build, give
from world import SPONSOR_ID

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Instalment, Payment
from kit.antennes import NATIONAL, at

pytestmark = pytest.mark.browser


@pytest.fixture
def portal(committed):
    """Grenoble and Lyon counted a year; part of the money came."""
    made = build(committed)
    agreement = made.agreements["flore"]
    with at(NATIONAL):
        today = timezone.localdate()
        operations.set_cost(
            starts_on=today,
            place_cents=15_000,
            device_cents=15_000,
            by=made.paul,
            now=timezone.now(),
            today=today,
        )
        give(committed, agreement, committed.lyon, made.template, by=made.paul, places=20, devices=10)
        Instalment.objects.create(
            agreement=agreement, number=1, due_on=date(2022, 3, 1), amount_cents=1_500_000
        )
        Payment.objects.create(
            sponsor_id=SPONSOR_ID, agreement=agreement, rail="transfer", reference="VIR-1", amount_cents=1_000_000,
            received_on=date(2022, 3, 4), at=timezone.now(),
        )  # fmt: skip
    for month in range(1, 11):
        made.count(
            month=date(2022, month, 1), places_opened=10, participants=8, places_taken=8, completions=7,
            satisfied=7 + (month < 7), minutes_delivered=15_000, devices_on_loan=7, n={"satisfied": 8},
        )  # fmt: skip
    made.count("lyon", places_opened=20, participants=14, places_taken=15, completions=4)
    return made


def test_from_a_proposal_to_a_published_report(portal, address, page, sign_in, meanwhile):
    shots = count(1)

    def look(name: str) -> None:
        for width in (1280, 768, 360):
            page.set_viewport_size({"width": width, "height": 900})
            is_accessible(page)
            if folder := os.environ.get("MAILLON_LOOK"):
                page.screenshot(path=Path(folder) / f"{next(shots):02}-{name}-{width}.png", full_page=True)

    partners, office = address("partenaires"), address("reseau")
    sign_in(partners, "fondation@partenaires.example")
    page.get_by_role("link", name="Proposer un soutien").click()
    page.get_by_label("Trouver un emploi").check()
    page.get_by_label("Grenoble").check()
    page.get_by_label("Places").fill("20")
    page.get_by_label("Ordinateurs").fill("5")
    look("propose")
    page.get_by_role("button", name="Voir le montant").click()
    look("amount")
    page.get_by_role("button", name="Envoyer la proposition").click()
    page.get_by_text("Reçue, à l’étude").wait_for()
    look("asked")
    made = meanwhile(lambda: _asked())
    assert (made.amount_cents, made.state) == (375_000, "draft")

    sign_in(office, "partnerships@reseau.example")
    page.get_by_text("propose de financer").wait_for()
    page.goto(f"{office}/editions/preparer/2022-flore/")
    page.get_by_label("Chiffres jusqu’à la fin de").fill("2022-12")
    page.get_by_label("Mot du réseau").fill("Merci : cent places ont été ouvertes.")
    look("prepare")
    page.get_by_role("button", name="Préparer et relire").click()
    page.get_by_text("Une autre personne la relit").wait_for()
    look("draft")
    draft = page.url
    page.goto(f"{office}/editions/")
    look("editions")
    page.context.clear_cookies()
    sign_in(office, "admin@reseau.example")
    page.get_by_role("link", name="Relire et publier").wait_for()
    page.goto(draft)
    page.get_by_role("button", name="Publier").click()
    page.get_by_role("button", name="Oui, continuer").click()
    page.get_by_text("l’édition est publiée", exact=False).wait_for()

    page.context.clear_cookies()
    sign_in(partners, "fondation@partenaires.example")
    page.get_by_text("Lire le rapport").wait_for()
    look("home")
    page.goto(f"{partners}/soutiens/2022-flore/")
    look("agreement")
    page.get_by_role("link", name="Lire le rapport").click()
    page.get_by_text("Ce qui n’est pas montré, et pourquoi").wait_for()
    look("report")
    assert "94" in page.content()
    with page.expect_download() as file:
        page.get_by_role("link", name="Chiffres en XLSX").click()
    assert file.value.suggested_filename.endswith(".xlsx")


def _asked() -> Agreement:
    with at(NATIONAL):
        return Agreement.objects.get(asked_by__isnull=False)
