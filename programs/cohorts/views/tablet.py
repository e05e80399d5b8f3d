"""A positionnement while it is taken: one question a screen for the person, or all of them for the host."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kit.ui.forms import posted
from programs.catalogue.models import GridQuestion, TemplateVersion
from programs.catalogue.scoring import score_of
from programs.cohorts import assess_words, drafts, operations, queries
from programs.cohorts.drafts import Draft
from programs.cohorts.forms.assessments import UNKNOWN, AnswersForm, DecideForm
from programs.cohorts.models import Assessment
from programs.cohorts.views.assessments import say_decided, skills_chart, told
from tenants.network.access import needs
from tenants.network.vocabulary import Language, direction
from tenants.welcome.models import Beneficiary


@needs("cohorts.assess", of="beneficiary")
def question(request: Any, pk: Any, key: Any, number: int) -> HttpResponse:
    """For the person: one question, large buttons, no script. An answer leads to the next one."""
    draft = drafts.find(request.session, key, person=pk)
    if draft is None:
        return _not_here(request, pk, key)
    questions = _questions(draft)
    if not 1 <= number <= len(questions):
        raise Http404
    asked = questions[number - 1]
    if request.method == "POST" and _noted(request, draft, asked):
        return redirect(_after(draft, number, len(questions)))
    context = _spoken(request, draft) | _shown(draft, asked, number, len(questions))
    context["untouched"] = request.method == "POST"
    return render(request, "cohorts/question.html", context)


@needs("cohorts.assess", of="beneficiary")
def done(request: Any, pk: Any, key: Any) -> HttpResponse:
    """For the person: thanks, and the tablet goes back to the host."""
    draft = drafts.find(request.session, key, person=pk)
    if draft is None:
        return _not_here(request, pk, key)
    questions = _questions(draft)
    missing = _first_missing(draft, questions)
    if missing:
        return redirect("cohorts:question", pk, key, missing)
    context = _spoken(request, draft) | {"draft": draft, "total": len(questions)}
    return render(request, "cohorts/questions_done.html", context)


@needs("cohorts.assess", of="beneficiary")
def answers(request: Any, pk: Any, key: Any) -> HttpResponse:
    """For the host: all the questions on one page, to copy a paper grid or to correct an answer."""
    draft = drafts.find(request.session, key, person=pk)
    if draft is None:
        return _not_here(request, pk, key)
    person = get_object_or_404(Beneficiary, pk=pk)
    form = posted(AnswersForm, request, questions=_questions(draft), answers=draft.answers)
    if request.method == "POST":
        whole = form.is_valid()
        draft.answers |= form.answers()
        drafts.keep(request.session, draft)
        if whole:
            return redirect("cohorts:result", pk, key)
    return render(request, "cohorts/answers.html", {"form": form, "person": person, "draft": draft})


@needs("cohorts.assess", of="beneficiary")
def result(request: Any, pk: Any, key: Any) -> HttpResponse:
    """For the host: the score, the level that it suggests, and the one that a person decides."""
    draft = drafts.find(request.session, key, person=pk)
    if draft is None:
        return _not_here(request, pk, key)
    questions = _questions(draft)
    missing = _first_missing(draft, questions)
    if missing:
        messages.info(request, f"Il manque la réponse à la question {missing}.")
        return redirect("cohorts:question", pk, key, missing)
    scored = score_of(questions, draft.answers)
    version = TemplateVersion.objects.prefetch_related("levels").get(pk=draft.version)
    suggested = version.level_for(scored.score)
    levels = list(version.levels.all())
    form = posted(DecideForm, request, levels=levels, suggested=suggested.level if suggested else "")
    if request.method == "POST" and form.is_valid():
        made = _record(request, draft, form.cleaned_data)
        drafts.forget(request.session, draft)
        return say_decided(request, made)
    context = {
        "form": form,
        "person": get_object_or_404(Beneficiary, pk=pk),
        "draft": draft,
        "version": version,
        "levels": levels,
        "score": scored.score,
        "suggested": suggested,
        "chart": skills_chart(scored.skills),
        "unknown": sum(rank is None for rank in draft.answers.values()),
        "total": len(questions),
    }
    return render(request, "cohorts/result.html", context)


def _record(request: Any, draft: Draft, decided: dict[str, Any]) -> Assessment:
    given = decided | {
        "answers": draft.answers,
        "key": UUID(draft.key),
        "by": request.user,
        "now": request.now,
    }
    if draft.enrolment:
        enrolment = get_object_or_404(queries.who_came(), pk=draft.enrolment)
        return operations.assess_at_end(enrolment, **given)
    person = get_object_or_404(Beneficiary, pk=draft.person)
    version = TemplateVersion.objects.select_related("grid").get(pk=draft.version)
    return operations.assess(person, version=version, **given)


def _questions(draft: Draft) -> list[GridQuestion]:
    return list(GridQuestion.objects.filter(grid=draft.grid).order_by("position"))


def _first_missing(draft: Draft, questions: Sequence[GridQuestion]) -> int | None:
    """The number of the first question without an answer."""
    numbered = enumerate(questions, start=1)
    return next((number for number, one in numbered if one.code not in draft.answers), None)


def _noted(request: Any, draft: Draft, asked: GridQuestion) -> bool:
    """Keep the touched answer; False when none was, or one that does not exist."""
    said = request.POST.get("answer", "")
    ranks: dict[str, int | None] = {str(rank): rank for rank in range(len(asked.points))} | {UNKNOWN: None}
    if said not in ranks:
        return False
    draft.answers[asked.code] = ranks[said]
    drafts.keep(request.session, draft)
    return True


def _after(draft: Draft, number: int, total: int) -> str:
    if number < total:
        return reverse("cohorts:question", args=[draft.person, draft.key, number + 1])
    return reverse("cohorts:done", args=[draft.person, draft.key])


def _spoken(request: Any, draft: Draft) -> dict[str, Any]:
    """The words of the tablet; `?langue=` changes the language for the rest of the questions."""
    asked = request.GET.get("langue", "")
    if asked in assess_words.WORDS and asked != draft.language:
        draft.language = asked
        drafts.keep(request.session, draft)
    language = assess_words.known(draft.language)
    return {
        "lang": language,
        "dir": direction(language),
        "words": assess_words.WORDS[language],
        "switch": assess_words.others(language),
    }


def _shown(draft: Draft, asked: GridQuestion, number: int, total: int) -> dict[str, Any]:
    language = assess_words.known(draft.language)
    line, answered = told(asked, language), asked.code in draft.answers
    rank = draft.answers.get(asked.code)
    in_french = told(asked, Language.FRENCH)["choices"]
    return {
        "line": line,
        "choices": [
            # Who watches a task reads French: it stands under the words of the person.
            {"rank": n, "text": text, "chosen": answered and rank == n, "french": in_french[n]}
            for n, text in enumerate(line["choices"])
        ],
        "unknown": {"value": UNKNOWN, "chosen": answered and rank is None},
        "number": number,
        "total": total,
        "place": assess_words.WORDS[language].place.format(number=number, total=total),
        "back": reverse("cohorts:question", args=[draft.person, draft.key, number - 1]) if number > 1 else "",
        "onward": _after(draft, number, total) if answered else "",
        "stop": _home(draft),
    }


def _home(draft: Draft) -> str:
    if draft.enrolment:
        return reverse("cohorts:assess_at_end", args=[draft.enrolment])
    return reverse("cohorts:assess", args=[draft.person])


def _not_here(request: Any, pk: Any, key: Any) -> HttpResponse:
    """A stale page: it was recorded meanwhile, or another session holds it."""
    person = get_object_or_404(Beneficiary, pk=pk)
    if Assessment.objects.filter(pk=key, beneficiary=person).exists():
        return redirect("cohorts:assessment", key)
    messages.info(request, "Ce positionnement n’est plus ouvert sur cet appareil. Recommencez-le.")
    return redirect("cohorts:assess", person.pk)
