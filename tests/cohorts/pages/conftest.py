"""Pages read the real clock: the scenes of these tests are set today."""

import pytest
from django.utils import timezone


@pytest.fixture
def antenne(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    return grenoble


@pytest.fixture
def group(antenne):
    """A running group of three, whose first session is today."""
    import scenes

    from programs.cohorts.models import Session

    cohort = scenes.cohort(antenne)
    scenes.enrolled(antenne, cohort, count=3)
    cohort = scenes.running(antenne, cohort)
    Session.objects.filter(cohort=cohort, position=1).update(day=antenne.today, starts_at=antenne.now)
    return cohort


@pytest.fixture
def session(group):
    return group.sessions.get(position=1)
