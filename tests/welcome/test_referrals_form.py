"""A structure sends a person without an account, and follows what it has sent."""

import re
from datetime import timedelta

import pytest
import scenes
import time_machine
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob
from referral_scenes import SENT, kept, ticket

from kit.antennes import WORKER, at, inside
from kit.journal.models import Entry
from tenants.welcome import tasks
from tenants.welcome.models import FormTally, Prescriber, Referral
from tenants.welcome.operations import (
    accept_referral,
    expire_referrals,
    match_referral,
    public_form,
    refuse_referral,
    study_referral,
)
from tenants.welcome.operations.public_form import TooManySent, sweep_tallies
from tenants.welcome.referral_links import referral_id, ticket_id, token_of

FORM = "/orienter/"


def send(visitor, **changes):
    return visitor.post(FORM, {"ticket": ticket()} | SENT | changes)


def told() -> list[tuple[str, str]]:
    with at(WORKER):
        jobs = ProcrastinateJob.objects.filter(task_name="welcome.send_referral_news").order_by("id")
        return [(job.args["referral"], job.args["state"]) for job in jobs]


def test_a_structure_sends_a_person_and_lands_on_the_page_that_follows_it(antenne, site):
    visitor = site("grenoble")
    assert "Orienter une personne" in visitor.get(FORM).text
    answer = send(visitor)
    referral = Referral.objects.get()
    assert (answer.status_code, referral.source, referral.beneficiary) == (302, "form", None)
    assert (referral.who, referral.prescriber.name) == ("Amina Benali", "CCAS d’Échirolles")
    page = visitor.get(answer["Location"])
    assert referral.number in page.text
    assert "bien arrivée" in page.text
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)
    for secret in ("Amina", "Benali", "boîte mail", "1990", "Sonia"):
        assert secret not in page.text


def test_known_and_unknown_people_get_the_same_answer_to_the_byte(antenne, site):
    def answer(**who):
        sent = send(site("grenoble"), **who)
        page = site("grenoble").get(sent["Location"]).text
        token = sent["Location"].split("/")[-2]
        number = Referral.objects.get(pk=referral_id(token, antenne="grenoble")).number
        return sent.status_code, len(sent["Location"]), page.replace(number, "").replace(token, "")

    scenes.person(antenne, "Amina", "Benali", phone="06 39 98 12 34")
    with time_machine.travel(antenne.now, tick=False):
        assert answer() == answer(first_name="Personne", last_name="Inconnue", phone="")


def test_a_double_submit_makes_one_referral_and_shows_the_same_page(antenne, site):
    same = ticket()
    first, second = (send(site("grenoble"), ticket=same) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Referral.objects.count() == 1
    assert len(told()) == 1


def test_the_back_button_and_another_person_make_another_referral(antenne, site):
    same = ticket()
    send(site("grenoble"), ticket=same)
    send(site("grenoble"), ticket=same, first_name="Karima")
    assert {one.first_name for one in Referral.objects.all()} == {"Amina", "Karima"}


def test_two_submits_in_the_same_instant_make_one_referral(committed):
    world, same = committed, ticket_id(ticket(), antenne="grenoble")
    answers = scenes.at_once(
        4, standing=lambda: inside(world.grenoble), act=lambda _: kept(world, ticket=same)
    )
    assert answers == {"done": 4}
    with inside(world.grenoble):
        assert Referral.objects.count() == Entry.objects.filter(verb="welcome.referral_received").count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("structure", ""),
        ("structure", "x" * 300),
        ("sender_name", "é" * 300),
        ("sender_email", "sonia"),
        ("sender_phone", "demain"),
        ("first_name", " "),
        ("last_name", "🙂" * 300),
        ("last_name", "2 84 05 38 185 123 29"),
        ("birth_year", "1066"),
        ("birth_year", "9" * 40),
        ("phone", "284053818512329"),
        ("email", "a@b"),
        ("language", "xx"),
        ("situations", "santé"),
        ("wish", ""),
        ("wish", "Son numéro : 2 84 05 38 185 123 29"),
        ("wish", "x" * 301),
        ("wish", "a\0b"),
        ("agreed", ""),
        ("website", "https://spam.example"),
        ("ticket", "forgé"),
        ("ticket", ""),
    ],
)
def test_a_mistake_is_told_and_nothing_that_was_typed_is_lost(antenne, site, field, typed):
    answer = send(site("grenoble"), **{field: typed})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert field == "sender_name" or 'value="Sonia Sociale"' in answer.text
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("first_name", "last_name"),
    [
        ("أمينة", "بن علي"),
        ("🙂", "👩‍👩‍👧"),
        ("<script>alert(1)</script>", '"><b>'),
        ("Null", "None"),
        ("Ім’я", "Її"),
    ],
)
def test_any_name_is_kept_and_shown_as_it_is(antenne, site, first_name, last_name):
    assert send(site("grenoble"), first_name=first_name, last_name=last_name).status_code == 302
    referral = Referral.objects.get()
    assert referral.who == f"{first_name} {last_name}"
    desk = site("grenoble", antenne.denis)
    for path in (
        "/",
        "/orientations/",
        f"/orientations/{referral.pk}/",
        f"/orientations/{referral.pk}/refuser/",
    ):
        page = desk.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    assert desk.get(f"/orientations/{referral.pk}/bon.pdf").content.startswith(b"%PDF")


def test_a_page_left_open_for_a_day_is_sent_again_with_what_was_typed(antenne, site):
    with time_machine.travel(antenne.now - timedelta(days=1)):
        old = ticket()
    answer = send(site("grenoble"), ticket=old)
    assert "restée ouverte trop longtemps" in answer.text
    fresh = re.search(r'name="ticket" value="([^"]+)"', answer.text)[1]
    assert send(site("grenoble"), ticket=fresh).status_code == 302


def test_a_ticket_and_a_link_of_lyon_mean_nothing_at_grenoble(antenne, site):
    assert list(send(site("grenoble"), ticket=ticket("lyon")).context["form"].errors) == ["ticket"]
    referral = kept(antenne)
    token = token_of(referral, antenne="grenoble")
    assert site("lyon").get(f"{FORM}suivi/{token}/").status_code == 404
    assert site("grenoble").get(f"{FORM}suivi/{token_of(referral, antenne='lyon')}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 32, "é", "." * 500])
def test_a_forged_link_shows_nothing(antenne, site, token):
    assert referral_id(token, antenne="grenoble") is None
    assert site("grenoble").get(f"{FORM}suivi/{token}/").status_code == 404


def test_too_many_submits_are_stopped_in_words_and_keep_the_form(antenne, site, monkeypatch):
    visitor = site("grenoble")
    answers = [send(visitor, first_name=f"Personne {number}") for number in range(24)]
    codes = [answer.status_code for answer in answers]
    assert codes == [302] * public_form.AN_HOUR_BY_ADDRESS + [429] * 4
    assert "Trop d’orientations" in answers[-1].text
    assert 'value="Personne 23"' in answers[-1].text
    assert Referral.objects.count() == public_form.AN_HOUR_BY_ADDRESS
    with time_machine.travel(antenne.now + timedelta(hours=1)):
        assert send(visitor).status_code == 302


def test_the_antenne_as_a_whole_has_its_limit_too(grenoble):
    for number in range(public_form.AN_HOUR_IN_ALL):
        kept(grenoble, number, first_name=f"Personne {number}")
    with pytest.raises(TooManySent):
        kept(grenoble, 250)
    assert Referral.objects.count() == public_form.AN_HOUR_IN_ALL


def test_the_limit_holds_for_callers_at_once(committed):
    world = committed
    with inside(world.grenoble):
        for number in range(public_form.AN_HOUR_BY_ADDRESS - 2):
            kept(world, first_name=f"Personne {number}")
    answers = scenes.at_once(
        6, standing=lambda: inside(world.grenoble), act=lambda n: kept(world, first_name=f"Autre {n}")
    )
    assert answers == {"done": 2, "too_many_sent": 4}


def test_addresses_are_not_kept_in_clear_and_are_forgotten(grenoble):
    kept(grenoble)
    assert FormTally.objects.count() == 2
    assert not FormTally.objects.filter(key__contains="192").exists()
    sweep_tallies(now=scenes.later(grenoble, 2))
    assert not FormTally.objects.exists()


def test_one_structure_is_one_line_however_it_is_typed(grenoble):
    kept(grenoble, structure="CCAS  d’Échirolles ")
    kept(grenoble, structure="ccas d’échirolles")
    assert Prescriber.objects.count() == 1


def test_the_sender_is_told_at_each_change_without_a_name(grenoble):
    referral = kept(grenoble)
    amina = scenes.person(grenoble)
    by = {"by": grenoble.denis, "now": grenoble.now}
    study_referral(referral, **by)
    match_referral(referral, beneficiary=amina, **by)
    accept_referral(referral, **by, today=grenoble.today)
    pk = str(referral.pk)
    assert told() == [(pk, "received"), (pk, "under_study"), (pk, "accepted")]
    for _, state in told():
        tasks.send_referral_news("grenoble", pk, state)
    (sent,) = mail.outbox  # what has moved on meanwhile is said by the next mail alone
    assert sent.to == ["sonia@ccas.example"]
    assert "acceptée" in sent.subject
    link = re.search(r"http://grenoble\.localhost\S*/orienter/suivi/(\S+)/", sent.body)[1]
    assert referral_id(link, antenne="grenoble") == referral.pk
    for secret in ("Amina", "Benali", "boîte", "Échirolles"):
        assert secret not in sent.subject + sent.body


def test_the_reason_of_a_refusal_is_on_the_page_and_not_in_the_mail(antenne, site):
    referral = kept(antenne)
    refuse_referral(referral, reason="Hors du territoire.", by=antenne.denis, now=antenne.now)
    tasks.send_referral_news("grenoble", str(referral.pk), "refused")
    assert "Hors du territoire" not in mail.outbox[0].body
    page = site("grenoble").get(f"{FORM}suivi/{token_of(referral, antenne='grenoble')}/")
    assert "Hors du territoire." in page.text


def test_what_the_desk_noted_is_answered_to_the_structure_s_own_address(grenoble):
    Prescriber.objects.create(name="CCAS", email="contact@ccas.example")
    referral = scenes.referral(grenoble, scenes.person(grenoble))
    refuse_referral(referral, reason="Trop loin.", by=grenoble.denis, now=grenoble.now)
    tasks.send_referral_news("grenoble", str(referral.pk), "refused")
    assert mail.outbox[0].to == ["contact@ccas.example"]


def test_a_referral_that_nobody_answers_is_over_after_sixty_days(grenoble):
    old, studied, fresh = kept(grenoble), kept(grenoble, wish="Autre"), kept(grenoble, wish="Encore")
    late = scenes.later(grenoble, 60)
    study_referral(studied, by=grenoble.denis, now=scenes.later(grenoble, 10))
    Referral.objects.filter(pk=fresh.pk).update(received_at=scenes.later(grenoble, 1))
    assert expire_referrals(by=None, now=late, today=late.date()) == 1
    assert expire_referrals(by=None, now=late, today=late.date()) == 0
    old.refresh_from_db()
    assert (old.state, old.expired_at) == ("expired", late)
    assert told()[-1] == (str(old.pk), "expired")


def test_every_night_each_antenne_closes_its_own(world):
    with at(WORKER):
        tasks.close_old_referrals(0)
        jobs = ProcrastinateJob.objects.filter(task_name="welcome.close_old_referrals_of")
        assert {job.args["antenne"] for job in jobs} == {"grenoble", "lyon"}
    with inside(world.grenoble):
        old = kept(world)
    tasks.close_old_referrals_of("lyon")
    with inside(world.grenoble):
        old.refresh_from_db()
        assert old.state == "received"
    tasks.close_old_referrals_of("grenoble")
    with inside(world.grenoble):
        old.refresh_from_db()
        assert old.state == "expired"
