"""Questions about the cohorts of an antenne."""

from programs.cohorts.queries.cohorts import IN_USE, LEFT_TO_LOCK, cohorts, cohorts_to_move, sessions_to_take
from programs.cohorts.queries.completion import attestations_of, ended_group, outcomes_due
from programs.cohorts.queries.groups import can_enter, group_of, trainers
from programs.cohorts.queries.programmes import programmes, versions_to_adopt
from programs.cohorts.queries.surveys import (
    ENOUGH,
    Results,
    results_of,
    survey_counts,
    survey_totals,
    surveyed_cohorts,
)

__all__ = [
    "ENOUGH",
    "IN_USE",
    "LEFT_TO_LOCK",
    "Results",
    "attestations_of",
    "can_enter",
    "cohorts",
    "cohorts_to_move",
    "ended_group",
    "group_of",
    "outcomes_due",
    "programmes",
    "results_of",
    "sessions_to_take",
    "survey_counts",
    "survey_totals",
    "surveyed_cohorts",
    "trainers",
    "versions_to_adopt",
]
