"""A sheet by the API: one line or all of them, signed, closed, corrected."""

import pytest
import scenes

from kit.antennes import inside
from programs.cohorts.models import Cohort

DRAWN = "M10 50L40 20L80 80L120 30"


@pytest.fixture
def sheet(world):
    """The sheet of today's session at Grenoble, and Amina who is on it."""
    with inside(world.grenoble):
        session = scenes.meets_today(world, people=2)
        world.session, world.group = session, session.cohort
        world.amina, world.basma = session.cohort.enrolments.order_by("enrolled_at", "pk")
    return world


def path(world, rest="attendance/"):
    return f"sessions/{world.session.pk}/{rest}"


def line(world, person, rest=""):
    return path(world, f"attendance/{person.pk}/{rest}")


def test_one_line_is_noted_and_read_back(sheet, lea):
    assert lea.get(line(sheet, sheet.amina)).status_code == 404
    for _ in range(2):
        noted = lea.put(line(sheet, sheet.amina), {"status": "late"}).json()
        assert (noted["status"], noted["minutes"], noted["signature"]) == ("late", 105, "")
    assert lea.get(path(sheet)).json()["count"] == 1


def test_a_late_screen_overwrites_nothing(sheet, lea, manager):
    manager.put(line(sheet, sheet.amina), {"status": "absent"})
    kept = lea.put(line(sheet, sheet.amina), {"status": "present", "seen": "", "age_ms": 60_000}).json()
    assert kept["status"] == "absent"
    both = [
        {"enrolment": str(sheet.amina.pk), "status": "present", "seen": "absent:0", "age_ms": 0},
        {"enrolment": str(sheet.basma.pk), "status": "excused", "seen": "", "age_ms": 5},
    ]
    results = lea.put(path(sheet), both).json()["results"]
    assert [one["status"] for one in results] == ["present", "excused"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"status": "dancing"}, "status"), ({"minutes": 0}, "minutes"), ({"minutes": 10**30}, "minutes"),
     ({"age_ms": -1}, "age_ms"), ({"age_ms": 10**30}, "age_ms"), ({"seen": "x" * 31}, "seen")],
)  # fmt: skip
def test_what_cannot_be_is_named(sheet, lea, changes, field):
    answer = lea.put(line(sheet, sheet.amina), {"status": "present"} | changes)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {field})


@pytest.mark.parametrize("stranger", ["x", "0198c000-0000-7000-8000-00000000beef"])
def test_nobody_of_that_id_is_on_the_sheet(sheet, lea, stranger):
    there = path(sheet, f"attendance/{stranger}/")
    assert lea.put(there, {"status": "present"}).status_code == 404
    assert lea.post(f"{there}signature/", {"path": DRAWN}).status_code == 404


def test_signed_on_the_screen_then_closed_with_the_paper(sheet, lea):
    with inside(sheet.grenoble):
        Cohort.objects.filter(pk=sheet.group.pk).update(signature_wanted=True)
    for person in (sheet.amina, sheet.basma):
        lea.put(line(sheet, person), {"status": "present"})
    refused = lea.post(line(sheet, sheet.amina, "signature/"), {"path": "<script>"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_a_signature")
    assert lea.post(line(sheet, sheet.amina, "signature/"), {"path": "x" * 8001}).status_code == 400
    assert lea.post(line(sheet, sheet.amina, "signature/"), {"path": DRAWN}).json()["signature"] == DRAWN
    assert lea.post(path(sheet, "lock/")).json()["code"] == "signatures_missing"
    assert lea.post(path(sheet, "lock/"), {"on_paper": True}).json()["state"] == "locked"


def test_a_closed_sheet_is_corrected_by_the_manager_once(sheet, lea, manager):
    with inside(sheet.grenoble):
        scenes.attended(sheet, sheet.session, dict.fromkeys([sheet.amina, sheet.basma], "present"))
    body = {"enrolment": str(sheet.amina.pk), "status": "late", "minutes": 90, "reason": "Vue à 10 h."}
    there = path(sheet, "corrections/")
    assert lea.put(line(sheet, sheet.amina), {"status": "absent"}).json()["code"] == "sheet_locked"
    assert lea.post(there, body).status_code == 403
    assert manager.post(there, body | {"reason": " "}).json()["code"] == "reason_wanted"
    nir = manager.post(there, body | {"reason": "2 55 08 14 168 025 38"})
    assert (nir.status_code, set(nir.json()["fields"])) == (400, {"reason"})
    made = manager.post(there, body, idempotency_key="k")
    again = manager.post(there, body, idempotency_key="k")
    assert (made.status_code, made.content) == (201, again.content)
    assert manager.post(there, body).json()["code"] == "nothing_to_correct"
    (told,) = lea.get(there).json()["results"]
    assert (told["status_before"], told["status_after"], told["minutes_after"]) == ("present", "late", 90)
    assert lea.get(line(sheet, sheet.amina)).json()["minutes"] == 90


def test_lyon_finds_nothing_of_it(sheet, program):
    karim = program("lyon", "karim@lyon.example")
    assert karim.get(line(sheet, sheet.amina)).status_code == 404
    assert karim.put(line(sheet, sheet.amina), {"status": "present"}).status_code == 404
    assert karim.get(path(sheet, "corrections/")).status_code == 404
