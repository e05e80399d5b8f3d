"""What a version changes for an antenne that follows another one."""

from dataclasses import dataclass

from kit.formats import NBSP, NOTHING, euros
from programs.catalogue.models import Level, TemplateVersion


@dataclass(frozen=True)
class Change:
    what: str
    before: str
    after: str


def between(old: TemplateVersion, new: TemplateVersion) -> list[Change]:
    """Line by line, only what differs."""
    before, after = _told(old), _told(new)
    return [
        Change(what, before.get(what, NOTHING), after.get(what, NOTHING))
        for what in dict.fromkeys([*before, *after])
        if before.get(what) != after.get(what)
    ]


def _told(version: TemplateVersion) -> dict[str, str]:
    hours = {rule.level: rule for rule in version.levels.all()}
    levels = {
        f"Niveau {level.label.lower()}": f"{rule.hours}{NBSP}h, scores {rule.score_from} à {rule.score_to}"
        for level in Level
        if (rule := hours.get(level)) is not None
    }
    return {
        "Intitulé": version.title,
        **levels,
        "Places par parcours": f"{version.capacity} (de {version.capacity_min} à {version.capacity_max})",
        "Part des heures à suivre": f"{version.completion_percent}{NBSP}%",
        "Ordinateur prêté en séance": "oui" if version.lend_in_class else "non",
        "Prêt après le parcours": f"{version.loan_months} mois",
        "Prix d’achat après le prêt": euros(version.option_price_cents),
    }
