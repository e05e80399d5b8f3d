"""Charts: what a drawing says in words and in numbers, and its edges: nothing, zero, gaps, many months."""

import re
from typing import Any

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

from kit import formats
from kit.formats import NBSP
from kit.ui.charts import Reference, Series, bars, funnel, lines, multiples

STEPS = ["Orientations", "Acceptées", "Inscrites", "Terminées"]
YEAR = list(formats.SHORT_MONTHS)
THREE_YEARS = [f"{YEAR[n % 12]} {2020 + n // 12}" for n in range(36)]


def page(tag: str, chart: Any) -> str:
    """A component as a page shows it."""
    source = CottonCompiler().process(f'<c-chart-{tag} :chart="chart" title="Titre" />')
    return str(engines["django"].from_string(source).render({"chart": chart}))


def test_a_step_says_its_share_of_the_first_and_of_the_one_before():
    chart = funnel(STEPS, [488, 421, 312, 63], whole="des orientations", note="De janvier à juin.")
    assert [step.text for step in chart.steps] == ["488", "421", "312", "63"]
    assert [step.shares.replace(NBSP, " ") for step in chart.steps] == [
        "",
        "86 % des orientations",
        "64 % des orientations · 74 % de l’étape d’avant",
        "13 % des orientations · 20 % de l’étape d’avant",
    ]
    assert chart.steps[0].reach == "100%"
    assert chart.table.rows[2] == ["Inscrites", "312", f"64{NBSP}%", f"74{NBSP}%"]
    assert "De janvier à juin." in page("funnel", chart)


def test_the_greatest_loss_is_marked_once_with_a_word():
    chart = funnel(STEPS, [100, 60, 20, 19])  # 40 lost twice: the first time is marked
    assert [step.loss.replace(NBSP, " ") for step in chart.steps] == ["", "plus grande perte : −40", "", ""]
    assert chart.steps[1].lost == "100%"
    assert "Acceptées 60 (plus grande perte" in chart.summary
    assert page("funnel", chart).count("plus grande perte") == 1
    assert not any(step.loss for step in funnel(STEPS, [9, 9, 9, 9]).steps)


def test_a_step_of_nobody_and_one_not_known_yet_break_nothing():
    chart = funnel(STEPS, [12, 0, None, 0])
    assert [step.text for step in chart.steps] == ["12", "0", "—", "0"]
    assert [step.shares.replace(NBSP, " ") for step in chart.steps[1:]] == [
        "0 % de la première étape",
        "",
        "0 % de la première étape",
    ]
    assert [step.reach for step in chart.steps] == ["100%", "0%", "0%", "0%"]
    assert [bool(step.loss) for step in chart.steps] == [False, True, False, False]


@pytest.mark.parametrize(("labels", "values"), [([], []), (STEPS, [0, 0, 0, 0]), (STEPS, [None] * 4)])
def test_a_funnel_that_nobody_entered_is_empty(labels, values):
    chart = funnel(labels, values)
    assert chart.empty
    assert "Pas encore de chiffres" in page("funnel", chart)


def test_a_step_after_a_first_of_nobody_is_shown_without_shares():
    chart = funnel(STEPS, [0, 5, 4, 4])
    assert not chart.empty
    assert [step.shares.replace(NBSP, " ") for step in chart.steps[1:3]] == ["", "80 % de l’étape d’avant"]


def many(count: int, months: int = 12) -> list[tuple[str, list[float | None]]]:
    return [(f"Antenne de Ville-{n}", [(n * 7 + m * 5) % 40 for m in range(months)]) for n in range(count)]


def test_small_multiples_share_one_scale_and_keep_their_order():
    chart = multiples([("Lyon", [0, 40]), ("Lille", [20, 20])], ["mai", "juin"])
    assert [(one.name, one.text) for one in chart.panels] == [("Lyon", "40"), ("Lille", "20")]
    assert [one.path for one in chart.panels] == ["M3 37 97 3", "M3 20 97 20"]
    assert chart.scale == f"Même échelle partout{NBSP}: de 0 à 40, de mai à juin"
    assert multiples([("Lyon", [10])], ["mai"], most=100).panels[0].path == "M50 34h.1"


def test_a_gap_stays_a_gap_and_a_lone_month_is_seen():
    lyon, nice = multiples([("Lyon", [1, None, 3, 4]), ("Nice", [None] * 4)], YEAR[:4], most=4).panels
    assert lyon.path == "M3 28h.1M66 12 97 3"
    assert (nice.text, nice.path, nice.end) == ("—", "", "")
    assert nice.summary == f"Nice{NBSP}: aucune donnée."


def test_a_reference_is_a_line_in_each_panel_for_all_or_for_one():
    chart = multiples([("Lyon", [10]), ("Nice", [20])], ["mai"], reference=20)
    assert chart.reference == f"Repère{NBSP}: 20"
    assert [one.mark for one in chart.panels] == ["M0 3H100"] * 2
    own = multiples([("Lyon", [10]), ("Nice", [20])], ["mai"], reference=Reference("Objectif", [40, None]))
    assert [one.mark for one in own.panels] == ["M0 3H100", ""]
    assert own.table.headings == ["", "mai", "Objectif"]
    assert own.table.rows == [["Lyon", "10", "40"], ["Nice", "20", "—"]]


def test_panels_lead_where_they_are_told():
    chart = multiples([("Lyon", [1]), ("Nice", [2])], ["mai"], hrefs=["/lyon/", ""])
    assert 'href="/lyon/"' in page("multiples", chart)
    assert page("multiples", chart).count("<a ") == 1
    with pytest.raises(ValueError, match="shorter"):
        multiples([("Lyon", [1]), ("Nice", [2])], ["mai"], hrefs=["/lyon/"])


def test_many_antennes_stay_light():
    drawn = page("multiples", multiples(many(19), YEAR, reference=15, hrefs=["/antennes/7/chiffres/"] * 19))
    assert len(drawn.encode()) <= 20_000
    grid = re.search(
        r'<ul class="multiples".*?</ul>', page("multiples", multiples(many(200), YEAR)), re.DOTALL
    )
    assert grid
    assert len(grid[0].encode()) / 200 < 400  # bytes an antenne
    assert multiples([], YEAR).empty


def test_columns_instead_of_a_curve_draw_nothing_for_zero():
    (one,) = multiples([("Lyon", [0, 2, None])], YEAR[:3], columns=True).panels
    assert (one.path, one.end) == ("M50 37V3", "")


def test_a_target_stands_over_bars_and_widens_the_scale():
    chart = bars(
        ["Grenoble", "Lyon"], [Series("Participants", [80, 12])], reference=Reference("Objectif", 100)
    )
    assert chart.reference == f"Objectif{NBSP}: 100"
    assert [group.mark and group.mark.y for group in chart.groups] == ["30", "30"]
    assert chart.table.rows == [["Grenoble", "80", "100"], ["Lyon", "12", "100"]]
    own = bars(
        ["Grenoble", "Lyon"], [Series("Participants", [80, 12])], reference=Reference("Objectif", [90, None])
    )
    assert own.reference == "Objectif"
    assert [group.mark and group.mark.text for group in own.groups] == ["90", None]
    assert page("bars", own).count('<rect class="mark"') == 2  # in the legend and over Grenoble


def test_bars_without_a_target_are_as_they_were():
    chart = bars(["Grenoble"], [Series("Participants", [80])])
    assert (chart.reference, chart.groups[0].mark) == ("", None)
    assert 'class="mark"' not in page("bars", chart)
    assert 'class="keys"' not in page("bars", chart)


@pytest.mark.parametrize(
    ("labels", "shown", "on_a_phone"),
    [
        (YEAR, YEAR, YEAR[1::2]),
        ([YEAR[n % 12] for n in range(24)], [YEAR[n % 12] for n in range(2, 24, 3)], ["juin", "déc."] * 2),
        (THREE_YEARS, [f"déc. {year}" for year in (2020, 2021, 2022)], [f"déc. {year}" for year in (2020, 2021, 2022)]),
        ([], [], []),
    ],
    ids=["a year", "two years", "three years with their number", "nothing"],
)  # fmt: skip
def test_the_months_under_a_curve_never_run_into_each_other(labels, shown, on_a_phone):
    chart = lines(labels, [Series("Présence", [1] * len(labels))])
    assert [foot.text for foot in chart.feet] == shown
    assert [foot.text for foot in chart.feet if not foot.minor] == on_a_phone


def test_many_points_are_a_line_and_only_the_last_and_the_lonely_are_dots():
    values = [None if n in {4, 6, 35} else n for n in range(36)]
    now, target = lines(
        THREE_YEARS, [Series("Présents", values), Series("Objectif", [30] * 36, dashed=True)]
    ).curves
    assert len(now.dots) == 2  # the sixth month, between two gaps, and the last known
    assert now.end is None
    assert now.path.count("M") == 3
    assert (target.dashed, target.dots, target.end and target.end.text) == (True, [], "30")
    assert len(lines(YEAR, [Series("Présents", list(range(12)))]).curves[0].dots) == 12
