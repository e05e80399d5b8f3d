"""Questions about the cohorts of an antenne."""

from programs.cohorts.queries.assessments import (
    average_way,
    levels_gained,
    programmes_with_a_grid,
    way_of,
    who_came,
)
from programs.cohorts.queries.cohorts import IN_USE, LEFT_TO_LOCK, cohorts, cohorts_to_move, sessions_to_take
from programs.cohorts.queries.groups import can_enter, group_of, trainers
from programs.cohorts.queries.programmes import programmes, versions_to_adopt

__all__ = [
    "IN_USE",
    "LEFT_TO_LOCK",
    "average_way",
    "can_enter",
    "cohorts",
    "cohorts_to_move",
    "group_of",
    "levels_gained",
    "programmes",
    "programmes_with_a_grid",
    "sessions_to_take",
    "trainers",
    "versions_to_adopt",
    "way_of",
    "who_came",
]
