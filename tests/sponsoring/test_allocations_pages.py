"""The national office follows what it gave: what ends soon unused, and what comes back."""

from datetime import timedelta

import pytest
import scenes
from django.utils import timezone

from billing.sponsoring import queries
from billing.sponsoring.models import Agreement, Allocation, Payment
from billing.sponsoring.operations import draft_agreement, note_use, propose_agreement, register_sponsor
from billing.sponsoring.operations import sign_agreement as sign
from kit.antennes import NATIONAL, at, inside

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(world):
    return timezone.localdate(timezone.now(), world.grenoble.tz)


@pytest.fixture
def given(world, today):
    """100 places and 10 devices for a month more: 40 places in cohorts, 30 of them used."""
    with at(NATIONAL):
        template = scenes.template(world)
    found = scenes.allocation(
        world, template, places=100, devices=10, reference="2022-S", ends_on=today + timedelta(days=30)
    )
    with inside(world.grenoble):
        note_use(found, now=world.now, places_opened=40, places_taken=35, places_consumed=30)
    return found


@pytest.fixture
def paul(world, site):
    return site("reseau", world.person("partnerships@reseau.example"))


def plain(answer):
    return answer.text.replace("\xa0", " ").replace("\u202f", " ").replace("&nbsp;", " ")


def test_the_home_page_says_what_ends_soon_and_leads_to_where(given, paul):
    assert "70 places et 10 équipements de la convention 2022-S n’ont pas encore servi." in plain(
        paul.get("/")
    )
    page = plain(paul.get("/conventions/a-utiliser/"))
    assert "70 sur 100" in page
    assert "10 sur 10" in page
    assert "Bientôt" in page


def test_what_was_used_or_ends_later_is_not_said(world, given, paul):
    with inside(world.grenoble):
        note_use(given, now=world.now, places_consumed=100, devices_consumed=10)
    assert "n’ont pas encore servi" not in plain(paul.get("/"))
    assert "Rien ne finit dans les 60 jours" in plain(paul.get("/conventions/a-utiliser/"))
    assert "Rien ne reste" in plain(paul.get("/conventions/a-utiliser/?vue=tout"))


def test_what_is_over_and_unused_is_found_again(world, paul, today):
    with at(NATIONAL):
        template = scenes.template(world)
    scenes.allocation(world, template, places=5, reference="2022-F", ends_on=today - timedelta(days=1))
    assert "2022-F" not in plain(paul.get("/conventions/a-utiliser/"))
    assert "2022-F" in plain(paul.get("/conventions/a-utiliser/?vue=fini"))


def test_a_part_is_given_back_from_the_page_and_read_on_the_agreement(given, paul):
    page = f"/conventions/affectations/{given.pk}/rendre/"
    shown = paul.get(page)
    assert shown.context["form"].initial["places"] == 60
    seen = shown.context["form"].initial["seen"]
    typed = {"places": 61, "devices": 0, "amount": "10", "reason": "Salle fermée", "seen": seen}
    refused = paul.post(page, typed)
    assert (refused.status_code, 'value="61"' in refused.text) == (409, True)
    assert paul.post(page, typed | {"reason": ""}).status_code == 200
    assert paul.post(page, typed | {"places": 60})["Location"] == "/conventions/2022-S/affectations/"
    assert paul.post(page, typed | {"places": 1}).status_code == 409, "the same page once"
    told = plain(paul.get("/conventions/2022-S/affectations/"))
    assert "Salle fermée" in told
    assert "60 places · 10 € · Paul Partenariats" in told
    assert "40 en parcours, 35 prises, 30 utilisées" in told
    with at(NATIONAL):
        assert queries.what_is_left(given.agreement) == {"places": 60, "devices": 0, "amount_cents": 1000}


def test_programmes_read_and_give_nothing_back(world, given, site):
    nadia = site("reseau", world.nadia)
    assert "70 sur 100" in plain(nadia.get("/conventions/a-utiliser/"))
    assert nadia.get("/conventions/2022-S/affectations/").status_code == 200
    page = f"/conventions/affectations/{given.pk}/rendre/"
    typed = {"places": 1, "devices": 0, "amount": "0", "reason": "Essai"}
    assert nadia.post(page, typed).status_code == 403
    assert (
        site("reseau", world.person("dpo@reseau.example")).get("/conventions/a-utiliser/").status_code == 403
    )
    with at(NATIONAL):
        assert Allocation.objects.get().places == 100


def test_an_agreement_that_names_its_antennes_offers_no_other(world, given, paul):
    with at(NATIONAL):
        given.agreement.antennes.add(world.lyon)
    page = paul.get("/conventions/2022-S/affecter/").text
    assert ">Lyon</option>" in page
    assert ">Grenoble</option>" not in page


def test_a_gift_shows_what_its_money_lets_give(world, paul, today):
    with at(NATIONAL):
        sponsor = register_sponsor(name="Fondation", by=world.nadia, now=world.now)
        gift = draft_agreement(
            sponsor, reference="2022-D", title="Emploi", kind=Agreement.Kind.GIFT, amount_cents=1_000_000,
            places=100, devices=0, starts_on=today, ends_on=today, by=world.nadia, now=world.now,
        )  # fmt: skip
        sign(propose_agreement(gift, by=world.nadia, now=world.now), by=world.nadia, now=world.now)
        Agreement.objects.filter(pk=gift.pk).update(basis=Agreement.Basis.RECEIVED)
        Payment.objects.create(
            sponsor=sponsor, agreement=gift, rail="cheque", reference="CH-1", amount_cents=250_000,
            received_on=today, by=world.fanny, at=world.now,
        )  # fmt: skip
    page = plain(paul.get("/conventions/2022-D/affecter/"))
    assert "Reste 2 500 € à affecter" in page
    assert "Reste 25 à affecter" in page
