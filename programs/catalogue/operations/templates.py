"""Writing and publishing the versions of a programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from kit.states import move
from programs.catalogue.models import LevelRule, Module, Partner, ProgrammeTemplate, TemplateVersion

SCALE = range(101)


class CodeTaken(Refused):
    """Un programme porte déjà le code « {code} »."""


class NeedsASecondPerson(Refused):
    """Une autre personne que celle qui a rédigé cette version doit la publier."""


class ScoresDoNotCoverTheScale(Refused):
    """Les niveaux doivent couvrir chaque score de 0 à 100, une seule fois. Corrigez leurs bornes."""


class LevelTwice(Refused):
    """Un même niveau est écrit deux fois. Gardez-en un."""


class DraftAlreadyOpen(Refused):
    """Une version de ce programme est déjà en cours de rédaction : publiez-la d’abord."""


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


@transaction.atomic
def draft_template(
    *, code: str, name: str, theme: str, partner: Partner | None, by: Any, now: datetime
) -> ProgrammeTemplate:
    """A programme without any version yet."""
    if ProgrammeTemplate.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    template = ProgrammeTemplate.objects.create(code=code, name=name, theme=theme, partner=partner)
    record("catalogue.template_drafted", on=template, by=by, at=now)
    return template


@transaction.atomic
def draft_version(
    template: ProgrammeTemplate,
    *,
    title: str,
    levels: Sequence[LevelDraft],
    modules: Sequence[ModuleDraft] = (),
    by: Any,
    now: datetime,
    **fields: Any,
) -> TemplateVersion:
    """The next version, as a draft; `fields` are the other fields of TemplateVersion."""
    template = ProgrammeTemplate.objects.select_for_update().get(pk=template.pk)
    if template.versions.filter(state=TemplateVersion.State.DRAFT).exists():
        raise DraftAlreadyOpen
    last = template.versions.order_by("-number").first()
    version = TemplateVersion(
        template=template,
        number=(last.number if last else 0) + 1,
        title=title,
        drafted_by=by,
        drafted_at=now,
        **fields,
    )
    version.full_clean(exclude=["template"])
    version.save()
    _write_levels(version, levels)
    Module.objects.bulk_create(
        Module(version=version, position=position, **vars(module))
        for position, module in enumerate(modules, start=1)
    )
    record("catalogue.version_drafted", on=version, by=by, at=now)
    return version


@transaction.atomic
def publish(version: TemplateVersion, *, by: Any, now: datetime) -> TemplateVersion:
    """Make a draft the version that antennes may adopt; the one before is superseded.

    What already follows the version before keeps it: cohorts pin their version.
    """
    ProgrammeTemplate.objects.select_for_update().get(pk=version.template_id)
    version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    if version.drafted_by_id == by.pk:
        raise NeedsASecondPerson
    _check_scores(list(version.levels.all()))
    before = TemplateVersion.objects.published().filter(template=version.template_id).first()
    if before is not None:
        move(before, to=TemplateVersion.State.SUPERSEDED, by=by, now=now, verb="catalogue.version_superseded")
    move(
        version,
        to=TemplateVersion.State.PUBLISHED,
        by=by,
        now=now,
        verb="catalogue.version_published",
        published_by=by,
    )
    return version


def _write_levels(version: TemplateVersion, levels: Sequence[LevelDraft]) -> None:
    if len({level.level for level in levels}) < len(levels):
        raise LevelTwice
    rules = [LevelRule(version=version, **vars(level)) for level in levels]
    for rule in rules:
        rule.full_clean(exclude=["version"])
    LevelRule.objects.bulk_create(rules)


def _check_scores(levels: list[LevelRule]) -> None:
    covered = [score for level in levels for score in range(level.score_from, level.score_to + 1)]
    if sorted(covered) != list(SCALE):
        raise ScoresDoNotCoverTheScale
