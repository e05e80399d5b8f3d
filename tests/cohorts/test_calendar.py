"""The week and the month of the antenne, and a colleague's own calendar by a secret link."""

from datetime import date, timedelta

import icalendar
import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.cohorts.models import CalendarFeed
from programs.cohorts.operations import cancel_session, make_feed, move_session, revoke_feed
from programs.cohorts.operations.feeds import token_hash
from tenants.network.models import Membership


@pytest.fixture
def lea(grenoble, site):
    return site("grenoble", grenoble.lea)


class TestPages:
    def test_the_week_shows_courses_workshops_and_holidays(self, grenoble, lea):
        scenes.cohort(grenoble, first=date(2022, 5, 24), name="Groupe de mai")
        scenes.workshop(grenoble, day=date(2022, 5, 25), title="Mes photos")
        shown = lea.get("/agenda/", data={"jour": "2022-05-26"}).text
        for words in (
            "Groupe de mai",
            "Mes photos",
            "0 sur 8 places",
            "Ascension",
            "Du 23 au 28\u00a0mai 2022",
        ):
            assert words in shown

    def test_the_month_leads_to_its_weeks_and_names_school_holidays(self, grenoble, lea):
        scenes.cohort(grenoble, first=date(2022, 4, 19))
        shown = lea.get("/agenda/mois/", data={"jour": "2022-04-12"}).text
        assert "Avril 2022" in shown
        assert "Vacances de printemps" in shown
        assert "/agenda/?jour=2022-04-19" in shown

    def test_filtered_by_colleague_and_by_room(self, grenoble, lea):
        group = scenes.cohort(grenoble, trainer=grenoble.lea, name="Avec Léa")
        scenes.cohort(grenoble, group.programme, name="Sans elle", room="Obiou")
        day = {"jour": "2022-03-08"}
        shown = lea.get("/agenda/", data=day | {"avec": str(grenoble.lea.pk)}).text
        assert ("Avec Léa" in shown, "Sans elle" in shown) == (True, False)
        shown = lea.get("/agenda/", data=day | {"salle": "Obiou"}).text
        assert ("Avec Léa" in shown, "Sans elle" in shown) == (False, True)

    @pytest.mark.parametrize(
        "wrong", [{"jour": "x"}, {"jour": "9999-12-31"}, {"jour": "2022-02-30"}, {"avec": "x"}]
    )
    def test_an_address_that_means_nothing_is_this_week(self, lea, wrong):
        assert lea.get("/agenda/", data=wrong).status_code == 200
        assert lea.get("/agenda/mois/", data=wrong).status_code == 200

    def test_what_is_cancelled_is_not_in_it_and_lyon_sees_nothing(self, grenoble, lea, site):
        group = scenes.cohort(grenoble, sessions=1)
        day = {"jour": "2022-03-08"}
        assert "Groupe 1" in lea.get("/agenda/", data=day).text
        assert "Groupe 1" not in site("lyon", grenoble.karim).get("/agenda/", data=day).text
        cancel_session(group.sessions.get(), reason="Panne", by=grenoble.lea, now=grenoble.now)
        assert "Groupe 1" not in lea.get("/agenda/", data=day).text

    @pytest.mark.parametrize("path", ["/agenda/", "/agenda/mois/"])
    def test_it_asks_the_database_as_often_for_a_full_month(self, grenoble, lea, path):
        def statements():
            with CaptureQueriesContext(connection) as told:
                assert lea.get(path, data={"jour": "2022-03-08"}).status_code == 200
            passing = ("SET ", "SAVEPOINT", "RELEASE")
            return len(
                [q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)]
            )

        lea.get("/")
        few = statements()
        group = scenes.cohort(grenoble, trainer=grenoble.lea)
        scenes.cohort(grenoble, group.programme, name="Groupe 2", room="Obiou", sessions=8)
        assert (statements(), few <= 8) == (few, True)


class TestFeed:
    def events(self, site, token):
        answer = site("grenoble").get(f"/agenda/{token}.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))

    @pytest.fixture
    def soon(self, grenoble):
        from django.utils import timezone

        grenoble.now = timezone.now()
        grenoble.today = timezone.localdate(grenoble.now) + timedelta(days=1)
        return grenoble

    def test_the_link_is_shown_once_and_only_its_hash_is_kept(self, grenoble, lea):
        page = lea.post("/agenda/mon-agenda/lien/")
        feed = CalendarFeed.objects.get()
        token = page.context["link"].rpartition("/")[2].removesuffix(".ics")
        assert feed.token_hash == token_hash(token) != token
        assert page["Cache-Control"] == "no-store"
        assert token not in lea.get("/agenda/mon-agenda/").text

    def test_a_calendar_program_reads_the_sessions_of_its_owner_alone(self, soon, site):
        scenes.cohort(soon, trainer=soon.lea, first=soon.today, sessions=2, name="Avec Léa")
        scenes.workshop(soon, day=soon.today, title="Sans elle")
        _, token = make_feed(by=soon.lea, now=soon.now)
        events = self.events(site, token)
        assert {str(e["SUMMARY"]).partition(" · ")[0] for e in events} == {"Avec Léa"}
        assert {e["DTEND"].dt - e["DTSTART"].dt for e in events} == {timedelta(hours=2)}
        assert all("/parcours/" in e["URL"] for e in events)

    def test_a_move_keeps_the_uid_and_raises_the_sequence_and_a_cancellation_is_told(self, soon, site):
        group = scenes.cohort(soon, trainer=soon.lea, first=soon.today, sessions=2)
        _, token = make_feed(by=soon.lea, now=soon.now)
        before = {str(e["UID"]): int(e["SEQUENCE"]) for e in self.events(site, token)}
        first, last = group.sessions.all()
        there = scenes.slot(soon, last.day + timedelta(days=30), trainer=soon.lea)
        move_session(last, to=there, by=soon.lea, now=soon.now)
        cancel_session(first, reason="Panne", by=soon.lea, now=soon.now)
        after = {str(e["UID"]): e for e in self.events(site, token)}
        assert set(after) == set(before)
        assert {int(e["SEQUENCE"]) for e in after.values()} == {1}
        assert [after[f"{s.pk}@grenoble.localhost"]["STATUS"] for s in (first, last)] == [
            "CANCELLED",
            "CONFIRMED",
        ]

    def test_nobody_who_is_received_is_named(self, soon, site):
        scenes.appointment(soon, day=soon.today, trainer=soon.lea)
        _, token = make_feed(by=soon.lea, now=soon.now)
        answer = site("grenoble").get(f"/agenda/{token}.ics").content.decode()
        assert "SUMMARY:Rendez-vous" in answer
        assert "Amina" not in answer
        assert "Benali" not in answer

    def test_a_revoked_a_renewed_a_forged_and_another_antenne_s_link_are_nothing(self, grenoble, site):
        _, first = make_feed(by=grenoble.lea, now=grenoble.now)
        _, second = make_feed(by=grenoble.lea, now=grenoble.now)
        assert site("grenoble").get(f"/agenda/{first}.ics").status_code == 404
        assert site("grenoble").get(f"/agenda/{second}.ics").status_code == 200
        assert site("lyon").get(f"/agenda/{second}.ics").status_code == 404
        assert site("grenoble").get("/agenda/x.ics").status_code == 404
        revoke_feed(by=grenoble.lea, now=grenoble.now)
        assert site("grenoble").get(f"/agenda/{second}.ics").status_code == 404

    def test_who_left_the_team_has_no_calendar_on_the_next_reading(self, grenoble, site):
        _, token = make_feed(by=grenoble.lea, now=grenoble.now)
        membership = Membership.objects.filter(user=grenoble.lea)
        membership.update(end=grenoble.today)
        assert site("grenoble").get(f"/agenda/{token}.ics").status_code == 404

    def test_an_account_that_is_closed_neither(self, grenoble, site):
        _, token = make_feed(by=grenoble.lea, now=grenoble.now)
        type(grenoble.lea).objects.filter(pk=grenoble.lea.pk).update(is_active=False)
        assert site("grenoble").get(f"/agenda/{token}.ics").status_code == 404
