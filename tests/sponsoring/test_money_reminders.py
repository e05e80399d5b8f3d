"""Reminders: one a stage, none once it is paid."""

from datetime import timedelta

import money
import pytest
from django.core import mail

from billing.sponsoring import tasks
from billing.sponsoring.models import Dunning
from billing.sponsoring.operations import dunning
from kit.antennes import WORKER, at


@pytest.fixture
def mails(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def remind(world, made, days):
    day = made.due_on + timedelta(days=days)
    with at(WORKER):
        return [one.stage for one in dunning.remind_late(now=world.now + timedelta(days=days), today=day)]


def test_each_stage_is_told_once_and_no_more_when_it_is_paid(world):
    made = money.invoice(world)
    assert [remind(world, made, days) for days in (0, 1, 1, 14, 15, 16)] == [[], [1], [], [], [15], []]
    money.pay(world, 120_000, invoice=made)
    assert remind(world, made, 30) == []


def test_after_nights_without_a_worker_the_last_stage_alone_is_told(world):
    made = money.invoice(world)
    assert [remind(world, made, 40), remind(world, made, 41)] == [[30], []]


def test_who_has_no_address_is_not_reminded(world):
    payer = money.sponsor(world, name="Sans adresse", email="")
    made = money.invoice(world, money.agreement(world, of=payer))
    assert remind(world, made, 1) == []


def test_the_mail_says_what_is_left_and_how_to_pay_it(world, mails):
    made = money.invoice(world)
    money.pay(world, 20_000, invoice=made)
    remind(world, made, 15)
    with at(WORKER):
        reminder = Dunning.objects.get()
    tasks.send_reminder(str(reminder.pk))
    (sent,) = mails
    assert sent.to == ["compta@dupont.example"]
    words = sent.body.replace("\u202f", " ").replace("\xa0", " ")
    assert made.number in sent.subject
    assert "1 000 €" in words
    assert "IBAN FR76" in words
    money.pay(world, 100_000, reference="VIR-2", invoice=made)
    tasks.send_reminder(str(reminder.pk))
    assert len(mails) == 1
