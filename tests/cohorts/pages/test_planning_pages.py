"""The manager plans: a preview first, then a draft; later a session moves."""

from datetime import timedelta

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.cohorts.models import Cohort, Session
from programs.cohorts.operations import adopt
from tenants.welcome.notices import Notice

NEW = "/parcours/nouveau/"


@pytest.fixture
def typed(antenne):
    programme = adopt(scenes.version(antenne), by=antenne.maud, now=antenne.now)
    return {
        "programme": str(programme.pk),
        "name": "Groupe du mardi",
        "room": "Belledonne",
        "first_day": (antenne.today + timedelta(days=3)).isoformat(),
        "weekdays": ["1", "3"],
        "at": "09:30",
        "minutes": "120",
        "sessions": "8",
        "trainer": str(antenne.lea.pk),
        "capacity": "",
    }


@pytest.fixture
def maud(antenne, site):
    return site("grenoble", antenne.maud)


def made(page, typed):
    """Look at the preview, then press the second button."""
    shown = page.post(NEW, typed | {"confirm": "yes"})
    return page.post(NEW, typed | {"confirm": "yes", "seen": shown.context["form"].digest()}, follow=True)


class TestPlanning:
    def test_nothing_is_made_before_the_preview_was_seen(self, maud, typed):
        shown = maud.post(NEW, typed)
        assert "8 séances" in shown.text
        assert "Rien n’est encore créé" in shown.text
        assert not Cohort.objects.exists()

    def test_the_manager_plans_a_group_then_opens_it(self, antenne, maud, typed):
        answer = made(maud, typed)
        cohort = Cohort.objects.get()
        assert "Ouvrir aux inscriptions" in answer.text
        assert (cohort.sessions.count(), cohort.places.count()) == (8, 10)
        assert cohort.sessions.first().trainer == antenne.lea
        maud.post(f"/parcours/{cohort.pk}/ouvrir/")
        cohort.refresh_from_db()
        assert cohort.state == "open"

    def test_a_plan_that_changed_since_its_preview_is_shown_again(self, maud, typed):
        seen = maud.post(NEW, typed).context["form"].digest()
        answer = maud.post(NEW, typed | {"room": "Vercors", "confirm": "yes", "seen": seen})
        assert "Le plan a changé depuis l’aperçu." in answer.text
        assert not Cohort.objects.exists()

    def test_length_and_number_come_from_the_programme_when_nothing_is_typed(self, maud, typed):
        made(maud, typed | {"minutes": "", "sessions": ""})
        assert Cohort.objects.get().sessions.count() == 16  # the beginners' 32 h, two by two

    def test_what_the_antenne_adapted_is_respected(self, antenne, maud, typed):
        from programs.cohorts.models import AdoptedProgramme

        AdoptedProgramme.objects.update(overrides={"session_minutes": 180, "beginner_hours": 30})
        made(maud, typed | {"minutes": "", "sessions": ""})
        sessions = Cohort.objects.get().sessions
        assert (sessions.count(), sessions.first().minutes) == (10, 180)

    def test_the_preview_names_what_is_taken_and_offers_no_button(self, antenne, maud, typed):
        made(maud, typed)
        answer = maud.post(NEW, typed | {"name": "Groupe 2"})
        assert "8 séances impossibles" in answer.text
        assert "Groupe du mardi" in answer.text
        assert "Créer le parcours" not in answer.text
        busy = maud.post(NEW, typed | {"room": "Vercors"})
        assert "Léa Host anime déjà autre chose" in busy.text

    def test_the_same_plan_sent_twice_is_refused_with_the_form_as_typed(self, maud, typed):
        made(maud, typed)
        answer = made(maud, typed)
        assert answer.status_code == 409
        assert "déjà prise" in answer.text
        assert 'value="Groupe du mardi"' in answer.text
        assert Cohort.objects.count() == 1

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("capacity", "5"),
            ("capacity", "13"),
            ("capacity", "100000000000000000000"),
            ("first_day", "2020-01-01"),
            ("first_day", "9999-12-31"),
            ("first_day", "demain"),
            ("weekdays", ["9"]),
            ("weekdays", []),
            ("minutes", "5"),
            ("sessions", "1000000"),
            ("until", "2020-01-01"),
            ("until", "9999-12-31"),
            ("every_weeks", "7"),
            ("at_2", "25:00"),
            ("funded", "0"),
            ("allocation", "0198c000-0000-7000-8000-000000000001"),
            ("name", "x" * 300),
            ("room", ""),
            ("at", "25:00"),
            ("trainer", "0198c000-0000-7000-8000-000000000001"),
            ("programme", "x"),
        ],
    )
    def test_a_wrong_plan_is_told_beside_its_field(self, maud, typed, field, wrong):
        answer = maud.post(NEW, typed | {field: wrong, "confirm": "yes"})
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]
        assert 'value="09:30"' in answer.text or field == "at"
        assert not Cohort.objects.exists()

    def test_a_name_from_right_to_left_or_with_a_face_is_a_name(self, maud, typed):
        made(maud, typed | {"name": "مجموعة الثلاثاء 🙂"})
        assert Cohort.objects.get().name == "مجموعة الثلاثاء 🙂"

    def test_a_trainer_of_lyon_is_not_offered_at_grenoble(self, maud, typed):
        assert "Karim" not in maud.get(NEW).text

    def test_a_host_does_not_plan(self, antenne, site):
        assert site("grenoble", antenne.lea).get(NEW).status_code == 403

    def test_places_are_paid_by_an_allocation_of_the_antenne(self, antenne, maud, typed):
        from programs.catalogue.models import ProgrammeTemplate

        year = antenne.today + timedelta(days=365)
        template = ProgrammeTemplate.objects.get()
        allocation = scenes.allocation(antenne, template, places=6, ends_on=year)
        scenes.allocation(antenne, template, places=6, reference="2022-OVER")
        assert "2022-OVER" not in maud.get(NEW).text
        assert "encore 6 place(s) sur 6" in maud.get(NEW).text
        asked = typed | {"allocation": str(allocation.pk)}
        assert "encore financer 6 place" in made(maud, asked).text
        made(maud, asked | {"funded": "6"})
        assert Cohort.objects.get().places.filter(allocation=allocation).count() == 6


class TestADraft:
    def test_its_room_changes_and_a_host_may_not(self, antenne, site, maud):
        draft = scenes.cohort(antenne, opened=False)
        path = f"/parcours/{draft.pk}/modifier/"
        maud.post(path, {"name": "Groupe 7", "room": "Obiou", "trainer": ""})
        draft.refresh_from_db()
        assert (draft.name, set(draft.sessions.values_list("room", flat=True))) == ("Groupe 7", {"Obiou"})
        assert site("grenoble", antenne.lea).get(path).status_code == 403

    def test_the_whole_group_is_cancelled_with_a_reason(self, antenne, maud):
        group = scenes.cohort(antenne)
        scenes.enrolled(antenne, group)
        path = f"/parcours/{group.pk}/annuler/"
        assert maud.post(path, {"reason": "", "tell_people": "on"}).status_code == 200
        assert "n’est plus possible" not in maud.get(path).text
        answer = maud.post(path, {"reason": "Salle en travaux", "tell_people": "on"}, follow=True)
        assert "Salle en travaux" in answer.text
        assert Notice.objects.get(about=group.pk).kind == "session_cancelled"
        assert maud.post(path, {"reason": "Encore"}).status_code == 409


class TestOneSession:
    def typed(self, antenne, **changes):
        day = antenne.today + timedelta(days=40)
        return {
            "day": day.isoformat(), "at": "14:00", "minutes": "90", "room": "Vercors", "trainer": "",
            "reason": "", "tell_people": "on",
        } | changes  # fmt: skip

    def session(self, group):
        return group.sessions.get(position=4)

    def test_lea_moves_it_and_the_group_is_told(self, antenne, site, group):
        session = self.session(group)
        path = f"/parcours/seances/{session.pk}/changer/"
        lea = site("grenoble", antenne.lea)
        assert "3 personnes" in lea.get(path).text
        answer = lea.post(path, self.typed(antenne), follow=True)
        assert "C’est noté" in answer.text
        assert "Déplacée" in answer.text
        assert Notice.objects.filter(about=session.pk).count() == 3

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [("day", "2020-01-01"), ("day", "9999-01-01"), ("at", "x"), ("minutes", "9999"), ("room", "x" * 300),
         ("reason", "voir 2 55 08 14 168 025 38")],
    )  # fmt: skip
    def test_what_is_wrong_is_told_beside_its_field(self, antenne, site, group, field, wrong):
        path = f"/parcours/seances/{self.session(group).pk}/changer/"
        answer = site("grenoble", antenne.lea).post(path, self.typed(antenne, **{field: wrong}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])

    def test_it_is_cancelled_and_replaced_at_the_end(self, antenne, site, group):
        session = self.session(group)
        path = f"/parcours/seances/{session.pk}/annuler/"
        answer = site("grenoble", antenne.lea).post(
            path, {"reason": "Panne", "replace": "on", "tell_people": "on"}, follow=True
        )
        assert "Elle est remplacée" in answer.text
        assert "Annulée" in answer.text
        assert group.sessions.count() == 5

    def test_one_is_added(self, antenne, site, group):
        path = f"/parcours/{group.pk}/seances/nouvelle/"
        site("grenoble", antenne.lea).post(path, self.typed(antenne, title="Révisions"))
        assert Session.objects.get(position=5).title == "Révisions"

    def test_the_desk_and_karim_do_neither(self, antenne, site, group):
        pk = self.session(group).pk
        paths = [f"/parcours/seances/{pk}/changer/", f"/parcours/seances/{pk}/annuler/"]
        for path in [*paths, f"/parcours/{group.pk}/seances/nouvelle/"]:
            assert site("grenoble", antenne.denis).get(path).status_code == 403
            assert site("lyon", antenne.karim).get(path).status_code == 404

    def test_a_session_is_not_moved_by_the_page_of_workshops(self, antenne, site, group):
        path = f"/ateliers/{self.session(group).pk}/changer/"
        assert site("grenoble", antenne.denis).get(path).status_code == 404


def test_the_page_of_a_group_asks_the_database_as_often_for_more_sessions(antenne, site):
    def statements(path):
        with CaptureQueriesContext(connection) as told:
            assert page.get(path).status_code == 200
        passing = ("SET ", "SAVEPOINT", "RELEASE")
        return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])

    page = site("grenoble", antenne.maud)
    group = scenes.cohort(antenne, trainer=antenne.lea)
    other = scenes.cohort(antenne, group.programme, name="Groupe 2", room="Vercors", sessions=20)
    page.get("/")
    few, many = (statements(f"/parcours/{one.pk}/") for one in (group, other))
    assert (few, few <= 8) == (many, True)
