"""What the network aims at in a year, beside what it reached."""

from hub.rollup.targets.dictionary import CARRIES, GROUPS, OF_NO_PROGRAMME
from hub.rollup.targets.operations import Aim, copy_targets, set_targets
from hub.rollup.targets.reading import targets_for, year_of
from hub.rollup.targets.words import amount, beside, reached

__all__ = [
    "CARRIES",
    "GROUPS",
    "OF_NO_PROGRAMME",
    "Aim",
    "amount",
    "beside",
    "copy_targets",
    "reached",
    "set_targets",
    "targets_for",
    "year_of",
]
