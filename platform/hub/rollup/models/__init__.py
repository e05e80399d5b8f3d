from hub.rollup.models.cohorts import CohortFigure, Due
from hub.rollup.models.figures import Figure, Freshness
from hub.rollup.models.saved import MOST_FAILURES, SavedReport, Subscription
from hub.rollup.models.targets import Target

__all__ = [
    "MOST_FAILURES",
    "CohortFigure",
    "Due",
    "Figure",
    "Freshness",
    "SavedReport",
    "Subscription",
    "Target",
]
