"""People come back for years: what was said, what is next, and whom nobody has seen for long."""

from datetime import timedelta

import pytest
import scenes

from kit.calendar import add_months
from kit.journal.models import Entry
from tenants.welcome.free_text import HoldsANir
from tenants.welcome.models import FollowUp
from tenants.welcome.operations import follow_ups, next_step_done, note_contact, postpone, touch

TYPED = {"kind": "call", "topics": ["employment"], "text": "Cherche un stage."}


def note(antenne, person, **changes):
    given = {"kind": "visit", "day": antenne.today} | changes
    return note_contact(person, **given, by=antenne.lea, now=antenne.now, today=antenne.today)


def test_a_contact_and_its_next_step_are_noted_on_the_person_s_page(antenne, site):
    amina = scenes.person(antenne)
    amina.last_contact_on = antenne.today - timedelta(days=90)
    amina.save()
    soon = antenne.today + timedelta(days=7)
    page = site("grenoble", antenne.lea)
    answer = page.post(
        f"/personnes/{amina.pk}/contact/",
        TYPED | {"day": antenne.today, "next_step": "Relire son CV", "next_on": soon},
    )
    assert answer.status_code == 302
    contact = FollowUp.objects.get()
    assert (contact.topics, contact.next_on, contact.noted_by) == (["employment"], soon, antenne.lea)
    amina.refresh_from_db()
    assert amina.last_contact_on == antenne.today
    assert Entry.objects.filter(verb="welcome.contact_noted", by=antenne.lea.pk).exists()
    assert "Relire son CV" in page.get("/suivis/?vue=a-venir").text
    assert "Relire son CV" not in page.get("/suivis/").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "tomorrow"}, "Ce jour n’est pas encore passé."),
        ({"day": "long ago"}, "Ce jour est trop ancien : un an au plus."),
        ({"day": ""}, "Ce champ est obligatoire."),
        ({"kind": "telepathy"}, "telepathy n’en fait pas partie"),
        ({"topics": ["health"]}, "n’en fait pas partie"),
        ({"text": "Son numéro est 1 85 05 78 006 084 91."}, "Retirez le numéro de sécurité sociale"),
        ({"text": "é" * 601}, "au plus 600 caractères"),
        ({"next_step": "Rappeler"}, "Donnez le jour de ce prochain pas."),
        ({"next_on": "today"}, "Dites ce qui est à faire ce jour-là."),
        ({"next_step": "Rappeler", "next_on": "long ago"}, "Ce jour est passé"),
        ({"next_step": "Rappeler", "next_on": "3000-01-01"}, "Ce jour est trop loin"),
        ({"next_step": "🙂" * 201, "next_on": "today"}, "au plus 200 caractères"),
    ],
)
def test_what_cannot_be_noted_keeps_the_page_as_it_was_typed(antenne, site, typed, sentence):
    amina = scenes.person(antenne)
    days = {"today": 0, "tomorrow": 1, "long ago": -400}
    sent = {
        name: (antenne.today + timedelta(days=days[value])).isoformat() if str(value) in days else value
        for name, value in (TYPED | {"day": antenne.today.isoformat()} | typed).items()
    }
    answer = site("grenoble", antenne.lea).post(f"/personnes/{amina.pk}/contact/", sent)
    assert answer.status_code == 200
    text = answer.text.replace("&#x27;", "’").replace("'", "’").replace("\u00a0", " ").replace("\u202f", " ")
    assert sentence in text
    assert typed.get("text", "Cherche un stage.") in answer.text
    assert not FollowUp.objects.exists()


def test_the_operation_keeps_the_rules_whatever_the_door(antenne):
    amina = scenes.person(antenne)
    day = antenne.today
    with pytest.raises(follow_ups.DayToCome):
        note(antenne, amina, day=day + timedelta(days=1))
    with pytest.raises(follow_ups.NextStepIncomplete):
        note(antenne, amina, next_step="Rappeler")
    with pytest.raises(follow_ups.NextStepIncomplete):
        note(antenne, amina, next_on=day)
    with pytest.raises(follow_ups.NextStepPast):
        note(antenne, amina, next_step="Rappeler", next_on=day - timedelta(days=1))
    with pytest.raises(HoldsANir):
        note(antenne, amina, text="185057800608491")
    assert not FollowUp.objects.exists()


def test_a_next_step_is_done_once_or_postponed(antenne, site):
    amina = scenes.person(antenne)
    contact = note(antenne, amina, next_step="Rappeler", next_on=antenne.today)
    yesterday = antenne.today - timedelta(days=1)
    with pytest.raises(follow_ups.NextStepPast):
        postpone(contact, to=yesterday, by=antenne.lea, now=antenne.now, today=antenne.today)
    later = antenne.today + timedelta(days=3)
    page = site("grenoble", antenne.denis)
    assert page.post(f"/suivis/{contact.pk}/reporter/", {"to": later}).status_code == 302
    contact.refresh_from_db()
    assert contact.next_on == later
    assert page.post(f"/suivis/{contact.pk}/fait/").status_code == 302
    with pytest.raises(follow_ups.NothingLeftToDo):
        next_step_done(contact, by=antenne.lea, now=antenne.now)
    again = page.post(f"/suivis/{contact.pk}/fait/")
    assert (again.status_code, "déjà fait" in again.text) == (409, True)


def test_the_last_contact_never_goes_back(antenne):
    amina = scenes.person(antenne)
    touch([amina.pk], day=antenne.today - timedelta(days=5))
    amina.refresh_from_db()
    assert amina.last_contact_on == antenne.today
    touch([amina.pk], day=antenne.today + timedelta(days=1))
    amina.refresh_from_db()
    assert amina.last_contact_on == antenne.today + timedelta(days=1)


def test_a_contact_of_a_merged_file_counts_for_the_person(antenne):
    kept, merged = scenes.person(antenne), scenes.person(antenne, "Aminata")
    merged.merged_into, merged.merged_at = kept, antenne.now
    merged.save()
    tomorrow = antenne.today + timedelta(days=1)
    touch([merged.pk], day=tomorrow)
    kept.refresh_from_db()
    assert kept.last_contact_on == tomorrow


class TestLostFromSight:
    def old(self, antenne, *names, months=20):
        person = scenes.person(antenne, *names)
        person.last_contact_on = add_months(antenne.today, -months)
        person.save()
        return person

    def seen(self, antenne, site):
        return site("grenoble", antenne.denis).get("/suivis/perdus-de-vue/").text

    def test_twenty_months_without_a_contact(self, antenne, site):
        assert "Personne n’est perdu de vue" in self.seen(antenne, site)
        self.old(antenne, "Olena", "Kovalenko")
        self.old(antenne, "Yusuf", "Demir", months=19)
        text = self.seen(antenne, site)
        assert "Olena Kovalenko" in text
        assert "Yusuf" not in text

    def test_a_next_step_or_a_course_still_holds_them(self, antenne, site):
        amina = self.old(antenne, "Amina", "Benali")
        contact = note(antenne, amina, day=amina.last_contact_on, next_step="Rappeler", next_on=antenne.today)
        assert "Amina" not in self.seen(antenne, site)
        next_step_done(contact, by=antenne.lea, now=antenne.now)
        assert "Amina" in self.seen(antenne, site)
        group = scenes.cohort(antenne, first=antenne.today)
        (enrolment,) = scenes.enrolled(antenne, group)
        enrolment.beneficiary.last_contact_on = add_months(antenne.today, -30)
        enrolment.beneficiary.save()
        assert "Personne 1" not in self.seen(antenne, site)


def test_karim_of_lyon_finds_nobody_of_grenoble(antenne, site):
    amina = scenes.person(antenne)
    contact = note(antenne, amina, next_step="Rappeler", next_on=antenne.today)
    lyon = site("lyon", antenne.karim)
    for path in (f"/personnes/{amina.pk}/contact/", f"/suivis/{contact.pk}/reporter/"):
        assert lyon.get(path).status_code == 404
    assert lyon.post(f"/suivis/{contact.pk}/fait/").status_code == 404
    assert "Rappeler" not in lyon.get("/suivis/").text
