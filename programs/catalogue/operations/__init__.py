from programs.catalogue.operations.grids import (
    QuestionDraft,
    draft_grid,
    publish_grid,
    remove_question,
    write_question,
)
from programs.catalogue.operations.partners import add_partner, name_partner
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
    "draft_grid",
    "draft_template",
    "draft_version",
    "name_partner",
    "publish",
    "publish_grid",
    "remove_question",
    "write_question",
]
