"""Questions about positionnements: what may be taken, and the way gone between two of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from programs.catalogue.models import Skill
from programs.cohorts.models import LEVEL_GAINED, AdoptedProgramme, Assessment, Cohort, Enrolment
from programs.cohorts.queries.programmes import programmes

# A second positionnement shows the way gone: the person has come, whatever came after.
CAME = (Enrolment.State.ACTIVE, Enrolment.State.COMPLETED, Enrolment.State.PARTIAL)


@dataclass(frozen=True)
class Gain:
    """`gained` of the `n` people who were assessed at the end: their score suggests a higher level."""

    gained: int
    n: int


@dataclass(frozen=True)
class Way:
    """From the entry to the end. A None was not measured."""

    entry: Assessment
    end: Assessment | None

    def scores(self, skill: str) -> tuple[int | None, int | None]:
        return self.entry.skills.get(skill), self.end.skills.get(skill) if self.end else None


def programmes_with_a_grid() -> QuerySet[AdoptedProgramme]:
    return programmes().filter(version__grid__isnull=False)


def levels_gained(cohort: Cohort) -> Gain:
    ended = Assessment.objects.at_the_end().filter(enrolment__cohort=cohort)
    return Gain(**ended.aggregate(gained=Count("pk", filter=LEVEL_GAINED), n=Count("pk")))


def who_came(cohort: Cohort | None = None) -> QuerySet[Enrolment]:
    """Those who may be assessed at the end, with their positionnements, in the order of names."""
    found = Enrolment.objects.filter(state__in=CAME)
    if cohort is not None:
        found = found.filter(cohort=cohort)
    found = found.select_related("beneficiary", "cohort__version", "assessment__version")
    return found.prefetch_related("exit_assessments").order_by("beneficiary__sort_key", "id")


def way_of(enrolment: Enrolment) -> Way:
    """Of an enrolment of `who_came`."""
    assert enrolment.assessment is not None  # who is enrolled has one
    return Way(enrolment.assessment, next(iter(enrolment.exit_assessments.all()), None))


def average_way(ways: Iterable[Way]) -> dict[str, tuple[float, float]]:
    """{skill, or "" for the whole score: average before and after}, of those measured twice."""
    ended = [way for way in ways if way.end is not None]
    pairs = {"": [(way.entry.score, way.end.score) for way in ended if way.end]}
    for skill in Skill.values:
        both = [way.scores(skill) for way in ended]
        pairs[skill] = [(low, high) for low, high in both if low is not None and high is not None]
    return {skill: _averages(found) for skill, found in pairs.items() if found}


def _averages(pairs: Sequence[tuple[int, int]]) -> tuple[float, float]:
    before, after = zip(*pairs, strict=True)
    return sum(before) / len(pairs), sum(after) / len(pairs)
