"""Writing a version of a programme, and publishing it: one person writes, another publishes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from kit.journal import record
from kit.refusals import Refused
from kit.states import NotThatWay, move
from programs.catalogue.models import (
    AdaptableField,
    EligibilityRule,
    LevelRule,
    Module,
    ProgrammeTemplate,
    TemplateVersion,
)
from programs.catalogue.operations.checks import check_version
from programs.catalogue.operations.templates import locked
from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, Parts, RuleDraft, parts_of


class NeedsASecondPerson(Refused):
    """Une autre personne que celle qui a rédigé cette version doit la publier."""


class DraftAlreadyOpen(Refused):
    """Une version de ce programme est déjà en cours de rédaction : publiez-la ou modifiez-la."""


class ChangedMeanwhile(Refused):
    """Cette version a changé depuis que vous l’avez ouverte. Rouvrez-la et relisez-la avant de continuer."""


@transaction.atomic
def draft_version(
    template: ProgrammeTemplate,
    *,
    title: str,
    levels: Sequence[LevelDraft],
    modules: Sequence[ModuleDraft] = (),
    rules: Sequence[RuleDraft] = (),
    adaptable: Sequence[AdaptableDraft] = (),
    by: Any,
    now: datetime,
    **fields: Any,
) -> TemplateVersion:
    """The next version, as a draft; `fields` are the other fields of TemplateVersion."""
    template = locked(template.pk)
    if template.versions.filter(state=TemplateVersion.State.DRAFT).exists():
        raise DraftAlreadyOpen
    last = template.versions.order_by("-number").first()
    number = (last.number if last else 0) + 1
    version = TemplateVersion(template=template, number=number, drafted_by=by, drafted_at=now)
    _write(version, Parts(levels, modules, rules, adaptable), title=title, **fields)
    record("catalogue.version_drafted", on=version, by=by, at=now)
    return version


@transaction.atomic
def rewrite_draft(
    version: TemplateVersion,
    *,
    title: str,
    levels: Sequence[LevelDraft],
    modules: Sequence[ModuleDraft] = (),
    rules: Sequence[RuleDraft] = (),
    adaptable: Sequence[AdaptableDraft] = (),
    seen: datetime | None = None,
    by: Any,
    now: datetime,
    **fields: Any,
) -> TemplateVersion:
    """Write a draft anew. Whoever wrote last is its author: somebody else publishes.

    `seen` is the `drafted_at` of the text that was read; another one means that somebody wrote since.
    """
    version = _draft(version, seen)
    version.drafted_by, version.drafted_at = by, now
    _write(version, Parts(levels, modules, rules, adaptable), title=title, **fields)
    record("catalogue.version_rewritten", on=version, by=by, at=now)
    return version


@transaction.atomic
def discard_draft(version: TemplateVersion, *, by: Any, now: datetime) -> None:
    """Throw a draft away; its number will serve again."""
    version = _draft(version, None)
    record("catalogue.draft_discarded", on=version, by=by, at=now, number=version.number)
    version.delete()


@transaction.atomic
def publish(
    version: TemplateVersion, *, seen: datetime | None = None, by: Any, now: datetime
) -> TemplateVersion:
    """Make a draft the version that antennes may adopt; the one before is superseded.

    What already follows the version before keeps it: cohorts pin their version. `seen` as in
    rewrite_draft: nobody publishes a text that was not read.
    """
    version = _draft(version, seen)
    if version.drafted_by_id == by.pk:
        raise NeedsASecondPerson
    check_version(version, parts_of(version))
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


@transaction.atomic
def retire_version(version: TemplateVersion, *, by: Any, now: datetime) -> TemplateVersion:
    """Offer a published version to nobody any more. Who follows it keeps it."""
    version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
    move(version, to=TemplateVersion.State.RETIRED, by=by, now=now, verb="catalogue.version_retired")
    return version


def _draft(version: TemplateVersion, seen: datetime | None) -> TemplateVersion:
    """The draft, locked with its template: one writer or publisher at a time."""
    locked(version.template_id)
    found = TemplateVersion.objects.select_for_update().filter(pk=version.pk).first()
    if found is None:
        raise ChangedMeanwhile
    if found.state != TemplateVersion.State.DRAFT:
        raise NotThatWay(state=found.get_state_display().lower())
    if seen is not None and seen != found.drafted_at:
        raise ChangedMeanwhile
    return found


def _write(version: TemplateVersion, parts: Parts, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(version, name, value)
    known = {"template", "drafted_by", "published_by"}
    version.clean_fields(exclude=known)
    check_version(version, parts)
    version.validate_constraints(exclude=known)
    version.save()
    _write_parts(version, parts)


def _write_parts(version: TemplateVersion, parts: Parts) -> None:
    """Put these parts, already checked, in the place of whatever the draft had."""
    _replace(version, [LevelRule(version=version, **vars(one)) for one in parts.levels], LevelRule)
    modules = enumerate(parts.modules, start=1)
    _replace(version, [Module(version=version, position=n, **vars(one)) for n, one in modules], Module)
    rules = enumerate(parts.rules, start=1)
    conditions = [EligibilityRule(version=version, position=n, **vars(one)) for n, one in rules]
    _replace(version, conditions, EligibilityRule)
    _replace(
        version, [AdaptableField(version=version, **vars(one)) for one in parts.adaptable], AdaptableField
    )


def _replace(version: TemplateVersion, rows: Sequence[models.Model], model: type[models.Model]) -> None:
    for row in rows:
        row.full_clean(exclude=["version"], validate_unique=False)
    model._default_manager.filter(version=version).delete()
    model._default_manager.bulk_create(rows)
