"""The target beside a figure, when the question is one that a target answers."""

from hub.reports.questions import Question, Reading
from hub.rollup.targets import CARRIES, beside, targets_for, year_of


def aims(codes: list[str], question: Question, reading: Reading) -> dict[str, str]:
    """{measure: its target in words}; nothing for a level or a theme, which carry none. One statement."""
    codes = [code for code in codes if code in CARRIES]
    year = year_of(question.period.start, question.period.end)
    chosen = {name for name, _ in question.narrowed}
    templates = question.templates
    if year is None or not codes or chosen & {"niveau", "theme", "partenaire"}:
        return {}
    only = question.antennes[0] if len(question.antennes) == 1 else None
    found = targets_for(
        year,
        antenne=only,
        template=templates[0] if templates else None,
        antennes=question.antennes if "territoire" in chosen and only is None else None,
    )
    return {code: beside(code, reading.total[code].value, found[code]) for code in codes if code in found}
