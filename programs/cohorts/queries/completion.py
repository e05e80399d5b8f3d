"""Questions about the ends of courses."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When

from programs.cohorts.models import Attestation, Cohort, CompletionOverride, Enrolment, Outcome
from tenants.welcome.models import Consent


def ended_group(cohort: Cohort) -> QuerySet[Enrolment]:
    """Who took part to the end, by name, with completion and attestation.

    `decided_because` is the reason of the last decision against the rule, `stands` the situation noted
    at the end.
    """
    decisions = CompletionOverride.objects.filter(completion__enrolment=OuterRef("pk"))
    at_the_end = Outcome.objects.filter(enrolment=OuterRef("pk"), months=0)
    return (
        cohort.enrolments.filter(state__in=Enrolment.ENDED)
        .select_related("beneficiary", "completion", "attestation")
        .annotate(
            decided_because=Subquery(decisions.order_by("-decided_at", "-id").values("reason")[:1]),
            stands=Subquery(at_the_end.values("situation")),
        )
        .order_by("beneficiary__sort_key", "id")
    )


def attestations_of(cohort: Cohort) -> QuerySet[Attestation]:
    """Those in force, in the order of names."""
    return (
        Attestation.objects.filter(enrolment__cohort=cohort, enrolment__state=Enrolment.State.COMPLETED)
        .select_related("enrolment__beneficiary")
        .order_by("enrolment__beneficiary__sort_key", "id")
    )


def outcomes_due(today: date) -> QuerySet[Enrolment]:
    """Whom to ask where they stand: each with `months_due` (3, 6 or 12), the longest waiting first.

    One moment at a time: it opens fifteen days before its date and gives way to the next one; the last
    one stays three months. Who took back the consent to be called afterwards is left alone.
    """
    moments = Outcome.MONTHS[1:]
    nexts = [*moments[1:], moments[-1] + 3]
    open_now = [
        When(Q(_reached(months) & ~_reached(following)), then=Value(months))
        for months, following in zip(moments, nexts, strict=True)
    ]
    noted = Outcome.objects.filter(enrolment=OuterRef("pk"), months=OuterRef("months_due"))
    said = Consent.objects.filter(beneficiary=OuterRef("beneficiary"), purpose=Consent.Purpose.FOLLOW_UP)
    last_word = said.order_by("-recorded_at", "-id").values("given")[:1]
    dates = {f"asked_at_{months}": _asked_from(months) for months in (*moments, nexts[-1])}
    return (
        Enrolment.objects.filter(state__in=Enrolment.ENDED)
        .annotate(today=Value(today, output_field=DateField()), **dates)
        .annotate(months_due=Case(*open_now, default=None), may_call=Subquery(last_word))
        .filter(~Exists(noted), Q(may_call=None) | Q(may_call=True), months_due__isnull=False)
        .select_related("beneficiary", "cohort")
        .order_by("cohort__ends_on", "beneficiary__sort_key", "id")
    )


def _asked_from(months: int) -> Func:
    # PostgreSQL clamps to the end of a month as kit.calendar.add_months does.
    day = Func(
        F("cohort__ends_on"),
        months=months,
        template="(%(expressions)s + make_interval(months => %(months)s))::date",
        output_field=DateField(),
    )
    return Func(
        day, days=Outcome.EARLY.days, template="(%(expressions)s - %(days)s)", output_field=DateField()
    )


def _reached(months: int) -> Q:
    return Q(**{f"asked_at_{months}__lte": F("today")})
