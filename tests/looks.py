"""What every page must be in a real browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect


def is_accessible(page: Page) -> None:
    """No violation of axe, and nothing wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def draw(frame: Locator) -> None:
    """Up and down across a frame, as a signature goes."""
    expect(frame).to_be_visible()
    frame.evaluate("frame => frame.scrollIntoView({block: 'center'})")  # above the bar of the phone
    box = frame.bounding_box()
    assert box
    left, middle, mouse = box["x"] + 20, box["y"] + box["height"] / 2, frame.page.mouse
    mouse.move(left, middle)
    mouse.down()
    for step in range(1, 20):
        mouse.move(left + step * 10, middle + (20 if step % 2 else -20))
    mouse.up()
