"""Partners bear dated names, kept at the national office."""

from datetime import date

import pytest

from kit.antennes import NATIONAL, at
from programs.catalogue.models import Partner, PartnerName

pytestmark = pytest.mark.django_db
PARTNERS = "/programmes/partenaires/"
POLE_EMPLOI = {"name": "Pôle emploi", "start": "", "end": "2023-12-31"}


@pytest.fixture
def nadia(world, site):
    page = site("reseau", world.nadia)
    assert page.post(f"{PARTNERS}nouveau/", POLE_EMPLOI)["Location"] == PARTNERS
    return page


def names() -> list[tuple]:
    with at(NATIONAL):
        return [(one.name, one.during.lower, one.last_day) for one in PartnerName.objects.all()]


def test_a_partner_changes_its_name_on_a_day(nadia):
    nadia.post(f"{PARTNERS}pole-emploi/nom/", {"name": "France Travail", "start": "2024-01-01", "end": ""})
    assert names() == [
        ("Pôle emploi", None, date(2023, 12, 31)),
        ("France Travail", date(2024, 1, 1), None),
    ]
    page = nadia.get(PARTNERS).text
    assert "31\u00a0décembre 2023" in page
    with at(NATIONAL):
        partner = Partner.objects.get()
        assert [partner.name_on(date(2023, 12, 31)), partner.name_on(date(2024, 1, 1))] == [
            "Pôle emploi",
            "France Travail",
        ]


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"start": "2023-12-31"}, 409, "porte déjà le nom « Pôle emploi »"),
        ({"start": "2024-02-01", "end": "2024-01-01"}, 409, "vient avant le premier"),
        ({"name": ""}, 200, "obligatoire"),
        ({"name": "x" * 121}, 200, "au plus 120"),
        ({"start": "hier"}, 200, "date valide"),
        ({"end": "9999-12-31"}, 200, "trop loin"),
    ],
)
def test_a_wrong_name_comes_back_as_typed(nadia, change, status, words):
    typed = {"name": "France Travail", "start": "2024-01-01", "end": ""} | change
    answer = nadia.post(f"{PARTNERS}pole-emploi/nom/", typed)
    assert answer.status_code == status
    assert words in answer.text
    assert len(names()) == 1


def test_the_last_day_of_a_name_is_noted(nadia):
    nadia.post(f"{PARTNERS}pole-emploi/nom/", {"name": "France Travail", "start": "2024-01-01", "end": ""})
    with at(NATIONAL):
        name = PartnerName.objects.get(name="France Travail")
    path = f"{PARTNERS}noms/{name.pk}/fin/"
    assert nadia.post(path, {"end": "2023-01-01"}).status_code == 409
    assert nadia.post(path, {"end": "2030-06-30"}).status_code == 302
    assert names()[1] == ("France Travail", date(2024, 1, 1), date(2030, 6, 30))


def test_the_same_partner_twice_is_refused_with_nothing_half_done(nadia):
    assert nadia.post(f"{PARTNERS}nouveau/", POLE_EMPLOI).status_code == 409
    wrong = {"name": "Caf", "start": "2024-02-01", "end": "2024-01-01"}
    assert nadia.post(f"{PARTNERS}nouveau/", wrong).status_code == 409
    with at(NATIONAL):
        assert [partner.code for partner in Partner.objects.all()] == ["pole-emploi"]


def test_who_does_not_write_reads(world, nadia, site):
    finance = site("reseau", world.person("finance@reseau.example"))
    page = finance.get(PARTNERS)
    assert "Pôle emploi" in page.text
    assert "Ajouter un nom" not in page.text
    assert finance.post(f"{PARTNERS}pole-emploi/nom/", POLE_EMPLOI).status_code == 403
