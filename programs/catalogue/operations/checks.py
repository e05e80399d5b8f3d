"""What a version must hold to: asked when a draft is written, and again when it is published."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from kit.refusals import Refused
from programs.catalogue.models import (
    AdaptableField,
    EligibilityRule,
    Level,
    LevelRule,
    TemplateVersion,
    condition,
)
from programs.catalogue.parts import LevelDraft, Parts, RuleDraft
from tenants.network.vocabulary import Situation

SCALE = range(101)
# The smallest and the largest value that makes sense for each parameter, wherever it is adapted.
SENSIBLE = {
    "session_minutes": (15, 600),
    "beginner_hours": (1, 400),
    "intermediate_hours": (1, 400),
    "advanced_hours": (1, 400),
    "loan_months": (0, 60),
}
_VALUES = {"situation": set(Situation.values), "level": set(Level.values)}


class ScoresDoNotCoverTheScale(Refused):
    """Les niveaux doivent couvrir chaque score de 0 à 100, une seule fois : {detail}."""


class LevelTwice(Refused):
    """Un même niveau est écrit deux fois. Gardez-en un."""


class ModuleTwice(Refused):
    """Deux modules portent le titre « {title} ». Changez-en un, ou retirez-le."""


class RuleTwice(Refused):
    """La même condition est écrite deux fois : « {rule} ». Gardez-en une."""


class RuleMakesNoSense(Refused):
    """La condition « {rule} » ne va pas : {detail}."""


class AgesCross(Refused):
    """L’âge minimum ({low} ans) dépasse l’âge maximum ({high} ans) : personne ne pourrait entrer."""


class CapacityOutOfBounds(Refused):
    """Le nombre de places ({capacity}) doit rester entre le minimum ({low}) et le maximum ({high})."""


class OutOfSense(Refused):
    """« {what} » : donnez un nombre entre {low} et {high}."""


class ParameterTwice(Refused):
    """Le paramètre « {name} » est ouvert deux fois. Gardez-en un."""


class ParameterUnknown(Refused):
    """Le paramètre « {name} » n’existe pas dans cette version : il ne peut pas être adapté."""


class BoundsOutOfSense(Refused):
    """« {name} » : donnez des bornes entre {low} et {high}, la plus petite d’abord."""


class BoundsWithoutTheValue(Refused):
    """« {name} » : les bornes, de {low} à {high}, doivent contenir la valeur de la version, {value}."""


class NoLongerInForce(Refused):
    """« {title} » n’est plus publiée. Choisissez la version en vigueur."""


def check_version(version: TemplateVersion, parts: Parts) -> None:
    """Refuse what could not be followed."""
    _check_sizes(version, parts)
    for asked in (version.grid, version.survey):
        if asked is not None and asked.state != asked.State.PUBLISHED:
            raise NoLongerInForce(title=asked.title)
    _check_levels(parts.levels)
    title = _twice(module.title.strip().casefold() for module in parts.modules)
    if title is not None:
        raise ModuleTwice(title=title)
    _check_rules(parts)
    _check_adaptable(version, parts)


def _check_sizes(version: TemplateVersion, parts: Parts) -> None:
    low, capacity, high = version.capacity_min, version.capacity, version.capacity_max
    if not low <= capacity <= high:
        raise CapacityOutOfBounds(low=low, capacity=capacity, high=high)
    for name, value in values_of(version, parts.levels).items():
        if name in SENSIBLE:
            _between(value, *SENSIBLE[name], what=label_of(name))
    _between(high, 1, 100, what="Places, au plus")
    _between(version.option_price_cents, 0, 100_000, what="Prix d’achat après le prêt, en centimes")
    for module in parts.modules:
        _between(module.minutes, 1, 3000, what=f"Minutes de « {module.title} »")


def _between(value: int, low: int, high: int, *, what: str) -> None:
    if not low <= value <= high:
        raise OutOfSense(what=what, low=low, high=high)


def _check_levels(levels: Sequence[LevelDraft]) -> None:
    if _twice(level.level for level in levels) is not None:
        raise LevelTwice
    if not levels:
        raise ScoresDoNotCoverTheScale(detail="décrivez au moins un niveau")
    covered = Counter(score for one in levels for score in range(one.score_from, one.score_to + 1))
    for score in SCALE:
        if not covered[score]:
            raise ScoresDoNotCoverTheScale(detail=f"le score {score} n’est dans aucun niveau")
        if covered[score] > 1:
            raise ScoresDoNotCoverTheScale(detail=f"le score {score} est dans deux niveaux")


def _check_rules(parts: Parts) -> None:
    taught = {level.level for level in parts.levels}
    for rule in parts.rules:
        wrong = _wrong(rule, taught)
        if wrong:
            raise RuleMakesNoSense(rule=condition(rule.kind, rule.number, rule.value), detail=wrong)
    twice = _twice(condition(rule.kind, None, rule.value) for rule in parts.rules)
    if twice is not None:
        raise RuleTwice(rule=twice)
    ages = {rule.kind: rule.number for rule in parts.rules}
    low, high = ages.get(EligibilityRule.Kind.AGE_MIN), ages.get(EligibilityRule.Kind.AGE_MAX)
    if low is not None and high is not None and low > high:
        raise AgesCross(low=low, high=high)


def _wrong(rule: RuleDraft, taught: set[str]) -> str:
    """What is wrong with a condition; empty when all is well."""
    if rule.kind in EligibilityRule.NUMBERED:
        if rule.value:
            return "elle n’attend qu’un nombre"
        return "" if rule.number and 1 <= rule.number <= 120 else "donnez un nombre, de 1 à 120"
    if rule.value not in _VALUES.get(rule.kind, set()):
        return "choisissez-la dans la liste"
    if rule.number is not None:
        return "elle n’attend pas de nombre"
    if rule.kind == EligibilityRule.Kind.LEVEL and rule.value not in taught:
        return "ce niveau n’est pas enseigné dans cette version"
    return ""


def _check_adaptable(version: TemplateVersion, parts: Parts) -> None:
    values = values_of(version, parts.levels)
    twice = _twice(one.name for one in parts.adaptable)
    if twice is not None:
        raise ParameterTwice(name=label_of(str(twice)))
    for one in parts.adaptable:
        label = label_of(one.name)
        if one.name not in SENSIBLE or one.name not in values:
            raise ParameterUnknown(name=label)
        low, high = SENSIBLE[one.name]
        if not low <= one.low <= one.high <= high:
            raise BoundsOutOfSense(name=label, low=low, high=high)
        if not one.low <= values[one.name] <= one.high:
            raise BoundsWithoutTheValue(name=label, low=one.low, high=one.high, value=values[one.name])


def values_of(version: TemplateVersion, levels: Iterable[LevelDraft | LevelRule]) -> dict[str, int]:
    """{AdaptableField.Name: the version's own value}; a level that is not taught has none."""
    return {
        "session_minutes": version.session_minutes,
        "loan_months": version.loan_months,
        **{f"{level.level}_hours": level.hours for level in levels},
    }


def label_of(name: str) -> str:
    """The French name of a parameter."""
    return str(AdaptableField.Name(name).label) if name in AdaptableField.Name.values else name


def _twice(names: Iterable[Hashable]) -> Hashable | None:
    """The first name that comes twice, if any."""
    return next((name for name, times in Counter(names).items() if times > 1), None)
