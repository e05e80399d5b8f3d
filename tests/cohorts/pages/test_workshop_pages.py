"""A drop-in workshop and the appointments of a day, at the desk."""

from datetime import timedelta

import pytest
import scenes
from django.utils import timezone

from programs.cohorts.models import Booking, Session


@pytest.fixture
def denis(antenne, site):
    return site("grenoble", antenne.denis)


@pytest.fixture
def workshop(antenne):
    """One of today that began a moment ago."""
    made = scenes.workshop(antenne, day=antenne.today + timedelta(days=1), capacity=6)
    Session.objects.filter(pk=made.pk).update(day=antenne.today, starts_at=antenne.now)
    return Session.objects.get(pk=made.pk)


def typed(antenne, **changes):
    day = antenne.today + timedelta(days=5)
    return {
        "title": "Ma boîte mail", "theme": "basics", "day": day.isoformat(), "at": "14:00", "minutes": "120",
        "room": "Vercors", "trainer": "", "capacity": "8", "weeks": "1",
    } | changes  # fmt: skip


class TestWorkshops:
    def test_one_is_planned_or_one_a_week(self, antenne, denis):
        assert "Aucun atelier prévu" in denis.get("/ateliers/").text
        assert "Ma boîte mail" in denis.post("/ateliers/nouveau/", typed(antenne), follow=True).text
        answer = denis.post("/ateliers/nouveau/", typed(antenne, at="09:00", weeks="3"), follow=True)
        assert "3 ateliers" in answer.text
        assert Session.objects.filter(kind="workshop").count() == 4

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [("title", "x" * 300), ("theme", "magie"), ("capacity", "0"), ("capacity", "9999"), ("weeks", "500"),
         ("day", "2020-01-01")],
    )  # fmt: skip
    def test_what_is_wrong_is_told_beside_its_field(self, antenne, denis, field, wrong):
        answer = denis.post("/ateliers/nouveau/", typed(antenne, **{field: wrong}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])

    def test_somebody_is_found_booked_and_noted(self, antenne, denis, workshop):
        amina = scenes.person(antenne)
        path = f"/ateliers/{workshop.pk}/"
        assert "Amina Benali" in denis.get(path, data={"q": "benali"}).text
        denis.post(f"{path}inscrire/{amina.pk}/")
        booking = Booking.objects.get()
        denis.post(f"/ateliers/inscriptions/{booking.pk}/", {"state": "came"})
        booking.refresh_from_db()
        assert booking.state == "came"
        assert "Créer une fiche" in denis.get(path, data={"q": "benali"}).text  # already on the list

    def test_five_walk_in_and_the_same_page_sent_twice_counts_them_once(self, antenne, denis, workshop):
        path = f"/ateliers/{workshop.pk}/"
        here = {"referer": f"http://grenoble.localhost{path}"}
        denis.post(f"{path}venues/", {"count": "5", "seen": "0"}, headers=here)
        again = denis.post(f"{path}venues/", {"count": "5", "seen": "0"}, headers=here, follow=True)
        assert "5 venue(s) anonyme(s) sont déjà notées" in again.text
        assert workshop.bookings.count() == 5

    @pytest.mark.parametrize("count", ["0", "-3", "x", "", "999999999999999999999"])
    def test_a_number_that_is_none_is_told(self, denis, workshop, count):
        answer = denis.post(f"/ateliers/{workshop.pk}/venues/", {"count": count}, follow=True)
        assert "Écrivez un nombre de personnes" in answer.text

    def test_full_is_full_until_places_are_added(self, denis, workshop):
        path = f"/ateliers/{workshop.pk}/"
        here = {"referer": f"http://grenoble.localhost{path}"}
        refused = denis.post(f"{path}venues/", {"count": "7"}, headers=here, follow=True)
        assert "Ajoutez des places" in refused.text
        denis.post(f"{path}places/", {"capacity": "7"})
        denis.post(f"{path}venues/", {"count": "7"})
        assert "Toutes les places sont prises." in denis.get(path).text
        denis.post(f"{path}venues/moins-une/")
        assert workshop.bookings.filter(state="came").count() == 6

    def test_it_is_closed_and_its_list_rests(self, antenne, denis, workshop):
        path = f"/ateliers/{workshop.pk}/"
        denis.post(f"{path}inscrire/{scenes.person(antenne).pk}/")
        assert "1 personne pas encore notée sera absente" in denis.get(path).text
        closed = denis.post(f"{path}clore/", {"rest_absent": "yes"}, follow=True)
        assert "L’atelier est clos" in closed.text
        assert "Venues sans inscription" not in closed.text
        assert "Clos" in denis.get("/ateliers/?etat=passes").text

    def test_it_is_moved_and_cancelled_by_who_holds_it(self, antenne, denis):
        workshop = scenes.workshop(antenne, day=antenne.today + timedelta(days=5))
        path = f"/ateliers/{workshop.pk}/"
        denis.post(f"{path}changer/", typed(antenne, room="Obiou", reason=""))
        workshop.refresh_from_db()
        assert workshop.room == "Obiou"
        assert "Annulé" in denis.post(f"{path}annuler/", {"reason": "Grève"}, follow=True).text

    def test_karim_finds_nothing_of_it(self, antenne, site, workshop):
        karim = site("lyon", antenne.karim)
        amina = scenes.person(antenne)
        booking = Booking.objects.create(
            session=workshop, beneficiary=amina, booked_by=antenne.denis, booked_at=antenne.now
        )
        assert karim.get(f"/ateliers/{workshop.pk}/").status_code == 404
        for path in (
            f"/ateliers/{workshop.pk}/venues/",
            f"/ateliers/{workshop.pk}/clore/",
            f"/ateliers/{workshop.pk}/places/",
            f"/ateliers/{workshop.pk}/inscrire/{amina.pk}/",
            f"/ateliers/inscriptions/{booking.pk}/",
        ):
            assert karim.post(path, {"count": "1", "capacity": "2", "state": "came"}).status_code == 404


class TestAppointments:
    def test_a_person_is_found_and_given_a_moment(self, antenne, denis):
        amina = scenes.person(antenne)
        assert "Amina" in denis.get("/agenda/rendez-vous/nouveau/", data={"q": "amina"}).text
        path = f"/agenda/rendez-vous/nouveau/{amina.pk}/"
        answer = denis.post(path, typed(antenne, theme="", tell_people="on"), follow=True)
        assert "Amina Benali a rendez-vous" in answer.text
        session = Session.objects.get()
        assert (session.kind, session.capacity, session.bookings.get().beneficiary) == (
            "appointment",
            1,
            amina,
        )

    def test_the_list_of_the_day_notes_who_came(self, antenne, denis):
        session = scenes.appointment(antenne, day=antenne.today + timedelta(days=1))
        Session.objects.filter(pk=session.pk).update(day=antenne.today, starts_at=timezone.now())
        assert "Amina Benali" in denis.get("/agenda/rendez-vous/").text
        denis.post(f"/ateliers/inscriptions/{session.bookings.get().pk}/", {"state": "absent"})
        assert "Absente" in denis.get("/agenda/rendez-vous/").text

    @pytest.mark.parametrize("day", ["hier", "9999-99-99", "0001-01-01", "9999-12-31", ""])
    def test_a_day_that_is_none_is_today(self, denis, day):
        assert denis.get("/agenda/rendez-vous/", data={"jour": day}).status_code == 200
