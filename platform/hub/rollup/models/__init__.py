from hub.rollup.models.closed import ClosedPeriod, EditionCell, FigureEdition, Published
from hub.rollup.models.cohorts import CohortFigure, Due
from hub.rollup.models.figures import Figure, Freshness

__all__ = [
    "ClosedPeriod",
    "CohortFigure",
    "Due",
    "EditionCell",
    "Figure",
    "FigureEdition",
    "Freshness",
    "Published",
]
