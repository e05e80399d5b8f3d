"""Who has access to what: the list, its export, what each role may do, and suspending an account."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from world import PASSWORD, SPONSOR_ID

from billing.sponsoring.operations import register_sponsor
from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry
from tenants.network import access
from tenants.network.access import Role
from tenants.network.models import Membership, User, Visit
from tenants.network.operations import ask_visit, join, restore_account, suspend_account
from tenants.network.operations.accounts import (
    AlreadySuspended,
    LastAdministrator,
    NotSuspended,
    NotYourself,
)
from tenants.network.permission_words import WORDS

pytestmark = pytest.mark.django_db
WHY = "Téléphone perdu, le temps de vérifier"


def signed_in(site, host, user):
    """A session that has just given its password, as the export asks."""
    there = site(host, user)
    assert there.post("/compte/confirmer/", {"password": PASSWORD}).status_code == 302
    return there


def book(answer):
    return load_workbook(io.BytesIO(answer.content))


def text(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


# --- the list ----------------------------------------------------------------------------------------


def test_the_office_reads_every_access_with_its_place(world, site):
    with at(NATIONAL):
        register_sponsor(name="Fondation Flore", id=SPONSOR_ID, by=world.nadia, now=world.now)
    page = text(site("reseau", world.alex).get("/acces/"))
    for words in ("Léa Host", "Antenne Grenoble", "Karim Host", "Antenne Lyon", "Mécène : Fondation Flore"):
        assert words in page
    assert "mot de passe seul" in page
    assert "jamais" in page


@pytest.mark.parametrize("email", ["finance@reseau.example", "nadia@reseau.example"])
@pytest.mark.parametrize("path", ["/acces/", "/acces/export.xlsx", "/acces/roles/"])
def test_who_does_not_answer_for_accesses_reads_none(world, site, email, path):
    assert signed_in(site, "reseau", world.person(email)).get(path).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("lea", 403), ("denis", 403), ("maud", 200)])
@pytest.mark.parametrize("path", ["/equipe/acces/", "/equipe/acces/export.csv", "/equipe/acces/roles/"])
def test_in_an_antenne_the_manager_reads_them(world, site, who, status, path):
    assert signed_in(site, "grenoble", getattr(world, who)).get(path).status_code == status


def test_the_manager_reads_her_own_antenne_alone(world, site):
    page = text(site("grenoble", world.maud).get("/equipe/acces/"))
    assert "Léa Host" in page
    assert "Karim" not in page
    assert "Alex" not in page
    assert "/acces/0" not in page


def test_the_pages_of_one_antenne_do_not_exist_in_the_other_site(world, site):
    assert site("grenoble", world.maud).get("/acces/").status_code == 404
    assert site("reseau", world.alex).get("/equipe/acces/").status_code == 404
    assert (
        site("partenaires", world.person("fondation@partenaires.example")).get("/acces/").status_code == 404
    )


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("q=lea", "lea@grenoble.example", "karim@"),
        ("q=Host", "Karim Host", "Maud"),
        ("antenne=lyon", "Karim Host", "Léa"),
        ("antenne=reseau", "Nadia", "Léa"),
        ("antenne=mecenes", "Flore", "Léa"),
        ("role=manager", "Marc Responsable", "Léa"),
        ("etat=finis", "Denis Accueil", "Léa"),
        ("etat=tous", "Denis Accueil", "zzz"),
        ("", "Léa", "Denis"),
        ("role=nothing&antenne=atlantis&etat=x&page=99", "Léa", "Denis"),
        ("q=%25", "Personne pour ce choix", "Léa"),
    ],
)
def test_the_list_is_narrowed_by_words_place_role_and_state(world, site, query, seen, unseen):
    with at(NATIONAL):
        Membership.objects.filter(user=world.denis).update(end=timezone.localdate() - timedelta(days=1))
    page = text(site("reseau", world.alex).get(f"/acces/?{query}"))
    page = page[page.index("<tbody>") :] if "<tbody>" in page else page
    assert seen in page
    assert unseen not in page


def test_a_suspended_account_and_a_protected_one_are_told(world, site):
    with at(NATIONAL):
        User.objects.filter(pk=world.lea.pk).update(is_active=False, last_login=timezone.now())
        Authenticator.objects.create(user=world.lea, type="totp", data={})
    page = text(site("reseau", world.alex).get("/acces/?q=lea"))
    assert "suspendu" in page
    assert "deux moyens" in page
    assert "jamais" not in page


def test_the_list_costs_the_same_with_many(world, site):
    def cost(who, path) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert who.get(path).status_code == 200
        return len([q for q in queries if "set_config" not in q["sql"]])

    pages = [
        (site("reseau", world.alex), "/acces/"),
        (site("grenoble", world.maud), "/equipe/acces/"),
        (site("reseau", world.alex), f"/acces/{world.lea.pk}/"),
        (site("reseau", world.alex), "/acces/roles/"),
    ]
    few = [cost(*page) for page in pages]
    with at(NATIONAL):
        for number in range(40):
            user = User.objects.create_user(f"p{number}@grenoble.example", name=f"Personne {number}")
            join(user, role="host", antenne=world.grenoble, start=world.today, by=None, now=world.now)
    assert [cost(*page) for page in pages] == few
    assert max(few) <= 8


# --- the export --------------------------------------------------------------------------------------


def test_the_workbook_holds_typed_cells_and_the_roles(world, site):
    with at(NATIONAL):
        User.objects.filter(pk=world.lea.pk).update(name="=cmd|' /C calc'!A0", last_login=world.now)
    answer = signed_in(site, "reseau", world.alex).get("/acces/export.xlsx?antenne=grenoble")
    leaves = book(answer)
    assert leaves.sheetnames == ["Accès", "Ce que chaque rôle peut faire"]
    rows = list(leaves["Accès"].iter_rows())
    titles = [cell.value for cell in rows[0]]
    assert titles[:5] == ["Personne", "Adresse e-mail", "Lieu", "Rôle", "Du"]
    lines = {row[1].value: dict(zip(titles, row, strict=True)) for row in rows[1:]}
    assert set(lines) == {"lea@grenoble.example", "desk@grenoble.example", "manager@grenoble.example"}
    lea = lines["lea@grenoble.example"]
    assert lea["Personne"].data_type == "s"
    assert lea["Du"].value.date() == date(2021, 1, 4)
    assert (lea["Du"].number_format, lea["Au"].value) == ("dd/mm/yyyy", None)
    assert lea["Dernière connexion"].value.hour == 10, "the clock of Paris"
    assert (lea["Deuxième moyen de connexion"].value, lea["Compte"].value) == ("non", "actif")
    roles = list(leaves["Ce que chaque rôle peut faire"].iter_rows(values_only=True))
    assert roles[0] == ("Droit", *(role.label for role in Role))
    rights = {row[0]: dict(zip(roles[0], row, strict=True)) for row in roles[1:]}
    assert set(rights) == set(WORDS.values())
    assert rights["Vendre et encaisser"]["Accueil et caisse"] == "oui"
    assert rights["Vendre et encaisser"]["Visite du réseau national"] == "non"
    with at(NATIONAL):
        entry = Entry.objects.get(verb="network.access_exported")
        assert (entry.by, entry.details) == (world.alex.pk, {"lines": 3})


def test_the_manager_exports_her_own_antenne_alone(world, site):
    leaves = book(signed_in(site, "grenoble", world.maud).get("/equipe/acces/export.xlsx"))
    emails = {row[1] for row in leaves["Accès"].iter_rows(min_row=2, values_only=True)}
    assert emails == {"lea@grenoble.example", "desk@grenoble.example", "manager@grenoble.example"}
    titles = next(leaves["Ce que chaque rôle peut faire"].iter_rows(values_only=True))
    assert titles == (
        "Droit", "Animation", "Accueil et caisse", "Responsable d’antenne", "Visite du réseau national",
    )  # fmt: skip
    with inside(world.grenoble):
        assert Entry.objects.filter(verb="network.access_exported").count() == 1


def test_the_csv_says_the_same(world, site):
    lines = signed_in(site, "reseau", world.alex).get("/acces/export.csv").content.decode("utf-8-sig")
    assert lines.splitlines()[0].startswith("Personne;Adresse e-mail;Lieu;Rôle;Du;Au")
    assert "Léa Host;lea@grenoble.example;Antenne Grenoble;Animation;2021-01-04;" in lines


def test_the_export_asks_for_the_password_again(world, site):
    answer = site("reseau", world.alex).get("/acces/export.xlsx")
    assert answer["Location"].startswith("/compte/confirmer/")
    late = signed_in(site, "reseau", world.alex)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert late.get("/acces/export.xlsx").status_code == 302


# --- the roles ---------------------------------------------------------------------------------------


def test_every_permission_has_its_french_words_and_no_other_is_told():
    assert set(WORDS) == set(access.PERMISSIONS)
    assert len(set(WORDS.values())) == len(WORDS), "two permissions never share their words"
    assert all(words[0].isupper() and not words.endswith(".") for words in WORDS.values())


def test_the_page_prints_the_matrix(world, site):
    page = text(site("reseau", world.person("dpo@reseau.example")).get("/acces/roles/"))
    for words in WORDS.values():
        assert words in page
    own = text(site("grenoble", world.maud).get("/equipe/acces/roles/"))
    assert "Vendre et encaisser" in own
    assert "Publier une liste de prix" not in own
    assert "Finances" not in own


# --- suspending --------------------------------------------------------------------------------------


def test_an_account_is_suspended_with_a_reason_and_acts_at_once(world, site, knock):
    lea, alex = site("grenoble", world.lea), site("reseau", world.alex)
    assert lea.get("/compte/").status_code == 200
    here = f"/acces/{world.lea.pk}/"
    assert "Suspendre le compte" in text(alex.get(here))
    assert "obligatoire" in text(alex.post(f"{here}suspendre/", {"reason": ""}))
    assert lea.get("/compte/").status_code == 200
    assert alex.post(f"{here}suspendre/", {"reason": WHY})["Location"] == here
    assert lea.get("/compte/")["Location"].startswith("/compte/connexion/")
    assert "n’ouvrent pas ce site" in text(knock("grenoble", "lea@grenoble.example")[1])
    page = text(alex.get(here))
    assert WHY in page
    assert alex.post(f"{here}retablir/")["Location"] == here
    assert knock("grenoble", "lea@grenoble.example")[1]["Location"] == "/"
    with at(NATIONAL):
        verbs = set(Entry.objects.filter(on_id=str(world.lea.pk)).values_list("verb", flat=True))
        assert {"network.account_suspended", "network.account_restored"} <= verbs
        assert not Entry.objects.filter(details__icontains="Téléphone").exists()


@pytest.mark.parametrize("email", ["dpo@reseau.example", "nadia@reseau.example", "finance@reseau.example"])
def test_only_the_administration_suspends(world, site, email):
    other = site("reseau", world.person(email))
    assert other.post(f"/acces/{world.lea.pk}/suspendre/", {"reason": WHY}).status_code == 403
    assert other.post(f"/acces/{world.lea.pk}/retablir/").status_code == 403
    assert site("grenoble", world.maud).post(f"/acces/{world.lea.pk}/suspendre/").status_code == 404
    with at(NATIONAL):
        assert User.objects.get(pk=world.lea.pk).is_active


def test_data_protection_reads_an_account_without_its_button(world, site):
    page = text(site("reseau", world.person("dpo@reseau.example")).get(f"/acces/{world.lea.pk}/"))
    assert "Antenne Grenoble" in page
    assert "Suspendre le compte" not in page


def test_nobody_suspends_themselves_nor_the_last_administrator(world, site):
    today = timezone.localdate()
    told = {"reason": WHY, "now": timezone.now(), "today": today}
    answer = site("reseau", world.alex).post(f"/acces/{world.alex.pk}/suspendre/", {"reason": WHY})
    assert (answer.status_code, "votre propre compte" in text(answer)) == (409, True)
    with at(NATIONAL):
        with pytest.raises(NotYourself):
            suspend_account(world.alex, by=world.alex, **told)
        with pytest.raises(LastAdministrator):
            suspend_account(world.alex, by=world.nadia, **told)
        join(world.nadia, role="admin", start=today, by=None, now=world.now)
        suspend_account(world.alex, by=world.nadia, **told)
        with pytest.raises(AlreadySuspended):
            suspend_account(world.alex, by=world.nadia, **told)
        with pytest.raises(LastAdministrator):
            suspend_account(world.nadia, by=world.fanny, **told)
        restore_account(world.alex, by=world.nadia, now=timezone.now())
        with pytest.raises(NotSuspended):
            restore_account(world.alex, by=world.nadia, now=timezone.now())


def test_a_suspended_visitor_leaves_the_antenne(world, site):
    with at(NATIONAL):
        ask_visit(
            antenne=world.grenoble, reason="help", words="Aider à préparer la rentrée", hours=2,
            by_roles={"programmes"}, by=world.nadia, now=timezone.now(),
        )  # fmt: skip
    nadia = site("grenoble", world.nadia)
    assert nadia.get("/").status_code == 200
    with at(NATIONAL):
        suspend_account(
            world.nadia, reason=WHY, by=world.alex, now=timezone.now(), today=timezone.localdate()
        )
        assert Visit.objects.get().ended_by_id == world.alex.pk
    assert nadia.get("/").status_code == 302


def test_an_unknown_account_is_404(world, site):
    unknown = "/acces/0198c000-0000-7000-8000-000000000009/"
    assert site("reseau", world.alex).get(unknown).status_code == 404
