"""The desk by the API: what is on sale, a session, a sale, its repeat, its reversal, the closings."""

import pytest
import shop
from django.utils import timezone

from billing.counter.models import Sale
from billing.counter.operations.sessions import make_till


@pytest.fixture
def desk(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    grenoble.card = shop.product(grenoble)
    shop.cards(grenoble, grenoble.card, 5)
    grenoble.amina = shop.amina(grenoble)
    grenoble.till = make_till(code="c1", name="Caisse", by=grenoble.maud, now=grenoble.now)
    return grenoble


def post(here, path, body, key=""):
    headers = {"idempotency-key": key} if key else {}
    return here.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def sale_of(desk, session):
    return {
        "session": session, "beneficiary": str(desk.amina.pk),
        "lines": [{"product": str(desk.card.pk), "quantity": 1}],
        "payments": [{"method": "cash", "amount_cents": 500, "tendered_cents": 1000}],
    }  # fmt: skip


def test_a_day_by_the_api(desk, site):
    denis, maud = site("grenoble", desk.denis), site("grenoble", desk.maud)
    (offered,) = denis.get("/api/v1/products/").json()["results"]
    assert (offered["sku"], offered["solidarity_cents"], offered["stock"]) == ("carte-5", 500, 5)
    session = post(denis, "till-sessions/", {"till": str(desk.till.pk), "float_cents": 5000}).json()["id"]
    sold = post(denis, "sales/", sale_of(desk, session), key="a")
    assert sold.status_code == 201
    sale = sold.json()
    assert (sale["number"], sale["total_cents"], sale["lines"][0]["serial"]) == (1, 500, "Ccarte-5-0001")
    assert post(denis, "sales/", sale_of(desk, session), key="a").json() == sale
    assert Sale.objects.count() == 1
    undo = {"session": session, "reason": "Erreur"}
    assert post(denis, f"sales/{sale['id']}/reverse/", undo).json()["code"] == "same_hand"
    undone = post(maud, f"sales/{sale['id']}/reverse/", undo)
    assert undone.json()["total_cents"] == -500
    assert (
        post(denis, f"till-sessions/{session}/count/", {"counted_cents": 5000}).json()["expected_cents"]
        == 5000
    )
    assert post(denis, f"till-sessions/{session}/close/", {}).json()["state"] == "closed"
    assert maud.get("/api/v1/closings/").json()["results"] == []
    assert denis.get(f"/api/v1/sales/{sale['id']}/").json()["hash"] == sale["hash"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"payments": [{"method": "cash", "amount_cents": 400}]}, 409, "payments_do_not_add_up"),
        ({"payments": [{"method": "cash", "amount_cents": -5}]}, 400, "malformed"),
        ({"lines": []}, 409, "nothing_wanted"),
        ({"session": "x"}, 400, "malformed"),
    ],
)
def test_what_is_refused(desk, site, changes, status, code):
    denis = site("grenoble", desk.denis)
    session = post(denis, "till-sessions/", {"till": str(desk.till.pk), "float_cents": 0}).json()["id"]
    answer = post(denis, "sales/", sale_of(desk, session) | changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Sale.objects.count() == 0


def test_hosts_and_other_antennes_sell_nothing(desk, site):
    assert site("grenoble", desk.lea).get("/api/v1/sales/").status_code == 403
    dora = site("lyon", desk.person("desk@lyon.example"))
    session = shop.open_till(desk, code="c2")
    assert post(dora, "sales/", sale_of(desk, str(session.pk))).status_code == 400
    assert site("grenoble", desk.denis).get("/api/v1/closings/").status_code == 403
