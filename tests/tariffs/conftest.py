from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from billing.tariffs import starting
from billing.tariffs.models import Product
from kit.antennes import NATIONAL, at


@pytest.fixture
def office(world: Any) -> Any:
    """The national office today, with a catalogue that has been in force for three months."""
    world.now = timezone.now()
    world.today = timezone.localdate(world.now)
    world.tomorrow = world.today + timedelta(days=1)
    with at(NATIONAL):
        starting.write(
            drafted_by=world.nadia,
            published_by=world.fanny,
            now=world.now,
            day=world.today - timedelta(days=90),
        )
        world.card = Product.objects.get(sku="carte-5")
        yield world
