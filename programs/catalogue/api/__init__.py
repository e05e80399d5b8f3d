from programs.catalogue.api.templates import PartnerNames, Partners, RetireTemplate, Templates
from programs.catalogue.api.versions import (
    CompareVersions,
    DiscardVersion,
    OneVersion,
    PublishVersion,
    RetireVersion,
    TemplateVersions,
)

__all__ = [
    "CompareVersions",
    "DiscardVersion",
    "OneVersion",
    "PartnerNames",
    "Partners",
    "PublishVersion",
    "RetireTemplate",
    "RetireVersion",
    "TemplateVersions",
    "Templates",
]
