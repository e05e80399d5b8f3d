"""Carrying out what was asked, step by step. Any line may be the last: a repeat goes on from the steps."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from hub import opening
from hub.builder import exports
from kit.antennes import NATIONAL, NOWHERE, at
from kit.refusals import Refused
from tenants.network.models import Work
from tenants.network.operations import works

_LOG = logging.getLogger("maillon.builder")
STEPS: dict[str, dict[str, str]] = {
    Work.Kind.OPEN: {
        "space": "Espace créé",
        "rights": "Droits donnés",
        "reference": "Données de référence",
        "manager": "Responsable invité(e)",
        "open": "Ouverte",
    },
    Work.Kind.EXPORT: {"read": "Tables lues", "written": "Fichier écrit", "checked": "Fichier vérifié"},
    Work.Kind.PURGE: {"export": "Export vérifié", "dropped": "Données effacées"},
}


class StoppedUnexpectedly(Refused):
    """Un imprévu l’a arrêté ({error}). Reprenez ; si cela recommence, prévenez l’exploitation."""


def carry_out(work_id: str) -> None:
    """Do it, and say how it ended; what is unexpected is said on the page, then rises."""
    if not settings.MAILLON_OWNER:
        raise ImproperlyConfigured("only `manage.py builder` carries out the works of antennes")
    with at(NATIONAL):
        work = Work.objects.select_related("antenne", "invitation", "asked_by").get(pk=work_id)
    if not work.waits:
        return
    try:
        with at(NOWHERE):
            result = _DO[Work.Kind(work.kind)](work, _step_of(work))
        with at(NATIONAL):
            works.finish_work(work, now=timezone.now(), **(result or {}))
    except Refused as refused:
        _stopped(work, refused)
    except Exception as error:
        _stopped(work, StoppedUnexpectedly(error=type(error).__name__))
        raise
    _LOG.info("builder.done", extra={"kind": work.kind, "antenne": work.antenne.code})


def _stopped(work: Work, why: Refused) -> None:
    _LOG.warning("builder.stopped", extra={"kind": work.kind, "antenne": work.antenne.code})
    with at(NATIONAL):
        works.fail_work(work, sentence=why.sentence, now=timezone.now())


def _step_of(work: Work) -> Callable[[str], None]:
    def step(name: str) -> None:
        with at(NATIONAL):
            works.note_step(work, name, now=timezone.now())

    return step


def _open(work: Work, step: Callable[[str], None]) -> None:
    opening.build_and_open(
        work.antenne, invitation=work.invitation, step=step, by=work.asked_by, now=timezone.now()
    )


def _export(work: Work, step: Callable[[str], None]) -> dict[str, Any]:
    made = exports.write(work.antenne, number=str(work.pk), step=step, now=timezone.now())
    return {"file_name": made.file_name, "digest": made.digest, "size": made.size}


def _purge(work: Work, step: Callable[[str], None]) -> None:
    opening.purge(work.antenne, step=step, now=timezone.now())


_DO: dict[Work.Kind, Callable[..., dict[str, Any] | None]] = {
    Work.Kind.OPEN: _open,
    Work.Kind.EXPORT: _export,
    Work.Kind.PURGE: _purge,
}
