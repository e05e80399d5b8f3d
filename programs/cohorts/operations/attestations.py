"""The paper that says a course was completed, and the code by which a reader checks it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.identifiers import new_reference
from kit.journal import record_many
from kit.refusals import Refused
from programs.cohorts.models import Attestation, Cohort, Enrolment

CODE = 12  # letters and figures among 30: 59 bits, which nobody finds by trying


class NotCompleted(Refused):
    """L’attestation se délivre à qui a terminé le parcours."""


class NobodyCompleted(Refused):
    """Personne n’a terminé ce parcours : il n’y a pas d’attestation à délivrer."""


@transaction.atomic
def issue_attestation(enrolment: Enrolment, *, antenne: str, by: Any, now: datetime) -> Attestation:
    """Issue it once; asked again, the same one. `antenne` is the name that the paper bears."""
    known = _with_what_is_printed().select_for_update(of=("self",)).get(pk=enrolment.pk)
    if known.state != Enrolment.State.COMPLETED:
        raise NotCompleted
    done = Attestation.objects.filter(enrolment=known).first()
    return done or _issue([known], antenne=antenne, by=by, now=now)[0]


@transaction.atomic
def issue_attestations(cohort: Cohort, *, antenne: str, by: Any, now: datetime) -> list[Attestation]:
    """Issue those that are missing for everybody who completed the course; the new ones."""
    completed = _with_what_is_printed().filter(cohort=cohort, state=Enrolment.State.COMPLETED)
    locked = list(completed.select_for_update(of=("self",)).order_by("id"))
    if not locked:
        raise NobodyCompleted
    done = set(Attestation.objects.filter(enrolment__in=locked).values_list("enrolment", flat=True))
    return _issue([one for one in locked if one.pk not in done], antenne=antenne, by=by, now=now)


def _with_what_is_printed() -> Any:
    return Enrolment.objects.select_related("completion", "cohort__version__template__partner")


def _issue(enrolments: Iterable[Enrolment], *, antenne: str, by: Any, now: datetime) -> list[Attestation]:
    issued = Attestation.objects.bulk_create(
        Attestation(
            enrolment=enrolment,
            code=new_reference(CODE),
            content=_content(enrolment, antenne),
            issued_by=by,
            issued_at=now,
        )
        for enrolment in enrolments
    )
    record_many("cohorts.attestation_issued", on=issued, by=by, at=now)
    return issued


def _content(enrolment: Enrolment, antenne: str) -> dict[str, Any]:
    """What is printed, without the person; days as ISO dates. Frozen: nothing is looked up again."""
    cohort = enrolment.cohort
    partner = cohort.version.template.partner
    return {
        "title": cohort.version.title,
        "partner": partner.name_on(cohort.ends_on) if partner else "",
        "antenne": antenne,
        "level": enrolment.get_level_display(),
        "minutes": enrolment.completion.minutes,
        "from": cohort.starts_on.isoformat(),
        "until": cohort.ends_on.isoformat(),
    }
