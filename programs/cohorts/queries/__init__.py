"""Questions about the cohorts of an antenne."""

from programs.cohorts.queries.cohorts import IN_USE, LEFT_TO_LOCK, cohorts, cohorts_to_move, sessions_to_take
from programs.cohorts.queries.groups import (
    can_apply,
    can_enter,
    everybody_of,
    group_of,
    trainers,
    transfer_targets,
)
from programs.cohorts.queries.programmes import programmes, versions_to_adopt
from programs.cohorts.queries.waiting import (
    absent_in_a_row,
    offers,
    offers_to_end,
    places_of,
    with_holders,
)

__all__ = [
    "IN_USE",
    "LEFT_TO_LOCK",
    "absent_in_a_row",
    "can_apply",
    "can_enter",
    "cohorts",
    "cohorts_to_move",
    "everybody_of",
    "group_of",
    "offers",
    "offers_to_end",
    "places_of",
    "programmes",
    "sessions_to_take",
    "trainers",
    "transfer_targets",
    "versions_to_adopt",
    "with_holders",
]
