"""A person is told: by a mail in their language, or by the desk's telephone."""

import pytest
import scenes
from django.core import mail

from kit.antennes import NOWHERE, at
from tenants.welcome import tasks
from tenants.welcome.models import Notice
from tenants.welcome.notices import Message, drop_notices, say_done, tell
from tenants.welcome.operations.notices import AlreadySaid

MOVED = Message(
    say="{first_name} : la séance passe au {when}.",
    words={
        "fr": ("Séance déplacée", "Bonjour {first_name}, venez le {when}."),
        "en": ("Session moved", "Hello {first_name}, come on {when}."),
        "uk": ("Заняття перенесено", "Вітаємо, {first_name}! Приходьте: {when}."),
    },
)


def told(antenne, person, **changes):
    values = {"kind": Notice.Kind.SESSION_MOVED, "message": MOVED, "when": antenne.now} | changes
    return tell(person, by=antenne.lea, now=antenne.now, **values)


def send(notice):
    with at(NOWHERE):
        tasks.send_notice("grenoble", str(notice.pk))


def test_the_mail_is_in_the_person_s_language_and_says_the_day_in_it(grenoble):
    olena = scenes.person(grenoble, "Олена", "Коваль", email="olena@exemple.example", language="uk")
    notice = told(grenoble, olena, when=grenoble.today)
    assert not notice.by_phone
    send(notice)
    (sent,) = mail.outbox
    assert sent.to == ["olena@exemple.example"]
    assert sent.subject == "Заняття перенесено"
    assert "вівторок, 8 березня 2022" in sent.body
    assert notice.say == "Олена : la séance passe au mardi 8\u00a0mars 2022."
    send(notice)  # the worker died and begins again
    assert len(mail.outbox) == 1


def test_french_stands_in_for_a_language_without_words(grenoble):
    amina = scenes.person(grenoble, email="amina@exemple.example", language="es")
    assert told(grenoble, amina).subject == "Séance déplacée"


@pytest.mark.parametrize(
    "details", [{}, {"email": "a@exemple.example", "channel": "phone"}], ids=["no address", "would rather"]
)
def test_without_mail_the_desk_calls_and_strikes_off(grenoble, site, details):
    amina = scenes.person(grenoble, phone="06 39 98 12 34", **details)
    notice = told(grenoble, amina)
    assert notice.by_phone
    page = site("grenoble", grenoble.denis)
    text = page.get("/a-appeler/").text
    assert "Amina Benali" in text
    assert 'href="tel:0639981234"' in text
    assert page.post(f"/a-appeler/{notice.pk}/dit/").status_code == 302
    assert "Personne à appeler" in page.get("/a-appeler/").text
    with pytest.raises(AlreadySaid):
        say_done(notice, by=grenoble.lea, now=grenoble.now, today=grenoble.today)


def test_a_call_about_an_offered_place_ends_with_the_answer_not_with_a_tick(grenoble, site):
    moved = told(grenoble, scenes.person(grenoble, "Zoé", "Petit"))
    offer = told(grenoble, scenes.person(grenoble), kind=Notice.Kind.OFFER)
    text = site("grenoble", grenoble.denis).get("/a-appeler/").text
    assert text.count("/parcours/places-proposees/") == 1
    assert f"/a-appeler/{moved.pk}/dit/" in text
    assert f"/a-appeler/{offer.pk}/dit/" not in text


def test_what_has_no_object_any_more_is_neither_sent_nor_called(grenoble):
    amina = scenes.person(grenoble, email="amina@exemple.example")
    zoe = scenes.person(grenoble, "Zoé", "Petit")
    mailed = told(grenoble, amina, about=amina.pk)
    called = told(grenoble, zoe, about=amina.pk)
    drop_notices(amina.pk, now=grenoble.now)
    send(mailed)
    assert mail.outbox == []
    with pytest.raises(AlreadySaid):
        say_done(called, by=grenoble.lea, now=grenoble.now, today=grenoble.today)


def test_another_antenne_does_not_see_the_list(grenoble, site):
    notice = told(grenoble, scenes.person(grenoble))
    lyon = site("lyon", grenoble.karim)
    assert "Amina" not in lyon.get("/a-appeler/").text
    assert lyon.post(f"/a-appeler/{notice.pk}/dit/").status_code == 404
