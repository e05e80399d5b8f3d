"""What a version may keep but its author should know: said, never refused."""

from kit.formats import NBSP, minutes_as_hours
from programs.catalogue.models import TemplateVersion


def warnings_of(version: TemplateVersion) -> list[str]:
    """Sentences; of the parts already read."""
    return [*_modules(version), *_sessions(version)]


def _modules(version: TemplateVersion) -> list[str]:
    modules, levels = list(version.modules.all()), list(version.levels.all())
    if not modules:
        return ["Cette version n’a pas de module : les séances s’appelleront toutes « Atelier »."]
    longest = max(levels, key=lambda rule: rule.hours, default=None)
    minutes = sum(module.minutes for module in modules)
    if longest is None or minutes == longest.hours * 60:
        return []
    return [
        f"Les modules durent {minutes_as_hours(minutes)} en tout, mais le niveau "
        f"{longest.get_level_display().lower()} suit {longest.hours}{NBSP}h."
    ]


def _sessions(version: TemplateVersion) -> list[str]:
    return [
        f"{rule.hours}{NBSP}h au niveau {rule.get_level_display().lower()} ne font pas un nombre entier "
        f"de séances de {minutes_as_hours(version.session_minutes)}."
        for rule in version.levels.all()
        if rule.hours * 60 % version.session_minutes
    ]
