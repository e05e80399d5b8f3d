"""Somebody who opens every page that they can reach, on a phone: each is accessible, and none is broken."""

from collections import deque
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from playwright.sync_api import Page

from hub.demo import network, office
from hub.demo.life import Team
from kit.antennes import inside
from programs.cohorts.operations import adopt

pytestmark = pytest.mark.browser
_FILES = (".pdf", ".xlsx", ".csv", ".json", ".xml", ".zip", ".ics", "/schema/", "/deconnexion/")


@pytest.fixture
def living(committed: Any) -> Any:
    """Grenoble as the demonstration fills it, up to today."""
    now = timezone.now()
    template = office.write_programmes()
    office.write_prices(now.date())
    version = office.published(template)
    team = Team(committed.grenoble, committed.lea, committed.denis, committed.maud, dice=Random("grenoble"))
    with inside(committed.grenoble):
        programme = adopt(version, by=committed.maud, now=now - timedelta(days=400))
        today = timezone.localdate(now, committed.grenoble.tz)
        network.days(team, programme, version, today, now)
    return committed


def walk(page: Page, home: str, urlconf: str) -> tuple[set[str], list[str]]:
    """(the routes that were opened, what was wrong): one address of each route, nearest first."""
    seen: set[str] = set()
    wrong: list[str] = []
    ahead = deque(["/"])
    while ahead:
        path = ahead.popleft()
        route = _route(path, urlconf)
        if route is None or route in seen:
            continue
        seen.add(route)
        answer = page.goto(home + path)
        status = answer.status if answer else 0
        if status >= 400:
            wrong.append(f"{status} {path}")
            continue
        found = Axe().run(page).response["violations"]
        wrong += [f"{one['id']} {path}: {one['nodes'][0]['html'][:120]}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"too wide {path}")
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        ahead += [_inside(link, home) for link in links if _inside(link, home)]
    return seen, wrong


def _inside(link: str, home: str) -> str:
    parts = urlsplit(link)
    if f"{parts.scheme}://{parts.netloc}" != home or parts.path.endswith(_FILES):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _route(path: str, urlconf: str) -> str | None:
    """The page's route; a list seen otherwise (?vue=…) is another page."""
    parts = urlsplit(path)
    if parts.path.startswith(("/api/", "/static/", "/kit/")):
        return None
    try:
        match = resolve(parts.path, urlconf)
    except Resolver404:
        return path
    return match.route + ("?" + parts.query.split("=")[0] if parts.query else "")


@pytest.mark.parametrize(
    ("host", "login", "kind", "at_least"),
    [
        ("grenoble", "manager@grenoble.example", "antenne", 60),
        ("reseau", "nadia@reseau.example", "national", 20),
    ],
    ids=["an antenne", "the national office"],
)
def test_every_page(living, address, page, sign_in, host, login, kind, at_least):
    """The manager may open every page of an antenne, Nadia those of the programmes."""
    page.set_viewport_size({"width": 360, "height": 780})
    home = address(host)
    sign_in(home, login)
    page.wait_for_url(f"{home}/")
    seen, wrong = walk(page, home, settings.MAILLON_URLCONFS[kind])
    assert wrong == []
    assert len(seen) > at_least
