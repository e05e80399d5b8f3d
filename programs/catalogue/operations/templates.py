"""Programmes: each is a template that antennes follow one version of."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from programs.catalogue.models import Partner, ProgrammeTemplate

# The last word of an address of the catalogue: a programme of that code would hide the page.
_PAGES = frozenset({"nouveau", "partenaires", "grilles", "enquete", "questions"})


class CodeTaken(Refused):
    """Un programme porte déjà le code « {code} »."""


class CodeOfAPage(Refused):
    """Le code « {code} » est l’adresse d’une page. Choisissez-en un autre."""


class TemplateRetired(Refused):
    """Ce programme est retiré : il n’a plus de nouvelle version."""


class DraftLeft(Refused):
    """Une version de ce programme est en cours de rédaction : publiez-la ou abandonnez-la d’abord."""


@transaction.atomic
def draft_template(
    *, code: str, name: str, theme: str, partner: Partner | None, by: Any, now: datetime
) -> ProgrammeTemplate:
    """A programme without any version yet."""
    if code in _PAGES:
        raise CodeOfAPage(code=code)
    if ProgrammeTemplate.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    template = ProgrammeTemplate(code=code, name=name, theme=theme, partner=partner)
    template.full_clean(exclude=["partner"])
    template.save()
    record("catalogue.template_drafted", on=template, by=by, at=now)
    return template


@transaction.atomic
def retire_template(template: ProgrammeTemplate, *, by: Any, now: datetime) -> ProgrammeTemplate:
    """Offer the programme to no other antenne. Those that follow it end what they have planned."""
    template = locked(template.pk)
    if template.versions.filter(state="draft").exists():
        raise DraftLeft
    template.retired_at = now
    template.save(update_fields=["retired_at"])
    record("catalogue.template_retired", on=template, by=by, at=now)
    return template


def locked(template_pk: Any) -> ProgrammeTemplate:
    """The template, held until the end of the transaction, as long as it is not retired."""
    template = ProgrammeTemplate.objects.select_for_update().get(pk=template_pk)
    if template.retired_at is not None:
        raise TemplateRetired
    return template
