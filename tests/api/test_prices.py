"""The solidarity catalogue by the API: one person writes, another publishes, antennes read."""

import uuid
from datetime import timedelta

import pytest
import shop

from billing.tariffs.models import PriceList, Product
from billing.tariffs.operations import retire_product
from kit.antennes import NATIONAL, at


@pytest.fixture
def nadia(program):
    return program("reseau", "nadia@reseau.example")


@pytest.fixture
def fanny(program):
    return program("reseau", "finance@reseau.example")


@pytest.fixture
def card(world):
    return shop.product(world)


def written(world, card, **changes):
    item = {
        "product": str(card.pk), "solidarity_cents": 600, "reference_cents": 1000, "vat_percent": "5.50",
    }  # fmt: skip
    return {"name": "Suite", "first_day": str(world.today + timedelta(days=1)), "items": [item]} | changes


def item_of(world, card, **changes):
    body = written(world, card)
    return body | {"items": [body["items"][0] | changes]}


def test_a_product_is_added_once_and_read_with_its_prices_of_today(world, nadia, card):
    shop.price(world, card, cents=300, antenne=world.lyon)
    body = {"sku": "casque", "name": "Casque", "kind": "accessory"}
    made = nadia.post("products/", body, idempotency_key="k")
    again = nadia.post("products/", body, idempotency_key="k")
    assert (made.status_code, made.content) == (201, again.content)
    told = made.json()
    assert (told["group"], told["account"], told["prices"]) == ("accessory", "707000", [])
    assert nadia.post("products/", body).json()["fields"].keys() == {"sku"}
    shown = nadia.get(f"products/{card.pk}/").json()
    assert [(one["antenne"], one["solidarity_cents"]) for one in shown["prices"]] == [
        (str(world.lyon.pk), 300),
        (None, 500),
    ]
    assert {one["sku"] for one in nadia.get("products/").json()["results"]} == {"carte-5", "casque"}
    assert nadia.get(f"products/{uuid.uuid4()}/").status_code == 404


def test_a_list_is_written_by_one_and_published_by_another(world, nadia, fanny, card, program):
    draft = nadia.post("price-lists/", written(world, card), idempotency_key="k").json()
    assert nadia.post("price-lists/", written(world, card), idempotency_key="k").json() == draft
    assert (draft["state"], draft["everywhere"], draft["last_day"]) == ("draft", True, None)
    assert draft["items"] == [
        {
            "product": str(card.pk), "solidarity_cents": 600, "reference_cents": 1000, "vat_percent": "5.50",
        },
    ]  # fmt: skip
    path = f"price-lists/{draft['id']}/publish/"
    refused = nadia.post(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "second_person_wanted")
    assert fanny.post(path, {"seen": "2020-01-01T00:00:00Z"}).json()["code"] == "changed_meanwhile"
    assert fanny.post(path, {"seen": draft["drafted_at"]}).json()["state"] == "published"
    assert fanny.post(path).json()["code"] == "not_that_way"
    assert nadia.get("price-lists/").json()["results"][0]["id"] == draft["id"]
    assert nadia.get(f"price-lists/{draft['id']}/").json()["published_by"] == str(world.fanny.pk)
    desk = program("grenoble", "desk@grenoble.example")
    assert [one["solidarity_cents"] for one in desk.get("products/").json()["results"]] == [500]


def test_a_draft_is_rewritten_for_some_antennes_and_some_days_then_given_up(world, nadia, fanny, card):
    draft = nadia.post("price-lists/", written(world, card)).json()
    path, last = f"price-lists/{draft['id']}/", str(world.today + timedelta(days=30))
    body = written(world, card, name="Été", last_day=last, antennes=[str(world.lyon.pk)])
    rewritten = fanny.put(path, body | {"seen": draft["drafted_at"]}).json()
    assert (rewritten["name"], rewritten["last_day"], rewritten["antennes"]) == (
        "Été",
        last,
        [str(world.lyon.pk)],
    )
    assert nadia.put(path, body | {"seen": draft["drafted_at"]}).json()["code"] == "changed_meanwhile"
    assert fanny.post(f"{path}publish/").json()["code"] == "second_person_wanted"  # she wrote last
    assert nadia.post(f"{path}discard/").json()["state"] == "discarded"
    assert nadia.put(path, body).json()["code"] == "not_that_way"
    assert nadia.post(f"{path}publish/").json()["code"] == "not_that_way"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"solidarity_cents": 1001}, "price_too_high"),
        ({"solidarity_cents": -1}, "malformed"),
        ({"vat_percent": "200"}, "malformed"),
        ({"product": str(uuid.uuid4())}, "malformed"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(world, nadia, card, changes, code):
    answer = nadia.post("price-lists/", item_of(world, card, **changes))
    assert (answer.status_code, answer.json()["code"]) == (409 if code != "malformed" else 400, code)
    with at(NATIONAL):
        assert not PriceList.objects.filter(name="Suite").exists()


def test_a_list_that_makes_no_sense_is_refused(world, nadia, card):
    body = written(world, card)
    assert nadia.post("price-lists/", body | {"items": []}).json()["code"] == "empty_list"
    assert nadia.post("price-lists/", body | {"items": body["items"] * 2}).status_code == 400
    assert nadia.post("price-lists/", body | {"last_day": str(world.today)}).json()["code"] == (
        "last_day_before_first"
    )
    assert nadia.post("price-lists/", body | {"antennes": ["x"]}).status_code == 400
    with at(NATIONAL):
        retire_product(Product.objects.get(pk=card.pk), by=world.nadia, now=world.now)
    assert nadia.post("price-lists/", body).json()["code"] == "retired_meanwhile"


def test_who_reads_may_not_write_and_antennes_have_no_such_door(world, card, program):
    partnerships = program("reseau", "partnerships@reseau.example")
    assert partnerships.get("price-lists/").status_code == 200
    assert partnerships.post("price-lists/", written(world, card)).status_code == 403
    assert partnerships.post("products/", {}).status_code == 403
    alex = program("reseau", "admin@reseau.example")
    assert alex.post("price-lists/", written(world, card)).status_code == 403
    manager = program("grenoble", "manager@grenoble.example")
    assert manager.get("price-lists/").status_code == 404
    assert manager.post("products/", {}).status_code == 405
