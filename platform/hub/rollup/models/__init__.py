from hub.rollup.models.cohorts import CohortFigure, Due
from hub.rollup.models.figures import Figure, Freshness

__all__ = ["CohortFigure", "Due", "Figure", "Freshness"]
