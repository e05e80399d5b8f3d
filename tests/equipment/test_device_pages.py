"""The desk receives devices, opens them by their label, and moves them page by page."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from billing.equipment.models import Device, DeviceBatch
from billing.equipment.operations import receive_device
from billing.equipment.papers import labels
from kit.documents import qr


@pytest.fixture
def antenne(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    return grenoble


def received(antenne, number=1, **details):
    details.setdefault("wiped_on", antenne.today)
    return receive_device(
        tag=f"GRE-{number}", serial=f"S-{number}", model=f"Portable {number}", refurbisher="Atelier",
        received_on=antenne.today, by=antenne.denis, now=antenne.now, **details,
    )  # fmt: skip


def test_a_device_by_hand_is_wiped_then_serves(antenne, site):
    desk = site("grenoble", antenne.denis)
    given = {
        "tag": "GRE-9", "serial": "S-9", "kind": "laptop", "model": "Portable", "grade": "b", "refurbisher": "Atelier",
    }  # fmt: skip
    answer = desk.post("/equipement/appareils/recevoir/", given)
    one = Device.objects.get(tag="GRE-9")
    here = f"/equipement/appareils/{one.pk}/"
    assert (answer.status_code, answer["Location"], one.state) == (302, here, "received")
    assert "Noter l’effacement" in desk.get(here).text
    assert desk.post(f"{here}disponible/").status_code == 409
    desk.post(f"{here}effacement/", {"on": antenne.today.isoformat(), "certificate": "C-1"})
    assert "Mettre en service" in desk.get(here).text
    desk.post(f"{here}disponible/")
    one.refresh_from_db()
    assert (one.state, one.wipe_certificate) == ("available", "C-1")


def test_a_wipe_without_certificate_is_told_beside_the_field(antenne, site):
    given = {
        "tag": "GRE-9", "serial": "S-9", "kind": "laptop", "model": "Portable", "grade": "b", "refurbisher": "Atelier",
        "wiped_on": antenne.today.isoformat(),
    }  # fmt: skip
    answer = site("grenoble", antenne.denis).post("/equipement/appareils/recevoir/", given)
    assert list(answer.context["form"].errors) == ["wipe_certificate"]
    assert not Device.objects.exists()


def test_a_move_keeps_its_reason_in_the_history(antenne, site):
    one = received(antenne)
    desk = site("grenoble", antenne.denis)
    here = f"/equipement/appareils/{one.pk}/"
    assert desk.post(f"{here}etat/", {"to": "repair", "reason": ""}).status_code == 409
    assert list(desk.post(f"{here}etat/", {"to": "on_loan"}).context["form"].errors) == ["to"]
    desk.post(f"{here}etat/", {"to": "repair", "reason": "Écran fendu"})
    page = desk.get(here).text
    assert "Écran fendu" in page
    assert str(antenne.denis) in page


def test_a_wrong_serial_is_corrected_and_a_taken_one_is_refused(antenne, site):
    one, _ = received(antenne), received(antenne, 2)
    desk = site("grenoble", antenne.denis)
    path = f"/equipement/appareils/{one.pk}/corriger/"
    given = {"serial": "S-2", "model": "Portable", "grade": "a"}
    assert list(desk.post(path, given).context["form"].errors) == ["serial"]
    assert desk.post(path, given | {"serial": "S-11"}).status_code == 302
    one.refresh_from_db()
    assert (one.serial, one.grade) == ("S-11", "a")


@pytest.mark.parametrize("words", ["GRE-1", "gre-1", "S-1", "http://grenoble.localhost/equipement/e/GRE-1/"])
def test_what_a_scanner_types_opens_the_device(antenne, site, words):
    one = received(antenne)
    answer = site("grenoble", antenne.denis).get("/equipement/scanner/", data={"q": words})
    assert answer["Location"] == f"/equipement/appareils/{one.pk}/"


@pytest.mark.parametrize("words", ["GRE-404", "http://[", "\x00", "https://x/equipement/e/<b>/"])
def test_an_unknown_scan_says_so(antenne, site, words):
    received(antenne)
    answer = site("grenoble", antenne.denis).get("/equipement/scanner/", data={"q": words})
    assert answer.status_code == 200


def test_the_list_is_searched_and_filtered(antenne, site):
    received(antenne)
    received(antenne, 2, wiped_on=None)
    desk = site("grenoble", antenne.denis)
    assert "GRE-1" not in desk.get("/equipement/appareils/?etat=received").text
    page = desk.get("/equipement/appareils/?q=portable+1").text
    assert "GRE-1" in page
    assert "GRE-2" not in page


def test_labels_carry_the_tag_and_the_address(antenne, site, monkeypatch):
    ones = [received(antenne, number) for number in range(1, 27)]
    said = []
    monkeypatch.setattr(labels.qr, "svg", lambda text, real=qr.svg: said.append(text) or real(text))
    answer = site("grenoble", antenne.denis).get("/equipement/appareils/etiquettes.pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert len(pages) == 2
    assert all(one.tag in text for one in ones)
    assert said[0] == f"http://grenoble.localhost/equipement/e/{ones[0].tag}/"
    opened = site("grenoble", antenne.denis).get(f"/equipement/e/{ones[0].tag}/")
    assert opened["Location"] == f"/equipement/appareils/{ones[0].pk}/"


def test_a_delivery_is_read_looked_at_then_received(antenne, site):
    desk = site("grenoble", antenne.denis)
    content = "N° de série;Modèle;Type\nA1;Portable;\nA2;Portable;Frigo\n".encode()
    sent = {"refurbisher": "Atelier", "file": SimpleUploadedFile("lot.csv", content)}
    answer = desk.post("/equipement/lots/", sent)
    batch = DeviceBatch.objects.get()
    assert answer["Location"] == f"/equipement/lots/{batch.pk}/"
    assert "Possible" in desk.get(f"/equipement/lots/{batch.pk}/").text
    assert not Device.objects.exists()
    desk.post(f"/equipement/lots/{batch.pk}/recevoir/")
    assert list(Device.objects.values_list("tag", "serial")) == [("GRENOBLE-0001", "A1")]
    assert "lot.csv" in desk.get("/equipement/lots/").text
    pdf = desk.get(f"/equipement/lots/{batch.pk}/etiquettes.pdf")
    assert "GRENOBLE-0001" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert desk.get("/equipement/lots/modele.xlsx").content[:2] == b"PK"


def test_a_dropped_delivery_receives_nothing(antenne, site):
    desk = site("grenoble", antenne.denis)
    sent = {
        "refurbisher": "A",
        "file": SimpleUploadedFile("lot.csv", b"N\xc2\xb0 de s\xc3\xa9rie;Mod\xc3\xa8le\nA1;P\n"),
    }
    desk.post("/equipement/lots/", sent)
    batch = DeviceBatch.objects.get()
    desk.post(f"/equipement/lots/{batch.pk}/abandonner/")
    assert desk.post(f"/equipement/lots/{batch.pk}/recevoir/").status_code == 409
    assert not Device.objects.exists()


def test_a_host_looks_and_changes_nothing(antenne, site):
    one = received(antenne, wiped_on=None)
    lea = site("grenoble", antenne.lea)
    here = f"/equipement/appareils/{one.pk}/"
    page = lea.get(here).text
    for verb in ("effacement/", "etat/", "rebut/", "corriger/"):
        assert f"{here}{verb}" not in page
        assert lea.get(f"{here}{verb}").status_code == 403
    assert lea.post(f"{here}disponible/").status_code == 403
    assert lea.get("/equipement/lots/").status_code == 403


def test_only_the_manager_scraps(antenne, site):
    one = received(antenne)
    path = f"/equipement/appareils/{one.pk}/rebut/"
    assert site("grenoble", antenne.denis).get(path).status_code == 403
    site("grenoble", antenne.maud).post(path, {"reason": "Carte mère morte"})
    one.refresh_from_db()
    assert one.state == "scrapped"


def test_another_antenne_s_device_does_not_exist(antenne, site):
    one = received(antenne)
    marc = site("lyon", antenne.marc)
    for verb in ("", "etiquette.pdf", "effacement/", "etat/", "corriger/", "rebut/"):
        assert marc.get(f"/equipement/appareils/{one.pk}/{verb}").status_code in {403, 404}
    assert marc.get(f"/equipement/appareils/{one.pk}/").status_code == 404
    assert marc.get("/equipement/e/GRE-1/").status_code == 404


def test_a_program_moves_and_wipes(antenne, site):
    one = received(antenne, wiped_on=None)
    desk, here = site("grenoble", antenne.denis), f"/api/v1/devices/{one.pk}/"
    as_json = {"content_type": "application/json"}
    refused = desk.post(f"{here}move/", {"state": "available"}, **as_json)
    assert (refused.status_code, refused.json()["code"]) == (409, "wipe_first")
    wiped = {"wiped_on": antenne.today.isoformat(), "certificate": "C-1"}
    assert desk.post(f"{here}wipe/", wiped, **as_json).json()["wipe_certificate"] == "C-1"
    assert desk.post(f"{here}move/", {"state": "available"}, **as_json).json()["state"] == "available"
    assert desk.post(f"{here}move/", {"state": "scrapped", "reason": "x"}, **as_json).status_code == 400
    assert desk.get(here).json()["state"] == "available"
    assert site("grenoble", antenne.lea).post(f"{here}wipe/", wiped, **as_json).status_code == 403
