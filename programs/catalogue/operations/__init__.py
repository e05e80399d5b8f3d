from programs.catalogue.operations.grids import (
    GridQuestionDraft,
    draft_grid,
    publish_grid,
    remove_question,
    write_question,
)
from programs.catalogue.operations.partners import add_partner, end_name, introduce_partner, name_partner
from programs.catalogue.operations.surveys import (
    SurveyQuestionDraft,
    draft_survey,
    publish_survey,
    rewrite_survey,
)
from programs.catalogue.operations.templates import draft_template, retire_template
from programs.catalogue.operations.versions import (
    discard_draft,
    draft_version,
    publish,
    retire_version,
    rewrite_draft,
)
from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, Parts, RuleDraft, parts_of

__all__ = [
    "AdaptableDraft",
    "GridQuestionDraft",
    "LevelDraft",
    "ModuleDraft",
    "Parts",
    "RuleDraft",
    "SurveyQuestionDraft",
    "add_partner",
    "discard_draft",
    "draft_grid",
    "draft_survey",
    "draft_template",
    "draft_version",
    "end_name",
    "introduce_partner",
    "name_partner",
    "parts_of",
    "publish",
    "publish_grid",
    "publish_survey",
    "remove_question",
    "retire_template",
    "retire_version",
    "rewrite_draft",
    "rewrite_survey",
    "write_question",
]
