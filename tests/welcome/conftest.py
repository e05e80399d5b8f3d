"""Pages read the real clock: the scenes of these tests are set today."""

import pytest
from django.utils import timezone


@pytest.fixture
def antenne(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    return grenoble
