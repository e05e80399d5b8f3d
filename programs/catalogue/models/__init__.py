from programs.catalogue.models.partners import Partner, PartnerName
from programs.catalogue.models.questions import AssessmentGrid, GridQuestion, Skill, Survey, SurveyQuestion
from programs.catalogue.models.rules import AdaptableField, EligibilityRule, condition
from programs.catalogue.models.templates import (
    Level,
    LevelRule,
    Module,
    ProgrammeTemplate,
    TemplateVersion,
    Theme,
)

__all__ = [
    "AdaptableField",
    "AssessmentGrid",
    "EligibilityRule",
    "GridQuestion",
    "Level",
    "LevelRule",
    "Module",
    "Partner",
    "PartnerName",
    "ProgrammeTemplate",
    "Skill",
    "Survey",
    "SurveyQuestion",
    "TemplateVersion",
    "Theme",
    "condition",
]
