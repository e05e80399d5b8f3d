"""Questions about the cohorts of an antenne."""

from programs.cohorts.queries.cohorts import IN_USE, LEFT_TO_LOCK, cohorts, cohorts_to_move, sessions_to_take
from programs.cohorts.queries.groups import can_enter, group_of, trainers
from programs.cohorts.queries.programmes import adoption, followed_and_offered, programmes, versions_to_adopt

__all__ = [
    "IN_USE",
    "LEFT_TO_LOCK",
    "adoption",
    "can_enter",
    "cohorts",
    "cohorts_to_move",
    "followed_and_offered",
    "group_of",
    "programmes",
    "sessions_to_take",
    "trainers",
    "versions_to_adopt",
]
