"""Questions about versions."""

from collections.abc import Iterator
from typing import Any

from programs.catalogue.models import ProgrammeTemplate, TemplateVersion

_COMPARED = (
    "title",
    "summary",
    "capacity",
    "capacity_min",
    "capacity_max",
    "completion_percent",
    "lend_in_class",
    "loan_months",
    "option_price_cents",
)


def template_with_versions(code: str) -> ProgrammeTemplate:
    """The template of that code with its partner and versions; ProgrammeTemplate.DoesNotExist."""
    templates = ProgrammeTemplate.objects.select_related("partner")
    return templates.prefetch_related("versions", "partner__names").get(code=code)


def current(template: ProgrammeTemplate) -> TemplateVersion | None:
    """The published version, else the last one; of the versions already read."""
    versions = list(template.versions.all())
    published = [v for v in versions if v.state == TemplateVersion.State.PUBLISHED]
    return next(iter(published or versions), None)


def differences(version: TemplateVersion, before: TemplateVersion | None) -> list[tuple[str, Any, Any]]:
    """(what, before, now) for everything that a version changes; empty for a first version."""
    return list(_differences(version, before)) if before else []


def _differences(version: TemplateVersion, before: TemplateVersion) -> Iterator[tuple[str, Any, Any]]:
    for name in _COMPARED:
        old, new = getattr(before, name), getattr(version, name)
        if old != new:
            yield _words(name), old, new
    olds = {rule.level: _said(rule) for rule in before.levels.all()}
    for rule in version.levels.all():
        if olds.get(rule.level) != _said(rule):
            yield rule.get_level_display(), olds.get(rule.level, "—"), _said(rule)
    modules_before = [module.title for module in before.modules.all()]
    modules = [module.title for module in version.modules.all()]
    yield from (("Module ajouté", "—", title) for title in modules if title not in modules_before)
    yield from (("Module retiré", title, "—") for title in modules_before if title not in modules)


def _words(name: str) -> str:
    return next(str(field.verbose_name) for field in TemplateVersion._meta.fields if field.name == name)


def _said(rule: Any) -> str:
    return f"{rule.hours} h, score de {rule.score_from} à {rule.score_to}"
