from programs.catalogue.operations.partners import add_partner, name_partner
from programs.catalogue.operations.surveys import (
    QuestionDraft,
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
    "LevelDraft",
    "ModuleDraft",
    "QuestionDraft",
    "add_partner",
    "draft_survey",
    "draft_template",
    "draft_version",
    "name_partner",
    "publish",
    "publish_survey",
    "rewrite_survey",
]
