"""What an antenne lends: after a course, by a manager's decision, signed, nearly due or late."""

from datetime import date, datetime, timedelta
from typing import Any

from billing.equipment.models import Device, Loan, LoanPaper
from billing.equipment.operations import lend, lend_by_decision, receive_device, sign_loan
from billing.equipment.papers.loans import to_sign
from billing.tariffs.models import Product
from hub.demo.life import Team, receive
from kit.calendar import add_months
from kit.signatures import digest_of
from programs.cohorts.models import Cohort, Completion

_DRAWN = "M30 62L48 30L60 70L78 34L92 66L118 40L140 58L172 44L206 60L250 48"
_DECIDED = "Suit une formation à distance : son ordinateur ne démarre plus"


def lend_after(team: Team, cohort: Cohort, today: date) -> None:
    """A computer for three who completed, the last contract still to be signed; two more on the shelf."""
    day = cohort.ends_on + timedelta(days=3)
    done = list(Completion.objects.filter(enrolment__cohort=cohort, reached=True).order_by("id")[:3])
    for number in range(1, 6):
        device = _device(team, number, day, today.year)
        if number <= len(done):
            loan = lend(done[number - 1], device=device, by=team.desk, now=team.morning(day), today=day)
            if number < len(done):
                sign(team, loan, now=team.morning(day))


def lend_by_hand(team: Team, today: date) -> None:
    """Two by a manager's decision: one ends in five days, one should have come back ten days ago."""
    for number, ends in enumerate((5, -10), start=6):
        day = add_months(today + timedelta(days=ends), -6)
        person = receive(team, day - timedelta(days=7))
        device, now = _device(team, number, day, today.year), team.morning(day)
        loan = lend_by_decision(
            person, device=device, months=6, option_price_cents=5000, reason=_DECIDED, by=team.manager,
            now=now, today=day,
        )  # fmt: skip
        sign(team, loan, now=now)


def sign(team: Team, loan: Loan, *, now: datetime) -> Any:
    out = LoanPaper.Moment.OUT
    content = to_sign(loan, out, antenne=team.antenne, by=team.desk)
    return sign_loan(
        loan, moment=out, path=_DRAWN, digest=digest_of(content), antenne=team.antenne, by=team.desk, now=now
    )


def _device(team: Team, number: int, day: date, year: int) -> Device:
    return receive_device(
        tag=f"{team.antenne.code[:3].upper()}-A{number:03}",
        serial=f"DEMO-{year}-{team.antenne.code}-{number:03}",
        model="Portable 13 pouces reconditionné",
        refurbisher="Atelier d’insertion (exemple)",
        price_class=Product.objects.filter(sku="ordinateur-b").first(),
        wiped_on=day - timedelta(days=20),
        wipe_certificate=f"EFF-{number:04}",
        received_on=day,
        by=team.desk,
        now=team.morning(day),
    )
