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
    "add_partner",
    "draft_template",
    "draft_version",
    "name_partner",
    "publish",
]
