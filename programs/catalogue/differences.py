"""What a version changes: for who publishes it, who compares two, and an antenne that follows another."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from kit.formats import NBSP, NOTHING, euros, minutes_as_hours
from programs.catalogue.models import EligibilityRule, Level, Module, TemplateVersion, condition


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
        if before.get(what, NOTHING) != after.get(what, NOTHING)
    ]
    return changed + _modules(old, new)


def _modules(old: TemplateVersion, new: TemplateVersion) -> list[Change]:
    before = {module.title: module for module in old.modules.all()}
    after = {module.title: module for module in new.modules.all()}
    moved = _moved(
        [title for title in before if title in after], [title for title in after if title in before]
    )
    return [
        *(
            Change("Module ajouté", NOTHING, _module(one))
            for title, one in after.items()
            if title not in before
        ),
        *(
            Change("Module retiré", _module(one), NOTHING)
            for title, one in before.items()
            if title not in after
        ),
        *(
            Change(f"Module «{NBSP}{title}{NBSP}»", _content(before[title]), _content(one))
            for title, one in after.items()
            if title in before and _content(before[title]) != _content(one)
        ),
        *(
            Change(f"Ordre de «{NBSP}{title}{NBSP}»", _rank(before[title]), _rank(after[title]))
            for title in moved
        ),
    ]


def _moved(before: list[str], after: list[str]) -> list[str]:
    """The fewest titles that changed places among those of both versions."""
    kept: set[str] = set()
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        kept |= set(after[block.b : block.b + block.size])
    return [title for title in after if title not in kept]


def _module(module: Module) -> str:
    return f"{module.title} ({minutes_as_hours(module.minutes)})"


def _content(module: Module) -> str:
    return ", ".join(filter(None, [minutes_as_hours(module.minutes), module.skills]))


def _rank(module: Module) -> str:
    return f"{module.position}e" if module.position > 1 else "1er"


def _told(version: TemplateVersion) -> dict[str, str]:
    """{what: how it is said}; what is absent from one version is told as nothing."""
    return {
        "Intitulé": version.title,
        "En quelques mots": version.summary or NOTHING,
        **_levels(version),
        "Places par parcours": f"{version.capacity} (de {version.capacity_min} à {version.capacity_max})",
        "Durée d’une séance": minutes_as_hours(version.session_minutes),
        "Part des heures à suivre": f"{version.completion_percent}{NBSP}%",
        "Ordinateur prêté en séance": "oui" if version.lend_in_class else "non",
        "Prêt après le parcours": f"{version.loan_months}{NBSP}mois" if version.loan_months else "non",
        "Prix d’achat après le prêt": euros(version.option_price_cents),
        "Grille de positionnement": _named(version.grid),
        "Enquête": _named(version.survey),
        **_rules(version),
        **_adaptable(version),
    }


def _levels(version: TemplateVersion) -> dict[str, str]:
    hours = {rule.level: rule for rule in version.levels.all()}
    return {
        f"Niveau {level.label.lower()}": f"{rule.hours}{NBSP}h, scores {rule.score_from} à {rule.score_to}"
        for level in Level
        if (rule := hours.get(level)) is not None
    }


def _rules(version: TemplateVersion) -> dict[str, str]:
    return {
        f"Condition{NBSP}: {_kind(rule)}": _rule(rule)
        for rule in version.eligibility_rules.all()
    }  # fmt: skip


def _kind(rule: EligibilityRule) -> str:
    return condition(rule.kind, None, rule.value).replace(f"{NBSP}:", "").lower()


def _rule(rule: EligibilityRule) -> str:
    proof = f"justificatif{NBSP}: {rule.proof}" if rule.proof else ""
    number = "" if rule.number is None else str(rule)
    return ", ".join(filter(None, [number, rule.get_effect_display().lower(), proof]))


def _adaptable(version: TemplateVersion) -> dict[str, str]:
    return {
        f"Adaptable{NBSP}: {one.get_name_display().lower()}": f"de {one.low} à {one.high}"
        for one in version.adaptable_fields.all()
    }


def _named(asked: object) -> str:
    return NOTHING if asked is None else str(asked)
