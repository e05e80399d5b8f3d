"""A person's file: what every room knows, as one story, and the next step."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hub.antenne import story
from hub.antenne.next_step import next_step, steps_of
from programs.cohorts.models import Enrolment
from programs.cohorts.operations.enrolment import minutes_followed
from programs.cohorts.queries.assessments import CAME
from tenants.network.access import allows, needs
from tenants.welcome.models import Beneficiary, Situation

_VERBS = {
    "decide": "welcome.decide",
    "assess": "cohorts.assess",
    "enrol": "cohorts.enrol",
    "lend": "equipment.lend",
}


class File:
    """A person with what the rooms hold on them, each read once."""

    def __init__(self, person: Beneficiary, today: date) -> None:
        self.person, self.today = person, today
        self.rights = list(person.entitlements.order_by("-end", "id"))
        self.referrals = list(person.referrals.select_related("prescriber"))
        self.assessments = list(person.assessments.select_related("version"))
        entered = person.enrolments.select_related("cohort", "completion__loan")
        self.enrolments = list(entered.order_by("-enrolled_at", "-id"))
        self.loans = list(person.loans.select_related("device").order_by("-starts_on", "id"))
        followed = minutes_followed(self.enrolments)
        for enrolment in self.enrolments:
            enrolment.followed = followed.get(enrolment.pk, 0)
            enrolment.target = enrolment.hours_target * 60

    @property
    def right(self) -> Any:
        """The entitlement in force today, or None."""
        return next((right for right in self.rights if right.start <= self.today <= right.end), None)

    @property
    def live(self) -> list[Enrolment]:
        return [enrolment for enrolment in self.enrolments if enrolment.state in Enrolment.LIVE]

    @property
    def came(self) -> list[Enrolment]:
        """Those whose way from the entry to the end can be shown."""
        return [enrolment for enrolment in self.enrolments if enrolment.state in CAME]

    def story(self) -> list[story.Moment]:
        """The latest first."""
        told = [story.Moment(timezone.localdate(self.person.registered_at), "Fiche créée")]
        told += map(story.referral, self.referrals)
        told += map(story.right, self.rights)
        told += map(story.assessment, self.assessments)
        told += map(story.enrolment, self.enrolments)
        told += map(story.loan, self.loans)
        told.sort(key=lambda moment: moment.day)
        return told[::-1]


@needs("welcome.view", of="beneficiary")
def person(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Beneficiary, pk=pk)
    file = File(found, request.place.today(request.now))
    labels = dict(Situation.choices)
    may = {verb: allows(request.roles, permission) for verb, permission in _VERBS.items()}
    context = {
        "person": found,
        "file": file,
        "story": file.story(),
        "situations": ", ".join(labels.get(code, code) for code in found.situations),
        "steps": steps_of(file),
        "next": next_step(file, may=may, equipped=request.place.antenne.has_equipment),
        "may": may,
    }
    return render(request, "antenne/person.html", context)
