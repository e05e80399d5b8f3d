"""Whether a person may enter a cohort: a right, a level, and the rules of its version."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kit.calendar import add_months
from kit.formats import day as day_in_words
from kit.refusals import Refused
from programs.catalogue.models import EligibilityRule, Level
from programs.cohorts.models import Assessment, Cohort, Enrolment
from tenants.welcome.models import Beneficiary, Entitlement, Situation

Kind = EligibilityRule.Kind
_FOLLOWED = (Enrolment.State.COMPLETED, Enrolment.State.PARTIAL)


class NoEntitlement(Refused):
    """Cette personne n’a pas de droit d’accès aujourd’hui : acceptez d’abord une orientation."""


class NotAssessed(Refused):
    """Le niveau de cette personne n’est pas encore décidé pour ce programme."""


class NotEligible(Refused):
    """Cette personne ne remplit pas une condition de ce programme. {why}"""


class ToCheck(Refused):
    """À vérifier avec la personne avant de continuer. {why}"""


@dataclass(frozen=True)
class Finding:
    """What one condition says of a person. One that is neither ok nor blocking is to be checked."""

    rule: str
    ok: bool
    blocking: bool
    sentence: str
    proof: str = ""


@dataclass(frozen=True)
class _Known:
    """What the rules read of a person, once."""

    person: Beneficiary
    entitled: bool
    assessment: Assessment | None
    followed_until: date | None
    today: date


def eligibility_of(person: Beneficiary, cohort: Cohort, *, today: date) -> list[Finding]:
    """What every condition of this cohort says of the person, all their files included."""
    known = _known(person, cohort, today)
    rules = list(EligibilityRule.objects.filter(version=cohort.version_id).order_by("position"))
    findings = [_right(known), _level(known)]
    findings += [_RULES[rule.kind](rule, known) for rule in rules if rule.kind != Kind.LEVEL]
    among = [rule for rule in rules if rule.kind == Kind.LEVEL]
    if among and known.assessment is not None:
        findings.append(_among(among, known.assessment))
    return findings


def check_eligible(person: Beneficiary, cohort: Cohort, *, today: date, seen: bool) -> list[str]:
    """The codes of the warnings that were seen; raises the refusal of the first condition that fails.

    Warnings that nobody has seen (`seen` is False) are refused as "to check".
    """
    findings = eligibility_of(person, cohort, today=today)
    for finding in findings:
        if finding.blocking and not finding.ok:
            raise _REFUSALS.get(finding.rule, NotEligible)(why=finding.sentence)
    warnings = to_check(findings)
    if warnings and not seen:
        raise ToCheck(why=" ".join(finding.sentence for finding in warnings))
    return [finding.rule for finding in warnings]


def to_check(findings: Iterable[Finding]) -> list[Finding]:
    """The warnings among them."""
    return [finding for finding in findings if not finding.ok and not finding.blocking]


def may_enter(findings: Iterable[Finding]) -> bool:
    """Whether nothing among them blocks."""
    return all(finding.ok or not finding.blocking for finding in findings)


def last_assessment(person: Beneficiary, cohort: Cohort) -> Assessment | None:
    """The last level decided for this programme, in any file of the person."""
    of_programme = Assessment.objects.filter(
        beneficiary__in=person.same_person,
        version__template_id=cohort.version.template_id,
        moment=Assessment.Moment.ENTRY,
    )
    return of_programme.order_by("-assessed_at", "-id").first()


def _known(person: Beneficiary, cohort: Cohort, today: date) -> _Known:
    rights = Entitlement.objects.open_on(today).filter(beneficiary__in=person.same_person)
    before = Enrolment.objects.filter(
        beneficiary__in=person.same_person,
        state__in=_FOLLOWED,
        cohort__version__template_id=cohort.version.template_id,
    ).order_by(Coalesce("completed_at", "partial_at").desc())
    followed = before.values(end=Coalesce("completed_at", "partial_at"))[:1]
    entitled, end = (
        Beneficiary.objects.filter(pk=person.pk).values_list(Exists(rights), Subquery(followed)).get()
    )
    return _Known(
        person=person,
        entitled=entitled,
        assessment=last_assessment(person, cohort),
        followed_until=timezone.localdate(end) if end else None,
        today=today,
    )


def _right(known: _Known) -> Finding:
    sentence = "Droit d’accès ouvert aujourd’hui." if known.entitled else str(NoEntitlement())
    return Finding("entitlement", known.entitled, True, sentence)


def _level(known: _Known) -> Finding:
    if known.assessment is None:
        return Finding("assessment", False, True, str(NotAssessed()))
    level = known.assessment.get_decided_level_display().lower()
    return Finding("assessment", True, True, f"Niveau décidé : {level}.")


def _age(rule: EligibilityRule, known: _Known) -> Finding:
    """Only the year of birth is known: the birthday may be still to come this year."""
    least = rule.kind == Kind.AGE_MIN
    asked = f"Il faut avoir {'au moins' if least else 'au plus'} {rule.number} ans"
    if known.person.birth_year is None:
        return _unsure(rule, f"{asked} : l’année de naissance n’est pas notée.")
    oldest = known.today.year - known.person.birth_year
    ages = (oldest - 1, oldest)
    number = rule.number or 0
    fit = [age >= number if least else age <= number for age in ages]
    if all(fit):
        return Finding(rule.kind, True, _blocks(rule), f"{asked} : {ages[0]} ou {ages[1]} ans.", rule.proof)
    if any(fit):
        return _unsure(rule, f"{asked} : {ages[0]} ou {ages[1]} ans selon le jour de naissance.")
    return Finding(rule.kind, False, _blocks(rule), f"{asked} : {ages[0]} ou {ages[1]} ans.", rule.proof)


def _situation(rule: EligibilityRule, known: _Known) -> Finding:
    ok = rule.value in known.person.situations
    label = dict(Situation.choices).get(rule.value, rule.value)
    sentence = f"Situation demandée : {label.lower()}{'' if ok else ' ; elle n’est pas notée sur la fiche'}."
    return Finding(rule.kind, ok, _blocks(rule), sentence, rule.proof)


def _not_followed(rule: EligibilityRule, known: _Known) -> Finding:
    asked = f"Ne pas avoir suivi ce programme depuis {rule.number} mois"
    if known.followed_until is None:
        return Finding(rule.kind, True, _blocks(rule), f"{asked} : jamais suivi ici.", rule.proof)
    ok = add_months(known.followed_until, rule.number or 0) <= known.today
    sentence = f"{asked} : suivi jusqu’au {day_in_words(known.followed_until)}."
    return Finding(rule.kind, ok, _blocks(rule), sentence, rule.proof)


def _among(rules: list[EligibilityRule], assessment: Assessment) -> Finding:
    """A person has one level: several such rules name the levels among which it must be."""
    allowed = [rule.value for rule in rules]
    words = " ou ".join(Level(value).label.lower() for value in allowed if value in Level.values)
    ok = assessment.decided_level in allowed
    decided = assessment.get_decided_level_display().lower()
    sentence = f"Niveau demandé : {words} ; niveau décidé : {decided}."
    return Finding(Kind.LEVEL, ok, any(map(_blocks, rules)), sentence, rules[0].proof)


def _unsure(rule: EligibilityRule, sentence: str) -> Finding:
    return Finding(rule.kind, False, False, sentence, rule.proof)


def _blocks(rule: EligibilityRule) -> bool:
    return rule.effect == EligibilityRule.Effect.BLOCKING


_RULES: dict[str, Callable[[Any, _Known], Finding]] = {
    Kind.AGE_MIN: _age,
    Kind.AGE_MAX: _age,
    Kind.SITUATION: _situation,
    Kind.NOT_FOLLOWED_FOR: _not_followed,
}
_REFUSALS: dict[str, type[Refused]] = {"entitlement": NoEntitlement, "assessment": NotAssessed}
