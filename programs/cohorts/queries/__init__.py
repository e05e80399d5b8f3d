"""Questions about the cohorts of an antenne."""

from programs.cohorts.queries.assessments import (
    average_way,
    levels_gained,
    programmes_with_a_grid,
    way_of,
    who_came,
)
from programs.cohorts.queries.cohorts import IN_USE, LEFT_TO_LOCK, cohorts, cohorts_to_move, sessions_to_take
from programs.cohorts.queries.completion import attestations_of, ended_group, outcomes_due
from programs.cohorts.queries.groups import (
    can_apply,
    can_enter,
    everybody_of,
    group_of,
    trainers,
    transfer_targets,
)
from programs.cohorts.queries.programmes import adoption, followed_and_offered, programmes, versions_to_adopt
from programs.cohorts.queries.sheets import (
    Hours,
    corrections_of,
    hours_of,
    may_still_be_corrected,
    minutes_to_come,
)
from programs.cohorts.queries.surveys import (
    ENOUGH,
    Results,
    results_of,
    survey_counts,
    survey_totals,
    surveyed_cohorts,
)
from programs.cohorts.queries.waiting import absent_in_a_row, offers, offers_to_end, places_of, with_holders

__all__ = [
    "ENOUGH",
    "IN_USE",
    "LEFT_TO_LOCK",
    "Hours",
    "Results",
    "absent_in_a_row",
    "adoption",
    "attestations_of",
    "average_way",
    "can_apply",
    "can_enter",
    "cohorts",
    "cohorts_to_move",
    "corrections_of",
    "ended_group",
    "everybody_of",
    "followed_and_offered",
    "group_of",
    "hours_of",
    "levels_gained",
    "may_still_be_corrected",
    "minutes_to_come",
    "offers",
    "offers_to_end",
    "outcomes_due",
    "places_of",
    "programmes",
    "programmes_with_a_grid",
    "results_of",
    "sessions_to_take",
    "survey_counts",
    "survey_totals",
    "surveyed_cohorts",
    "trainers",
    "transfer_targets",
    "versions_to_adopt",
    "way_of",
    "who_came",
    "with_holders",
]
