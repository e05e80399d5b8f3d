from hub.rollup.models.cohorts import CohortFigure, Due
from hub.rollup.models.figures import Figure, Freshness
from hub.rollup.models.targets import Target

__all__ = ["CohortFigure", "Due", "Figure", "Freshness", "Target"]
