"""What the shop did, as figures: quantities, what was paid, what it costs elsewhere, the saving."""

import shop

from billing.counter.operations.sales import reverse
from hub.rollup.sources import cells


def test_sales_become_cells_of_their_month(grenoble):
    world = grenoble
    card = shop.product(world, cents=500, reference=1000)
    shop.cards(world, card, 5)
    amina, session = shop.amina(world), shop.open_till(world)
    training = shop.open_till(world, code="c2", training=True)
    shop.buy(world, session, amina, card, quantity=3)
    undone = shop.buy(world, session, amina, card)
    reverse(undone, session=session, reason="Erreur", by=world.maud, now=world.now, today=world.today)
    shop.buy(world, training, amina, card)
    found = {cell.measure: cell.value for cell in cells(world.grenoble, None, world.today)}
    assert {code: found.get(code) for code in ("connection_sold", "connection_paid", "connection_reference", "savings", "devices_bought")} == {
        "connection_sold": 3, "connection_paid": 1500, "connection_reference": 3000, "savings": 1500,
        "devices_bought": None,
    }  # fmt: skip
