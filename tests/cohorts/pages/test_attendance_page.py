"""Léa takes attendance on her phone."""

import pytest
import scenes

from programs.cohorts.models import Attendance


def sheet(group, *statuses: str, **more: str) -> dict[str, str]:
    enrolments = group.enrolments.order_by("beneficiary__sort_key", "id")
    return {f"status-{e.pk}": status for e, status in zip(enrolments, statuses, strict=False)} | more


def noted(session) -> list[tuple[str, int]]:
    found = session.attendances.order_by("enrolment__beneficiary__sort_key", "enrolment_id")
    return list(found.values_list("status", "minutes"))


def test_the_sheet_is_saved_as_often_as_needed_then_closed(antenne, site, group, session):
    page = site("grenoble", antenne.lea)
    path = f"/parcours/seances/{session.pk}/"
    answer = page.post(path, sheet(group, "present", "late"), follow=True)
    assert "2 sur 3" in answer.text
    assert "Clore la séance" not in answer.text
    answer = page.post(path, sheet(group, "present", "late", "absent"), follow=True)
    assert "Clore la séance" in answer.text
    answer = page.post(path, sheet(group, "present", "present", "excused", lock="yes"), follow=True)
    session.refresh_from_db()
    assert session.state == "locked"
    assert noted(session) == [("present", 120), ("present", 120), ("excused", 0)]
    assert 'type="radio"' not in answer.text


def test_everybody_is_there_with_one_button(antenne, site, group, session):
    page = site("grenoble", antenne.lea)
    page.post(f"/parcours/seances/{session.pk}/", sheet(group, "", "absent", everyone="yes"))
    assert [status for status, _ in noted(session)] == ["present", "absent", "present"]


def test_leaving_early_counts_the_minutes_that_were_followed(antenne, site, group, session):
    first = group.enrolments.order_by("beneficiary__sort_key", "id").first()
    page = site("grenoble", antenne.lea)
    sent = sheet(group, "left_early", everyone="yes", **{f"minutes-{first.pk}": "45"})
    answer = page.post(f"/parcours/seances/{session.pk}/", sent, follow=True)
    assert noted(session)[0] == ("left_early", 45)
    assert 'value="45"' in answer.text


@pytest.mark.parametrize("minutes", ["0", "-5", "121", "99999999999999999999", "abc"])
def test_minutes_beyond_the_session_are_told_and_the_sheet_stays_as_typed(
    antenne, site, group, session, minutes
):
    first = group.enrolments.order_by("beneficiary__sort_key", "id").first()
    sent = sheet(group, "late", "absent", **{f"minutes-{first.pk}": minutes})
    answer = site("grenoble", antenne.lea).post(f"/parcours/seances/{session.pk}/", sent)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [f"minutes-{first.pk}"]
    assert [row.said for row in answer.context["rows"]] == ["late", "absent", ""]
    assert not Attendance.objects.exists()


def test_an_incomplete_sheet_does_not_close_but_is_kept(antenne, site, group, session):
    answer = site("grenoble", antenne.lea).post(
        f"/parcours/seances/{session.pk}/", sheet(group, "present", lock="yes")
    )
    assert answer.status_code == 409
    assert "Il manque 2 personne" in answer.text
    assert [row.said for row in answer.context["rows"]] == ["present", "", ""]


def test_a_closed_sheet_refuses_a_page_that_was_open_before(antenne, site, group, session):
    scenes.attended(antenne, session, dict.fromkeys(group.enrolments.live(), "present"))
    answer = site("grenoble", antenne.lea).post(f"/parcours/seances/{session.pk}/", sheet(group, "absent"))
    assert answer.status_code == 409
    assert "la feuille ne change plus" in answer.text
    assert {status for status, _ in noted(session)} == {"present"}


def test_an_unknown_state_or_person_is_not_noted(antenne, site, group, session):
    page = site("grenoble", antenne.lea)
    answer = page.post(f"/parcours/seances/{session.pk}/", sheet(group, "dancing"))
    assert answer.status_code == 200
    page.post(f"/parcours/seances/{session.pk}/", {"status-0198c000-0000-7000-8000-000000000001": "present"})
    assert not Attendance.objects.exists()


def test_before_the_start_there_is_no_sheet_to_fill(antenne, site):
    cohort = scenes.cohort(antenne)
    scenes.enrolled(antenne, cohort)
    session = cohort.sessions.first()
    page = site("grenoble", antenne.lea)
    assert "n’a pas commencé" in page.get(f"/parcours/seances/{session.pk}/").text
    assert page.post(f"/parcours/seances/{session.pk}/", sheet(cohort, "present")).status_code == 409


def test_the_desk_takes_no_attendance_but_prints_the_sheet(antenne, site, group, session):
    desk = site("grenoble", antenne.denis)
    assert desk.get(f"/parcours/seances/{session.pk}/").status_code == 403
    assert "Benali Personne 2" in desk.get(f"/parcours/seances/{session.pk}/feuille/").text
