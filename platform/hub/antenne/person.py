"""A person's file: what every room knows, as one story, and the next step."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from hub.antenne import story
from hub.antenne.lines import Line, lines_of
from hub.antenne.next_step import next_step, steps_of
from programs.cohorts.models import Assessment, Enrolment
from programs.cohorts.queries.assessments import CAME
from tenants.network.access import allows, needs
from tenants.welcome.models import Beneficiary, Consent, Entitlement, Referral, Situation

_VERBS = {
    "decide": "welcome.decide",
    "assess": "cohorts.assess",
    "enrol": "cohorts.enrol",
    "lend": "equipment.lend",
    "lend_by_decision": "equipment.lend_by_decision",
    "change": "welcome.register",
    "merge": "welcome.merge",
    "sell": "counter.sell",
}
# Minutes in locked sessions.
FOLLOWED = Coalesce(Sum("attendances__minutes", filter=Q(attendances__session__locked_at__isnull=False)), 0)


class File:
    """A person with what the rooms hold on them, on whichever of their files, each read once."""

    def __init__(self, person: Beneficiary, today: date) -> None:
        self.person, self.today = person, today
        family = person.same_person
        own = {"beneficiary__in": family}
        self.rights = list(Entitlement.objects.filter(**own).order_by("-end", "id"))
        self.referrals = list(Referral.objects.filter(**own).select_related("prescriber"))
        self.assessments = list(Assessment.objects.filter(**own).select_related("version"))
        entered = Enrolment.objects.filter(**own).select_related("cohort", "completion__loan")
        self.enrolments = list(entered.annotate(followed=FOLLOWED).order_by("-enrolled_at", "-id"))
        self.lines = lines_of(family)
        for enrolment in self.enrolments:
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

    @property
    def loans(self) -> list[Line]:
        """What this person has at home, the last one first."""
        return [line for line in reversed(self.lines) if line.kind == "loan" and line.state == "running"]

    @property
    def consents(self) -> list[tuple[Consent.Purpose, bool | None]]:
        """Each purpose with what is in force: the last thing said, None when it was never asked."""
        said = {line.what: line.state == "given" for line in self.lines if line.kind == "consent"}
        return [(purpose, said.get(purpose)) for purpose in Consent.Purpose]

    def story(self, *, whole: bool = False) -> list[tuple[int, list[story.Moment]]]:
        """By year, the latest first; what matters, or the whole of it."""
        told = [story.Moment(timezone.localdate(self.person.registered_at), "Fiche créée")]
        told += map(story.referral, self.referrals)
        told += map(story.right, self.rights)
        told += map(story.assessment, self.assessments)
        told += map(story.enrolment, self.enrolments)
        told += story.told(self.lines)
        return story.by_year(moment for moment in told if whole or not moment.minor)


@needs("welcome.view", of="beneficiary")
def person(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Beneficiary, pk=pk)
    if found.merged_into_id:
        messages.info(request, f"La fiche {found.reference} a été réunie avec celle-ci.")
        return redirect("person", found.merged_into_id)
    file = File(found, request.place.today(request.now))
    whole = request.GET.get("vue") == "tout"
    labels = dict(Situation.choices)
    may = {verb: allows(request.roles, permission) for verb, permission in _VERBS.items()}
    may["sell"] = may["sell"] and request.place.antenne.has_shop
    lends = request.place.antenne.has_equipment and not file.loans
    may["lend_by_decision"] = may["lend_by_decision"] and lends
    context = {
        "person": found,
        "file": file,
        "years": file.story(whole=whole),
        "views": _views(found, whole),
        "situations": ", ".join(labels.get(code, code) for code in found.situations),
        "steps": steps_of(file),
        "next": next_step(file, may=may, equipped=request.place.antenne.has_equipment),
        "may": may,
    }
    return render(request, "antenne/person.html", context)


def _views(person: Beneficiary, whole: bool) -> list[dict[str, Any]]:
    url = reverse("person", args=[person.pk])
    return [
        {"label": "L’essentiel", "url": url, "current": not whole},
        {"label": "Tout", "url": f"{url}?vue=tout", "current": whole},
    ]
