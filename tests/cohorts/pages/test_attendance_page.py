"""Léa takes attendance on her phone."""

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.cohorts.models import Attendance, Cohort


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
    assert "data-complete hidden" in answer.text
    answer = page.post(path, sheet(group, "present", "late", "absent"), follow=True)
    assert "data-complete hidden" not in answer.text
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


def as_drawn(page, session) -> dict[str, str]:
    """What a page without script would send back, untouched."""
    rows = page.get(f"/parcours/seances/{session.pk}/").context["rows"]
    fields = [field for row in rows for field in (row.status, row.minutes, row.seen)]
    return {field.html_name: field.value() or "" for field in fields}


def test_two_pages_of_one_sheet_keep_what_each_of_them_touched(antenne, site, group, session):
    first, second, third = group.enrolments.order_by("beneficiary__sort_key", "id")
    lea, maud = site("grenoble", antenne.lea), site("grenoble", antenne.maud)
    path = f"/parcours/seances/{session.pk}/"
    on_tablet, on_phone = as_drawn(lea, session), as_drawn(maud, session)
    lea.post(path, on_tablet | {f"status-{first.pk}": "present", f"status-{second.pk}": "late"})
    answer = maud.post(
        path, on_phone | {f"status-{second.pk}": "absent", f"status-{third.pk}": "present"}, follow=True
    )
    assert noted(session) == [("present", 120), ("late", 105), ("present", 120)]
    assert "Noté entre-temps" in answer.text
    assert f"{second.beneficiary} : « Retard »" in answer.text


def test_what_a_page_did_not_touch_is_not_sent_again(antenne, site, group, session):
    first, *_ = group.enrolments.order_by("beneficiary__sort_key", "id")
    page, path = site("grenoble", antenne.lea), f"/parcours/seances/{session.pk}/"
    page.post(path, sheet(group, "present"))
    drawn = as_drawn(page, session)
    page.post(path, sheet(group, "absent"))
    answer = page.post(path, drawn | {"lock": ""}, follow=True)
    assert noted(session) == [("absent", 0)], "the page showed a presence, nobody chose it again"
    assert "Noté entre-temps" not in answer.text
    assert first.attendances.get().status == "absent"


def test_a_line_overtaken_does_not_close_the_sheet(antenne, site, group, session):
    page, path = site("grenoble", antenne.lea), f"/parcours/seances/{session.pk}/"
    drawn = as_drawn(page, session)
    page.post(path, sheet(group, "absent", "present", "present"))
    late = {name: "late" for name in drawn if name.startswith("status-")}
    page.post(path, drawn | late | {"lock": "yes"})
    session.refresh_from_db()
    assert session.state == "held"


def test_the_page_asks_as_much_of_the_database_for_twelve_as_for_three(antenne, site, group, session):
    page, path = site("grenoble", antenne.lea), f"/parcours/seances/{session.pk}/"

    def statements():
        with CaptureQueriesContext(connection) as told:
            page.get(path)
        return [one["sql"] for one in told if not one["sql"].startswith(("SET", "SELECT set_config"))]

    few = statements()
    scenes.enrolled(antenne, group, count=7)
    assert len(statements()) == len(few) <= 8, few
    scenes.attended(antenne, session, dict.fromkeys(group.enrolments.live(), "present"))
    assert len(statements()) <= 8, statements()


class TestSignatures:
    @pytest.fixture
    def group(self, group):
        Cohort.objects.filter(pk=group.pk).update(signature_wanted=True)
        return group

    def test_who_came_signs_or_the_paper_is_signed(self, antenne, site, group, session):
        page, path = site("grenoble", antenne.lea), f"/parcours/seances/{session.pk}/"
        answer = page.post(path, sheet(group, "present", "absent", "absent", lock="yes"))
        assert (answer.status_code, "Il manque 1 signature" in answer.text) == (409, True)
        assert "Signera sur la feuille de papier" in answer.text
        answer = page.post(path, sheet(group, lock="yes", on_paper="yes"), follow=True)
        assert "signé sur papier" in answer.text


class TestCorrections:
    @pytest.fixture
    def closed(self, antenne, group, session):
        return scenes.attended(antenne, session, dict.fromkeys(group.enrolments.live(), "present"))

    def path(self, session, enrolment):
        return f"/parcours/seances/{session.pk}/corriger/{enrolment.pk}/"

    def test_the_manager_corrects_and_the_sheet_tells(self, antenne, site, group, closed):
        first = group.enrolments.order_by("beneficiary__sort_key", "id").first()
        maud = site("grenoble", antenne.maud)
        assert "Corriger" in maud.get(f"/parcours/seances/{closed.pk}/").text
        sent = {"status": "late", "minutes": "90", "reason": "Arrivée à 10 h, vue par l’accueil."}
        answer = maud.post(self.path(closed, first), sent, follow=True)
        assert "Arrivée à 10 h" in answer.text
        assert noted(closed)[0] == ("late", 90)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"reason": " "}, "obligatoire"),
            ({"reason": "x" * 301}, "300"),
            ({"reason": "voir 2 55 08 14 168 025 38"}, "sécurité sociale"),
            ({"status": "dancing"}, "choix"),
            ({"minutes": "0"}, "1"),
            ({"minutes": "121"}, "120 minutes au plus"),
            ({"minutes": "9" * 30}, "120 minutes au plus"),
            ({"status": "present", "minutes": ""}, "dit déjà cela"),
        ],
    )
    def test_what_cannot_be_is_told_and_the_form_is_kept(self, antenne, site, group, closed, change, words):
        first = group.enrolments.first()
        sent = {"status": "late", "minutes": "90", "reason": "Vue par l’accueil, à l’heure."} | change
        answer = site("grenoble", antenne.maud).post(self.path(closed, first), sent)
        assert answer.status_code in {200, 409}
        assert words in answer.text
        assert {status for status, _ in noted(closed)} == {"present"}

    def test_somebody_forgotten_is_added(self, antenne, site, group, closed):
        (late_comer,) = scenes.enrolled(antenne, group)
        maud = site("grenoble", antenne.maud)
        assert self.path(closed, late_comer) in maud.get(f"/parcours/seances/{closed.pk}/corriger/").text
        maud.post(self.path(closed, late_comer), {"status": "present", "reason": "Oubliée sur la feuille."})
        assert late_comer.attendances.get().minutes == 120

    def test_only_the_manager_of_this_antenne_corrects(self, antenne, site, group, closed):
        there = self.path(closed, group.enrolments.first())
        assert site("grenoble", antenne.lea).get(there).status_code == 403
        assert "Corriger" not in site("grenoble", antenne.lea).get(f"/parcours/seances/{closed.pk}/").text
        assert site("lyon", antenne.marc).get(there).status_code == 404


class TestHours:
    def test_each_person_against_the_target(self, antenne, site, group, session):
        first, *others = group.enrolments.order_by("beneficiary__sort_key", "id")
        scenes.attended(antenne, session, {first: "present"} | dict.fromkeys(others, "absent"))
        answer = site("grenoble", antenne.denis).get(f"/parcours/{group.pk}/heures/")
        line, *rest = answer.context["lines"]
        assert (line.minutes, line.target, line.came, line.missing) == (120, 1920, 1, 1800)
        assert [(one.minutes, one.absent) for one in rest] == [(0, 1), (0, 1)]
        assert (answer.context["sessions_left"], answer.context["minutes_left"]) == (3, 360)

    def test_lyon_sees_nothing_of_it(self, antenne, site, group):
        assert site("lyon", antenne.karim).get(f"/parcours/{group.pk}/heures/").status_code == 404

    def test_as_many_statements_for_more_people(self, antenne, site, group, session):
        page = site("grenoble", antenne.lea)

        def statements():
            with CaptureQueriesContext(connection) as told:
                page.get(f"/parcours/{group.pk}/heures/")
            return [one["sql"] for one in told if not one["sql"].startswith(("SET", "SELECT set_config"))]

        few = statements()
        scenes.enrolled(antenne, group, count=7)
        assert len(statements()) == len(few) <= 8, few
