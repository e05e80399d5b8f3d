"""What a version changes: for who publishes it, and for an antenne that follows another one."""

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
    changed = [
        Change(what, before.get(what, NOTHING), after.get(what, NOTHING))
        for what in dict.fromkeys([*before, *after])
        if before.get(what) != after.get(what)
    ]
    return changed + _modules(old, new)


def _modules(old: TemplateVersion, new: TemplateVersion) -> list[Change]:
    before = [module.title for module in old.modules.all()]
    after = [module.title for module in new.modules.all()]
    return [Change("Module ajouté", NOTHING, title) for title in after if title not in before] + [
        Change("Module retiré", title, NOTHING) for title in before if title not in after
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
        "En quelques mots": version.summary or NOTHING,
        **levels,
        "Places par parcours": f"{version.capacity} (de {version.capacity_min} à {version.capacity_max})",
        "Part des heures à suivre": f"{version.completion_percent}{NBSP}%",
        "Ordinateur prêté en séance": "oui" if version.lend_in_class else "non",
        "Prêt après le parcours": f"{version.loan_months} mois",
        "Prix d’achat après le prêt": euros(version.option_price_cents),
    }
