from programs.catalogue.models.partners import Partner, PartnerName
from programs.catalogue.models.templates import (
    Level,
    LevelRule,
    Module,
    ProgrammeTemplate,
    TemplateVersion,
    Theme,
)

__all__ = [
    "Level",
    "LevelRule",
    "Module",
    "Partner",
    "PartnerName",
    "ProgrammeTemplate",
    "TemplateVersion",
    "Theme",
]
