"""Denis points his phone at a label: the device opens. Without a camera he types what the label says."""

from typing import Any

import lending
import pytest
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import expect

from kit.antennes import inside

pytestmark = pytest.mark.browser

# The camera and what reads its picture are the phone's: this one sees the label of GRE-1 at once.
_SEES_A_LABEL = """
navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream();
HTMLMediaElement.prototype.play = async () => {};
window.BarcodeDetector = class {
  async detect() { return [{ rawValue: location.origin + "/equipement/e/GRE-1/" }]; }
};
"""
_NO_CAMERA = """
navigator.mediaDevices.getUserMedia = async () => { throw new Error("denied"); };
window.BarcodeDetector = class {};
"""


@pytest.fixture
def laptop(committed: Any) -> Any:
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        return lending.device(committed)


def test_a_label_that_is_seen_opens_its_device(address, laptop, page, sign_in):
    page.add_init_script(_SEES_A_LABEL)
    home = address("grenoble")
    sign_in(home, "desk@grenoble.example")
    page.goto(f"{home}/equipement/scanner/")
    is_accessible(page)
    page.get_by_role("button", name="Lire avec la caméra").tap()
    expect(page.get_by_role("heading", name="GRE-1")).to_be_visible()


def test_without_a_camera_there_is_the_field(address, laptop, page, sign_in):
    page.add_init_script(_NO_CAMERA)
    home = address("grenoble")
    sign_in(home, "desk@grenoble.example")
    page.goto(f"{home}/equipement/scanner/")
    page.get_by_role("button", name="Lire avec la caméra").tap()
    expect(page.get_by_text("écrivez le numéro")).to_be_visible()
    page.get_by_label("Étiquette ou numéro de série").fill("S-1")
    page.get_by_role("button", name="Ouvrir").tap()
    expect(page.get_by_role("heading", name="GRE-1")).to_be_visible()
