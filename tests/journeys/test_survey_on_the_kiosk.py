"""The last day: Léa lays the tablet on the table, one answers in Arabic, the next in Ukrainian."""

from collections.abc import Iterator
from typing import Any

import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page

from kit.antennes import inside
from programs.cohorts.models import SurveyAnswer, SurveyInvitation
from programs.cohorts.operations import invite_to_survey

pytestmark = pytest.mark.browser
TABLET = {"width": 820, "height": 1180}
ARABIC = ["راضٍ جدًّا", "نعم، كثيرًا", "دائمًا", "مناسبة", "نعم", "نعم"]
UKRAINIAN = ["Не дуже", "Не дуже", "Іноді", "Надто швидкий", "Ще ні", "Можливо"]


@pytest.fixture
def group(committed: Any) -> Iterator[Any]:
    """Two people who were invited; when the browser is closed, what was kept of their answers."""
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    survey = scenes.survey(committed)
    with inside(committed.grenoble):
        ended, _ = scenes.ended(committed, ["pppp"] * 2, first=committed.today, survey=survey)
        invite_to_survey(ended, by=committed.lea, now=committed.now)
    yield ended
    with inside(committed.grenoble):
        kept = {one.satisfaction: one.answers for one in SurveyAnswer.objects.all()}
        assert set(kept) == {"very_satisfied", "unsatisfied"}
        assert {"rythme": 3, "conseil": 2}.items() <= kept["unsatisfied"].items()
        assert not SurveyInvitation.objects.filter(answered=True).exists()


def test_two_people_answer_on_the_tablet(group, address, page, sign_in):
    page.set_viewport_size(TABLET)
    home = address("grenoble")
    sign_in(home, "lea@grenoble.example")
    page.goto(f"{home}/parcours/{group.pk}/enquete/")
    is_accessible(page)
    page.get_by_role("button", name="Ouvrir la borne sur cet appareil").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    _answer(page, "العربية", ARABIC, send="إرسال", thanks="شكرًا لك!", next_person="الشخص التالي")
    _answer(page, "Українська", UKRAINIAN, send="Надіслати", thanks="Дякуємо!", next_person="Наступна людина")
    page.get_by_text("autant de réponses que de personnes invitées").wait_for()
    is_accessible(page)
    page.goto(f"{home}/personnes/")
    assert page.get_by_label("Mot de passe").is_visible(), "the tablet opens no file"


def _answer(page: Page, language: str, said: list[str], *, send: str, thanks: str, next_person: str) -> None:
    page.get_by_role("link", name=language).wait_for()
    is_accessible(page)
    page.get_by_role("link", name=language).tap()
    page.get_by_role("button", name=send).wait_for()
    is_accessible(page)
    for question, choice in zip(page.get_by_role("group").all(), said, strict=True):
        question.get_by_role("radio", name=choice, exact=True).check()
    page.get_by_role("button", name=send).tap()
    page.get_by_role("heading", name=thanks).wait_for()
    is_accessible(page)
    page.get_by_role("link", name=next_person).tap()
