"""Whom to ask where they stand, and the answer."""

from datetime import timedelta

import pytest
import scenes
from django.utils import timezone

from programs.cohorts.models import Cohort, Outcome


@pytest.fixture
def amina(antenne):
    """She ended her course three months ago."""
    group, (enrolment,) = scenes.ended(antenne, ["pppp"], first=antenne.today)
    ago = antenne.today - timedelta(days=92)
    Cohort.objects.filter(pk=group.pk).update(starts_on=ago - timedelta(days=9), ends_on=ago)
    return enrolment


def said(antenne, **changes):
    return {"situation": "job", "more_at_ease": "yes", "day": f"{antenne.today}"} | changes


def test_who_is_due_is_asked_once(antenne, site, amina):
    denis = site("grenoble", antenne.denis)
    assert "3 mois après" in denis.get("/suivis/situations/").text
    told = denis.post(f"/parcours/inscriptions/{amina.pk}/situation/3/", said(antenne), follow=True).text
    assert "est notée" in told
    assert "Personne à appeler" in told
    noted = Outcome.objects.get()
    assert (noted.situation, noted.more_at_ease, noted.months) == ("job", True, 3)


def test_what_is_too_early_or_to_come_is_refused_with_what_was_typed(antenne, site, amina):
    denis = site("grenoble", antenne.denis)
    early = denis.post(f"/parcours/inscriptions/{amina.pk}/situation/6/", said(antenne))
    assert early.status_code == 409
    assert "trop tôt" in early.text
    tomorrow = timezone.localdate(antenne.now) + timedelta(days=1)
    future = denis.post(f"/parcours/inscriptions/{amina.pk}/situation/3/", said(antenne, day=f"{tomorrow}"))
    assert future.status_code == 409
    assert f"{tomorrow}" in future.text
    assert (
        denis.post(
            f"/parcours/inscriptions/{amina.pk}/situation/3/", said(antenne, situation="x")
        ).status_code
        == 200
    )
    assert denis.get(f"/parcours/inscriptions/{amina.pk}/situation/4/").status_code == 404
    assert not Outcome.objects.exists()


def test_karim_of_lyon_finds_nothing(antenne, site, amina):
    karim = site("lyon", antenne.karim)
    assert "Personne à appeler" in karim.get("/suivis/situations/").text
    assert karim.get(f"/parcours/inscriptions/{amina.pk}/situation/3/").status_code == 404
