"""Scenes of lending at Grenoble: a device with a price, a person who completed a course, a loan."""

from datetime import date
from typing import Any

import scenes

from billing.equipment.models import Loan, LoanPaper
from billing.equipment.operations import lend, receive_device, sign_loan
from billing.equipment.papers.loans import to_sign
from kit.signatures import digest_of
from programs.cohorts.models import Completion, Enrolment

DRAWN = "M40 50L60 20L80 80L100 20L120 80L140 50"
SPRING = date(2022, 3, 8)  # the loan ends on 8 September, the option opens on 9 August


def device(world: Any, number: int = 1, **details: Any) -> Any:
    given = {"wiped_on": world.today, "received_on": world.today, "wipe_certificate": "EFF-1"} | details
    return receive_device(
        tag=f"GRE-{number}", serial=f"S-{number}", model="Portable", refurbisher="Atelier", by=world.denis,
        now=world.now, **given,
    )  # fmt: skip


def completion(world: Any, *, reached: bool = True, option_cents: int = 5000, language: str = "fr") -> Any:
    """The end of a course whose loans run six months."""
    version = scenes.version(world, option_price_cents=option_cents)
    group = scenes.cohort(world, scenes.adopt(version, by=world.maud, now=world.now))
    (enrolment,) = scenes.enrolled(world, group)
    state = "completed" if reached else "partial"
    Enrolment.objects.filter(pk=enrolment.pk).update(
        state=state, completed_at=world.now, partial_at=world.now
    )
    person = enrolment.beneficiary
    person.language = language
    person.save(update_fields=["language"])
    return Completion.objects.create(
        enrolment=enrolment, minutes=1920, target_minutes=1920, reached=reached, computed_at=world.now
    )


def loan(world: Any, *, day: date = SPRING, number: int = 1, **details: Any) -> Loan:
    """Lent that day to somebody who completed a course, the price of the option being 50 €."""
    ends = {name: details.pop(name) for name in ("option_cents", "language") if name in details}
    end = completion(world, **ends)
    return lend(end, device=device(world, number, **details), by=world.denis, now=world.now, today=day)


def signed(world: Any, of: Loan, *, moment: str = LoanPaper.Moment.OUT, path: str = DRAWN) -> LoanPaper:
    content = to_sign(of, moment, antenne=world.grenoble, by=world.denis)
    return sign_loan(
        of, moment=moment, path=path, digest=digest_of(content), antenne=world.grenoble, by=world.denis,
        now=world.now,
    )  # fmt: skip
