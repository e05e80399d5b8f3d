"""Customers, and the products and prices of a catalogue."""

from stripe_fake.routes import route, shared
from stripe_fake.store import Store, Thing

shared("customers", "customer", "Customer")
shared("products", "product", "Product")
shared("prices", "price", "Price")
shared("events", "event", "Event")
_KEPT = {
    "address", "description", "email", "name", "phone", "preferred_locales", "business_name", "tax_exempt",
}  # fmt: skip


@route("POST", "customers", "CustomerCreateParams")
def create(store: Store, given: Thing) -> Thing:
    unknown: Thing = dict.fromkeys(("default_source", "discount", "test_clock"))
    kept = {name: value for name, value in given.items() if name in _KEPT}
    customer = store.add(
        "customer",
        **unknown | {"tax_exempt": "none", "balance": 0, "metadata": given.get("metadata") or {}} | kept,
    )
    store.tell("customer.created", customer)
    return customer


@route("POST", "customers/{}", "CustomerUpdateParams")
def update(store: Store, given: Thing, number: str) -> Thing:
    customer = store.get("customer", number)
    metadata = customer["metadata"] | (given.get("metadata") or {})
    customer |= {name: value for name, value in given.items() if name in _KEPT} | {"metadata": metadata}
    store.tell("customer.updated", customer)
    return customer


@route("POST", "products", "ProductCreateParams")
def create_product(store: Store, given: Thing) -> Thing:
    return store.add(
        "product",
        name=given["name"], description=given.get("description"), active=given.get("active", True),
        metadata=given.get("metadata") or {}, images=[], marketing_features=[], type="service",
        updated=store.now(), default_price=None, tax_code=None,
    )  # fmt: skip


@route("POST", "prices", "PriceCreateParams")
def create_price(store: Store, given: Thing) -> Thing:
    product = store.get("product", given.get("product", ""), param="product")
    return store.add(
        "price",
        product=product["id"], currency=given["currency"], unit_amount=given.get("unit_amount"),
        unit_amount_decimal=str(given.get("unit_amount")), active=True, billing_scheme="per_unit",
        type="one_time", metadata=given.get("metadata") or {}, tax_behavior=given.get("tax_behavior"),
        tiers_mode=None,
    )  # fmt: skip
