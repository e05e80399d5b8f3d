"""Questions about programmes, their versions and their partners."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from programs.catalogue.models import (
    AdaptableField,
    AssessmentGrid,
    EligibilityRule,
    LevelRule,
    Module,
    Partner,
    PartnerName,
    ProgrammeTemplate,
    Survey,
    TemplateVersion,
)
from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, RuleDraft

PARTS = ("levels", "modules", "eligibility_rules", "adaptable_fields")
# The fields of a version that are written; the rest is its life.
WRITTEN = (
    "title", "summary", "capacity", "capacity_min", "capacity_max", "completion_percent", "lend_in_class",
    "loan_months", "option_price_cents", "session_minutes", "grid", "survey",
)  # fmt: skip
_RETIRED_LAST = F("retired_at").asc(nulls_first=True)


def partner_name(day: date, *, of: str) -> Subquery:
    """The name that the partner of a row bore that day."""
    names = PartnerName.objects.filter(partner=OuterRef(of), during__contains=day)
    return Subquery(names.values("name")[:1])


def templates(today: date) -> QuerySet[ProgrammeTemplate]:
    """The living ones first, each with `partner_words` and its versions, the last one first."""
    found = ProgrammeTemplate.objects.annotate(partner_words=partner_name(today, of="partner"))
    return found.prefetch_related("versions").order_by(_RETIRED_LAST, "name", "id")


def versions(code: str, *, today: date | None = None) -> list[TemplateVersion]:
    """The versions of a template, the last one first, with all that is said of them."""
    found = TemplateVersion.objects.filter(template__code=code).order_by("-number")
    if today is not None:
        found = found.annotate(partner_words=partner_name(today, of="template__partner"))
    return list(whole(found).select_related("template", "drafted_by", "published_by", "grid", "survey"))


def whole(found: QuerySet[TemplateVersion]) -> QuerySet[TemplateVersion]:
    """With the grid, the survey and the parts: what a difference and a preview read."""
    return found.select_related("grid", "survey").prefetch_related(*PARTS)


def current(versions: Iterable[TemplateVersion]) -> TemplateVersion | None:
    """The published version, else the last one; of the versions already read."""
    return published_among(versions) or next(iter(versions), None)


def published_among(versions: Iterable[TemplateVersion]) -> TemplateVersion | None:
    return next((v for v in versions if v.state == TemplateVersion.State.PUBLISHED), None)


def draft_among(versions: Iterable[TemplateVersion]) -> TemplateVersion | None:
    return next((v for v in versions if v.state == TemplateVersion.State.DRAFT), None)


def as_texts() -> QuerySet[TemplateVersion]:
    """Versions with their parts in one reading, for `text_of`."""
    return TemplateVersion.objects.select_related("template", "grid", "survey").annotate(
        levels_read=_rows(LevelRule, "score_from", "level", "hours", "score_from", "score_to"),
        modules_read=_rows(Module, "position", "title", "minutes", "skills"),
        rules_read=_rows(EligibilityRule, "position", "kind", "number", "value", "effect", "proof"),
        adaptable_read=_rows(AdaptableField, "name", "name", "low", "high"),
    )


def _rows(model: type[Model], order: str, *fields: str) -> ArraySubquery:
    rows = model._default_manager.filter(version=OuterRef("pk")).order_by(order)
    return ArraySubquery(rows.values(row=JSONObject(**{field: field for field in fields})))


def last_text(template: ProgrammeTemplate) -> Any:
    return as_texts().filter(template=template).order_by("-number").first()


def text_of(version: Any) -> dict[str, Any]:
    """A version of `as_texts` as the arguments of draft_version."""
    return {name: getattr(version, name) for name in WRITTEN} | {
        "levels": [LevelDraft(**row) for row in version.levels_read],
        "modules": [ModuleDraft(**row) for row in version.modules_read],
        "rules": [RuleDraft(**row) for row in version.rules_read],
        "adaptable": [AdaptableDraft(**row) for row in version.adaptable_read],
    }


def next_text(version: Any) -> dict[str, Any]:
    """What the next version starts from: the last one, with the grid and the survey now in force."""
    text = text_of(version)
    return text | {"grid": _in_force_now(text["grid"]), "survey": _in_force_now(text["survey"])}


def _in_force_now(asked: Any) -> Any:
    if asked is None or asked.state == asked.State.PUBLISHED:
        return asked
    return type(asked).objects.filter(code=asked.code, state=asked.State.PUBLISHED).first()


def only_published(kind: type[AssessmentGrid] | type[Survey]) -> Any:
    """The grid or the survey to propose, when the office has published exactly one."""
    published = list(kind._default_manager.filter(state="published")[:2])
    return published[0] if len(published) == 1 else None


def published_grids() -> QuerySet[AssessmentGrid]:
    return AssessmentGrid.objects.filter(state=AssessmentGrid.State.PUBLISHED).order_by("title", "id")


def published_surveys() -> QuerySet[Survey]:
    return Survey.objects.filter(state=Survey.State.PUBLISHED).order_by("title", "id")


def partners() -> QuerySet[Partner]:
    """The living ones first, with their names and their programmes."""
    found = Partner.objects.prefetch_related("names", "templates")
    return found.order_by(_RETIRED_LAST, "code")


def named_partners(today: date) -> QuerySet[Partner]:
    """Those that a programme may be written with, each with the `words` of its name today."""
    living = Partner.objects.filter(retired_at__isnull=True)
    return living.annotate(words=partner_name(today, of="pk")).order_by("words", "code")
