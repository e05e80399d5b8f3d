"""The pages of sponsors and agreements, at the national office and on the sponsors' site."""

from datetime import date, timedelta

import pytest
import scenes
import sponsors
from django.core import mail
from world import SPONSOR_ID

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Sponsor
from billing.sponsoring.papers.texts import text_to_sign
from kit.antennes import NATIONAL, PARTNER, at
from kit.signatures import digest_of
from tenants.network.models import Invitation, Membership
from tenants.network.tasks import mail_of

pytestmark = pytest.mark.django_db
STATE = Agreement.State
PAGE = "/conventions/2022-001/"


@pytest.fixture
def paul(world, site):
    return site("reseau", sponsors.paul(world))


@pytest.fixture
def fanny(world, site):
    return site("reseau", world.fanny)


@pytest.fixture
def flore(world, site):
    return site("partenaires", sponsors.flore(world))


def words(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def typed(world, *, instalments=(), counterparties=(), **changes):
    """What the form of an agreement sends."""
    sent = {
        "sponsor": SPONSOR_ID, "title": "Emploi", "kind": "gift", "purpose": "", "amount_cents": "15 000",
        "places": 100, "devices": 100, "starts_on": "2022-01-01", "ends_on": "2022-12-31",
        "antennes": [world.grenoble.pk],
        "instalments-TOTAL_FORMS": len(instalments), "instalments-INITIAL_FORMS": 0,
        "counterparties-TOTAL_FORMS": len(counterparties), "counterparties-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, (due_on, amount) in enumerate(instalments):
        line = f"instalments-{number}"
        sent |= {f"{line}-due_on": due_on, f"{line}-amount_cents": amount, f"{line}-condition": ""}
    for number, (label, value) in enumerate(counterparties):
        line = f"counterparties-{number}"
        sent |= {f"{line}-label": label, f"{line}-value_cents": value}
    return sent | changes


def signing(of, *, amendment=None, **changes):
    with at(NATIONAL):
        digest = digest_of(text_to_sign(of, amendment))
    return {"name": "Quelqu’un", "role": "Directrice", "path": sponsors.DRAWN, "digest": digest} | changes


def test_from_the_first_word_to_both_signatures(world, paul, fanny, flore):
    with at(NATIONAL):
        sponsors.foundation()
    halves = [("2022-02-01", "10000"), ("2022-09-01", "5 000 €")]
    made = paul.post("/conventions/nouvelle/", typed(world, instalments=halves))
    page = made["Location"]
    assert page.startswith("/conventions/20")
    assert "Proposer" in words(paul.get(page))
    reference = page.split("/")[2]
    assert paul.post(f"{page}proposer/").status_code == 302
    assert "une autre personne la signe" in words(paul.get(page))
    assert "Lire et signer" in words(fanny.get(page))
    with at(NATIONAL):
        agreement = Agreement.objects.get(reference=reference)
    shown = words(fanny.get(f"{page}signer/"))
    assert "Antennes : Grenoble." in shown
    assert "10 000 €" in shown
    assert fanny.post(f"{page}signer/", signing(agreement)).status_code == 302
    assert "Il manque la signature" in words(paul.get(page))
    theirs = words(flore.get(f"/conventions/{reference}/signer/"))
    assert "Convention de mécénat" in theirs
    assert flore.post(f"/conventions/{reference}/signer/", signing(agreement))["Location"] == "/"
    assert sponsors.again(agreement).state == STATE.SIGNED
    assert 'aria-label="Signature de Quelqu’un"' in words(paul.get(page))


def test_without_a_line_all_is_due_on_the_first_day(world, paul):
    with at(NATIONAL):
        sponsors.foundation()
    paul.post("/conventions/nouvelle/", typed(world))
    with at(NATIONAL):
        due = Agreement.objects.get().instalments.get()
        assert (due.due_on, due.amount_cents) == (date(2022, 1, 1), 1_500_000)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"instalments": [("2022-02-01", "9000")]}, "Les échéances font 9 000 €, la convention 15 000 €"),
        ({"instalments": [("", "15000")]}, "Échéances, ligne 1, due le : Ce champ est obligatoire."),
        ({"ends_on": "2021-12-31"}, "La fin vient avant le début."),
        ({"amount_cents": "beaucoup"}, "Un montant en euros"),
        (
            {"counterparties": [("Une plaque", "")]},
            "Contreparties, ligne 1, valeur : Ce champ est obligatoire.",
        ),
    ],
)
def test_a_wrong_form_says_what_and_keeps_what_was_typed(world, paul, changes, said):
    with at(NATIONAL):
        sponsors.foundation()
    answer = paul.post("/conventions/nouvelle/", typed(world, **changes))
    assert said in words(answer)
    assert 'value="Emploi"' in words(answer)
    with at(NATIONAL):
        assert not Agreement.objects.exists()


def test_a_draft_is_corrected_and_a_change_in_between_is_seen(world, paul, fanny):
    draft = sponsors.draft(world)
    shown = words(paul.get(f"{PAGE}corriger/"))
    assert "Sur un bilan de mi-parcours" in shown
    sent = typed(world, title="Autre objet", seen=draft.drafted_at.isoformat())
    assert fanny.post(f"{PAGE}corriger/", sent)["Location"] == PAGE
    assert sponsors.again(draft).title == "Autre objet"
    assert paul.post(f"{PAGE}corriger/", sent).status_code == 409
    with at(NATIONAL):
        operations.propose_agreement(draft, by=world.fanny, now=world.now)
    assert paul.get(f"{PAGE}corriger/")["Location"] == PAGE


def test_too_much_in_return_warns_that_there_is_no_receipt(world, paul):
    sponsors.draft(world, counterparties=[sponsors.PLAQUE])
    assert "Pas de reçu fiscal" not in words(paul.get(PAGE))
    with at(NATIONAL):
        Agreement.objects.get().counterparties.update(value_cents=400_000)
    assert "4 000 €, plus de 25 % du don" in words(paul.get(PAGE))
    with at(NATIONAL):
        assert "n’ouvre pas droit à un reçu fiscal" in str(text_to_sign(Agreement.objects.get()))


def test_the_list_says_what_is_late_and_narrows(world, paul):
    sponsors.signed(world)
    with at(NATIONAL):
        other = Sponsor.objects.create(name="Autre mécène")
    sponsors.draft(world, sponsor=other, title="Autre objet")
    everything = words(paul.get("/conventions/"))
    assert ("En retard" in everything, "2022-002" in everything) == (True, True)
    assert "2022-002" not in words(paul.get("/conventions/?etat=retard"))
    assert "2022-001" not in words(paul.get("/conventions/?etat=brouillons"))
    assert "2022-001" not in words(paul.get(f"/conventions/?mecene={other.pk}"))
    assert paul.get("/conventions/?etat=x&mecene=y").status_code == 200


def test_it_is_taken_back_declined_completed_and_closed_from_its_page(world, paul):
    sponsors.proposed(world)
    assert paul.post(f"{PAGE}reprendre/").status_code == 302
    assert paul.post(f"{PAGE}sans-suite/", {"reason": ""}).status_code == 409
    assert paul.post(f"{PAGE}sans-suite/", {"reason": "Pas cette année"}).status_code == 302
    assert "Pas cette année" in words(paul.get(PAGE))
    sponsors.signed(world)
    second = "/conventions/2022-002/"
    assert paul.post(f"{second}realisee/").status_code == 302
    assert "15 000 €" in words(paul.get(f"{second}clore/"))
    assert paul.post(f"{second}clore/", {"reason": ""}).status_code == 409
    assert paul.post(f"{second}clore/", {"reason": "Le mécène a fermé"}).status_code == 302
    assert "Close sans tout son argent" in words(paul.get(second))


def test_an_amendment_is_written_signed_by_both_and_shown(world, paul, fanny, flore):
    made = sponsors.signed(world)
    sent = {
        "reason": "Vingt places de plus", "amount_cents": "15000", "places": 120, "devices": 100,
        "ends_on": "2022-12-31", "instalments-TOTAL_FORMS": 0, "instalments-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert "Sur un bilan" in words(paul.get(f"{PAGE}avenants/nouveau/"))
    assert paul.post(f"{PAGE}avenants/nouveau/", sent | {"amount_cents": "20000"}).status_code == 409
    lines = {
        "instalments-TOTAL_FORMS": 2, "instalments-0-due_on": "2022-02-01", "instalments-0-amount_cents": "10000",
        "instalments-1-due_on": "2022-09-01", "instalments-1-amount_cents": "5000",
    }  # fmt: skip
    assert paul.post(f"{PAGE}avenants/nouveau/", sent | lines)["Location"] == PAGE
    with at(NATIONAL):
        change = made.amendments.get()
    assert "120" in words(fanny.get(f"{PAGE}avenants/1/signer/"))
    assert fanny.post(f"{PAGE}avenants/1/signer/", signing(made, amendment=change)).status_code == 302
    assert "Places de parcours" in words(flore.get(f"{PAGE}avenants/1/signer/"))
    assert flore.post(f"{PAGE}avenants/1/signer/", signing(made, amendment=change)).status_code == 302
    assert sponsors.again(made).places == 120
    assert "Vingt places de plus" in words(paul.get(PAGE))
    assert paul.get(f"{PAGE}avenants/1/avenant.pdf").content.startswith(b"%PDF")
    assert paul.get(f"{PAGE}avenants/2/avenant.pdf").status_code == 404


def test_a_paper_of_the_sponsor_is_noted_and_a_signature_wants_a_drawing(world, paul, fanny):
    made = sponsors.proposed(world)
    empty = fanny.post(f"{PAGE}signer/", signing(made, path=""))
    assert "Signez d’abord dans le cadre." in words(empty)
    assert fanny.post(f"{PAGE}signer/", signing(made, path="", on_paper="on")).status_code == 302
    assert paul.post(f"{PAGE}papier/", signing(made, name="Flore Fondation")).status_code == 302
    assert sponsors.again(made).state == STATE.SIGNED
    assert "sur papier" in words(paul.get(PAGE))
    assert paul.get(f"{PAGE}papier/")["Location"] == PAGE


def test_the_papers_are_given_at_the_office_and_to_the_sponsor_alone(world, paul, flore):
    sponsors.proposed(world)
    assert paul.get(f"{PAGE}convention.pdf").content.startswith(b"%PDF")
    assert flore.get(f"{PAGE}convention.pdf").content.startswith(b"%PDF")
    with at(NATIONAL):
        other = Sponsor.objects.create(name="Autre mécène")
    sponsors.proposed(world, sponsor=other)
    sponsors.draft(world)
    for foreign in ("2022-002", "2022-003", "2022-999"):  # another's, a draft, none
        for door in ("signer/", "convention.pdf", "avenants/1/signer/"):
            assert flore.get(f"/conventions/{foreign}/{door}").status_code == 404
        assert flore.post(f"/conventions/{foreign}/signer/", {}).status_code == 404


@pytest.mark.parametrize("door", ["signer/", "corriger/", "avenants/nouveau/", "papier/", "sans-suite/"])
def test_programmes_read_and_neither_write_nor_sign(world, site, door):
    sponsors.proposed(world)
    nadia = site("reseau", world.nadia)
    assert nadia.get(PAGE).status_code == 200
    assert nadia.get(f"{PAGE}{door}").status_code == 403
    assert nadia.post(f"{PAGE}{door}", {}).status_code == 403


def test_partnerships_write_and_do_not_sign_for_the_network(world, paul):
    made = sponsors.proposed(world)
    assert paul.post(f"{PAGE}signer/", signing(made)).status_code == 403


def test_a_sponsor_is_added_checked_corrected_and_retired(world, paul):
    sent = {"name": "Mutuelle", "status": "company", "siren": "732 829 321", "siret": "", "address": "",
            "legal_form": "", "contact_name": "", "email": ""}  # fmt: skip
    assert "Ce SIREN n’existe pas" in words(paul.post("/conventions/mecenes/nouveau/", sent))
    right = sent | {"siren": "732 829 320"}
    page = paul.post("/conventions/mecenes/nouveau/", right)["Location"]
    assert "732829320" in words(paul.get(page))
    elsewhere = paul.post(f"{page}corriger/", right | {"siret": "404 833 048 00022"})
    assert "n’est pas un établissement de ce SIREN" in words(elsewhere)
    assert paul.post(f"{page}corriger/", right | {"email": "compta@mutuelle.example"})["Location"] == page
    assert "Un mécène porte déjà ce nom" in words(paul.post("/conventions/mecenes/nouveau/", right))
    assert paul.post(f"{page}retirer/").status_code == 302
    assert "Rien de nouveau ne s’écrit" in words(paul.get(page))


def test_several_people_read_for_a_sponsor_and_each_access_is_taken_back(world, paul, site):
    with at(NATIONAL):
        foundation = sponsors.foundation()
    page = f"/conventions/mecenes/{foundation.pk}/"
    assert "Flore Fondation" in words(paul.get(page))
    person = {"name": "Gaël Passerelle", "email": "gael@partenaires.example"}
    assert paul.post(f"{page}inviter/", person)["Location"] == page
    assert "Invitation envoyée" in words(paul.get(page))
    assert paul.post(f"{page}inviter/", person).status_code == 409
    with at(NATIONAL):
        invitation = Invitation.objects.get()
        assert (invitation.role, str(invitation.sponsor_id)) == ("reader", SPONSOR_ID)
        letter = mail_of(invitation)
    assert "l’espace mécènes" in letter.subject
    assert not mail.outbox
    link = letter.body.split("http", 1)[1].split()[0].split("/", 3)[3]
    password = {"password": "trois mots sans rapport", "again": "trois mots sans rapport"}
    gael = site("partenaires")
    assert gael.post(f"/{link}", password).status_code == 302
    assert gael.get("/").status_code == 200
    with at(NATIONAL):
        membership = Membership.objects.get(user__email="gael@partenaires.example")
    assert paul.post(f"{page}acces/{membership.pk}/retirer/").status_code == 302
    assert gael.get("/").status_code == 403


def test_an_invitation_is_cancelled_and_an_access_belongs_to_its_sponsor(world, paul, fanny):
    with at(NATIONAL):
        foundation, other = sponsors.foundation(), Sponsor.objects.create(name="Autre mécène")
        flore = Membership.objects.get(role="reader")
    page, elsewhere = f"/conventions/mecenes/{foundation.pk}/", f"/conventions/mecenes/{other.pk}/"
    assert paul.post(f"{elsewhere}acces/{flore.pk}/retirer/").status_code == 404
    assert fanny.post(f"{page}acces/{flore.pk}/retirer/").status_code == 403
    assert fanny.get(f"{page}inviter/").status_code == 403
    paul.post(f"{page}inviter/", {"name": "Gaël", "email": "gael@partenaires.example"})
    with at(NATIONAL):
        waiting = Invitation.objects.get()
    assert paul.post(f"{elsewhere}invitations/{waiting.pk}/annuler/").status_code == 404
    assert paul.post(f"{page}invitations/{waiting.pk}/renvoyer/").status_code == 302
    assert paul.post(f"{page}invitations/{waiting.pk}/annuler/").status_code == 302
    assert paul.post(f"{page}invitations/{waiting.pk}/annuler/").status_code == 404


def test_the_home_says_what_waits_for_whom(world, paul, fanny):
    made = sponsors.proposed(world)
    assert "attend votre signature pour le réseau" in words(fanny.get("/"))
    assert "attend les deux signatures" in words(paul.get("/"))
    sponsors.network_signs(world, made)
    assert "attend la signature de Fondation Passerelle" in words(fanny.get("/"))
    sponsors.sponsor_signs(world, made)
    assert "La convention 2022-001 est finie depuis le samedi 31 décembre 2022" in words(paul.get("/"))
    with at(NATIONAL):
        last = world.today + timedelta(days=3650)
        change = operations.draft_amendment(
            sponsors.again(made), reason="Plus long", amount_cents=1_500_000, places=100, devices=100,
            ends_on=last, by=sponsors.paul(world), now=world.now,
        )  # fmt: skip
    assert "L’avenant 1 de la convention 2022-001 attend votre signature" in words(fanny.get("/"))
    sponsors.network_signs(world, made, amendment=change)
    assert "L’avenant 1 de la convention 2022-001 attend la signature de" in words(paul.get("/"))


def test_the_page_of_an_agreement_costs_the_same_however_many_lines(
    world, paul, django_assert_max_num_queries
):
    made = sponsors.signed(world, kind="grant")
    with at(NATIONAL):
        template = scenes.template(world)
        for _ in range(12):
            operations.allocate(
                made, antenne=world.grenoble, template=template, places=1, devices=0, amount_cents=0,
                by=world.fanny, now=world.now, on=world.today,
            )  # fmt: skip
    with django_assert_max_num_queries(22):
        assert paul.get(PAGE).status_code == 200


def test_the_partner_role_signs_and_writes_nothing_else(world):
    made = sponsors.proposed(world)
    with at(PARTNER):
        assert Agreement.objects.get(pk=made.pk).state == STATE.PROPOSED
    sponsors.sponsor_signs(world, made)
