from hub.rollup.models.closed import ClosedPeriod, EditionCell, FigureEdition, Published
from hub.rollup.models.cohorts import CohortFigure, Due
from hub.rollup.models.figures import Cell, Figure, Freshness
from hub.rollup.models.saved import MOST_FAILURES, SavedReport, Subscription
from hub.rollup.models.targets import Target

__all__ = [
    "MOST_FAILURES",
    "Cell",
    "ClosedPeriod",
    "CohortFigure",
    "Due",
    "EditionCell",
    "Figure",
    "FigureEdition",
    "Freshness",
    "Published",
    "SavedReport",
    "Subscription",
    "Target",
]
