"""The desk lends and takes back, page by page."""

import io
from datetime import timedelta

import lending
import pytest
import scenes
import shop
from django.utils import timezone
from pypdf import PdfReader

from billing.equipment.models import Device, Loan
from billing.equipment.operations import extend, lend, receive_device
from kit.calendar import add_months
from programs.cohorts.models import Completion, Enrolment
from tenants.network.middleware import SiteMiddleware
from tenants.network.models import Antenne


@pytest.fixture
def antenne(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    return grenoble


@pytest.fixture
def computer(antenne):
    return receive_device(
        tag="GRE-1", serial="S-1", model="Portable", refurbisher="Atelier", wiped_on=antenne.today,
        received_on=antenne.today, by=antenne.denis, now=antenne.now,
    )  # fmt: skip


@pytest.fixture
def completion(antenne):
    (enrolment,) = scenes.enrolled(antenne, scenes.cohort(antenne))
    Enrolment.objects.filter(pk=enrolment.pk).update(state="completed", completed_at=antenne.now)
    return Completion.objects.create(
        enrolment=enrolment, minutes=1920, target_minutes=1920, reached=True, computed_at=antenne.now
    )


def paper(answer):
    """The words of a PDF, every kind of space made plain."""
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_desk_lends_then_takes_back_then_puts_in_service(antenne, site, computer, completion):
    desk = site("grenoble", antenne.denis)
    assert "peut recevoir un ordinateur" in desk.get("/").text
    path = f"/equipement/preter/{completion.pk}/"
    assert path in desk.get("/equipement/").text
    answer = desk.post(path, {"device": str(computer.pk)})
    loan = Loan.objects.get()
    assert answer.url == f"/equipement/prets/{loan.pk}/signer/"
    assert "Contrat à signer" in desk.get("/equipement/").text
    assert "n’a pas signé le contrat de GRE-1" in desk.get("/").text
    back = f"/equipement/prets/{loan.pk}/retour/"
    assert desk.post(back, {"seen": "Sans chargeur"}).url == f"/equipement/prets/{loan.pk}/signer-le-retour/"
    assert desk.post(back, {"seen": ""}).status_code == 409
    assert "Sans chargeur" in desk.get(f"/equipement/prets/{loan.pk}/").text
    assert "Rendu" in desk.get("/equipement/?vue=finis").text
    assert "Rendu" in desk.get("/equipement/appareils/").text
    desk.post(f"/equipement/appareils/{computer.pk}/disponible/")
    computer.refresh_from_db()
    assert computer.state == Device.State.AVAILABLE


@pytest.mark.parametrize("device", ["", "x", "0198c000-0000-7000-8000-000000000001"])
def test_a_device_that_is_not_there_is_told_beside_the_field(antenne, site, computer, completion, device):
    answer = site("grenoble", antenne.denis).post(f"/equipement/preter/{completion.pk}/", {"device": device})
    assert list(answer.context["form"].errors) == ["device"]


def test_a_second_loan_for_the_same_course_is_refused(antenne, site, computer, completion):
    lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=antenne.today)
    other = receive_device(
        tag="GRE-2", serial="S-2", model="Portable", refurbisher="Atelier", wiped_on=antenne.today,
        received_on=antenne.today, by=antenne.denis, now=antenne.now,
    )  # fmt: skip
    answer = site("grenoble", antenne.denis).post(
        f"/equipement/preter/{completion.pk}/", {"device": str(other.pk)}
    )
    assert answer.status_code == 409
    assert "déjà reçu" in answer.text


def test_a_late_loan_says_so(antenne, site, computer, completion):
    before = antenne.today - timedelta(days=300)
    lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=before)
    assert "de retard" in site("grenoble", antenne.lea).get("/equipement/").text


def test_a_host_sees_loans_and_makes_none(antenne, site, computer, completion):
    lea = site("grenoble", antenne.lea)
    assert "/equipement/preter/" not in lea.get("/equipement/").text
    assert lea.get(f"/equipement/preter/{completion.pk}/").status_code == 403


def test_the_person_signs_on_the_screen_and_the_paper_says_it(antenne, site, computer, completion):
    loan = lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=antenne.today)
    desk, url = site("grenoble", antenne.denis), f"/equipement/prets/{loan.pk}/"
    shown = desk.get(f"{url}signer/")
    assert "Vous prenez soin de l’appareil." in shown.text
    digest = shown.context["digest"]
    nothing = desk.post(f"{url}signer/", {"digest": digest, "path": ""})
    assert "Signez d’abord dans le cadre" in nothing.text
    before = paper(desk.get(f"{url}contrat.pdf"))
    assert "Signé le" not in before
    assert desk.post(f"{url}signer/", {"digest": digest, "path": lending.DRAWN}).url == url
    page = desk.get(url).text
    assert lending.DRAWN in page
    assert "devant Denis Accueil" in page
    after = paper(desk.get(f"{url}contrat.pdf"))
    assert f"Empreinte du texte : {digest[:16]}" in after
    assert "Numéro de série S-1" in after


def test_a_text_that_changed_meanwhile_is_read_again(antenne, site, computer, completion):
    loan = lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=antenne.today)
    desk, url = site("grenoble", antenne.denis), f"/equipement/prets/{loan.pk}/signer/"
    seen = {"digest": desk.get(url).context["digest"], "path": lending.DRAWN}
    extend(loan, months=1, reason="Maladie", by=antenne.denis, now=antenne.now, today=antenne.today)
    refused = desk.post(url, seen)
    assert refused.status_code == 409
    assert "relisez-le" in refused.text
    again = refused.context["digest"]
    assert f'name="digest" value="{again}"' in refused.text
    assert desk.post(url, seen | {"digest": again}).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Loan agreement"), ("es", "Contrato de préstamo"), ("uk", "Договір позики")],
)
def test_the_paper_is_in_the_person_s_language_after_the_french(antenne, site, computer, completion, language, words):  # fmt: skip
    person = completion.enrolment.beneficiary
    person.language = language
    person.save(update_fields=["language"])
    loan = lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=antenne.today)
    answer = site("grenoble", antenne.denis).get(f"/equipement/prets/{loan.pk}/contrat.pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert "Contrat de prêt" in pages[0].extract_text()
    assert words in pages[1].extract_text()


def test_the_desk_gives_more_time_and_notes_a_loss_that_the_manager_confirms(
    antenne, site, computer, completion
):
    loan = lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=antenne.today)
    desk, url = site("grenoble", antenne.denis), f"/equipement/prets/{loan.pk}/"
    assert list(desk.post(f"{url}prolonger/", {"months": "2"}).context["form"].errors) == ["reason"]
    assert desk.post(f"{url}prolonger/", {"months": "2", "reason": "Formation longue"}).url == url
    assert "Formation longue" in desk.get(url).text
    assert desk.post(f"{url}perte/", {"loss": "lost", "reason": "Oublié dans un train"}).url == url
    assert desk.post(f"{url}perte/confirmer/").status_code == 403
    manager = site("grenoble", antenne.maud)
    assert "est perdu ou volé" in manager.get("/").text
    assert manager.post(f"{url}perte/confirmer/").url == url
    assert "Passé en perte" in desk.get("/equipement/?vue=finis").text
    assert "Perdu" in desk.get(f"/equipement/appareils/{computer.pk}/").text


def test_a_manager_decides_a_loan_from_the_person_s_file(antenne, site, computer):
    person = shop.amina(antenne)
    manager, url = site("grenoble", antenne.maud), f"/equipement/preter-a/{person.pk}/"
    assert url in manager.get(f"/personnes/{person.pk}/").text
    given = {"device": str(computer.pk), "months": "3", "option_price_cents": "40", "reason": "Déménage"}
    manager.post(url, given)
    loan = Loan.objects.get()
    assert loan.option_price_cents == 4000
    told = manager.get(f"/personnes/{person.pk}/").text
    assert "GRE-1" in told
    assert url not in told
    assert site("grenoble", antenne.denis).get(url).status_code == 403


def test_the_loan_is_sold_from_its_page_at_the_promised_price(antenne, site, computer):
    Device.objects.filter(pk=computer.pk).update(
        price_class=shop.product(antenne, "ordinateur", cents=9000, kind="device", reference=20000)
    )
    start = add_months(antenne.today, -6)
    loan = lend(lending.completion(antenne), device=computer, by=antenne.denis, now=antenne.now, today=start)
    shop.open_till(antenne)
    desk = site("grenoble", antenne.denis)
    till = f"/caisse/vendre/{loan.beneficiary_id}/?pret={loan.pk}"
    assert till in desk.get(f"/equipement/prets/{loan.pk}/").text
    page = desk.get(till)
    assert f'value="{loan.pk}" selected data-cents="5000"' in page.text
    basket = {
        "key": page.context["form"]["key"].value(),
        "loan": str(loan.pk),
        "method": "cash",
        "tendered": "60",
    }
    sold = desk.post(till, basket)
    assert sold.status_code == 302
    assert "achat après prêt" in desk.get(sold.url).text
    assert "Acheté" in desk.get(f"/equipement/prets/{loan.pk}/").text


def test_another_antenne_s_loan_does_not_exist(antenne, site, computer, completion):
    loan = lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=antenne.today)
    marc = site("lyon", antenne.marc)
    assert marc.get(f"/equipement/preter/{completion.pk}/").status_code == 404
    for page in (
        "",
        "retour/",
        "prolonger/",
        "perte/",
        "signer/",
        "signer-le-retour/",
        "contrat.pdf",
        "retour.pdf",
    ):
        assert marc.get(f"/equipement/prets/{loan.pk}/{page}").status_code == 404


def test_an_antenne_that_does_not_lend_has_none_of_these_pages(antenne, site, monkeypatch):
    desk = site("grenoble", antenne.denis)
    found = SiteMiddleware._find

    def without(self, host):
        place, stand = found(self, host)
        place.antenne.has_equipment = False
        return place, stand

    monkeypatch.setattr(SiteMiddleware, "_find", without)
    for path in ("", "appareils/", "scanner/", "lots/"):
        assert desk.get(f"/equipement/{path}").status_code == 404
    assert "Équipement" not in desk.get("/").text
    assert Antenne.objects.filter(code="grenoble", has_equipment=True).exists()
