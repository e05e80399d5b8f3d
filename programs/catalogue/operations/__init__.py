from programs.catalogue.operations.partners import add_partner, end_name, introduce_partner, name_partner
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
    "LevelDraft",
    "ModuleDraft",
    "Parts",
    "RuleDraft",
    "add_partner",
    "discard_draft",
    "draft_template",
    "draft_version",
    "end_name",
    "introduce_partner",
    "name_partner",
    "parts_of",
    "publish",
    "retire_template",
    "retire_version",
    "rewrite_draft",
]
