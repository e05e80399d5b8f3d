"""A chart on paper is the chart of the page: the same words at the same positions."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from kit.documents import pdf
from kit.ui import papers
from kit.ui.charts import (
    Chart,
    Reference,
    Series,
    Spot,
    bars,
    cartogram,
    donut,
    funnel,
    lines,
    multiples,
    on_paper,
)
from kit.ui.living_charts import charts

NOON = datetime(2022, 3, 8, 12, tzinfo=UTC)
PAPER = b"""#import "/maillon.typ": *
#show: a4
#chart(data.chart)
"""


def reader(chart: dict[str, Any]) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.compile_source(PAPER, title="Chiffres", data={"chart": chart}, now=NOON)))


def words(of: PdfReader) -> str:
    text = "\n".join(sheet.extract_text() for sheet in of.pages)
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def test_every_chart_of_the_living_page_is_drawn_and_says_its_words():
    said = words(PdfReader(io.BytesIO(papers.drawn())))
    for title in (
        "Participants et objectif du mois",
        "De l’orientation à l’emploi",
        "Participants, sur la carte",
    ):
        assert title in said
    for text in (
        *(
            "Objectif : 80",
            "23 / 30",
            "64 % des orientations · 82 % de l’étape d’avant",
            "plus grande perte : −93",
        ),
        *("Situation connue six mois après la fin du parcours", "Moyenne du réseau : 17", "Clermont-Ferrand"),
        *(
            "15 000 € 57 %",
            "déc. 2021",
            "22 → 67",
            "Même échelle partout : de 0 à 40",
            "Pas encore de chiffres",
        ),
    ):
        assert text in said, text
    assert papers.drawn() == papers.drawn()


@pytest.mark.parametrize("name", sorted(charts()))
def test_a_chart_is_plain_data_and_one_figure_with_its_words(name):
    chart = charts()[name]
    given = on_paper(chart, title="Titre")
    assert json.loads(json.dumps(given)) == given
    tree = reader(given).trailer["/Root"]["/StructTreeRoot"]
    assert _alternatives(tree) == ([] if chart.empty else [f"Titre : {chart.summary}"])


def _alternatives(node: Any) -> list[str]:
    """The text alternatives of the figures, through the tags of a PDF."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [one for kid in node for one in _alternatives(kid)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if node.get("/S") == "/Figure" and "/Alt" in node else []
    return own + _alternatives(node.get("/K", []))


def test_the_positions_are_those_of_the_page():
    chart = bars(["Nice", "Lyon"], [Series("Places", [10, 5])], reference=Reference("Objectif", [8, None]))
    nice, lyon = on_paper(chart)["groups"]
    assert f"{nice['bars'][0]['x']:g}%" == chart.groups[0].bars[0].x
    assert (nice["mark"]["reach"], lyon["bars"][0]["reach"]) == (66.67, 41.67)  # of 12
    assert lyon["mark"] is None
    curve = on_paper(lines(["a", "b", "c"], [Series("Places", [4, None, 0])]))["curves"][0]
    assert curve["steps"] == [["M", 3, 30], ["M", 97, 210]]


@pytest.mark.parametrize(
    "chart",
    [
        bars([], [Series("Places", [])]),
        bars(["Antenne de la côte"] * 60, [Series("Places", list(range(60)))]),
        lines(["mai"], [Series("Places", [None])]),
        lines(["mai"], [Series("Places", [3])]),
        donut([("Tout", 1)]),
        funnel(["Orientations", "Venues"], [3, 0]),
        multiples([(f"Antenne {n}", [n, None, 2]) for n in range(200)], ["a", "b", "c"], reference=3),
        multiples([("Nice", [None, None]), ("Lyon", [1, 2])], ["a", "b"]),
        cartogram([Spot("Lille", "59", 3)], measure="Places"),
    ],
    ids=lambda chart: type(chart).__name__,
)  # fmt: skip
def test_the_edges_are_drawn_too(chart):
    assert reader(on_paper(chart, title="Titre")).pages


def test_what_a_label_holds_is_a_text():
    label = '#read("/etc/passwd") *x* $y$'
    assert label in words(reader(on_paper(funnel([label, "Venues"], [3, 1]))))
    assert label in words(reader(on_paper(multiples([(label, [1, 2])], ["a", "b"]))))


def test_only_our_charts_have_a_drawing():
    with pytest.raises(TypeError, match="Chart"):
        on_paper(Chart(empty=False, summary="", keys=[], table=charts()["path"].table))
