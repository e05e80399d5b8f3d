"""Questions about the cohorts of an antenne."""

from programs.cohorts.queries.cohorts import IN_USE, LEFT_TO_LOCK, cohorts, cohorts_to_move, sessions_to_take
from programs.cohorts.queries.groups import can_enter, group_of, trainers
from programs.cohorts.queries.programmes import programmes, versions_to_adopt
from programs.cohorts.queries.sheets import (
    Hours,
    corrections_of,
    hours_of,
    may_still_be_corrected,
    minutes_to_come,
)

__all__ = [
    "IN_USE",
    "LEFT_TO_LOCK",
    "Hours",
    "can_enter",
    "cohorts",
    "cohorts_to_move",
    "corrections_of",
    "group_of",
    "hours_of",
    "may_still_be_corrected",
    "minutes_to_come",
    "programmes",
    "sessions_to_take",
    "trainers",
    "versions_to_adopt",
]
