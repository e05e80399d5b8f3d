from programs.catalogue.operations.grids import (
    GridQuestionDraft,
    draft_grid,
    publish_grid,
    remove_question,
    write_question,
)
from programs.catalogue.operations.partners import add_partner, name_partner
from programs.catalogue.operations.surveys import (
    SurveyQuestionDraft,
    draft_survey,
    publish_survey,
    rewrite_survey,
)
from programs.catalogue.operations.templates import (
    LevelDraft,
    ModuleDraft,
    draft_template,
    draft_version,
    publish,
)

__all__ = [
    "GridQuestionDraft",
    "LevelDraft",
    "ModuleDraft",
    "SurveyQuestionDraft",
    "add_partner",
    "draft_grid",
    "draft_survey",
    "draft_template",
    "draft_version",
    "name_partner",
    "publish",
    "publish_grid",
    "publish_survey",
    "remove_question",
    "rewrite_survey",
    "write_question",
]
