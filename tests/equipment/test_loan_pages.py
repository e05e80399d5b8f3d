"""The desk lends and takes back, page by page."""

from datetime import timedelta

import pytest
import scenes
from django.utils import timezone

from billing.equipment.models import Device, Loan
from billing.equipment.operations import lend, receive_device
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


def test_the_desk_lends_then_takes_back_then_puts_in_service(antenne, site, computer, completion):
    desk = site("grenoble", antenne.denis)
    assert "peut recevoir un ordinateur" in desk.get("/").text
    path = f"/equipement/preter/{completion.pk}/"
    assert path in desk.get("/equipement/").text
    desk.post(path, {"device": str(computer.pk)})
    loan = Loan.objects.get()
    assert "jusqu’au" in desk.get("/equipement/").text
    desk.post(f"/equipement/prets/{loan.pk}/retour/")
    assert desk.post(f"/equipement/prets/{loan.pk}/retour/").status_code == 409
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


def test_another_antenne_s_loan_does_not_exist(antenne, site, computer, completion):
    loan = lend(completion, device=computer, by=antenne.denis, now=antenne.now, today=antenne.today)
    marc = site("lyon", antenne.marc)
    assert marc.get(f"/equipement/preter/{completion.pk}/").status_code == 404
    assert marc.post(f"/equipement/prets/{loan.pk}/retour/").status_code == 404


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
