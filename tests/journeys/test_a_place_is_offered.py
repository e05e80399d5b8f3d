"""Two places are free: Olena answers by the link of her mail, Basma is called by Denis."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import scenes
from django.utils import timezone
from looks import is_accessible

from kit.antennes import inside
from programs.cohorts.operations import withdraw
from tenants.welcome.models import Notice
from tenants.welcome.tasks import send_notice

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(committed: Any) -> Any:
    """A group of two places; both are left, and offered to Olena (by mail) and Basma (by phone)."""
    world = committed
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    with inside(world.grenoble):
        group = scenes.small(world, places=2)
        held = scenes.enrolled(world, group, count=2)
        scenes.waiting(world, group, "Olena", last_name="Koval", language="uk", email="olena@example.org")
        scenes.waiting(world, group, "Basma", phone="06 00 00 00 01")
        for one in held:
            withdraw(one, reason="Déménage", by=world.denis, now=world.now + timedelta(minutes=5))
        world.group = group
    return world


@pytest.fixture
def link(scene: Any, mailoutbox: Any) -> str:
    """The path of the link in Olena's mail, as the worker sends it."""
    with inside(scene.grenoble):
        notice = Notice.objects.get(kind="offer", by_phone=False)
    send_notice("grenoble", str(notice.pk))
    (mail,) = mailoutbox
    assert mail.to == ["olena@example.org"]
    found = re.search(r"https?://\S+", mail.body)
    assert found
    return urlsplit(found[0]).path


def test_one_by_the_link_the_other_by_phone(scene, link, address, page, sign_in):
    page.goto(address("grenoble") + link)
    page.get_by_role("heading", name="Ви хочете це місце?").wait_for()
    is_accessible(page)
    page.get_by_role("link", name="العربية").tap()
    page.get_by_role("heading", name="هل تريد هذا المكان؟").wait_for()
    is_accessible(page)
    page.get_by_role("link", name="Українська").tap()
    page.get_by_role("button", name="Так, я прийду").tap()
    page.get_by_role("heading", name="Місце заброньовано для вас.").wait_for()
    is_accessible(page)

    sign_in(address("grenoble"), "desk@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(address("grenoble") + f"/parcours/{scene.group.pk}/")
    is_accessible(page)
    page.get_by_role("link", name="Places proposées").tap()
    page.get_by_role("heading", name="À appeler").wait_for()
    page.get_by_text("06 00 00 00 01").wait_for()
    is_accessible(page)
    page.get_by_role("button", name="Accepte (Basma Benali)").tap()
    page.get_by_text("Basma Benali prend la place").wait_for()
    page.get_by_text("Aucune place proposée").wait_for()
    is_accessible(page)
    page.goto(address("grenoble") + f"/parcours/{scene.group.pk}/")
    page.get_by_text("2 places prises sur 2").wait_for()
    page.get_by_role("link", name="Olena Koval", exact=True).wait_for()
