"""What a version is made of: levels, modules, conditions, and what an antenne may adapt, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.catalogue.models import EligibilityRule, TemplateVersion


@dataclass(frozen=True)
class LevelDraft:
    """A level, its hours, and the scores (both included) that suggest it."""

    level: str
    hours: int
    score_from: int
    score_to: int


@dataclass(frozen=True)
class ModuleDraft:
    title: str
    minutes: int
    skills: str = ""


@dataclass(frozen=True)
class RuleDraft:
    """A condition of EligibilityRule.Kind, with its number or its value, and its proof."""

    kind: str
    number: int | None = None
    value: str = ""
    effect: str = EligibilityRule.Effect.BLOCKING
    proof: str = ""


@dataclass(frozen=True)
class AdaptableDraft:
    """A parameter of AdaptableField.Name, and the bounds (both included) that an antenne stays within."""

    name: str
    low: int
    high: int


@dataclass(frozen=True)
class Parts:
    """All of them together: what is read of a version and what is written are one thing."""

    levels: Sequence[LevelDraft]
    modules: Sequence[ModuleDraft] = ()
    rules: Sequence[RuleDraft] = ()
    adaptable: Sequence[AdaptableDraft] = ()


def parts_of(version: TemplateVersion) -> Parts:
    return Parts(
        [LevelDraft(one.level, one.hours, one.score_from, one.score_to) for one in version.levels.all()],
        [ModuleDraft(one.title, one.minutes, one.skills) for one in version.modules.all()],
        [
            RuleDraft(one.kind, one.number, one.value, one.effect, one.proof)
            for one in version.eligibility_rules.all()
        ],
        [AdaptableDraft(one.name, one.low, one.high) for one in version.adaptable_fields.all()],
    )
