"""Questions about versions."""

from programs.catalogue.models import ProgrammeTemplate, TemplateVersion


def template_with_versions(code: str) -> ProgrammeTemplate:
    """The template of that code with its partner and versions; ProgrammeTemplate.DoesNotExist."""
    templates = ProgrammeTemplate.objects.select_related("partner")
    return templates.prefetch_related("versions", "partner__names").get(code=code)


def current(template: ProgrammeTemplate) -> TemplateVersion | None:
    """The published version, else the last one; of the versions already read."""
    versions = list(template.versions.all())
    published = [v for v in versions if v.state == TemplateVersion.State.PUBLISHED]
    return next(iter(published or versions), None)
