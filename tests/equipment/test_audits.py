"""An inventory says what is missing, and what should not be there."""

import pytest
from django.utils import timezone

from billing.equipment.models import Device, EquipmentAudit
from billing.equipment.operations import audits, receive_device
from kit.journal.models import Entry


@pytest.fixture
def antenne(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    return grenoble


@pytest.fixture
def three(antenne):
    """GRE-1 and GRE-2 should be here, GRE-3 is lost."""
    for number in (1, 2, 3):
        receive_device(
            tag=f"GRE-{number}", serial=f"S-{number}", model="Portable", refurbisher="Atelier",
            wiped_on=antenne.today, received_on=antenne.today, by=antenne.denis, now=antenne.now,
        )  # fmt: skip
    Device.objects.filter(tag="GRE-3").update(state="lost")


def test_missing_and_unexpected_are_listed_then_counted(antenne, site, three):
    desk = site("grenoble", antenne.denis)
    desk.post("/equipement/inventaires/")
    audit = EquipmentAudit.objects.get()
    here = f"/equipement/inventaires/{audit.pk}/"
    for words in ("GRE-1", "S-1", "http://grenoble.localhost/equipement/e/GRE-3/", "INCONNU", ""):
        desk.post(here, {"q": words})
    assert audit.scanned.count() == 3
    context = desk.get(here).context
    assert [one.tag for one in context["missing"]] == ["GRE-2"]
    assert {read.tag for read in context["unexpected"]} == {"GRE-3", "INCONNU"}
    desk.post(f"{here}clore/")
    audit.refresh_from_db()
    assert (audit.expected, audit.found, audit.closed_by) == (2, 1, antenne.denis)
    assert Entry.objects.filter(verb="equipment.audit_closed", on_id=str(audit.pk)).exists()
    assert desk.post(here, {"q": "GRE-2"}).status_code == 409
    assert desk.post(f"{here}clore/").status_code == 409
    assert "1 sur 2" in desk.get("/equipement/inventaires/").text


def test_a_closed_inventory_says_what_it_said_that_day(antenne, site, three):
    desk = site("grenoble", antenne.denis)
    audit = audits.start_audit(by=antenne.denis, now=antenne.now)
    for words in ("GRE-1", "GRE-3"):
        audits.scan_device(audit, words=words, now=antenne.now)
    audits.close_audit(audit, by=antenne.denis, now=antenne.now)
    Device.objects.filter(tag="GRE-2").update(state="lost")
    Device.objects.filter(tag="GRE-3").update(state="available")
    receive_device(
        tag="GRE-4", serial="S-4", model="Portable", refurbisher="Atelier", wiped_on=antenne.today,
        received_on=antenne.today, by=antenne.denis, now=antenne.now,
    )  # fmt: skip
    context = desk.get(f"/equipement/inventaires/{audit.pk}/").context
    assert [one.tag for one in context["missing"]] == ["GRE-2"]
    assert [read.tag for read in context["unexpected"]] == ["GRE-3"]


def test_one_inventory_at_a_time(antenne, three):
    audits.start_audit(by=antenne.denis, now=antenne.now)
    with pytest.raises(audits.AuditRunning):
        audits.start_audit(by=antenne.denis, now=antenne.now)


def test_a_host_counts_nothing_and_another_antenne_sees_nothing(antenne, site, three):
    audit = audits.start_audit(by=antenne.denis, now=antenne.now)
    assert site("grenoble", antenne.lea).get("/equipement/inventaires/").status_code == 403
    assert site("lyon", antenne.marc).get(f"/equipement/inventaires/{audit.pk}/").status_code in {403, 404}
