"""The charts in a real browser, at the widths of a phone, a tablet and a desk."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler
from playwright.sync_api import Page

from kit.ui.living_charts import charts
from kit.ui.views import living_page

pytestmark = pytest.mark.browser
_STYLES = Path(__file__).parents[2] / "platform" / "kit" / "ui" / "static" / "kit"
_ALONE = """<main class="site-national" style="padding: 1rem"><h1>Chiffres</h1>
<c-panel><c-chart-multiples :chart="everywhere" title="Participants" id="antennes" /></c-panel></main>"""


def show(page: Page, html: str) -> None:
    page.set_content(html)
    for name in ("tokens", "layout", "parts", "forms"):
        page.add_style_tag(path=_STYLES / f"{name}.css")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_living_page_is_accessible_and_fits(page, width):
    html = living_page(RequestFactory().get("/kit/", {"site": "national"})).content.decode()
    page.set_viewport_size({"width": width, "height": 900})
    show(page, re.sub(r"<link[^>]*>|<script.*?</script>", "", html, flags=re.DOTALL))
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_small_multiples_take_the_columns_that_fit(page: Page, committed: Any):
    source = CottonCompiler().process(_ALONE)
    html = engines["django"].from_string(source).render(charts())
    show(page, f"<!doctype html><html lang='fr'><body>{html}</body></html>")
    across = "getComputedStyle(document.getElementById('antennes')).gridTemplateColumns.split(' ').length"
    for width, columns in ((360, 2), (768, 4), (1280, 6)):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(across) == columns
